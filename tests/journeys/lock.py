#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was typed survives lock and kill; what is locked or paused shows nothing."""
import contextlib
import ctypes
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'hunts'))
from harness import JourneyError, PASSPHRASE, Varde, main, make_vault, name_of, text_of
from hunt import Hunt
from keys import ARENA, keys_of
from words import Words

CASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/reception-adult.json'
PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
WAIT_FOR_THREADS = 0x40000000
HALF = 'half a sentence that was never'
SAID = 'carried both bags and both sets of papers'


def open_case(varde, words):
    varde.find(name=words.say('Passphrase'), role='password text')
    varde.type(PASSPHRASE)
    varde.key('Return')
    varde.find(name=words.say('Cases'))
    varde.key('Return')
    varde.find(name=words.say('Overview'), role='heading')


def start(home, lang):
    return Varde(home=home, lang=lang, args=('--language', lang))


def with_case(lang):
    home = tempfile.mkdtemp(prefix='varde-journey-')
    vault = make_vault(home, [CASE])
    varde = start(home, lang)
    varde.owns_home = True
    varde.vault = vault
    return varde


def everything(varde):
    return '\n'.join(name_of(node) + '\n' + text_of(node) for node in varde.nodes())


@contextlib.contextmanager
def busy_vault(varde):
    """The vault's thread stands still, as if it had a long job; where that is not allowed it does
    not, and what is asked of the window then is asked all the same."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long] * 4
    held = []
    for task in os.listdir(f'/proc/{varde.process.pid}/task'):
        with open(f'/proc/{varde.process.pid}/task/{task}/comm', encoding='ascii') as name:
            if name.read().strip() == 'vault' and libc.ptrace(PTRACE_SEIZE, int(task), 0, 0) == 0:
                libc.ptrace(PTRACE_INTERRUPT, int(task), 0, 0)
                os.waitpid(int(task), WAIT_FOR_THREADS)
                held.append(int(task))
    try:
        yield
    finally:
        for task in held:
            libc.ptrace(PTRACE_DETACH, task, 0, 0)


def last_wish_counts():
    """A case that opens late does not take the place of one that was begun meanwhile, nor what is
    being typed there."""
    words = Words('nb')
    with with_case('nb') as varde:
        varde.find(name=words.say('Passphrase'), role='password text')
        varde.type(PASSPHRASE)
        varde.key('Return')
        varde.find(name=words.say('Cases'))
        with busy_vault(varde):
            varde.key('Return', 'ctrl+n')
            varde.find(name=words.say('Full conversation'), role='push button')
            varde.key('Return')
            varde.find(name=words.say('Prepare'), role='heading')
            varde.key('alt+3')
            varde.find(name=words.say('Person'), role='heading')
            varde.type('K-77')
        varde.find(contains=words.say('Saved %s').split(' %')[0], role='status bar')
        if not varde.all(name=words.say('Person'), role='heading') or varde.sees('M-31'):
            raise JourneyError(f'another case came in between\n{varde.dump()}')
        varde.click(varde.find(name=words.say('Back to the cases'), role='push button'))
        varde.find(contains='K-77')
        varde.find(contains='M-31')


def half_typed_text_over_leaving():
    """A note that was not added yet is there when the case is opened again, after a lock too."""
    words = Words('nb')
    with with_case('nb') as varde:
        open_case(varde, words)
        varde.key('alt+9')
        varde.find(name=words.say('Journal'), role='heading')
        varde.click(varde.find(name=words.say('Text of the note'), role='text'))
        varde.type(HALF)
        for lock in (False, True):
            varde.click(varde.find(name=words.say('Back to the cases'), role='push button'))
            varde.find(name=words.say('Cases'))
            varde.gone(HALF)
            if lock:
                varde.key('ctrl+l')
                open_case(varde, words)
            else:
                varde.find(contains='M-31')
                varde.key('Return')
                varde.find(name=words.say('Overview'), role='heading')
            varde.key('alt+9')
            varde.find(name=words.say('Journal'), role='heading')
            varde.wait('the half-typed text', lambda: HALF in everything(varde))


def half_typed_text_over_a_lock():
    words = Words('nb')
    with with_case('nb') as varde:
        # Now, while nobody writes to the files that are read for it.
        hunt = Hunt((HALF, SAID, PASSPHRASE), keys_of(varde.vault, PASSPHRASE))
        open_case(varde, words)
        varde.key('alt+9')
        varde.find(name=words.say('Journal'), role='heading')
        varde.click(varde.find(name=words.say('Text of the note'), role='text'))
        varde.type(HALF)
        # What is on the screen is in the memory, and so are the keys: the search finds them there.
        found = set(hunt.in_process(varde.process.pid))
        if not {HALF.encode(), SAID.encode(), *ARENA} <= found:
            raise JourneyError('what is on the screen, or a key, was not found in the memory')
        varde.key('ctrl+l')
        # The process starts itself anew: what the old one held in memory is gone with it.
        varde.wait('the lock', lambda: varde.all(
            name=words.say('Passphrase'), role='password text'))
        if HALF in everything(varde) or 'M-31' in everything(varde):
            raise JourneyError('something of the case is readable while locked')
        left = hunt.in_process(varde.process.pid)
        if left:
            raise JourneyError(f'in the memory of the locked window: {left}')
        varde.type(PASSPHRASE)
        varde.key('Return')
        varde.find(name=words.say('Journal'), role='heading')
        varde.wait('the half-typed text', lambda: HALF in everything(varde))


def pause_shows_nothing():
    words = Words('en')
    with with_case('en') as varde:
        open_case(varde, words)
        varde.key('F9')
        varde.wait('the cover', lambda: 'M-31' not in everything(varde))
        for word in ('Overview', 'Reception', 'ROSA'):
            if word in everything(varde):
                raise JourneyError(f'"{word}" is readable while paused')
        varde.key('F9')
        varde.find(name=words.say('Overview'), role='heading')


def saved_survives_a_kill():
    words = Words('en')
    with with_case('en') as varde:
        open_case(varde, words)
        varde.key('alt+3')
        varde.find(name='Person', role='heading')
        varde.type('K-99')
        varde.find(contains='Saved', role='status bar')
        varde.pause(1.0)
        varde.kill()
        with start(varde.home, 'en') as again:
            again.find(name=words.say('Passphrase'), role='password text')
            again.type(PASSPHRASE)
            again.key('Return')
            again.find(contains='K-99')


if __name__ == '__main__':
    sys.exit(main([half_typed_text_over_a_lock, half_typed_text_over_leaving, last_wish_counts,
                   pause_shows_nothing, saved_survives_a_kill]))
