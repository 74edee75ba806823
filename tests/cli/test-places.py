#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports to places that are full, cannot be written or are strange, and texts that are: nothing
half-written, and on the page exactly what was typed. Mounting needs root; without it those tests
say so."""
import json
import os
import subprocess
import sys
import unicodedata
import unittest

from harness import NEW, PASSPHRASE, Case, environment

# What a person, a careless paste or an ill-willed one puts into a note.
TEXTS = (
    'ET Q ) Tj (x) Do /OpenAction << /S /JavaScript /JS (app.alert(1)) >> endobj',
    '%PDF-1.7 stream endstream trailer startxref %%EOF',
    '\\\\(((((((((((( \\053 \\n \\r BT /F1 12 Tf',
    '%s%n%x%p {page} {text} {0} $(id) `id` $HOME',
    '=cmd|\' /C calc\'!A0 +1+1 -2 @SUM(A1)',
    '<b>fet</b> &amp; </script><svg onload=alert(1)>',
    '../../etc/passwd C:\\Windows\\System32 file:///etc',
    'null true 1e999 "quoted" \'single\' “krøll” «fransk»',
    'å ä ö æ ø ñ ț ș ğ ı ő ů ž č ł đ',
    'Zalgo: e\u0301\u0302\u0303\u0304 a\u0308\u0323',
    'Привіт, як справи? Ґґ Єє Її',
    'Xin chào, tiền nợ phải trả',
    'ทดสอบภาษาไทย',
    'ሰላም ኩሉ',
    'zero\u200bwidth and\u00a0space and soft\u00adhyphen',
    'line one\nline two\n\n\nline five',
    'tab\there',
    'x' * 2500,
    'ord ' * 3700,
)
# Read from the right: the order of the letters that a tool gives back says nothing about the page.
FROM_RIGHT = ('مرحبا، كيف الحال؟', 'نص عربي with English 123 داخل', 'سلام فارسی گچپژ')
UNPRINTABLE = ('王さん', '\U00013080', '\U0001F600')


def squeeze(text):
    """Without what has no letter on the page: spaces, and marks that are not seen."""
    text = unicodedata.normalize('NFC', text)
    return ''.join(c for c in text if not c.isspace() and c not in '\u200b\u00ad\u200e\ufeff')


class Exports(Case):
    with_vault = True

    def export(self, identifier, path, *args, code=0):
        return self.ctl('export', identifier, '--to', 'file', '--output', path, *args, code=code)


class Places(Exports):
    def mount(self, *args):
        folder = self.fresh()
        os.mkdir(folder)
        result = subprocess.run(['mount', *args, folder], capture_output=True, check=False)
        if result.returncode != 0:
            self.skipTest('mounting is not allowed here')
        self.addCleanup(subprocess.run, ['umount', folder], check=True)
        return folder

    def test_read_only(self):
        identifier = self.store(self.record())
        before = self.show(identifier)
        folder = self.mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs')
        for protection in ('--pdf', '--plain', '--age-passphrase'):
            self.export(identifier, os.path.join(folder, 'x'), protection, code=6)
        self.assertEqual(self.show(identifier), before)

    def test_full(self):
        identifier = self.store(self.record())
        before = self.show(identifier)
        folder = self.mount('-t', 'tmpfs', '-o', 'size=16k', 'tmpfs')
        for protection in ('--pdf', '--plain', '--age-passphrase'):
            result = self.export(identifier, os.path.join(folder, 'x'), protection, code=6)
            # No words for a file that is not there.
            self.assertEqual(result.out, b'')
            self.assertEqual(os.listdir(folder), [])
        self.assertEqual(self.show(identifier), before)

    def outputs(self, folder):
        """Every other command that writes a file, to a new one in @folder; with the id of one."""
        backup = self.fresh('.age')
        self.ctl('backup', backup)
        unit = json.loads(self.ctl('unit', 'show', '--json').out)
        sent = self.fresh('.age')
        identifier = self.store(self.record())
        self.ctl('export', identifier, '--to', 'rosa', '--age', unit['recipient'], '--output', sent)
        into = ('--into', os.path.join(folder, 'vault'), '--kdf', 'floor')
        return ((self.ctl, ('backup', os.path.join(folder, 'b.age')), {}),
                (self.ctl, ('backup', os.path.join(folder, 'w.age'), '--age-passphrase'), {}),
                (self.run_ctl, ('restore', backup, *into),
                 {'passphrase': self.recovery_key, 'new': NEW}),
                (self.ctl, ('receipt', sent, '--output', os.path.join(folder, 'r.age')), {}),
                (self.run_ctl, ('open', sent, '--own', '--vault', self.vault, '--output',
                                os.path.join(folder, 'o')), {'passphrase': PASSPHRASE}),
                (self.ctl, ('unit', 'qr', os.path.join(folder, 'q.svg')), {}),
                (self.run_ctl, ('keygen', '--output', os.path.join(folder, 'k')), {}))

    def test_other_outputs_read_only(self):
        folder = self.mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs')
        for run, args, more in self.outputs(folder):
            self.assertIn('cannot be written', run(*args, code=6, **more).err, args)
        self.ctl('verify')

    def test_other_outputs_full(self):
        folder = self.mount('-t', 'tmpfs', '-o', 'size=4k', 'tmpfs')
        with open(os.path.join(folder, 'full'), 'wb') as filler:
            filler.write(b'x' * 4096)
        for run, args, more in self.outputs(folder):
            self.assertIn('disk is full', run(*args, code=6, **more).err, args)
            # Nothing half-written stays, nor words for a file that is not there.
            self.assertEqual(os.listdir(folder), ['full'], args)
        self.ctl('verify')

    def test_in_user_space(self):
        """There are no hard links, as FAT says it and as network shares do."""
        for refusal in ('EPERM', 'EOPNOTSUPP'):
            self.check_in_user_space(refusal)

    def check_in_user_space(self, refusal):
        identifier = self.store(self.record())
        folder = self.fresh()
        os.mkdir(folder)
        place = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(__file__),
                                                               'fuse_place.py'), folder,
                                  refusal],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(place.stdout.close)
        self.addCleanup(place.stderr.close)
        self.addCleanup(place.wait)
        if place.stdout.readline() != b'ready\n':
            self.skipTest('there is no /dev/fuse for us')
        self.addCleanup(subprocess.run, ['umount', folder], check=True)
        path = os.path.join(folder, 'x.pdf')
        self.export(identifier, path, '--plain')
        self.assertGreater(os.stat(path).st_size, 10000)
        self.export(identifier, path, '--plain', code=9)
        for name in ('.varde', 'y'):
            self.assertFalse(os.path.exists(os.path.join(folder, name)))
        backup = os.path.join(folder, 'b.age')
        self.ctl('backup', backup)
        self.ctl('backup', backup, code=9)
        into = self.fresh()
        self.run_ctl('restore', backup, '--into', into, '--kdf', 'floor',
                     passphrase=self.recovery_key, new=NEW)
        self.assertEqual(os.stat(backup).st_mode & 0o777, 0o600)
        self.no_vault_in(folder)

    def no_vault_in(self, folder):
        before = sorted(os.listdir(folder))
        result = self.run_ctl('--vault', folder, 'init', '--kdf', 'floor', code=6,
                              passphrase=PASSPHRASE)
        self.assertIn('cannot hold a vault', result.err)
        self.assertEqual(sorted(os.listdir(folder)), before)

    def test_no_folder(self):
        identifier = self.store(self.record())
        self.export(identifier, self.path('none/x'), '--plain', code=7)
        self.export(identifier, os.path.join(self.write(b'', '.txt'), 'x'), '--plain', code=7)


class Texts(Exports):
    def documents(self, text):
        """The text of the page and the note in the twin, of a record with @text as a note."""
        record = self.record('reception-adult', measures_taken=text, journal=[], answers={})
        identifier = self.store(record)
        plain, package = self.fresh('.pdf'), self.fresh('.age')
        self.export(identifier, plain, '--plain')
        key = self.fresh('.key')
        recipient = self.run_ctl('keygen', '--output', key).out.decode().strip()
        self.export(identifier, package, '--age', recipient)
        folder = self.fresh()
        self.run_ctl('open', package, '--identity', key, '--output', folder)
        with open(os.path.join(folder, 'assessment.json'), encoding='utf-8') as source:
            twin = json.load(source)
        page = subprocess.run(['pdftotext', '-raw', plain, '-'], capture_output=True, check=True,
                              env=environment()).stdout.decode()
        return plain, page, twin['measures_taken']

    def test_page_and_twin(self):
        for text in TEXTS:
            plain, page, twin = self.documents(text)
            self.assertEqual(twin, text)
            # The edges of a page stand between its lines.
            start, end = squeeze(text)[:150], squeeze(text)[-60:]
            self.assertIn(start, squeeze(page), text[:60])
            self.assertIn(end, squeeze(page), text[:60])
            subprocess.run(['qpdf', '--check', plain], check=True, capture_output=True)
            subprocess.run(['mutool', 'info', plain], check=True, capture_output=True)

    def test_read_from_the_right(self):
        for text in FROM_RIGHT:
            _, page, twin = self.documents(text)
            self.assertEqual(twin, text)
            self.assertLessEqual(set(squeeze(text)) - set(squeeze(page)), set('،؟'))

    def test_direction_controls(self):
        text = 'før \u202eabc\u202c og \u2066def\u2069 etter'
        _, page, twin = self.documents(text)
        self.assertEqual(twin, text)
        self.assertIn('førabcogdefetter', squeeze(page))

    def test_no_letters_for_it(self):
        for text in UNPRINTABLE:
            identifier = self.store(self.record(measures_taken=text))
            path = self.fresh('.pdf')
            result = self.export(identifier, path, '--plain', code=8)
            self.assertIn(f'U+{ord(text[0]):04X}', result.err)
            self.assertNotIn(text, result.err)
            self.assertFalse(os.path.exists(path))


if __name__ == '__main__':
    unittest.main(verbosity=2)
