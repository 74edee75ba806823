#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""vardectl and what looks after a vault: search, backups, log, damage, destruction."""
import json
import os
import re
import shutil
import signal
import subprocess
import unittest

from harness import NEW, PASSPHRASE, THIRD, VARDECTL, VaultCase, environment, on_terminal

KEY = r'[0-9A-Z]{4}(-[0-9A-Z]{4}){8}'
ANCHOR = r'\d+(-[0-9a-f]{4}){8}'


class Search(VaultCase):
    def search(self, *words, code=0):
        return json.loads(self.ctl('search', *words, '--json', code=code).out)

    def test_words_and_places(self):
        adult = self.record(measures_taken='Ringte ØYVIND i går', journal=[
            {'time': '2026-05-02T10:00:00Z', 'kind': 'action', 'text': 'Øyvind ringte\n"kvittert"'}])
        other = self.record(measures_taken='Øyvind')
        first, second = self.store(adult), self.store(other)
        both = ['journal[0].text', 'measures_taken']
        found = self.search('øyvind')
        self.assertEqual({item['id'] for item in found}, {first, second})
        self.assertEqual([list(item) for item in found], [['id', 'where']] * 2)
        order = [case['id'] for case in json.loads(self.ctl('list', '--json').out)]
        self.assertEqual([item['id'] for item in found],
                         [case for case in order if case in (first, second)])
        for words in (('øyvind ringte',), ('RINGTE', 'Øyvind'), ('"kvittert"', 'øyvind')):
            found = self.search(*words)
            self.assertEqual([item['id'] for item in found], [first])
            self.assertEqual(sorted(found[0]['where']), both)
        self.assertEqual(self.search('øyvind', 'nobody'), [])
        # A code of the file is no text that somebody wrote.
        self.assertEqual(self.search('varde-assessment'), [])
        line = self.ctl('search', 'kvittert').out.decode()
        self.assertEqual(line, f'{first}\tjournal[0].text\n')

    def test_nothing_to_search(self):
        for words in (('',), (' ', '\t'), ('a ' * 33,)):
            self.check_says(self.ctl('search', *words, code=8), '1 to 32 words')
        self.run_ctl('search', code=1)

    def test_search_leaves_no_trace_of_the_words(self):
        self.store(self.record(measures_taken='Sommerfugl'))
        self.search('sommerfugl')
        self.assertNotIn('ommerfugl', json.dumps(self.log()))


class Backup(VaultCase):
    def backup(self, *args, code=0):
        path = self.fresh('.age')
        result = self.ctl('backup', path, *args, code=code)
        self.assertEqual(os.path.exists(path), code == 0)
        result.path = path
        return result

    def restore(self, path, key, *args, code=0, new=NEW):
        into = self.fresh()
        result = self.run_ctl('restore', path, '--into', into, '--kdf', 'floor', *args, code=code,
                              passphrase=key, new=new)
        self.assertEqual(os.path.exists(os.path.join(into, 'header')), code == 0)
        result.into = into
        return result

    def test_there_and_back(self):
        identifier = self.store(self.record())
        record, anchor = self.show(identifier), self.ctl('log', '--anchor').out.decode().strip()
        made = self.backup()
        self.assertRegex(made.out.decode(), rf'\Arecords: 1\nanchor: {ANCHOR}\n\Z')
        back = self.restore(made.path, self.recovery_key, '--name', 'Kari')
        self.assertRegex(back.out.decode(),
                         rf'\Avault: {back.into}\nrecovery key: {KEY}\nrecords: 1\n\Z')
        self.assertIn('paper', back.err)
        self.assertNotIn(self.recovery_key, back.out.decode())
        self.vault = back.into
        self.assertEqual(json.loads(self.ctl('show', identifier, '--json',
                                             passphrase=NEW).out), record)
        self.ctl('list', code=2)
        self.ctl('verify', passphrase=NEW)
        self.assertIn('\tKari\n', self.ctl('user', 'list', passphrase=NEW).out.decode())
        # The log came along: what was printed before still stands in it.
        self.ctl('log', '--check', anchor, passphrase=NEW)

    def test_generated_words(self):
        made = json.loads(self.backup('--age-passphrase', '--json').out)
        self.assertEqual(list(made), ['records', 'anchor', 'passphrase'])
        result = self.backup('--age-passphrase')
        words = re.match(r'passphrase: ((?:[a-z]+ ){5}[a-z]+)\nrecords: 0\n', result.out.decode())
        back = json.loads(self.restore(result.path, words[1], '--json').out)
        self.assertEqual(list(back), ['vault', 'recovery_key', 'records'])
        self.check_says(self.restore(result.path, made['passphrase'], code=2), 'does not open')
        # Debian's age takes the words too.
        plain = self.fresh('.bin')
        code, shown = on_terminal(['/usr/bin/age', '-d', '-o', plain, result.path],
                                  [('passphrase', words[1] + '\n')])
        self.assertEqual((code, os.path.getsize(plain) > 0), (0, True), shown)

    def test_debians_age_opens_it(self):
        marker = 'Sommerfugl over fjorden'
        self.store(self.record(measures_taken=marker))
        made = self.backup()
        identity = self.run_ctl('recovery', 'use', '--identity', passphrase=self.recovery_key)
        self.assertRegex(identity.out, rb'\AAGE-SECRET-KEY-1[0-9A-Z]+\n\Z')
        keys = self.write(identity.out, '.key')
        plain = subprocess.run(['age', '-d', '-i', keys, made.path], check=True,
                               capture_output=True).stdout
        self.assertIn(marker.encode(), plain)
        with open(made.path, 'rb') as source:
            self.assertNotIn(marker.encode(), source.read())

    def test_where_it_cannot_go(self):
        taken = self.write(b'mine', '.age')
        self.check_says(self.ctl('backup', taken, code=9), 'already a file')
        with open(taken, 'rb') as source:
            self.assertEqual(source.read(), b'mine')
        self.check_says(self.ctl('backup', self.path('none/b.age'), code=7), 'no such folder')
        self.ctl('backup', code=1)

    def test_restore_refuses(self):
        made = self.backup()
        wrong = self.other_key()
        for path, key, code, says in (
                (made.path, wrong, 2, 'does not open this backup'),
                (made.path, self.recovery_key[:-1], 8, 'mistake in the recovery key'),
                (made.path, self.recovery_key + '4', 8, 'mistake in the recovery key'),
                (self.write(b'', '.age'), self.recovery_key, 8, 'no backup'),
                (self.write(b'age-encryption.org/v1\n', '.age'), self.recovery_key, 3, 'damaged'),
                (self.write(b'age-encryption.org/v9\n', '.age'), self.recovery_key, 4, 'newer'),
                (self.folder, self.recovery_key, 8, 'no backup'),
                (self.path('none'), self.recovery_key, 7, 'not found')):
            self.check_says(self.restore(path, key, code=code), says)
        self.check_says(self.restore(made.path, self.recovery_key, code=8, new='short'),
                        'Too short')
        taken = self.fresh()
        os.mkdir(taken)
        self.write_to(os.path.join(taken, 'mine'))
        result = self.run_ctl('restore', made.path, '--into', taken, '--kdf', 'floor', code=9,
                              passphrase=self.recovery_key, new=NEW)
        self.check_says(result, '--into')
        self.assertEqual(os.listdir(taken), ['mine'])

    @staticmethod
    def write_to(path):
        with open(path, 'wb') as target:
            target.write(b'mine')

    def other_key(self):
        vault = self.fresh()
        made = self.run_ctl('--vault', vault, 'init', '--kdf', 'floor', '--json', passphrase=NEW)
        return json.loads(made.out)['recovery_key']

    def test_cut_and_changed_backups(self):
        self.store(self.record())
        made = self.backup()
        with open(made.path, 'rb') as source:
            data = source.read()
        for size in (len(data) - 1, len(data) // 2, 200):
            self.restore(self.write(data[:size], '.age'), self.recovery_key, code=3)
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        self.restore(self.write(bytes(changed), '.age'), self.recovery_key, code=3)

    def test_switch(self):
        identifier = self.store(self.record())
        made = self.backup()
        self.ctl('delete', identifier)
        back = self.restore_here(made.path)
        self.assertEqual(back.out.decode().splitlines()[0], f'vault: {self.vault}')
        self.ctl('show', identifier, passphrase=NEW)
        self.ctl('list', code=2)
        # The one that was there is in the other folder.
        self.vault = back.into
        self.ctl('show', identifier, code=7)

    def test_switch_while_it_is_open(self):
        identifier = self.store(dict(self.record(), journal=[
            {'time': '2026-05-02T10:00:00Z', 'kind': 'action', 'text': 'b' * 19000}] * 9))
        made, into = self.backup(), self.fresh()
        out, write = os.pipe()
        os.write(write, PASSPHRASE.encode() + b'\n')
        # More than a pipe holds, so that the first process waits with the vault open.
        with subprocess.Popen([VARDECTL, '--vault', self.vault, 'show', identifier, '--json',
                               '--passphrase-fd', str(out)], pass_fds=(out,),
                              stdout=subprocess.PIPE) as first:
            first.stdout.read(1)
            result = self.ctl('restore', made.path, '--into', into, '--kdf', 'floor', '--switch',
                              code=5, passphrase=self.recovery_key, new=NEW)
            first.stdout.read()
        os.close(out)
        os.close(write)
        self.check_says(result, 'not in its place yet')
        # The key of the new vault was shown, and it is whole where it was made.
        self.assertRegex(result.out.decode(), rf'\nrecovery key: {KEY}\n')
        self.ctl('show', identifier)
        self.vault = into
        self.ctl('show', identifier, passphrase=NEW)

    def restore_here(self, path):
        into = self.fresh()
        result = self.ctl('restore', path, '--into', into, '--kdf', 'floor', '--switch',
                          passphrase=self.recovery_key, new=NEW)
        result.into = into
        return result

    def test_daily_copy(self):
        self.assertNotIn('copy-1.age', os.listdir(self.vault))
        identifier = self.store(self.record())
        self.assertIn('copy-1.age', os.listdir(self.vault))
        self.assertIsNotNone(self.health()['copy'])
        copied = self.write(b'', '.age')
        shutil.copy(os.path.join(self.vault, 'copy-1.age'), copied)
        self.assertEqual(json.loads(self.restore(copied, self.recovery_key, '--json').out)
                         ['records'], 1)
        # Whatever changes something sees to it.
        for args, more in ((('export', identifier, '--to', 'file', '--plain', '--output',
                             self.fresh('.pdf')), {}),
                           (('unit', 'name', 'Wing 3'), {}), (('delete', identifier), {}),
                           (('user', 'add', 'Ola'), {'new': NEW}), (('recovery', 'new'), {}),
                           (('reseal',), {}), (('passwd',), {'new': THIRD})):
            self.remove_copies()
            self.ctl(*args, **more)
            self.assertIn('copy-1.age', os.listdir(self.vault), args)

    def remove_copies(self):
        for name in ('copy-1.age', 'copy-2.age'):
            if name in os.listdir(self.vault):
                os.unlink(os.path.join(self.vault, name))

    def health(self):
        return json.loads(self.ctl('health', '--json').out)

    def test_health(self):
        before = self.health()
        self.assertEqual(list(before), ['records', 'users', 'events', 'generation', 'backup',
                                        'unbacked', 'copy', 'drill', 'waiting', 'repaired',
                                        'file_system', 'deletion', 'anchor'])
        self.assertEqual((before['records'], before['backup'], before['drill']), (0, None, None))
        self.store(self.record())
        self.assertEqual(self.health()['unbacked'], 1)
        self.backup()
        after = self.health()
        self.assertEqual((after['records'], after['unbacked']), (1, 0))
        self.assertRegex(after['backup'], r'\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z')
        self.assertIn('drill: never\n', self.ctl('health').out.decode())


class Log(VaultCase):
    def test_entries(self):
        identifier = self.store(self.record())
        self.show(identifier)
        self.ctl('delete', identifier)
        log = self.log()
        self.assertEqual([list(entry) for entry in log],
                         [['seq', 'time', 'user', 'event', 'id', 'record', 'code', 'fits']]
                         * len(log))
        self.assertEqual([entry['seq'] for entry in log], list(range(1, len(log) + 1)))
        # The entry about it is in the transaction that it is about: always both or none.
        about = [entry for entry in log if entry['record'] is not None]
        self.assertEqual([entry['event'] for entry in about], ['create', 'view', 'delete'])
        self.assertEqual({entry['id'] for entry in about}, {None})
        self.assertEqual(len({entry['record'] for entry in about}), 1)
        self.assertIn('\tdelete\tdeleted\t\n', self.ctl('log').out.decode())
        self.assertTrue(all(entry['fits'] for entry in log))

    def test_anchor(self):
        anchor = self.ctl('log', '--anchor').out.decode()
        self.assertRegex(anchor, rf'\A{ANCHOR}\n\Z')
        self.store(self.record())
        self.assertRegex(self.ctl('log', '--check', anchor.strip()).out, rb'\Aseq: \d+\n\Z')
        other = anchor.strip()[:-1] + ('0' if anchor.strip()[-1] != '0' else '1')
        for text, code, says in (('', 8, 'no anchor'), ('12-abcd', 8, 'no anchor'),
                                 (other, 7, 'not of this log'),
                                 ('999999-' + '-'.join(['0123'] * 8), 7, 'not of this log')):
            self.check_says(self.ctl('log', '--check', text, code=code), says)
        self.ctl('log', '--anchor', '--check', other, code=1)

    def test_an_earlier_copy_put_back(self):
        copied = self.fresh()
        shutil.copytree(self.vault, copied)
        self.store(self.record())
        anchor = self.ctl('log', '--anchor').out.decode().strip()
        self.vault = copied
        self.check_says(self.ctl('log', '--check', anchor, code=7), 'put back')


class Destroy(VaultCase):
    def test_asks(self):
        self.check_says(self.ctl_no_terminal('destroy', code=1), '--yes')
        argv = [VARDECTL, '--language', 'en', '--vault', self.vault, 'destroy']
        code, shown = on_terminal(argv, [('Passphrase:', PASSPHRASE + '\n'), ('do it:', 'yes\n')])
        self.assertEqual(code, 11, shown)
        self.ctl('list')
        code, shown = on_terminal(argv, [('Passphrase:', PASSPHRASE + '\n'),
                                         ('do it:', 'destroy\n')])
        self.assertEqual(code, 0, shown)
        self.assertFalse(os.path.exists(self.vault))

    def ctl_no_terminal(self, *args, code):
        read, write = os.pipe()
        os.write(write, PASSPHRASE.encode())
        os.close(write)
        result = subprocess.run([VARDECTL, '--language', 'en', '--vault', self.vault, *args,
                                 '--passphrase-fd', str(read)], stdin=subprocess.DEVNULL,
                                capture_output=True, check=False, start_new_session=True,
                                pass_fds=(read,), env=environment())
        os.close(read)
        self.assertEqual(result.returncode, code)
        result.err = result.stderr.decode()
        return result

    def test_without_asking(self):
        self.ctl('user', 'add', 'Ola', new=NEW)
        self.check_says(self.ctl('destroy', '--yes', code=9, passphrase=NEW), 'Only a leader')
        self.ctl('destroy', '--yes', code=2, passphrase=THIRD)
        self.ctl('destroy', '--yes')
        self.assertFalse(os.path.exists(self.vault))
        self.check_says(self.ctl('list', code=7), 'no vault here')


class Damage(VaultCase):
    def damage_one(self, kind, most):
        """Damages a thing of @kind, at most @most things in all, in a vault of three records."""
        ids = [self.store(dict(self.record(), measures_taken='c' * 15000)) for _ in range(3)]
        whole = self.vault
        size = os.path.getsize(os.path.join(whole, 'store.db'))
        for offset in range(4096 * 2 + 2000, size, 4096):
            self.vault = self.fresh()
            shutil.copytree(whole, self.vault)
            with open(os.path.join(self.vault, 'store.db'), 'r+b') as store:
                store.seek(offset)
                byte = store.read(1)[0]
                store.seek(offset)
                store.write(bytes([byte ^ 1]))
            lines = self.ctl_any('verify').stdout.decode().splitlines()
            if len(lines) <= most and any(line.startswith(kind) for line in lines):
                return ids
        raise AssertionError('no byte of one found')

    def ctl_any(self, *args):
        read, write = os.pipe()
        os.write(write, PASSPHRASE.encode())
        os.close(write)
        result = subprocess.run([VARDECTL, '--language', 'en', '--vault', self.vault, *args,
                                 '--passphrase-fd', str(read)], capture_output=True, check=False,
                                stdin=subprocess.DEVNULL, pass_fds=(read,), env=environment())
        os.close(read)
        return result

    def test_one_record(self):
        ids = self.damage_one('record ', 1)
        readable = [identifier for identifier in ids
                    if self.ctl_any('show', identifier).returncode == 0]
        self.assertEqual(len(readable), 2)
        self.assertEqual(len(json.loads(self.ctl_any('list', '--json').stdout)), 3)
        self.check_says(self.ctl('search', 'ccccc', '--json', code=3), 'damaged')
        path = self.fresh('.age')
        self.check_says(self.ctl('backup', path, code=3), '--repair')
        self.assertFalse(os.path.exists(path))
        result = self.ctl('backup', path, '--repair')
        self.assertIn('records: 2\n', result.out.decode())
        self.assertIn('1 of 3 assessments', result.err)
        into = self.fresh()
        self.run_ctl('restore', path, '--into', into, '--kdf', 'floor', passphrase=self.recovery_key,
                     new=NEW)
        self.vault = into
        self.assertEqual({case['id'] for case in json.loads(
            self.ctl('list', '--json', passphrase=NEW).out)}, set(readable))

    def test_an_entry_of_the_log(self):
        self.damage_one('log 2', 99)
        result = self.ctl('log', '--repair', '--json', code=3)
        entries = json.loads(result.out)
        self.assertIn(False, [entry['fits'] for entry in entries])
        self.assertIn('does not fit', self.ctl('log', '--repair', code=3).out.decode())

    def test_a_folder_put_together_from_two_times(self):
        identifier = self.store(self.record())
        copied = self.fresh()
        shutil.copytree(self.vault, copied)
        self.ctl('delete', identifier)
        shutil.copy(os.path.join(copied, 'store.db'), os.path.join(self.vault, 'store.db'))
        result = self.ctl('list', code=3)
        self.check_says(result, 'The vault is damaged', 'vardectl verify', '--repair')
        self.check_says(self.ctl('verify', code=3), 'Something in the vault is damaged')
        self.ctl('list', '--repair', '--json', code=None)
        before = {name: self.read(os.path.join(self.vault, name)) for name in ('header', 'store.db')}
        self.ctl('log', '--repair', '--json', code=None)
        self.ctl('backup', self.fresh('.age'), '--repair')
        for name, data in before.items():
            self.assertEqual(self.read(os.path.join(self.vault, name)), data, name)

    @staticmethod
    def read(path):
        with open(path, 'rb') as source:
            return source.read()


class Stop(VaultCase):
    def stopped(self, *args):
        """Runs a command with SIGTERM on its way from the beginning: it is taken when it is safe."""
        read, write = os.pipe()
        os.write(write, PASSPHRASE.encode())
        os.close(write)
        with subprocess.Popen(
                [VARDECTL, '--language', 'en', '--vault', self.vault, *args, '--passphrase-fd',
                 str(read)], pass_fds=(read,), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        ) as process:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate()
        os.close(read)
        return process.returncode, out, err.decode()

    def test_in_order(self):
        smallest = {'format': 'varde-assessment', 'version': 1, 'setting': 'prison',
                    'measures_taken': 'Sommerfugl'}
        self.ctl('import', *[self.write(dict(smallest, case={'unit': str(number)}))
                             for number in range(260)])
        folder = self.fresh()
        os.mkdir(folder)
        for args in (('backup', os.path.join(folder, 'b.age')), ('search', 'sommerfugl'), ('verify',)):
            code, out, err = self.stopped(*args)
            self.assertEqual((code, out), (11, b''), (args, err))
            self.assertIn('The check was not finished' if args == ('verify',) else 'Stopped', err)
        self.assertEqual(os.listdir(folder), [])
        self.assertIn('everything opens', self.stopped('reseal')[2])
        self.ctl('verify')
        self.assertEqual(len(json.loads(self.ctl('search', 'sommerfugl', '--json').out)), 260)


if __name__ == '__main__':
    unittest.main(verbosity=2)
