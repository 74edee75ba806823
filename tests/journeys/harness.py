# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window: keys through xdotool, reading through AT-SPI, pictures through import.

Runs under `xvfb-run dbus-run-session` with the system's python3 (python3-pyatspi). Waiting is always
bounded; what does not come within WAIT seconds fails with a dump of what is on the screen.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version('Atspi', '2.0')
import pyatspi  # noqa: E402

WAIT = 45.0
VARDE = os.environ['VARDE']
VARDECTL = os.environ['VARDECTL']
SCHEMAS = os.environ['GSETTINGS_SCHEMA_DIR']
PASSPHRASE = 'fjellet varmer seks gamle stein'


class JourneyError(AssertionError):
    """A step that did not happen, with what was on the screen instead."""


def walk(node, depth=0):
    """Yields every accessible below node that can be reached, with its depth."""
    if depth > 60:
        return
    yield node, depth
    try:
        children = list(node)
    except Exception:  # a widget that went away while we looked
        return
    for child in children:
        if child is not None:
            yield from walk(child, depth + 1)


def name_of(node):
    try:
        return node.name or ''
    except Exception:
        return ''


def role_of(node):
    try:
        return node.getRoleName()
    except Exception:
        return ''


def is_shown(node):
    """GTK 4.8 tells AT-SPI no state for it: what is on a page that is not shown has no size."""
    try:
        box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return box.width > 0 and box.height > 0
    except Exception:
        return False


def has_state(node, state):
    try:
        return node.getState().contains(state)
    except Exception:
        return False


def text_of(node):
    """The text of an entry or label."""
    try:
        text = node.queryText()
        return text.getText(0, -1)
    except Exception:
        return ''


class Varde:
    """One running window over a data folder of its own."""

    def __init__(self, home=None, lang='en', args=(), rtl=False):
        self.home = home or tempfile.mkdtemp(prefix='varde-journey-')
        self.owns_home = home is None
        self.lang = lang
        env = dict(os.environ, HOME=self.home, XDG_DATA_HOME=self.home + '/data',
                   XDG_CONFIG_HOME=self.home + '/config', XDG_CACHE_HOME=self.home + '/cache',
                   LANGUAGE=lang, LANG='C.UTF-8', LC_ALL='C.UTF-8', GSETTINGS_BACKEND='keyfile',
                   GSK_RENDERER='cairo', GTK_A11Y='atspi', GSETTINGS_SCHEMA_DIR=SCHEMAS,
                   NO_AT_BRIDGE='0')
        env.pop('G_DEBUG', None)
        if rtl:
            args = (*args, '--right-to-left')
        os.makedirs(self.home + '/data', exist_ok=True)
        self.log = open(self.home + '/varde.log', 'ab')
        # With -D strace is the child of what it traces, which keeps its place and number.
        trace = os.environ.get('VARDE_TRACE')
        before = ['strace', '-D', '-f', '-qq', '-e', 'trace=network,%file,io_uring_setup', '-A',
                  '-o', trace] if trace else []
        self.process = subprocess.Popen([*before, VARDE, *args], env=env, stdout=self.log,
                                        stderr=self.log)
        self.app = self.wait('the application', self._find_app)

    def _find_app(self):
        if self.process.poll() is not None:
            raise JourneyError(f'varde ended with {self.process.returncode}:\n{self.read_log()}')
        for app in pyatspi.Registry.getDesktop(0):
            try:
                if app is not None and app.get_process_id() == self.process.pid:
                    return app
            except Exception:
                continue
        return None

    def read_log(self):
        with open(self.home + '/varde.log', encoding='utf-8', errors='replace') as log:
            return log.read()[-4000:]

    # Waiting and finding

    def wait(self, what, condition, seconds=WAIT):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        raise JourneyError(f'no {what} within {seconds:.0f} s\n{self.dump() if hasattr(self, "app") else ""}'
                           f'\n{self.read_log()}')

    def refresh(self):
        """After a lock the process is a new one behind the same pid."""
        self.app = self.wait('the application', self._find_app)
        return self.app

    def nodes(self):
        for node, _depth in walk(self.app):
            yield node

    def all(self, name=None, role=None, contains=None):
        found = []
        for node in self.nodes():
            label = name_of(node)
            if name is not None and label != name:
                continue
            if contains is not None and contains not in label and contains not in text_of(node):
                continue
            if role is not None and role_of(node) != role:
                continue
            if is_shown(node):
                found.append(node)
        return found

    def find(self, name=None, role=None, contains=None, seconds=WAIT):
        what = f'"{name or contains}" ({role or "any role"})'
        return self.wait(what, lambda: next(iter(self.all(name, role, contains)), None), seconds)

    def sees(self, text):
        return bool(self.all(contains=text))

    def gone(self, text, seconds=WAIT):
        self.wait(f'end of "{text}"', lambda: not self.sees(text), seconds)

    def dump(self):
        lines = []
        for node, depth in walk(self.app):
            label = name_of(node) or text_of(node)[:80]
            if label and role_of(node) not in ('filler', 'panel') and is_shown(node):
                focus = ' <- focus' if has_state(node, pyatspi.STATE_FOCUSED) else ''
                lines.append(f'{"  " * min(depth // 3, 10)}{role_of(node)} "{label}"{focus}')
        return '\n'.join(lines[:400])

    # Keyboard

    def key(self, *keys):
        for key in keys:
            subprocess.run(['xdotool', 'key', '--clearmodifiers', key], check=True)
            time.sleep(0.06)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '8', text], check=True)
        time.sleep(0.1)

    def focused(self):
        for node in self.nodes():
            if has_state(node, pyatspi.STATE_FOCUSED):
                yield node

    def tab_to(self, name=None, role=None, contains=None, limit=80, back=False):
        """Presses Tab until the focus is on what is wanted, as a keyboard user would."""
        for _ in range(limit):
            for node in self.focused():
                label = name_of(node)
                if ((name is None or label == name) and (contains is None or contains in label)
                        and (role is None or role_of(node) == role)):
                    return node
            self.key('shift+Tab' if back else 'Tab')
        raise JourneyError(f'Tab never reached "{name or contains}" ({role})\n{self.dump()}')

    def click(self, node):
        """Clicks the middle of an accessible, for what the keyboard reaches too but slowly."""
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        subprocess.run(['xdotool', 'mousemove', str(box.x + box.width // 2),
                        str(box.y + box.height // 2), 'click', '1'], check=True)
        time.sleep(0.15)

    @staticmethod
    def pause(seconds=1.5):
        """For what no state on the bus tells, such as a file dialog that has taken the focus."""
        time.sleep(seconds)

    # Pictures and end

    def shot(self, path):
        time.sleep(0.35)
        subprocess.run(['import', '-window', 'root', path], check=True)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        if self.owns_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()


def make_vault(home, cases=()):
    """A vault with cases, made by the command line at the cheapest key derivation."""
    vault = home + '/data/varde/vault'
    os.makedirs(os.path.dirname(vault), mode=0o700, exist_ok=True)
    ctl([ 'init', '--kdf', 'floor'], vault)
    if cases:
        ctl(['import', *cases], vault)
    return vault


def ctl(args, vault=None):
    read, write = os.pipe()
    os.write(write, PASSPHRASE.encode() + b'\n')
    os.close(write)
    place = ['--vault', vault] if vault else []
    try:
        return subprocess.run([VARDECTL, *place, '--passphrase-fd', str(read), *args], check=True,
                              pass_fds=(read,), capture_output=True, text=True).stdout
    finally:
        os.close(read)


def main(journeys):
    """Runs journeys in TAP, stopping none of the others when one fails."""
    print(f'1..{len(journeys)}')
    failed = 0
    for number, journey in enumerate(journeys, 1):
        try:
            journey()
            print(f'ok {number} {journey.__name__}', flush=True)
        except Exception as error:
            failed += 1
            print(f'not ok {number} {journey.__name__}', flush=True)
            for line in f'{type(error).__name__}: {error}'.split('\n'):
                print('# ' + line)
    sys.exit(1 if failed else 0)
