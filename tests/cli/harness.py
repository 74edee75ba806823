# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of vardectl share: running it, a vault to work in, records to put into it."""
import copy
import json
import os
import pty
import select
import shutil
import subprocess
import tempfile
import time
import unittest
import uuid

VARDECTL = os.environ['VARDECTL']
DATA = os.path.join(os.environ['G_TEST_SRCDIR'], 'data')
CASES = ('prison-adult', 'reception-adult', 'border-boy')
PASSPHRASE = 'seven quiet herons cross the bay'
NEW = 'eight loud herons leave the bay'
THIRD = 'nine grey herons sleep by a lake'


def case_file(name):
    return os.path.join(DATA, 'cases', name + '.json')


def read_json(path):
    with open(path, encoding='utf-8') as source:
        return json.load(source)


def environment(**more):
    env = {key: value for key, value in os.environ.items() if not key.startswith(('LANG', 'LC_'))}
    return {**env, 'LC_ALL': 'C.UTF-8', **more}


def call(*args, passphrase=None, new=None, env=None, stdout=subprocess.PIPE):
    """Runs vardectl; passphrases go through a pipe of their own, as scripts hand them over."""
    args = [arg if isinstance(arg, bytes) else str(arg) for arg in args]
    fds = ()
    for option, secret in (('--passphrase-fd', passphrase), ('--new-passphrase-fd', new)):
        if secret is None:
            continue
        out, into = os.pipe()
        os.write(into, secret.encode() if isinstance(secret, str) else secret)
        os.close(into)
        fds += (out,)
        args += [option, str(out)]
    try:
        return subprocess.run([VARDECTL, '--language', 'en', *args], stdin=subprocess.DEVNULL,
                              stdout=stdout, stderr=subprocess.PIPE, pass_fds=fds, check=False,
                              env=environment(**(env or {})), timeout=120)
    finally:
        for fd in fds:
            os.close(fd)


def on_terminal(argv, steps, env=None):
    """Runs @argv on a terminal of its own, answers each prompt; (exit code, what was shown)."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(argv[0], argv, environment(**(env or {})))
    shown = b''
    deadline = time.monotonic() + 120
    steps = list(steps)
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
        if steps and steps[0][0].encode() in shown:
            prompt, answer = steps.pop(0)
            shown = shown.split(prompt.encode(), 1)[1]
            time.sleep(0.3)
            os.write(terminal, answer.encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode(errors='replace')


class Case(unittest.TestCase):
    """A folder of its own for every class, with a vault when `with_vault` says so."""
    with_vault = False

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='varde-test-cli-')
        cls.vault = cls.path('vault')
        if cls.with_vault:
            result = call('--vault', cls.vault, 'init', '--kdf', 'floor', '--json',
                          passphrase=PASSPHRASE)
            assert result.returncode == 0, result.stderr
            cls.recovery_key = json.loads(result.stdout)['recovery_key']

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def fresh(cls, suffix=''):
        return cls.path('f' + uuid.uuid4().hex + suffix)

    def run_ctl(self, *args, code=0, **more):
        result = call(*args, **more)
        if code is not None:
            self.assertEqual(result.returncode, code, (args, result.stdout, result.stderr))
        result.err = result.stderr.decode()
        if result.stdout is not None:
            result.out = result.stdout
        if result.returncode != 0:
            # A title, what happened and what to do next: never a bare code.
            self.assertRegex(result.err, r'vardectl: .+\n.+\n')
        return result

    def ctl(self, *args, code=0, passphrase=PASSPHRASE, **more):
        """Runs a command on the vault of the class."""
        return self.run_ctl('--vault', self.vault, *args, code=code, passphrase=passphrase, **more)

    def write(self, content, suffix='.json'):
        path = self.fresh(suffix)
        if isinstance(content, (dict, list)):
            content = json.dumps(content, ensure_ascii=False)
        with open(path, 'wb') as target:
            target.write(content if isinstance(content, bytes) else content.encode())
        return path

    def record(self, name='prison-adult', **changes):
        """A case of the test data under an id of its own."""
        record = copy.deepcopy(read_json(case_file(name)))
        record.update(changes)
        record['id'] = str(uuid.uuid4())
        return record

    def store(self, record):
        """Imports @record and gives its id back."""
        out = self.ctl('import', self.write(record)).out.decode()
        return out.split()[0]

    def show(self, identifier):
        return json.loads(self.ctl('show', identifier, '--json').out)


class VaultCase(Case):
    """Each test works on a vault of its own, copied from the one of the class."""
    with_vault = True

    def setUp(self):
        self.made = self.vault
        self.vault = self.fresh()
        shutil.copytree(self.made, self.vault)

    def tearDown(self):
        self.vault = self.made

    def check_says(self, result, *parts):
        for part in parts:
            self.assertIn(part, result.err)

    def log(self):
        return json.loads(self.ctl('log', '--json').out)
