#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals between two units: signed, sealed to known keys, received, answered, corrected."""
import io
import json
import os
import re
import subprocess
import tarfile
import unittest
import xml.etree.ElementTree as ET

from harness import PASSPHRASE, VARDECTL, Case, environment, on_terminal

WORDS = r'[a-z]+( [a-z]+){5}'
UUID = r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'


class Two(Case):
    """The unit of the class sends; another receives."""
    with_vault = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.path('other')
        result = cls.call_in(cls.other, 'init', '--kdf', 'floor')
        assert result.returncode == 0, result.stderr
        cls.call_in(cls.vault, 'unit', 'name', 'Wing 3')
        cls.call_in(cls.other, 'unit', 'name', 'ROSA Oslo')
        cls.sender, cls.receiver = cls.unit_of(cls.vault), cls.unit_of(cls.other)

    @staticmethod
    def call_in(vault, *args):
        read, write = os.pipe()
        os.write(write, PASSPHRASE.encode())
        os.close(write)
        result = subprocess.run([VARDECTL, '--language', 'en', '--vault', vault, *args,
                                 '--passphrase-fd', str(read)], pass_fds=(read,), check=False,
                                capture_output=True, env=environment())
        os.close(read)
        return result

    @classmethod
    def unit_of(cls, vault):
        return json.loads(cls.call_in(vault, 'unit', 'show', '--json').stdout)

    def there(self, *args, **more):
        """Runs a command on the vault of the receiver."""
        return self.run_ctl('--vault', self.other, *args, passphrase=PASSPHRASE, **more)

    def send(self, *args, identifier=None, recipient='rosa', code=0, keys=None):
        path = self.fresh('.age')
        identifier = identifier or self.store(self.record())
        keys = ('--age', self.receiver['recipient']) if keys is None else keys
        result = self.ctl('export', identifier, '--to', recipient, '--output', path, *keys, '--json',
                          *args, code=code)
        self.assertEqual(os.path.exists(path), code == 0)
        result.path, result.id = path, identifier
        if code == 0:
            result.json = json.loads(result.out)
        return result

    def know(self, run, *args, name='Them', words=(), code=0):
        return run('addressee', 'add', name, *args,
                   *[part for line in words for part in ('--words', line)], code=code)

    def forget(self, run, name='Them'):
        run('addressee', 'remove', name)


class Unit(Two):
    def test_show(self):
        self.assertEqual(list(self.sender), ['name', 'recipient', 'recipient_words', 'sign_key',
                                             'sign_words'])
        self.assertEqual(self.sender['name'], 'Wing 3')
        self.assertRegex(self.sender['recipient'], r'\Aage1[0-9a-z]{58}\Z')
        self.assertNotEqual(self.sender['recipient'], self.receiver['recipient'])
        for key in ('recipient', 'sign_key'):
            said = self.run_ctl('addressee', 'words', self.sender[key]).out.decode()
            self.assertRegex(said, rf'\A{WORDS}\n\Z')
            self.assertIn(said.strip(), self.sender.values())
        self.assertEqual(self.ctl('unit', 'show').out.decode().splitlines()[0], 'name: Wing 3')
        # Not the secret half of anything.
        self.assertNotIn('SECRET', self.ctl('unit', 'show').out.decode())

    def test_keys_stay_through_a_restore(self):
        backup, into = self.fresh('.age'), self.fresh()
        self.ctl('backup', backup)
        self.run_ctl('restore', backup, '--into', into, '--kdf', 'floor',
                     passphrase=self.recovery_key, new=PASSPHRASE)
        self.assertEqual(self.unit_of(into), self.sender)

    def test_qr(self):
        for args in (('unit', 'qr'), ('keygen', '--output', self.fresh('.key'), '--qr')):
            path = self.fresh('.svg')
            self.ctl(*args, path)
            self.assertEqual(ET.parse(path).getroot().tag, '{http://www.w3.org/2000/svg}svg')
        taken = self.write(b'mine', '.svg')
        self.assertIn('already a file', self.ctl('unit', 'qr', taken, code=9).err)

    def test_wrong_names_and_usage(self):
        for name in ('', 'x' * 201):
            self.assertIn('The name cannot be used', self.ctl('unit', 'name', name, code=8).err)
        for args in ((), ('show', 'x'), ('name',), ('qr',), ('burn',)):
            self.ctl('unit', *args, code=1)


class Addressees(Two):
    def test_add_with_words(self):
        other = self.receiver
        self.know(self.ctl, '--age', other['recipient'], '--minisign', other['sign_key'], '--to',
                  'rosa', words=(other['sign_words'].upper().replace(' ', '  '),
                                 other['recipient_words']), name='ROSA')
        entry = json.loads(self.ctl('addressee', 'list', '--json').out)[-1]
        self.assertRegex(entry.pop('confirmed'), r'\A\d{4}-\d\d-\d\d\Z')
        self.assertEqual(entry, {'name': 'ROSA', 'recipient': 'rosa', 'age': other['recipient'],
                                 'age_words': other['recipient_words'],
                                 'minisign': other['sign_key'],
                                 'minisign_words': other['sign_words']})
        self.assertIn('list already', self.know(self.ctl, '--age', other['recipient'], code=9,
                                                words=(other['recipient_words'],)).err)
        # The name is enough now, and it is held to its recipient.
        self.send(keys=('--addressee', 'rosa'))
        self.assertIn('another recipient', self.send('--consent', 'said', recipient='police',
                                                     keys=('--addressee', 'ROSA'), code=9).err)
        self.forget(self.ctl, 'ROSA')
        self.assertIn('no key of that name', self.send(keys=('--addressee', 'ROSA'), code=7).err)

    def test_words_that_do_not_fit(self):
        other = self.receiver
        for words in (other['sign_words'], 'one two three four five six', '',
                      other['recipient_words'] + ' more'):
            result = self.know(self.ctl, '--age', other['recipient'], words=(words,), code=9)
            self.assertIn('may have been exchanged', result.err)
        # Each key needs its own.
        self.know(self.ctl, '--age', other['recipient'], '--minisign', other['sign_key'],
                  words=(other['recipient_words'],), code=9)
        self.assertEqual(json.loads(self.ctl('addressee', 'list', '--json').out), [])

    def test_on_the_terminal(self):
        argv = [VARDECTL, '--language', 'en', '--vault', self.vault, 'addressee', 'add', 'ROSA',
                '--age', self.receiver['recipient']]
        steps = [('Passphrase:', PASSPHRASE + '\n')]
        code, shown = on_terminal(argv, steps + [('read out:', 'yes\n')])
        self.assertEqual(code, 9, shown)
        # The words are not shown: whoever types them has heard them.
        self.assertNotIn(self.receiver['recipient_words'], shown)
        code, shown = on_terminal(argv, steps + [('read out:',
                                                  self.receiver['recipient_words'] + '\n')])
        self.assertEqual(code, 0, shown)
        self.forget(self.ctl, 'ROSA')

    def test_bad_input(self):
        recipient, secret = self.keygen()
        words = ('--age', recipient, '--words',
                 self.run_ctl('addressee', 'words', recipient).out.decode())
        for args, code, says in (
                (('add', 'x', '--age', 'age1', '--words', 'x'), 8, 'key or name cannot'),
                (('add', 'x', '--age', secret, '--words', 'x'), 8, 'key or name cannot'),
                (('add', 'x', '--age', 'ssh-ed25519 AAAA', '--words', 'x'), 8, 'or name cannot'),
                (('add', 'x', '--minisign', 'RWQ', '--words', 'x'), 8, 'key or name cannot'),
                (('add', '', *words), 8, 'or name cannot'),
                (('add', 'x' * 201, *words), 8, 'or name cannot'),
                (('add', b'\xff', *words), 8, 'or name cannot'),
                (('words', 'x'), 8, 'key or name cannot'),
                (('remove', 'nobody'), 7, 'nobody of that name')):
            result = self.ctl('addressee', *args, code=code)
            self.assertIn(says, result.err)
            self.assertNotIn(secret, result.err)
        for args in ((), ('add', 'x'), ('add',), ('remove',), ('list', 'x'), ('words',),
                     ('list', '--age', 'x'), ('burn',),
                     ('add', 'x', '--to', 'nobody', *words)):
            self.ctl('addressee', *args, code=1)

    def keygen(self):
        path = self.fresh('.key')
        recipient = self.run_ctl('keygen', '--output', path).out.decode().strip()
        with open(path, encoding='ascii') as source:
            return recipient, source.read().splitlines()[-1]

    def test_unknown_keys_are_said(self):
        self.assertIn(self.receiver['recipient_words'], self.send().err)
        self.know(self.ctl, '--age', self.receiver['recipient'],
                  words=(self.receiver['recipient_words'],))
        self.assertNotIn(self.receiver['recipient_words'], self.send().err)
        self.forget(self.ctl)


class Pinned(Two):
    """Keys in the signed content pack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.path('data')
        keys = os.path.join(data, 'varde', 'packs', 'keys')
        os.makedirs(keys)
        secret = cls.path('publisher.key')
        subprocess.run(['minisign', '-G', '-W', '-f', '-s', secret, '-p',
                        os.path.join(keys, 'publisher.pub')], check=True, stdout=subprocess.DEVNULL)
        with open(os.environ['VARDE_PACK'], 'rb') as source:
            pack = source.read()
        pins = (f'<contact id="rosa" age-key="{cls.receiver["recipient"]}" '
                f'sign-key="{cls.receiver["sign_key"]}"').encode()
        pack = re.sub(rb'version="\d{4}\.\d+"', b'version="2099.1"', pack, count=1)
        assert pack.count(b'<contact id="rosa"') == 1
        path = cls.path('pinned.xml')
        with open(path, 'wb') as target:
            target.write(pack.replace(b'<contact id="rosa"', pins))
        subprocess.run(['minisign', '-S', '-s', secret, '-m', path], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        cls.env = {'XDG_DATA_HOME': data}
        subprocess.run([VARDECTL, 'pack', 'install', path], check=True, stdout=subprocess.DEVNULL,
                       env=environment(**cls.env))

    def test_keys_of_the_pack(self):
        entry = json.loads(self.ctl('addressee', 'list', '--json', env=self.env).out)[0]
        self.assertEqual((entry['name'], entry['recipient'], entry['age_words'],
                          entry['confirmed']),
                         ('ROSA', 'rosa', self.receiver['recipient_words'], None))
        self.assertIn('one of the content pack',
                      self.ctl('addressee', 'remove', 'ROSA', code=9, env=self.env).err)
        identifier, path = self.store(self.record()), self.fresh('.age')
        result = self.ctl('export', identifier, '--to', 'rosa', '--addressee', 'ROSA', '--output',
                          path, env=self.env)
        self.assertNotIn('confirmed', result.err)
        # What the receiver signs is known here without anybody adding a key.
        receipt, folder = self.fresh('.age'), self.fresh()
        self.there('receipt', path, '--output', receipt)
        lines = self.ctl('open', receipt, '--own', '--output', folder,
                         env=self.env).out.decode().splitlines()
        self.assertIn('signer: ROSA', lines)


class Signed(Two):
    def open(self, path, *args, code=0):
        folder = self.fresh()
        result = self.there('open', path, '--own', '--output', folder, *args, code=code)
        self.assertEqual(os.path.exists(folder), code == 0)
        result.lines = result.out.decode().splitlines()
        result.folder = folder
        return result

    def test_strangers_and_known(self):
        sent = self.send()
        self.assertRegex(sent.json['number'], r'\A[A-Z0-9]{4}-[A-Z0-9]{4}\Z')
        stranger = self.open(sent.path)
        self.assertEqual(stranger.lines, [
            'manifest.json', 'manifest.json.minisig', 'referral.pdf', 'assessment.json',
            'signer: unknown', f'signer-key: {self.sender["sign_key"]}',
            f'signer-words: {self.sender["sign_words"]}', 'signer-name: Wing 3',
            f'number: {sent.json["number"]}'])
        self.know(self.there, '--minisign', self.sender['sign_key'],
                  words=(self.sender['sign_words'],), name='Prison east')
        self.assertEqual(self.open(sent.path).lines[4:],
                         ['signer: Prison east', f'number: {sent.json["number"]}'])
        self.forget(self.there, 'Prison east')

    def test_minisign_verifies_it(self):
        folder = self.open(self.send().path).folder
        result = subprocess.run(['minisign', '-Vm', os.path.join(folder, 'manifest.json'), '-P',
                                 self.sender['sign_key']], check=False, capture_output=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(os.path.join(folder, 'manifest.json'), 'ab') as manifest:
            manifest.write(b' ')
        result = subprocess.run(['minisign', '-Vm', os.path.join(folder, 'manifest.json'), '-P',
                                 self.sender['sign_key']], check=False, capture_output=True)
        self.assertNotEqual(result.returncode, 0)

    def test_a_wanted_signer(self):
        sent = self.send()
        for comment in ('', 'untrusted comment: as in the .pub file\n'):
            self.open(sent.path, '--signer', comment + self.sender['sign_key'])
        self.assertIn('not signed with that key',
                      self.open(sent.path, '--signer', self.receiver['sign_key'], code=9).err)
        self.assertIn('no public key', self.open(sent.path, '--signer', 'x', code=8).err)
        # With keys of a file beside the unit's own.
        key = self.fresh('.key')
        recipient = self.run_ctl('keygen', '--output', key).out.decode().strip()
        for keys in (('--age', recipient), ('--age', self.receiver['recipient'])):
            self.open(self.send(keys=keys).path, '--identity', key)
        plain = self.seal(b'a letter')
        self.assertIn('not signed', self.open(plain, '--signer', self.sender['sign_key'],
                                              code=9).err)

    def seal(self, data):
        """As Debian's age writes it."""
        source, path = self.write(data, '.tar'), self.fresh('.age')
        subprocess.run(['age', '-r', self.receiver['recipient'], '-o', path, source], check=True)
        return path

    def resealed(self, change):
        """What was sent, with its files changed by somebody who has the key to open it."""
        folder = self.open(self.send().path).folder
        files = {}
        for name in ('manifest.json', 'manifest.json.minisig', 'referral.pdf', 'assessment.json'):
            with open(os.path.join(folder, name), 'rb') as source:
                files[name] = source.read()
        change(files)
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode='w', format=tarfile.USTAR_FORMAT) as tar:
            for name, data in files.items():
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(data), 0o600
                tar.addfile(info, io.BytesIO(data))
        return self.seal(out.getvalue())

    def test_altered_is_refused(self):
        def sign_off(files):
            del files['manifest.json.minisig']

        def edit(files):
            files['assessment.json'] = files['assessment.json'].replace(b'"prison"', b'"border"')

        def rename(files):
            files['manifest.json'] = files['manifest.json'].replace(b'Wing 3', b'Wing 4')

        def no_more(files):
            del files['referral.pdf']

        def outside(files):
            files['../outside'] = b'x'

        for change in (sign_off, edit, rename, no_more, outside):
            path = self.resealed(change)
            for command in (('open', path, '--own', '--output', self.path('altered')),
                            ('import', path), ('receipt', path, '--output', self.path('altered'))):
                result = self.there(*command, code=3)
                self.assertIn('was altered', result.err, (change.__name__, command))
                self.assertFalse(os.path.exists(self.path('altered')))
        # The same way round, unaltered, it opens: what is refused above is the change.
        self.open(self.resealed(lambda files: None))

    def test_a_cut_file(self):
        with open(self.send().path, 'rb') as source:
            data = source.read()
        for size in (len(data) - 1, 300):
            self.open(self.write(data[:size], '.age'), code=3)

    def test_somebody_elses_file(self):
        sent = self.send(keys=('--age', self.sender['recipient']))
        self.assertIn('does not open this file', self.open(sent.path, code=2).err)
        self.assertIn('No key here opens', self.there('import', sent.path, code=2).err)
        words = self.send(keys=('--age-passphrase',))
        self.assertIn('--passphrase-fd', self.open(words.path, code=2).err)


class Receive(Two):
    def test_import(self):
        sent = self.send()
        result = self.there('import', sent.path)
        self.assertRegex(result.out.decode(), rf'\A{UUID}\n\Z')
        self.assertIn(self.sender['sign_words'], result.err)
        identifier = result.out.decode().strip()
        self.assertNotEqual(identifier, sent.id)
        record = json.loads(self.there('show', identifier, '--json').out)
        self.assertEqual((record['x-received']['signer'], record['x-received']['number'],
                          record['x-received']['key']),
                         ('Wing 3', sent.json['number'], self.sender['sign_key']))
        self.assertNotIn('shares', record)
        self.there('verify')
        # A second time it is the same case, also after it was worked on.
        again = self.there('import', sent.path)
        self.assertEqual(again.out, result.out)
        self.assertIn('kept as a case before', again.err)
        self.assertNotIn('kept as a case before', result.err)
        self.there('export', identifier, '--to', 'file', '--plain', '--output', self.fresh('.pdf'))
        self.assertEqual(self.there('import', sent.path).out, result.out)
        self.assertIn('shares', json.loads(self.there('show', identifier, '--json').out))
        self.there('delete', identifier)
        self.assertEqual(self.there('import', sent.path).out, result.out)
        self.there('delete', identifier)

    def test_import_of_words_and_other_keys(self):
        words = self.send(keys=('--age-passphrase',))
        read, write = os.pipe()
        os.write(write, words.json['passphrase'].encode() + b'\n')
        os.close(write)
        result = subprocess.run(
            [VARDECTL, '--language', 'en', '--vault', self.other, 'import', words.path,
             '--passphrase-fd', '0', '--file-passphrase-fd', str(read)], pass_fds=(read,),
            input=PASSPHRASE.encode(), check=False, capture_output=True, env=environment())
        os.close(read)
        self.assertEqual(result.returncode, 0, result.stderr)
        key = self.fresh('.key')
        recipient = self.run_ctl('keygen', '--output', key).out.decode().strip()
        self.there('import', self.send(keys=('--age', recipient)).path, '--identity', key)

    def test_import_of_what_holds_none(self):
        receipt = self.receipt(self.send().path)
        self.assertIn('no assessment', self.ctl('import', receipt, code=8).err)
        letter = self.fresh('.age')
        subprocess.run(['age', '-r', self.receiver['recipient'], '-o', letter,
                        self.write(b'a letter', '.txt')], check=True)
        self.assertIn('no package of Varde', self.there('import', letter, code=8).err)
        self.there('import', self.write(b'age-encryption.org/v1\n', '.age'), code=3)

    def receipt(self, path, code=0, out=None):
        out = out or self.fresh('.age')
        result = self.there('receipt', path, '--output', out, code=code)
        return out if code == 0 else result

    def test_receipt(self):
        sent = self.send()
        path = self.receipt(sent.path)
        folder = self.fresh()
        lines = self.ctl('open', path, '--own', '--output', folder).out.decode().splitlines()
        self.assertEqual(lines[:3], ['manifest.json', 'manifest.json.minisig', 'receipt.json'])
        said = dict(line.split(': ', 1) for line in lines[3:])
        self.assertEqual((said['receipt-for'], said['received-by'], said['signer-key']),
                         (sent.json['number'], 'ROSA Oslo', self.receiver['sign_key']))
        self.assertRegex(said['received'], r'\A\d{4}-\d\d-\d\d\Z')
        # Only the sender opens it, and nothing is overwritten.
        self.there('open', path, '--own', '--output', self.fresh(), code=2)
        self.assertIn('already a file', self.receipt(sent.path, code=9, out=path).err)
        log = json.loads(self.there('log', '--json').out)
        self.assertIn(('export', 'receipt:age-key'),
                      {(entry['event'], entry['code']) for entry in log})

    def test_no_receipt_of_a_receipt(self):
        path = self.receipt(self.send().path)
        result = self.ctl('receipt', path, '--output', self.path('none'), code=8)
        self.assertIn('No receipt', result.err)
        self.assertFalse(os.path.exists(self.path('none')))
        self.assertNotIn('receipt:age-key', self.ctl('log').out.decode())
        self.there('receipt', path, code=1)


class Corrections(Two):
    def shares(self, identifier):
        return json.loads(self.ctl('shares', identifier, '--json').out)

    def test_register(self):
        identifier = self.store(self.record())
        self.assertEqual(self.shares(identifier), [])
        first = self.send(identifier=identifier).json
        second = self.send('--corrects', first['number'], identifier=identifier).json
        self.assertEqual((first['version'], first['corrects']), (1, None))
        self.assertEqual((second['version'], second['corrects']), (2, first['number']))
        shares = self.shares(identifier)
        self.assertEqual([list(share) for share in shares],
                         [['number', 'version', 'recipient', 'time', 'document', 'parts',
                           'protection', 'corrects', 'corrected_by']] * 2)
        self.assertEqual([(share['number'], share['corrects'], share['corrected_by'])
                          for share in shares],
                         [(first['number'], None, second['number']),
                          (second['number'], first['number'], None)])
        rows = self.ctl('shares', identifier).out.decode().splitlines()
        self.assertEqual([row.split('\t')[0] for row in rows],
                         [first['number'], second['number']])
        # The person's own copy says what was given to whom.
        path = self.fresh('.pdf')
        self.ctl('export', identifier, '--to', 'access', '--plain', '--output', path)
        text = subprocess.run(['pdftotext', path, '-'], check=True,
                              capture_output=True).stdout.decode()
        for share in (first, second):
            self.assertIn(share['number'], text)

    def test_the_follow_up_names_the_first(self):
        identifier = self.store(self.record())
        first = self.send(identifier=identifier).json
        second = self.send('--corrects', first['number'], identifier=identifier)
        folder = self.fresh()
        lines = self.there('open', second.path, '--own', '--output', folder).out.decode()
        self.assertIn(f'\ncorrects: {first["number"]}\n', lines)
        text = subprocess.run(['pdftotext', os.path.join(folder, 'referral.pdf'), '-'], check=True,
                              capture_output=True).stdout.decode()
        self.assertIn(first['number'], text)

    def test_refusals(self):
        identifier = self.store(self.record())
        first = self.send(identifier=identifier).json
        before = self.shares(identifier)
        for number, recipient, code, says in (
                ('AAAA-AAAA', 'rosa', 7, 'Nothing was shared under that number'),
                ('', 'rosa', 7, 'Nothing was shared under that number'),
                (first['number'], 'file', 7, 'Nothing was shared under that number')):
            result = self.send('--corrects', number, identifier=identifier, recipient=recipient,
                               code=code)
            self.assertIn(says, result.err)
        self.assertEqual(self.shares(identifier), before)
        self.send('--corrects', first['number'], identifier=identifier)
        self.assertIn('corrected already', self.send('--corrects', first['number'],
                                                     identifier=identifier, code=9).err)
        self.ctl('shares', 'none', code=7)
        self.ctl('shares', code=1)

    def test_what_is_printed(self):
        result = self.send(keys=('--pdf',))
        self.assertEqual(list(result.json), ['number', 'version', 'corrects', 'protection', 'parts',
                                             'left_out', 'passphrase', 'log_anchor'])
        self.assertRegex(result.json['passphrase'], rf'\A{WORDS}\Z')
        self.assertEqual(result.json['protection'], 'pdf')
        seq = self.ctl('log', '--check', result.json['log_anchor']).out
        self.assertTrue(re.fullmatch(rb'seq: \d+\n', seq))


if __name__ == '__main__':
    unittest.main(verbosity=2)
