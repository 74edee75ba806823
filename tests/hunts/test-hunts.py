#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a day's work with vardectl leaves behind: in the files it has touched, on the raw disk, and in
the calls it makes. The parts that need root, a loop device or strace are skipped without."""
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.environ['G_TEST_SRCDIR'], 'cli'))
from harness import PASSPHRASE, VARDECTL, Case  # noqa: E402
from calls import network, writes  # noqa: E402
from hunt import Hunt, forms  # noqa: E402

MARKERS = ('Blåskjell-vokterne 4471', 'Trøffelsvin-parasollen 92', 'Kveitehale-notatet 813')
NEW = 'twelve brisk otters cross the river'


class Story(Case):
    """Each test gets a place of its own, with everything a program may write to inside it."""

    def begin(self, top):
        self.top = top
        self.vault = os.path.join(top, 'vault')
        self.env = {name: os.path.join(top, name) for name in
                    ('HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME',
                     'XDG_RUNTIME_DIR', 'TMPDIR')}
        for path in self.env.values():
            os.makedirs(path, mode=0o700, exist_ok=True)
        self.passphrase = PASSPHRASE

    def do(self, *args, **more):
        return self.ctl(*args, passphrase=self.passphrase, env=self.env, **more)

    def add(self):
        """A record with a marker in each of three places; what it was read from is elsewhere."""
        record = self.record(measures_taken=MARKERS[0], journal=[
            {'time': '2026-05-02T10:00:00Z', 'kind': 'action', 'text': text}
            for text in MARKERS[1:]])
        return self.do('import', self.write(record)).out.decode().split()[0]

    def day(self):
        """Everything that is done with records. Returns the id of the one that is left."""
        self.run_ctl('--vault', self.vault, 'init', '--kdf', 'floor', passphrase=self.passphrase,
                     env=self.env)
        kept, gone = self.add(), self.add()
        self.assertIn(MARKERS[0], self.do('show', kept).out.decode())
        self.do('search', 'Blåskjell-vokterne')
        self.do('list')
        key = self.run_ctl('keygen', '--output', os.path.join(self.top, 'key'), env=self.env)
        self.do('export', kept, '--to', 'rosa', '--age', key.out.decode().strip(), '--output',
                os.path.join(self.top, 'referral.age'))
        self.do('backup', os.path.join(self.top, 'backup.age'))
        self.do('delete', gone)
        self.run_ctl('--vault', self.vault, 'passwd', passphrase=self.passphrase, new=NEW,
                     env=self.env)
        self.passphrase = NEW
        self.do('verify')
        self.do('show', 'nothing', code=None)
        return kept


class Files(Story):
    def test_nothing_readable_is_left(self):
        self.begin(self.path('story'))
        kept = self.day()
        words = (*MARKERS, PASSPHRASE, NEW)
        hits = [hit for hit in Hunt(words).in_folder(self.top)]
        self.assertEqual(hits, [])
        # The hunt finds what there is: a plain copy, and each form by itself.
        with open(os.path.join(self.top, 'plain'), 'wb') as plain:
            plain.write(self.do('show', kept).out)
        self.assertTrue(Hunt(words).in_folder(self.top))
        for form in forms(MARKERS[0]):
            self.assertTrue(Hunt(words).in_bytes(b'..' + form + b'..'), form)


class Disk(Story):
    """The raw disk under an ext4, with what was deleted on it."""

    def setUp(self):
        if os.geteuid() != 0 or shutil.which('mkfs.ext4') is None:
            self.skipTest('needs root and mkfs.ext4')
        self.image = self.path('image')
        self.mount = self.path('mount')
        os.makedirs(self.mount, exist_ok=True)
        with open(self.image, 'wb') as image:
            image.truncate(64 << 20)
        subprocess.run(['mkfs.ext4', '-q', '-F', self.image], check=True)
        if subprocess.run(['mount', '-o', 'loop', self.image, self.mount], check=False,
                          capture_output=True).returncode:
            self.skipTest('this machine gives no loop device')
        self.mounted = True

    def tearDown(self):
        if getattr(self, 'mounted', False):
            subprocess.run(['umount', self.mount], check=True)

    def raw(self):
        """The disk as somebody finds it who has taken it out."""
        subprocess.run(['umount', self.mount], check=True)
        self.mounted = False
        with open(self.image, 'rb') as image:
            return image.read()

    def secrets(self):
        """The secret of each record, from the files of the vault."""
        with open(os.path.join(self.vault, 'slots'), 'rb') as file:
            slots = file.read()
        database = sqlite3.connect(f'file:{self.vault}/store.db?mode=ro', uri=True)
        indices = [int.from_bytes(box[3:7], 'big') for box, in
                   database.execute('SELECT box FROM summary')]
        database.close()
        return {slots[i * 32:i * 32 + 32] for i in indices}

    def test_markers(self):
        self.begin(os.path.join(self.mount, 'story'))
        self.day()
        self.assertEqual(Hunt((*MARKERS, PASSPHRASE, NEW)).in_bytes(self.raw()), [])

    def test_deleted(self):
        self.begin(os.path.join(self.mount, 'story'))
        self.run_ctl('--vault', self.vault, 'init', '--kdf', 'floor', passphrase=self.passphrase,
                     env=self.env)
        self.add()
        gone = self.add()
        before = self.secrets()
        with open(os.path.join(self.vault, 'header'), 'rb') as file:
            old_slot = file.read()[128 + 32:128 + 264]
        # Brings everything to the disk, so that it is there to be found.
        subprocess.run(['sync'], check=True)
        self.do('delete', gone)
        kept = self.secrets()
        destroyed = before - kept
        self.assertEqual(len(destroyed), 1)
        self.run_ctl('--vault', self.vault, 'passwd', passphrase=self.passphrase, new=NEW,
                     env=self.env)
        image = self.raw()
        self.assertNotIn(destroyed.pop(), image, 'the secret of the deleted record')
        self.assertNotIn(old_slot, image, 'what the old passphrase opened')
        self.assertIn(kept.pop(), image, 'the secret of the other one')

    def test_canary(self):
        """A program that renamed a new file over the old would be found out."""
        self.begin(os.path.join(self.mount, 'story'))
        self.run_ctl('--vault', self.vault, 'init', '--kdf', 'floor', passphrase=self.passphrase,
                     env=self.env)
        self.add()
        secret = self.secrets().pop()
        path = os.path.join(self.vault, 'slots')
        with open(path, 'rb') as file:
            slots = file.read()
        with open(path + '.new', 'wb') as file:
            file.write(slots.replace(secret, bytes(32)))
        subprocess.run(['sync'], check=True)
        os.rename(path + '.new', path)
        self.assertIn(secret, self.raw())


class Calls(Story):
    """What vardectl asks of the system: no network, and no file but its own to write to."""
    def setUp(self):
        if shutil.which('strace') is None:
            self.skipTest('strace is not here')

    def trace(self, *argv, **more):
        path = self.fresh('.trace')
        result = subprocess.run(
            ['strace', '-f', '-qq', '-e', 'trace=network,%file,io_uring_setup', '-o', path, *argv],
            check=False, capture_output=True, **more)
        with open(path, encoding='utf-8', errors='replace') as file:
            lines = file.read().splitlines()
        if not lines and b'ptrace' in result.stderr:
            self.skipTest('this machine does not let programs be traced')
        return lines

    def traced(self, *args):
        out, into = os.pipe()
        os.write(into, self.passphrase.encode())
        os.close(into)
        try:
            return self.trace(VARDECTL, '--language', 'en', '--vault', self.vault, *args,
                              '--passphrase-fd', str(out), pass_fds=(out,),
                              env={**os.environ, **self.env, 'LC_ALL': 'C.UTF-8'},
                              stdin=subprocess.DEVNULL)
        finally:
            os.close(out)

    def test_calls(self):
        self.begin(self.path('calls'))
        lines = self.traced('init', '--kdf', 'floor')
        lines += self.traced('import', self.write(self.record()))
        lines += self.traced('list') + self.traced('search', 'x') + self.traced('verify')
        lines += self.traced('backup', os.path.join(self.top, 'backup.age'))
        self.assertGreater(len(lines), 100)
        self.assertEqual(network(lines), [])
        self.assertEqual(writes(lines, (self.top,)), set())

    def test_canary(self):
        self.begin(self.path('canary'))
        target = self.fresh('.elsewhere')
        code = ("import socket; socket.socket(socket.AF_INET); open('%s', 'w').close()" % target)
        lines = self.trace(sys.executable, '-c', code)
        self.assertTrue(network(lines))
        self.assertIn(target, writes(lines, (self.top,)))


if __name__ == '__main__':
    unittest.main(verbosity=2)
