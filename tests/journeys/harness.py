# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window: keys through xdotool, reading through AT-SPI, pictures through import.

Runs under `xvfb-run dbus-run-session` with the system's python3 (python3-gi). Waiting is always
bounded; what does not come within WAIT seconds fails with a dump of what is on the screen.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from screen import FOCUSED, ON_SCREEN, Screen

WAIT = 45.0
FOCUS_WAIT = 1.5  # for the focus to move; pressing Tab does not always move it
TYPED = ('text', 'entry', 'password text')
VARDE = os.environ['VARDE']
VARDECTL = os.environ['VARDECTL']
SCHEMAS = os.environ['GSETTINGS_SCHEMA_DIR']
PASSPHRASE = 'fjellet varmer seks gamle stein'


class JourneyError(AssertionError):
    """A step that did not happen, with what was on the screen instead."""


def name_of(node):
    return node.name


def role_of(node):
    return node.role


def is_shown(node):
    """GTK 4.8 tells AT-SPI no state for it: what is on a page that is not shown has no size."""
    _x, _y, width, height = node.extents()
    return width > 0 and height > 0


def has_state(node, state):
    """As it is now."""
    return node.has_state(state)


def text_of(node):
    """The text of an entry or label."""
    return node.text()


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
        self.screen = Screen()
        self.app = self.wait('the application', self._find_app)

    def _find_app(self):
        if self.process.poll() is not None:
            raise JourneyError(f'varde ended with {self.process.returncode}:\n{self.read_log()}')
        return self.screen.find_app(self.process.pid)

    def read_log(self):
        with open(self.home + '/varde.log', encoding='utf-8', errors='replace') as log:
            return log.read()[-4000:]

    # Waiting and finding

    def wait(self, what, condition, seconds=WAIT):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.monotonic()
            found = condition()
            # What comes with it, such as the focus, may be a moment later; longer on a busy machine.
            time.sleep(max(0.1, time.monotonic() - begun))
            if found:
                return found
        raise JourneyError(f'no {what} within {seconds:.0f} s\n{self.dump() if hasattr(self, "app") else ""}'
                           f'\n{self.read_log()}')

    def nodes(self):
        """After a lock it is a new process under the same number, with another name on the bus."""
        found = self.screen.read(self.app)
        if not found:
            self.app = self._find_app() or self.app
        return [node for node, _depth in found]

    def windows(self):
        return next((node.children for node in self.nodes()), [])

    def all(self, name=None, role=None, contains=None):
        return [node for node in self.nodes() if (name is None or node.name == name)
                and (role is None or node.role == role)
                and (contains is None or contains in node.name or contains in text_of(node))
                and is_shown(node)]

    def find(self, name=None, role=None, contains=None, seconds=WAIT):
        what = f'"{name or contains}" ({role or "any role"})'
        return self.wait(what, lambda: next(iter(self.all(name, role, contains)), None), seconds)

    def sees(self, text):
        return bool(self.all(contains=text))

    def gone(self, text, seconds=WAIT):
        self.wait(f'end of "{text}"', lambda: not self.sees(text), seconds)

    def dump(self):
        lines = []
        for node, depth in self.screen.read(self.app):
            label = name_of(node) or text_of(node)[:80]
            if label and role_of(node) not in ('filler', 'panel') and is_shown(node):
                focus = ' <- focus' if node.had_state(FOCUSED) else ''
                lines.append(f'{"  " * min(depth // 3, 10)}{role_of(node)} "{label}"{focus}')
        return '\n'.join(lines[:400])

    # Keyboard

    def key(self, *keys):
        for key in keys:
            subprocess.run(['xdotool', 'key', '--clearmodifiers', key], check=True)
            time.sleep(0.06)

    def type(self, text):
        """Into what has the focus, or is about to get it."""
        end = time.monotonic() + FOCUS_WAIT
        while time.monotonic() < end and not any(node.role in TYPED for node in self.focused()):
            time.sleep(0.1)
        self._type(text)

    @staticmethod
    def _type(text):
        subprocess.run(['xdotool', 'type', '--delay', '8', text], check=True)
        time.sleep(0.1)

    def focused(self):
        return [node for node in self.nodes() if node.had_state(FOCUSED)]

    def _press_until(self, key, limit, wanted, what):
        here = self.focused()
        for _ in range(limit):
            for node in here:
                if wanted(node):
                    return node
            self.screen.take_focus(0)
            self.key(key)
            node = self.screen.take_focus(FOCUS_WAIT)
            here = [node] if node is not None else self.focused()
        raise JourneyError(f'{key} never reached {what}\n{self.dump()}')

    def tab_to(self, name=None, role=None, contains=None, limit=80, back=False):
        """Presses Tab until the focus is on what is wanted, as a keyboard user would."""
        def wanted(node):
            return ((name is None or name_of(node) == name)
                    and (contains is None or contains in name_of(node))
                    and (role is None or role_of(node) == role))

        return self._press_until('shift+Tab' if back else 'Tab', limit, wanted,
                                 f'"{name or contains}" ({role})')

    def arrow_to(self, name, limit=40):
        """The same with the arrow down, in a menu or a group of radio buttons."""
        return self._press_until('Down', limit, lambda node: name_of(node) == name, f'"{name}"')

    def choose_in_menu(self, *names):
        """Opens the menu and goes down to an entry, and on in what that opens."""
        self.key('F10')
        for name in names:
            self.find(name=name)
            self.arrow_to(name)
            self.key('Return')
            self.pause(0.5)

    def click(self, node):
        """Clicks the middle of an accessible, for what the keyboard reaches too but slowly."""
        x, y, width, height = node.extents(ON_SCREEN)
        subprocess.run(['xdotool', 'mousemove', str(x + width // 2), str(y + height // 2), 'click',
                        '1'], check=True)
        time.sleep(0.15)

    def _dialog(self):
        """The window beside the program's own that has the focus."""
        for window in self.windows()[1:]:
            if any(node.had_state(FOCUSED) for node, _depth in window.below()):
                return window
        return None

    def choose_file(self, path):
        """Types where to, or which, when the dialog of files is there and until it is gone."""
        place = self.wait('dialog of files', self._dialog).place
        self.key('ctrl+a')
        self._type(path)
        for _ in range(5):
            self.key('Return')
            end = time.monotonic() + 4
            while time.monotonic() < end:
                if all(window.place != place for window in self.windows()):
                    return
            # A list of names to complete it with takes the first one.
        raise JourneyError(f'the dialog of files stays\n{self.dump()}')

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
