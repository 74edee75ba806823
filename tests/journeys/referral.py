#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral to a key and back: the key is taken from the screen, added by hand after its words were
compared, a case is sealed to it, and the file is opened, recognised, kept and answered."""
import os
import sys
import tempfile

import pyatspi

from harness import JourneyError, PASSPHRASE, Varde, has_state, main, make_vault, name_of, text_of
from words import Words

CASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/reception-adult.json'


class Desk:
    """A window over a vault with one case, and the steps that come again."""

    def __init__(self, varde, words, home):
        self.varde, self.words, self.home = varde, words, home

    def unlock(self):
        self.varde.find(name=self.words.say('Passphrase'), role='password text')
        self.varde.type(PASSPHRASE)
        self.varde.key('Return')
        self.varde.find(name=self.words.say('Cases'))

    def press(self, text, role='push button', back=False):
        """Reaches it by keyboard and presses it; backwards for what stands at the end of a page."""
        self.varde.tab_to(name=self.words.say(text), role=role, limit=150, back=back)
        self.varde.key('space')

    def open_exchange(self):
        self.varde.key('F10')
        name = self.words.say('Received files and keys')
        self.varde.find(name=name, role='menu item')
        for _ in range(30):
            if any(name_of(node) == name for node in self.varde.focused()):
                break
            self.varde.key('Down')
        self.varde.key('Return')
        self.varde.find(name=self.words.say('Keys of others'), role='heading')

    def own_key(self):
        label = self.varde.wait('the key', lambda: next(
            (node for node in self.varde.all(role='label') if text_of(node).startswith('age1')
             or name_of(node).startswith('age1')), None))
        return text_of(label) or name_of(label)

    def add_key(self, name, key):
        varde, words = self.varde, self.words
        self.press('Add a key')
        varde.tab_to(name=words.say('Whose key it is'))
        varde.type(name)
        varde.key('Tab')
        varde.type(key)
        self.press('Add this key')
        # Not before the words were compared.
        varde.find(contains=words.say('Whoever swaps the key can read what you send.')[-25:])
        varde.tab_to(name=words.say('I called them, and they read me the same six words'), back=True)
        varde.key('space')
        self.press('Add this key')
        varde.find(name='\u2068' + name + '\u2069', role='heading')

    def open_case(self, reference):
        self.varde.key('Escape')
        self.varde.find(name=self.words.say('Cases'))
        self.varde.tab_to(contains=reference)
        self.varde.key('Return')
        self.varde.find(name=self.words.say('Overview'), role='heading')
        self.varde.key('alt+8')
        self.varde.find(name=self.words.say('To whom'), role='grouping')

    def choose_file(self, path):
        self.varde.pause()
        self.varde.key('ctrl+a')
        self.varde.type(path)
        self.varde.key('Return')

    def seal_to(self, name, path):
        varde, words = self.varde, self.words
        # Tab stops at the one that is chosen, arrows choose another.
        varde.tab_to(name=words.say('Protected PDF that opens with six words'), role='radio button',
                     limit=40, back=True)
        wanted = words.say("Encrypted package to the recipient's own key")
        for _ in range(4):
            if any(name_of(node) == wanted for node in varde.focused()):
                break
            varde.key('Down')
        varde.tab_to(name='\u2068' + name + '\u2069', role='check box', limit=20)
        varde.key('space')
        self.press('Save encrypted…')
        self.choose_file(path)
        varde.find(name=words.say('Saved, encrypted'))

    def open_file(self, path):
        self.press('Choose a file…')
        self.varde.pause()
        self.varde.type(path)
        self.varde.key('Return')
        self.varde.pause()


def run(lang, rtl=False):
    words = Words(lang)
    home = tempfile.mkdtemp(prefix='varde-journey-')
    make_vault(home, [CASE])
    shots = os.environ.get('SHOTS')
    with Varde(home=home, lang=lang, args=('--language', lang), rtl=rtl) as varde:
        varde.owns_home = True
        desk = Desk(varde, words, home)
        sent, answer = home + '/sent.age', home + '/answer.age'
        desk.unlock()
        desk.open_exchange()
        key = desk.own_key()
        if shots:
            varde.shot(f'{shots}/exchange-{lang}.png')
        desk.add_key('Our own', key)
        if shots:
            varde.shot(f'{shots}/added-{lang}.png')
        desk.open_case('M-31')
        desk.seal_to('Our own', sent)
        if shots:
            varde.shot(f'{shots}/sealed-{lang}.png')


def by_key_in_english():
    run('en')


if __name__ == '__main__':
    sys.exit(main([by_key_in_english]))
