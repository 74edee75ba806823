# SPDX-License-Identifier: GPL-3.0-or-later
"""vardectl pack: what is there, what is wrong with it, replacing it, and the sheet of paper."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ET

from harness import VARDECTL, Case, case_file, environment, read_json

BUNDLE = os.environ['VARDE_PACK']
REVIEW = os.path.join(os.environ['G_TEST_SRCDIR'], '..', 'docs', 'content-review.md')
SETTINGS = ('prison', 'reception', 'border', 'outreach')
OURS = b'version="2026.1"'


def bundle(words=OURS):
    with open(BUNDLE, 'rb') as source:
        data = source.read()
    assert data.count(OURS) == 1
    return data.replace(OURS, words)


def codes(setting=None):
    """The ids of all signs, or of those of a setting, read without our own parser."""
    return [sign.get('id') for sign in ET.parse(BUNDLE).iter('indicator')
            if setting is None or setting in sign.get('settings', setting).split()]


class PackCase(Case):
    """Every test has a data folder of its own; vardectl finds packs and keys there."""

    def setUp(self):
        self.data = self.fresh()
        self.packs = os.path.join(self.data, 'varde', 'packs')
        os.makedirs(self.packs)

    def pack(self, *args, code=0):
        return self.run_ctl('pack', *args, code=code, env={'XDG_DATA_HOME': self.data})

    def list(self):
        return json.loads(self.pack('list', '--json').out)

    def stored(self):
        """Everything below the folder of packs but the keys."""
        return sorted(name for name in os.listdir(self.packs) if name != 'keys')

    def new_key(self, trusted=True):
        """A key pair made by Debian's minisign."""
        secret, public = self.fresh('.key'), self.fresh('.pub')
        subprocess.run(['minisign', '-G', '-W', '-f', '-s', secret, '-p', public], check=True,
                       stdout=subprocess.DEVNULL)
        if trusted:
            os.makedirs(os.path.join(self.packs, 'keys'), exist_ok=True)
            shutil.copy(public, os.path.join(self.packs, 'keys'))
        with open(public, encoding='utf-8') as source:
            # minisign leaves leading zeros out of the number it writes there.
            return secret, source.readline().split()[-1].zfill(16)

    def signed(self, data, secret, *options):
        path = self.write(data, '.xml')
        subprocess.run(['minisign', '-S', *options, '-s', secret, '-m', path], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return path


class Look(PackCase):
    def test_usage(self):
        for args in ((), ('nothing',), ('list', 'x'), ('install',), ('check', 'a', 'b'),
                     ('install', 'a', 'b'), ('list', '--allow-older'), ('sheet',),
                     ('install', 'a', '--output', 'x'), ('coverage', '--setting', 'prison'),
                     ('sheet', '--output', 'x', '--setting', 'street'),
                     ('sheet', '--output', 'x', '--signature', 'y')):
            self.assertIn('--help', self.pack(*args, code=1).err)
        for word in (b'list', b'check', b'coverage', b'sheet', b'install', b'review'):
            self.assertIn(b'\n  ' + word, self.pack('--help').out)

    def test_list(self):
        entry, = self.list()
        self.assertEqual(entry['id'], 'no.varde.norway')
        self.assertEqual(entry['hash'], hashlib.blake2b(bundle(), digest_size=32).hexdigest())
        self.assertEqual((entry['status'], entry['signer'], entry['current']),
                         ('draft', None, True))
        self.assertIn(entry['hash'].encode(), self.pack('list').out)
        self.assertEqual(self.stored(), [])

    def test_coverage(self):
        counts = {count['language']: count
                  for count in json.loads(self.pack('coverage', '--json').out)}
        self.assertLessEqual({'en', 'nb'}, set(counts))
        for count in counts.values():
            self.assertEqual(count['texts'], count['present'] + count['missing'])
            self.assertEqual(count['draft'], count['present'] if count['state'] == 'draft' else 0)
            if count['role'] == 'staff':
                self.assertGreater(count['texts'], 2000)
                self.assertEqual(count['missing'], 0, count['language'])

    def test_coverage_counts_what_is_missing(self):
        secret, _ = self.new_key()
        data = bundle(b'version="2026.2"')
        text = b'<name xml:lang="nb">Fengsel</name>'
        self.pack('install', self.signed(data.replace(text, b'', 1), secret))
        counts = {count['language']: count
                  for count in json.loads(self.pack('coverage', '--json').out)}
        self.assertEqual(counts['nb']['missing'], 1)

    def test_check(self):
        self.assertEqual(self.pack('check').out, b'')
        self.assertEqual(self.pack('check', BUNDLE).out, b'')

    def test_check_tells_one_problem_a_line(self):
        bad = bundle()
        for code in (b'CTL-01', b'ECO-04'):
            bad = re.sub(b'(<indicator id="' + code + b'"[^>]*?) sources="[^"]*"', rb'\1', bad)
        lines = self.pack('check', self.write(bad, '.xml'), code=8).out.decode().splitlines()
        self.assertEqual(len(lines), 2)
        for line, code in zip(lines, ('CTL-01', 'ECO-04')):
            self.assertRegex(line, r'\Aline \d+: varde-pack/indicators/indicator\[' + code)

    def test_check_draws_the_paper_twin(self):
        """A letter that no font here has could not be printed."""
        with open(BUNDLE, encoding='utf-8') as bundle:
            text = bundle.read()
        at = text.index('<text>', text.index('<indicator id="CTL-01"')) + len('<text>')
        bad = (text[:at] + '\U00013000' + text[at:]).encode()
        lines = self.pack('check', self.write(bad, '.xml'), code=8).out.decode().splitlines()
        self.assertEqual(len(lines), 4)
        self.assertTrue(lines[0].startswith('sheet of prison in en: '), lines)

    def test_check_of_a_malformed_file(self):
        cases = ((bundle(b'version="2026.1" colour="red"'), 8, b'@colour'),
                 (bundle()[:5000], 8, b'line '), (b'', 8, b'line '), (b'{}', 8, b'line '),
                 (bundle() + b' ' * 12 * 1024 * 1024, 8, b''),
                 (bundle(b'version="2026.1" min-app="99"'), 4, b''))
        for data, code, words in cases:
            result = self.pack('check', self.write(data, '.xml'), code=code)
            self.assertIn(words, result.out)
        self.pack('check', self.path('none'), code=7)

    def test_review_is_the_page_in_the_documents(self):
        with open(REVIEW, 'rb') as source:
            page = source.read()
        self.assertEqual(self.pack('review').out.decode(), page.decode(),
                         'run: ninja content-review')
        for code in codes():
            self.assertEqual(page.count(f'\n| {code} | '.encode()), 1, code)


class Install(PackCase):
    def test_signed_by_minisign(self):
        secret, number = self.new_key()
        for version, options in (('2026.2', ()), ('2026.3', ('-l',)), ('2026.10', ('-t', 'ny'))):
            data = bundle(f'version="{version}"'.encode())
            digest = hashlib.blake2b(data, digest_size=32).hexdigest()
            out = self.pack('install', self.signed(data, secret, *options)).out.decode()
            self.assertEqual(out, f'no.varde.norway {version} {digest}\n')
            current, = [entry for entry in self.list() if entry['current']]
            self.assertEqual((current['version'], current['hash'], current['signer']),
                             (version, digest, number))
        self.assertEqual([entry['version'] for entry in self.list()],
                         ['2026.1', '2026.10', '2026.3', '2026.2'])
        guidance = json.loads(self.run_ctl('assess', case_file('prison-adult'),
                                           env={'XDG_DATA_HOME': self.data}).out)
        self.assertEqual(guidance['pack']['version'], '2026.10')

    def test_signature_elsewhere(self):
        secret, _ = self.new_key()
        path = self.signed(bundle(b'version="2026.2"'), secret)
        elsewhere = self.fresh('.sig')
        os.rename(path + '.minisig', elsewhere)
        self.pack('install', path, code=9)
        self.pack('install', path, '--signature', self.path('none'), code=7)
        self.pack('install', path, '--signature', elsewhere)

    def refused(self, path, code, words, *options):
        before = self.stored()
        error = self.pack('install', path, *options, code=code).err
        self.assertIn(words, error)
        self.assertEqual(self.stored(), before)

    def test_refused(self):
        secret, _ = self.new_key()
        other, _ = self.new_key(trusted=False)
        later = bundle(b'version="2026.2"')
        unsigned = 'cannot be trusted'
        self.refused(self.write(later, '.xml'), 9, unsigned)
        self.refused(self.signed(later, other), 9, unsigned)
        tampered = self.signed(later, secret)
        with open(tampered, 'r+b') as target:
            target.seek(len(later) // 2)
            target.write(b'#')
        self.refused(tampered, 9, unsigned)
        cut = self.signed(later, secret)
        os.truncate(cut, len(later) - 1)
        self.refused(cut, 9, unsigned)
        self.refused(self.signed(bundle(b'version="2025.1"'), secret), 9, 'not newer')
        self.refused(self.signed(bundle() + b'\n', secret), 9, 'not newer')
        self.refused(self.signed(later + b' ' * 12 * 1024 * 1024, secret), 8, 'rules of its format')
        self.refused(self.signed(b'<varde-pack', secret), 8, 'line 1')
        self.refused(self.signed(bundle(b'version="2026.2" x="y"'), secret), 8, '@x')
        for words in (b'requires="x"', b'min-app="99.0"'):
            self.refused(self.signed(bundle(b'version="2026.2" ' + words), secret), 4, 'newer')
        self.refused(self.path('none'), 7, 'not found')
        self.assertEqual(len(self.list()), 1)

    def test_older_when_asked(self):
        secret, _ = self.new_key()
        older = self.signed(bundle(b'version="2025.1"'), secret)
        self.pack('install', older, code=9)
        self.pack('install', older, '--allow-older')
        self.assertEqual([entry['version'] for entry in self.list() if entry['current']],
                         ['2025.1'])
        # Back to what came with the program.
        self.pack('install', BUNDLE, '--allow-older')
        self.assertEqual([entry['version'] for entry in self.list() if entry['current']],
                         ['2026.1'])

    def test_records_keep_their_pack(self):
        """Other words in a newer pack change nothing for a record that names the older one."""
        secret, _ = self.new_key()
        env = {'XDG_DATA_HOME': self.data}
        old, new = (bundle(f'version="2026.{i}"'.encode()) for i in (2, 3))
        new = re.sub(rb'(<reason id=.[^>]*>\s*<text>)', rb'\1NEW ', new)
        record = read_json(case_file('prison-adult'))
        digest = hashlib.blake2b(old, digest_size=32).hexdigest()
        record['pack'] = {'id': 'no.varde.norway', 'version': '2026.2', 'hash': digest}
        path = self.write(record)

        def pack_of(file):
            guidance = json.loads(self.run_ctl('assess', file, env=env).out)
            version = guidance['pack']['version']
            self.assertEqual(guidance['reasons'][0]['text'].startswith('NEW'), version == '2026.3')
            return version
        self.assertEqual(pack_of(path), '2026.1')
        self.pack('install', self.signed(old, secret))
        self.assertEqual(pack_of(path), '2026.2')
        self.pack('install', self.signed(new, secret))
        self.assertEqual(pack_of(path), '2026.2')
        self.assertEqual(pack_of(case_file('prison-adult')), '2026.3')


class Log(PackCase):
    with_vault = True

    def test_another_pack_is_noted_once(self):
        """Whoever opens the vault first after a change of content notes it, and nobody after that."""
        env = {'XDG_DATA_HOME': self.data}
        secret, _ = self.new_key()
        packs = [bundle(), bundle(b'version="2026.2"')]
        hashes = [hashlib.blake2b(data, digest_size=32).hexdigest() for data in packs]

        def noted():
            for _ in range(2):
                log = json.loads(self.ctl('log', '--json', env=env).out)
            return [entry['code'] for entry in log if entry['event'] == 'pack']
        self.assertEqual(noted(), hashes[:1])
        self.pack('install', self.signed(packs[1], secret))
        self.assertEqual(noted(), hashes)


class Sheet(PackCase):
    def sheet(self, *args):
        path = self.fresh('.pdf')
        self.pack('sheet', '--output', path, *args)
        return path

    def text(self, path):
        return subprocess.run(['pdftotext', '-layout', path, '-'], check=True, capture_output=True,
                              text=True).stdout

    def test_every_code_once(self):
        wanted = codes()
        self.assertGreater(len(wanted), 150)
        for setting in SETTINGS:
            words = self.text(self.sheet('--setting', setting)).split()
            found = [word for word in words if word in set(wanted)]
            self.assertEqual(sorted(found), sorted(codes(setting)), setting)
        words = self.text(self.sheet()).split()
        found = [word for word in words if word in set(wanted)]
        self.assertEqual(found, wanted)

    def test_pack_and_furniture(self):
        digest = hashlib.blake2b(bundle(), digest_size=32).hexdigest()
        for lang, words in (('en', ('Danger now', 'Declined', 'First look', 'Prison')),
                            ('nb', ('Fare nå', 'Ønsket ikke å svare', 'Første blikk', 'Fengsel'))):
            path = self.fresh('.pdf')
            subprocess.run([VARDECTL, 'pack', 'sheet', '--setting', 'prison', '--output', path,
                            '--language', lang], check=True,
                           env=environment(XDG_DATA_HOME=self.data))
            text = self.text(path)
            pages = text.split('\f')[:-1]
            self.assertIn(digest, text)
            for word in words:
                self.assertIn(word, text)
            for page in pages:
                self.assertIn(f'2026.1 · {digest[:12]}', page)
            self.assertLess(len(pages), 25)
            subprocess.run(['qpdf', '--check', path], check=True, stdout=subprocess.DEVNULL)

    def test_what_prison_staff_never_ask(self):
        text = self.text(self.sheet('--setting', 'prison'))
        self.assertEqual(text.count('Do not ask.'), bundle().count(b'ask-in-prison="false"'))
        self.assertNotIn('Do not ask.', self.text(self.sheet('--setting', 'border')))

    def test_refused(self):
        path = self.sheet('--setting', 'border')
        self.pack('sheet', '--setting', 'border', '--output', path, code=9)
        self.pack('sheet', '--output', self.path('none/x.pdf'), code=7)


if __name__ == '__main__':
    unittest.main()
