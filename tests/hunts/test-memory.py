#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program that has a vault open holds of its keys, and what is left of them once it is
closed. The memory is read from outside, the keys come from the second reader. (The window starts
itself anew on top of this: tests/journeys/lock.py.)"""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.environ['G_TEST_SRCDIR'], 'cli'))
from harness import PASSPHRASE, Case  # noqa: E402
from hunt import Hunt  # noqa: E402
from keys import ARENA, MOMENTARY, keys_of  # noqa: E402


class Memory(Case):
    def begin(self):
        vault = self.path('vault')
        self.run_ctl('--vault', vault, 'init', '--kdf', 'floor', passphrase=PASSPHRASE)
        self.run_ctl('--vault', vault, 'import', self.write(self.record()), passphrase=PASSPHRASE)
        # Without the settings of the tests that overwrite what is freed: a user has none.
        env = {name: value for name, value in os.environ.items() if not name.startswith('MALLOC_')}
        # pylint: disable=consider-using-with
        self.holder = subprocess.Popen([os.environ['HOLDER'], vault], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, env=env)
        self.addCleanup(self.end)
        self.holder.stdin.write(PASSPHRASE.encode() + b'\n')
        self.holder.stdin.flush()
        self.assertEqual(self.holder.stdout.readline(), b'open\n')
        self.keys = keys_of(vault, PASSPHRASE)
        self.hunt = Hunt((PASSPHRASE,), self.keys)

    def end(self):
        self.holder.communicate()

    def search(self, guarded):
        try:
            return set(self.hunt.in_process(self.holder.pid, guarded))
        except PermissionError:
            self.skipTest('this machine does not let programs be looked into')

    def test_keys(self):
        self.begin()
        # In the one place that is closed between uses, and only there.
        self.assertLessEqual(set(ARENA), self.search(guarded=True))
        readable = self.search(guarded=False)
        self.assertEqual(readable & {*ARENA, *MOMENTARY}, set())
        self.assertEqual([hit for hit in readable if hit.startswith('row ')], [])
        # The search finds what is in the open: the secrets of rows, as they are in the file.
        self.assertTrue([hit for hit in readable if hit.startswith('S ')])
        self.assertGreater(len(self.keys), 12)
        self.holder.stdin.write(b'.')
        self.holder.stdin.flush()
        self.assertEqual(self.holder.stdout.readline(), b'closed\n')
        self.assertEqual(self.search(guarded=None), set())


if __name__ == '__main__':
    unittest.main(verbosity=2)
