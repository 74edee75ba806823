#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""vardectl and the people of a vault: users, passphrases, the recovery key."""
import json
import os
import resource
import subprocess
import unittest

from harness import NEW, PASSPHRASE, THIRD, VARDECTL, VaultCase, environment, on_terminal

KEY = r'[0-9A-Z]{4}(-[0-9A-Z]{4}){8}'


class People(VaultCase):
    def users(self, **more):
        return json.loads(self.ctl('user', 'list', '--json', **more).out)

    def add(self, name='Ola', *args, new=NEW, **more):
        return self.ctl('user', 'add', name, *args, new=new, **more)

    def test_add_set_remove(self):
        old = self.store(self.record())
        self.assertEqual(self.add().out, b'2\n')
        self.assertEqual([(user['number'], user['name'], user['role'], user['me'])
                          for user in self.users()],
                         [(1, '', 'leader', True), (2, 'Ola', 'member', False)])
        self.ctl('show', old, passphrase=NEW)
        self.ctl('user', 'set', 2, '--name', 'Ola Nes', '--role', 'leader')
        self.assertEqual((self.users()[1]['name'], self.users()[1]['role']), ('Ola Nes', 'leader'))
        self.ctl('user', 'set', 2, '--role', 'member')
        self.assertEqual((self.users()[1]['name'], self.users()[1]['role']), ('Ola Nes', 'member'))
        lines = self.ctl('user', 'list').out.decode().splitlines()
        self.assertRegex(lines[0], r'\A\*\t1\tleader\t\S+Z\t\Z')
        self.assertRegex(lines[1], r'\A\t2\tmember\t\S+Z\tOla Nes\Z')
        self.assertIn('backups', self.ctl('user', 'remove', 2).err)
        self.ctl('list', code=2, passphrase=NEW)
        # A number is never given twice.
        self.assertEqual(self.add('Per', '--role', 'leader').out, b'3\n')

    def test_refusals(self):
        self.add()
        for args, more, code, says in (
                (('add', 'Per'), {'new': PASSPHRASE}, 9, 'cannot be used in this vault'),
                (('add', 'Per'), {'new': NEW}, 9, 'cannot be used in this vault'),
                (('add', 'Per'), {'new': 'short'}, 8, 'Too short'),
                (('add', ''), {'new': THIRD}, 8, 'The name cannot be used'),
                (('add', 'x' * 125), {'new': THIRD}, 8, 'The name cannot be used'),
                (('add', 'Per'), {'new': THIRD, 'passphrase': NEW}, 9, 'Only a leader'),
                (('remove', '1'), {}, 9, 'A leader has to remain'),
                (('set', '1', '--role', 'member'), {}, 9, 'A leader has to remain'),
                (('remove', '9'), {}, 7, 'no user with that number'),
                (('remove', 'Ola'), {}, 7, 'no user with that number'),
                (('set', '7', '--name', 'x'), {}, 7, 'no user with that number'),
                (('passwd', '7'), {'new': THIRD}, 7, 'no user with that number'),
                (('kdf', 'floor'), {}, 8, 'no more than now'),
                (('kdf', 'default'), {'passphrase': NEW}, 9, 'Only a leader')):
            self.check_says(self.ctl('user', *args, code=code, **more), says)
        self.assertEqual(len(self.users()), 2)

    def test_wrong_usage(self):
        for args in ((), ('fire', '1'), ('list', 'x'), ('add',), ('add', 'x', '--role', 'boss'),
                     ('add', 'x', '--name', 'y'), ('remove', '2', '--role', 'member'),
                     ('list', '--new-passphrase-fd', '1'), ('kdf', 'weak'),
                     ('add', 'x', '--new-passphrase-fd', '99'), ('add', 'x', 'y')):
            self.ctl('user', *args, code=1)

    def test_a_full_house(self):
        for number in range(6):
            self.add(f'User {number}', new=f'passphrase of user number {number}')
        self.check_says(self.add('One more', new=THIRD, code=9), 'no place for another user')

    def test_forgotten(self):
        self.add()
        self.ctl('user', 'passwd', 2, new=THIRD)
        self.ctl('list', code=2, passphrase=NEW)
        self.ctl('list', passphrase=THIRD)

    def test_costlier(self):
        self.add()
        self.ctl('user', 'kdf', 'default')
        self.check_says(self.ctl('user', 'kdf', 'strong', code=9), 'Not everybody')
        self.ctl('list', passphrase=NEW)
        self.assertEqual({user['kdf']['memory'] for user in self.users()}, {256 << 20})

    def test_too_little_memory(self):
        self.ctl('user', 'kdf', 'default')
        self.ctl('list')
        read, write = os.pipe()
        os.write(write, PASSPHRASE.encode())
        os.close(write)
        most = 200 << 20
        result = subprocess.run(
            [VARDECTL, '--language', 'en', '--vault', self.vault, 'list', '--passphrase-fd',
             str(read)], pass_fds=(read,), check=False, capture_output=True, env=environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        os.close(read)
        if b'Sanitizer' in result.stderr:
            self.skipTest('a sanitizer needs more address space than that')
        self.assertEqual(result.returncode, 10, result.stderr)
        self.assertIn(b'Close other programs', result.stderr)

    def test_passwd(self):
        self.ctl('passwd', new=NEW)
        self.ctl('list', code=2)
        self.ctl('list', passphrase=NEW)
        self.check_says(self.ctl('passwd', code=9, passphrase=NEW, new=NEW), 'another one')
        self.check_says(self.ctl('passwd', code=2, new=THIRD), 'does not fit')
        # One descriptor can hold both, a line each.
        both = self.write(f'{NEW}\n{THIRD}\n'.encode(), '.txt')
        with open(both, 'rb') as source:
            fd = source.fileno()
            subprocess.run([VARDECTL, '--vault', self.vault, 'passwd', '--passphrase-fd', str(fd),
                            '--new-passphrase-fd', str(fd)], check=True, pass_fds=(fd,),
                           env=environment())
        self.ctl('list', passphrase=THIRD)

    def test_passwd_on_the_terminal(self):
        argv = [VARDECTL, '--language', 'en', '--vault', self.vault, 'passwd']
        code, shown = on_terminal(argv, [('Passphrase:', PASSPHRASE + '\n'),
                                         ('New passphrase:', NEW + '\n'), ('Again:', NEW + '\n')])
        self.assertEqual(code, 0, shown)
        self.ctl('list', passphrase=NEW)

    def test_three_tries_on_the_terminal(self):
        argv = [VARDECTL, '--language', 'en', '--vault', self.vault, 'list']
        wrong = ('Passphrase:', 'wrong\n')
        code, _ = on_terminal(argv, [wrong, wrong, ('Passphrase:', PASSPHRASE + '\n')])
        self.assertEqual(code, 0)
        self.assertEqual([entry['code'] for entry in self.log()
                          if entry['event'] == 'failed-unlocks'], ['2'])
        code, shown = on_terminal(argv, [wrong] * 3)
        self.assertEqual((code, 'does not fit' in shown), (2, True))

    def test_reseal(self):
        identifier = self.store(self.record())
        before = self.show(identifier)
        self.ctl('reseal')
        self.assertEqual(self.show(identifier), before)
        self.ctl('verify')
        self.add()
        self.check_says(self.ctl('reseal', code=9, passphrase=NEW), 'Only a leader')


class Recovery(VaultCase):
    def test_use(self):
        self.ctl('recovery', 'use', passphrase=self.recovery_key, new=NEW)
        self.ctl('list', code=2)
        self.ctl('list', passphrase=NEW)
        spaced = self.recovery_key.lower().replace('-', '  ')
        self.ctl('recovery', 'use', passphrase=spaced, new=THIRD)
        self.ctl('list', passphrase=THIRD)

    def test_use_of_several(self):
        self.ctl('user', 'add', 'Ola', new=NEW)
        self.check_says(self.ctl('recovery', 'use', code=1, passphrase=self.recovery_key,
                                 new=THIRD), '--user')
        for number in (9, -1, 70000):
            self.check_says(self.ctl('recovery', 'use', '--user', number, code=7,
                                     passphrase=self.recovery_key, new=THIRD), 'no user')
        self.ctl('recovery', 'use', '--user', 2, passphrase=self.recovery_key, new=THIRD)
        self.ctl('list', passphrase=THIRD)
        self.ctl('list')

    def test_new(self):
        made = self.ctl('recovery', 'new')
        self.assertRegex(made.out.decode(), rf'\Arecovery key: {KEY}\n\Z')
        self.check_says(self.ctl('recovery', 'check', code=2, passphrase=self.recovery_key),
                        'recovery key does not fit')
        key = json.loads(self.ctl('recovery', 'new', '--json').out)['recovery_key']
        self.ctl('recovery', 'check', passphrase=key)
        self.assertEqual([entry['event'] for entry in self.log()].count('recovery'), 2)

    def test_check(self):
        self.ctl('recovery', 'check', passphrase=self.recovery_key)
        self.assertIsNotNone(json.loads(self.ctl('health', '--json').out)['drill'])
        for wrong in (self.recovery_key[:-1], self.recovery_key.replace('-', '_'), 'x', ''):
            self.check_says(self.ctl('recovery', 'check', code=8, passphrase=wrong), 'mistake')

    def test_wrong_usage(self):
        for args in ((), ('burn',), ('new', '--identity'), ('check', '--user', '1'),
                     ('use', '--identity', '--user', '1'), ('new', 'x')):
            self.ctl('recovery', *args, code=1)
        self.check_says(self.run_ctl('recovery', 'use', '--identity', code=8, passphrase='x'),
                        'mistake')


if __name__ == '__main__':
    unittest.main(verbosity=2)
