#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves through vardectl and what comes back, read with other programs: age, qpdf, pdftotext."""
import datetime
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import tarfile
import unittest

from harness import Case, environment, on_terminal

# Facts a reader must find, and what must leave neither in the document nor beside it.
DOCUMENTS = (
    ('prison-adult', 'rosa',
     ('Går ikke ut i luftegården', 'krever inn et beløp', 'Vil bo på en avdeling uten de to andre',
      'Lest høyt på vietnamesisk'),
     ('Medinnsatt sier', 'Sover dårlig', 'Ringer hjem hver uke', 'Feil rute', 'det jeg skylder',
      'Fødselsår i dommen')),
    ('reception-adult', 'rosa',
     ('Two phones', 'lets him answer questions put to her by name', 'Reception office'),
     ('waits outside when she showers', 'woman doctor', 'who keeps her papers', 'her cousin')),
    ('border-boy', 'barnevern',
     ('ingen fullmakt', 'barnevernsloven § 13-2', 'svarer at han går i niende',
      'Vil gjerne ringe søsteren sin'),
     ('Gutten hadde passet sitt selv', 'To enveisbilletter', 'Fornavnet sitt')),
    ('border-boy', 'bufdir',
     ('Kan være under 18', 'kan ikke vise tilknytningen', 'Boarding er stanset'),
     ('Etternavnene er ulike', 'søsteren', 'Gutten hadde passet sitt selv', 'Mannen sier')),
)


# The parts of the forms by default.
PARTS = {
    'rosa': 'identity contact seen said told documents residence wishes',
    'barnevern': 'identity contact seen said told documents children wishes',
    'bufdir': 'seen said told documents',
}
WITH_CONSENT = ('police', 'caritas', 'legal-aid', 'arbeidstilsynet', 'a-krim', 'pending')
FOR_ALL = ('rights', 'card', 'access', 'file')


def with_notes(record, recipient):
    """The default parts and every note, named one by one, but for the anonymous request."""
    names = PARTS[recipient].split()
    if recipient != 'bufdir':
        names += [f'note:{name}:{index}' for name, entries in record['answers'].items()
                  for index in range(len(entries))]
    return [word for name in names for word in ('--include', name)]


def words(text):
    return ' '.join(text.split())


def tool(*args, code=0, **more):
    result = subprocess.run(args, check=False, capture_output=True, env=environment(), **more)
    if code is not None and result.returncode != code:
        raise AssertionError((args, result.returncode, result.stdout[:500], result.stderr))
    return result


def passphrase_of(result):
    return re.fullmatch(r'passphrase: ((?:[a-z]+ ){5}[a-z]+)\n', result.out.decode())[1]


class Exports(Case):
    with_vault = True

    def export(self, identifier, recipient, *args, code=0, output=None):
        """Returns the result; the file is result.path."""
        path = output or self.fresh('.out')
        before = os.path.exists(path)
        result = self.ctl('export', identifier, '--to', recipient, '--output', path, *args,
                          code=code)
        self.assertEqual(os.path.exists(path), code == 0 or before)
        result.path = path
        return result

    def keygen(self):
        path = self.fresh('.key')
        return path, self.run_ctl('keygen', '--output', path).out.decode().strip()


class Refusals(Exports):
    def test_nothing_without_consent(self):
        identifier = self.store(self.record(consents=[]))
        before = self.show(identifier)
        for recipient in WITH_CONSENT:
            self.export(identifier, recipient, '--pdf', code=9)
        self.assertEqual(self.show(identifier), before)
        self.run_ctl('export', identifier, '--to', 'kom', '--output', self.path('x'), '--pdf',
                     code=1)

    def test_lawyer_of_others(self):
        record = self.record()
        record['lawyer']['chosen_by_others'] = 'maybe'
        identifier = self.store(record)
        self.export(identifier, 'legal-aid', '--pdf', '--consent', 'said', code=9)
        self.export(identifier, 'caritas', '--pdf', '--consent', 'said')

    def test_child_path(self):
        child, adult = self.store(self.record('border-boy')), self.store(self.record())
        self.export(child, 'rosa', '--pdf', '--consent', 'said', code=9)
        self.export(adult, 'barnevern', '--pdf', code=9)
        for recipient in WITH_CONSENT[1:]:
            self.export(child, recipient, '--pdf', '--consent', 'identity', '--consent', 'said',
                        code=9)
        card = self.export(child, 'card', '--plain').path
        text = words(tool('pdftotext', card, '-').stdout.decode())
        self.assertIn('116 111', text)
        self.assertNotIn('ROSA', text)

    def test_one_of_the_two_cards(self):
        identifier = self.store(self.record())
        texts = [words(tool('pdftotext', self.export(identifier, 'card', '--plain',
                                                     '--document-language', 'nb', *args).path,
                            '-').stdout.decode())
                 for args in ((), ('--variant', 'normal'), ('--variant', 'discreet'))]
        self.assertEqual(['utnytter' in text for text in texts], [True, True, False])
        self.assertEqual(['Greit å ha' in text for text in texts], [True, False, True])
        for recipient, variant in (('card', 'both'), ('rosa', 'normal')):
            self.export(identifier, recipient, '--plain', '--variant', variant, code=1)

    def test_bad_choices(self):
        identifier = self.store(self.record())
        before = self.show(identifier)
        for args in (('--include', 'everything'), ('--consent', 'names'),
                     ('--include', 'journal:99'), ('--include', 'note:ECO-01:7')):
            self.export(identifier, 'rosa', '--pdf', *args, code=8)
        for key in ('', 'age1', 'ssh-ed25519 AAAA', self.keygen()[1][:-1] + 'b'):
            self.export(identifier, 'rosa', '--age', key, code=8)
        many = [word for _ in range(21) for word in ('--age', self.keygen()[1])]
        self.export(identifier, 'rosa', *many, code=8)
        self.export('00000000-0000-4000-8000-000000000000', 'rosa', '--pdf', code=7)
        self.assertEqual(self.show(identifier), before)

    def test_never_overwrites(self):
        identifier = self.store(self.record())
        taken = self.write(b'mine', '.pdf')
        for protection in ('--pdf', '--plain', '--age-passphrase'):
            self.export(identifier, 'rosa', protection, output=taken, code=9)
        with open(taken, 'rb') as source:
            self.assertEqual(source.read(), b'mine')
        self.export(identifier, 'rosa', '--pdf', output=self.path('none/x.pdf'), code=7)
        self.assertNotIn('shares', self.show(identifier))

    def test_missing_glyph(self):
        identifier = self.store(self.record(measures_taken='Tegnet \U00013080 finnes ikke.'))
        before = set(os.listdir(self.folder))
        result = self.export(identifier, 'rosa', '--pdf', code=8)
        self.assertIn('cannot be printed', result.err)
        self.assertEqual(set(os.listdir(self.folder)), before)


class Consent(Exports):
    def test_registered_though_nobody_could_read(self):
        identifier = self.store(self.record())
        path = self.fresh('.pdf')
        with open('/dev/full', 'wb') as full:
            self.ctl('export', identifier, '--to', 'card', '--output', path, '--plain', '--json',
                     code=6, stdout=full)
        self.assertTrue(os.path.exists(path))
        self.assertEqual(self.show(identifier)['shares'][-1]['recipient'], 'card')

    def test_what_lacks_consent_is_named(self):
        identifier = self.store(self.record())
        result = self.export(identifier, 'rosa', '--plain')
        self.assertEqual(result.out, b'')
        self.assertIn('identity, told, residence', result.err)
        text = words(tool('pdftotext', result.path, '-').stdout.decode())
        self.assertNotIn('Medinnsatt sier', text)

    def test_consent_given_today(self):
        identifier = self.store(self.record())
        for _ in range(2):
            result = self.export(identifier, 'rosa', '--plain', '--include', 'told', '--include',
                                 'journal:1', '--consent', 'told', '--consent', 'told')
            self.assertEqual(result.err, '')
            text = words(tool('pdftotext', result.path, '-').stdout.decode())
            self.assertIn('Medinnsatt sier', text)
        record = self.show(identifier)
        today = datetime.date.today().isoformat()
        # Once, however often it is said; and every share is in the register.
        self.assertEqual(record['consents'][1:],
                         [{'recipient': 'rosa', 'parts': ['told'], 'date': today}])
        self.assertEqual([share['protection'] for share in record['shares']], ['plain'] * 2)
        self.assertEqual(record['shares'][0]['parts'], ['told'])
        self.assertNotIn(result.path, json.dumps(record))

    def test_only_what_was_included(self):
        identifier = self.store(self.record())
        result = self.export(identifier, 'rosa', '--plain', '--include', 'said', '--include',
                             'journal:3', '--include', 'note:ECO-01:1')
        self.assertEqual(result.err, '')
        text = words(tool('pdftotext', result.path, '-').stdout.decode())
        self.assertIn('De vet hvor familien min bor', text)
        self.assertIn('krever inn et beløp', text)
        for absent in ('Vil bo på en avdeling', 'Ringe', 'Dommen: bodde i huset'):
            self.assertNotIn(absent, text)

    def test_document_language(self):
        identifier = self.store(self.record('reception-adult', language='nb'))
        for args, title in (((), 'Telefonark'), (('--document-language', 'en'), 'Call sheet')):
            result = self.export(identifier, 'rosa', '--plain', *args)
            self.assertIn(title, tool('pdftotext', result.path, '-').stdout.decode())

    def test_opened_stays(self):
        record = self.record()
        del record['case']['opened']
        # More than a day apart, whatever the hour.
        self.ctl('import', self.write(record), env={'TZ': 'Etc/GMT+12'})
        before = self.opened(record['id'])
        self.ctl('export', record['id'], '--to', 'rosa', '--plain', '--output', self.fresh('.out'),
                 env={'TZ': 'Etc/GMT-14'})
        self.assertEqual(self.opened(record['id']), before)

    def opened(self, identifier):
        cases = json.loads(self.ctl('list', '--json').out)
        return next(case['opened'] for case in cases if case['id'] == identifier)


class Pdf(Exports):
    def text_of(self, path, secret):
        """By way of qpdf: Debian's pdftotext takes 32 bytes of a password and drops the rest."""
        plain = self.fresh('.pdf')
        tool('qpdf', '--password-file=-', '--decrypt', path, plain, input=secret.encode())
        return words(tool('pdftotext', plain, '-').stdout.decode())

    def test_opens_with_the_printed_words(self):
        for name, recipient, facts, absent in DOCUMENTS:
            record = self.record(name)
            result = self.export(self.store(record), recipient, '--pdf',
                                 *with_notes(record, recipient))
            secret = passphrase_of(result)
            text = self.text_of(result.path, secret)
            for fact in facts:
                self.assertIn(fact, text, (name, recipient))
            for word in absent:
                self.assertNotIn(word, text, (name, recipient))
            tool('qpdf', '--password-file=-', '--check', result.path, input=secret.encode())
            shown = tool('qpdf', '--password-file=-', '--show-encryption', result.path,
                         input=secret.encode()).stdout.decode()
            self.assertIn('R = 6', shown)
            self.assertIn('AESv3', shown)
            wrong = tool('qpdf', '--password-file=-', '--check', result.path, code=2,
                         input=secret[:-1].encode())
            self.assertIn(b'invalid password', wrong.stderr)
            self.assertEqual(stat.S_IMODE(os.stat(result.path).st_mode), 0o600)
            with open(result.path, 'rb') as source:
                self.assertTrue(source.read(8).startswith(b'%PDF-2.0'))

    def test_new_words_every_time(self):
        identifier = self.store(self.record())
        self.assertNotEqual(passphrase_of(self.export(identifier, 'file', '--pdf')),
                            passphrase_of(self.export(identifier, 'file', '--pdf')))


class Packages(Exports):
    def check_package(self, tar, name, recipient):
        with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
            files = {member.name: archive.extractfile(member).read() for member in archive}
        self.assertEqual(list(files), ['manifest.json', 'manifest.json.minisig', 'referral.pdf',
                                       'assessment.json'])
        manifest = json.loads(files['manifest.json'])
        self.assertEqual({entry['name'] for entry in manifest['files']},
                         {'referral.pdf', 'assessment.json'})
        for entry in manifest['files']:
            data = files[entry['name']]
            self.assertEqual(entry['size'], len(data))
            self.assertIn(hashlib.blake2b(data, digest_size=32).hexdigest(), entry.values())
        guidance = json.loads(self.run_ctl('assess',
                                           self.write(files['assessment.json'])).out)
        self.assertIn('outcome', guidance)
        self.check_twin(json.loads(files['assessment.json']), name, recipient)
        return files, manifest

    def check_twin(self, twin, name, recipient):
        """The JSON says no more than the document, and never what was denied or not said."""
        for entries in twin.get('answers', {}).values():
            for entry in entries:
                self.assertIn(entry['value'], ('yes', 'maybe'))
        text = json.dumps(twin, ensure_ascii=False)
        absent = next(row[3] for row in DOCUMENTS if row[:2] == (name, recipient))
        for word in absent:
            self.assertNotIn(word, text)

    def test_for_keys(self):
        ours, our_key = self.keygen()
        theirs = self.fresh('.key')
        tool('age-keygen', '-o', theirs)
        their_key = tool('age-keygen', '-y', theirs).stdout.decode().strip()
        for name, recipient, _, _ in DOCUMENTS:
            record = self.record(name)
            result = self.export(self.store(record), recipient, '--age', our_key, '--age',
                                 their_key, *with_notes(record, recipient))
            self.assertEqual(result.out, b'')
            payloads = [tool('age', '-d', '-i', key, result.path).stdout for key in (ours, theirs)]
            self.assertEqual(payloads[0], payloads[1])
            self.check_package(payloads[0], name, recipient)

    def test_left_out_is_in_the_manifest(self):
        key, recipient = self.keygen()
        result = self.export(self.store(self.record()), 'rosa', '--age', recipient)
        _, manifest = self.check_package(tool('age', '-d', '-i', key, result.path).stdout,
                                         'prison-adult', 'rosa')
        self.assertEqual(manifest['left_out'], ['identity', 'told', 'residence'])

    def test_for_a_passphrase(self):
        result = self.export(self.store(self.record()), 'rosa', '--age-passphrase')
        payload = self.fresh('.tar')
        code, shown = on_terminal(['/usr/bin/age', '-d', '-o', payload, result.path],
                                  [('passphrase', passphrase_of(result) + '\n')])
        self.assertEqual(code, 0, shown)
        with open(payload, 'rb') as source:
            self.check_package(source.read(), 'prison-adult', 'rosa')

    def test_received_by_vardectl(self):
        result = self.export(self.store(self.record()), 'rosa', '--age-passphrase')
        secret, folder = passphrase_of(result), self.fresh()
        listed = self.run_ctl('open', result.path, '--output', folder, passphrase=secret).out
        self.assertRegex(listed.decode(), r'\Amanifest.json\nmanifest.json.minisig\nreferral.pdf\n'
                         r'assessment.json\nsigner: unknown\nsigner-key: \S+\n'
                         r'signer-words: [a-z ]+\nnumber: [A-Z2-9]{4}-[A-Z2-9]{4}\n\Z')
        self.assertIn(b'ROSA', tool('pdftotext', os.path.join(folder, 'referral.pdf'), '-').stdout)
        self.run_ctl('assess', os.path.join(folder, 'assessment.json'))
        tar = self.run_ctl('open', result.path, '--output', '-', passphrase=secret).out
        self.check_package(tar, 'prison-adult', 'rosa')
        # Unpacked once more into the same folder: nothing is replaced.
        self.run_ctl('open', result.path, '--output', folder, passphrase=secret, code=9)
        self.run_ctl('open', result.path, '--output', self.fresh(), passphrase='x' + secret, code=2)


class Open(Exports):
    def setUp(self):
        self.key, self.recipient = self.keygen()

    def encrypted(self, payload, *args):
        path = self.fresh('.age')
        tool('age', '-r', self.recipient, *args, '-o', path, input=payload)
        return path

    def refused(self, path, code, identity=None):
        """Neither output has a byte of it."""
        folder = self.fresh()
        identity = identity or self.key
        self.run_ctl('open', path, '--identity', identity, '--output', folder, code=code)
        self.assertFalse(os.path.exists(folder))
        result = self.run_ctl('open', path, '--identity', identity, '--output', '-', code=code)
        self.assertEqual(result.out, b'')

    def test_any_age_file(self):
        payload = os.urandom(200000)
        path, folder = self.encrypted(payload), self.fresh()
        result = self.run_ctl('open', path, '--identity', self.key, '--output', '-')
        self.assertEqual(result.out, payload)
        listed = self.run_ctl('open', path, '--identity', self.key, '--output', folder).out
        self.assertEqual(listed, b'payload\n')
        with open(os.path.join(folder, 'payload'), 'rb') as source:
            self.assertEqual(source.read(), payload)

    def test_several_keys_in_one_file(self):
        with open(self.key, encoding='utf-8') as mine, \
                open(self.keygen()[0], encoding='utf-8') as other:
            both = self.write(other.read() + '\n' + mine.read(), '.key')
        result = self.run_ctl('open', self.encrypted(b'x'), '--identity', both, '--output', '-')
        self.assertEqual(result.out, b'x')

    def test_bad_files(self):
        path = self.encrypted(b'y' * 200000)
        with open(path, 'rb') as source:
            good = source.read()
        header = good.index(b'\n---')
        # One letter of the header's authentication code, changed to another one.
        other = b'B' if good[header + 8:header + 9] == b'A' else b'A'
        for bad, code in ((b'', 8), (b'no age file', 8), (good[:header], 3), (good[:-1], 3),
                          (good[:-70000], 3), (good + b'x', 3),
                          (good[:-1] + bytes([good[-1] ^ 1]), 3),
                          (good[:header + 8] + other + good[header + 9:], 3),
                          (good.replace(b'encryption.org/v1', b'encryption.org/v2', 1), 4)):
            self.refused(self.write(bad, '.age'), code)
        self.refused(self.path('none'), 7)

    def test_keys_that_do_not_fit(self):
        path = self.encrypted(b'z')
        self.refused(path, 2, identity=self.keygen()[0])
        self.refused(path, 8, identity=self.write('no key', '.key'))
        self.refused(path, 7, identity=self.path('none'))
        self.run_ctl('open', path, '--output', '-', passphrase='some words', code=2)
        self.run_ctl('open', path, '--output', '-', code=2)
        self.run_ctl('open', path, '--identity', self.key, '--output', '-', passphrase='x', code=1)

    def test_altered_package(self):
        result = self.export(self.store(self.record()), 'rosa', '--age', self.recipient)
        tar = bytearray(tool('age', '-d', '-i', self.key, result.path).stdout)
        tar[tar.index(b'"varde-assessment"') + 1] ^= 1
        folder = self.fresh()
        self.run_ctl('open', self.encrypted(bytes(tar)), '--identity', self.key, '--output', folder,
                     code=3)
        self.assertFalse(os.path.exists(folder))

    def test_words_from_outside(self):
        """What a stranger calls a document is one line, and speaks to no terminal."""
        assessment = b'{"format":"varde-assessment","version":1,"setting":"border"}'
        entry = {'name': 'assessment.json', 'size': len(assessment),
                 'blake2b256': hashlib.blake2b(assessment, digest_size=32).hexdigest()}
        manifest = {'format': 'varde-package', 'version': 1, 'files': [entry], 'left_out': [],
                    'number': 'A\nsigner: ROSA\x9b31m', 'signer': {'reply_to': self.recipient}}
        payload = io.BytesIO()
        with tarfile.open(fileobj=payload, mode='w', format=tarfile.USTAR_FORMAT) as tar:
            for name, data in (('manifest.json', json.dumps(manifest).encode()),
                               ('assessment.json', assessment)):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        path = self.encrypted(payload.getvalue())
        opened = self.run_ctl('open', path, '--identity', self.key, '--output', self.fresh())
        answered = self.ctl('receipt', path, '--identity', self.key, '--output', self.fresh())
        self.assertEqual(opened.out.decode(), 'manifest.json\nassessment.json\nsigner: none\n'
                                              'number: A signer: ROSA 31m\n')
        self.assertEqual(answered.out.decode(), 'receipt-for: A signer: ROSA 31m\n')

    def test_nothing_half_unpacked(self):
        result = self.export(self.store(self.record()), 'rosa', '--age', self.recipient)
        folder = self.fresh()
        os.mkdir(folder)
        with open(os.path.join(folder, 'assessment.json'), 'wb') as mine:
            mine.write(b'mine')
        self.run_ctl('open', result.path, '--identity', self.key, '--output', folder, code=9)
        self.assertEqual(os.listdir(folder), ['assessment.json'])

    def test_keygen(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.key).st_mode), 0o600)
        self.assertEqual(tool('age-keygen', '-y', self.key).stdout.decode().strip(),
                         self.recipient)
        with open(self.key, 'rb') as source:
            before = source.read()
        self.run_ctl('keygen', '--output', self.key, code=9)
        with open(self.key, 'rb') as source:
            self.assertEqual(source.read(), before)
        self.run_ctl('keygen', '--output', self.path('none/key'), code=7)


if __name__ == '__main__':
    unittest.main(verbosity=2)
