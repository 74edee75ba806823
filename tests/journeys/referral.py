#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral to a key and back: the key is taken from the screen, added by hand after its words were
compared, a case is sealed to it, and the file is opened, recognised, kept and answered."""
import os
import subprocess
import sys
import tempfile

from harness import (JourneyError, PASSPHRASE, Varde, has_state, main, make_vault, name_of,
                     text_of)
from screen import SENSITIVE
from words import Words

CASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/reception-adult.json'


LPSTAT = """#!/bin/sh
case "$1" in -e) echo office;; -d) echo 'system default destination: office';; esac
"""


def print_system(home):
    """A folder with an `lp` that keeps what it is given, to be first in the path."""
    folder = home + '/bin'
    os.makedirs(folder)
    for name, text in (('lpstat', LPSTAT), ('lp', f'#!/bin/sh\ncat > {home}/paper.pdf\n')):
        with open(f'{folder}/{name}', 'w', encoding='utf-8') as script:
            script.write(text)
        os.chmod(f'{folder}/{name}', 0o700)
    os.environ['PATH'] = folder + ':' + os.environ['PATH']


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
        self.varde.choose_in_menu(self.words.say('Received files and keys'))
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
        varde.find(contains=words.say('Call the recipient on a number you know and compare the six '
                                      'words first. Whoever swaps the key can read what you send.'))
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

    def seal_to(self, name, path):
        varde, words = self.varde, self.words
        # Tab stops at the one that is chosen, arrows choose another.
        varde.tab_to(name=words.say('Protected PDF that opens with six words'), role='radio button',
                     limit=40, back=True)
        varde.arrow_to(words.say("Encrypted package to the recipient's own key"))
        varde.tab_to(name='\u2068' + name + '\u2069', role='check box', limit=150)
        varde.key('space')
        self.press('Save encrypted…')
        self.varde.choose_file(path)
        varde.find(name=words.say('Saved, encrypted'))

    def print_page(self, pages):
        varde, words = self.varde, self.words
        self.press('Print on paper')
        varde.find(name='office', role='radio button')
        varde.tab_to(name=words.say('Pages, such as 1-3, 5; nothing for all'), limit=150)
        varde.type(pages)
        self.press('Print')
        varde.find(name=words.say('Handed to the printer'))

    def choose_card(self):
        """The question comes first, and the answer is what is in the document."""
        varde, words = self.varde, self.words
        document = Words('nb')  # whatever the screen's
        normal = document.pack('paragraph', 'crd-normal-words', 'text')
        discreet = document.pack('section', 'crd-discreet', 'title')
        varde.key('alt+8')
        varde.tab_to(role='radio button', name=words.choice('recipient', 'rosa'), limit=40)
        self.varde.arrow_to(words.choice('recipient', 'card'))
        varde.find(contains=normal)
        varde.tab_to(role='radio button',
                     name=words.say('Not asked yet: both cards, to cut out the one that fits'))
        self.varde.arrow_to(words.say('Only one without such words: the discreet card'))
        varde.gone(normal)
        varde.find(contains=discreet)
        varde.key('Down')
        varde.find(contains=words.say('Say the number aloud until the person remembers it. Nothing '
                                      'is printed or saved.'))
        varde.gone(discreet)
        if has_state(varde.find(name=words.say('Save encrypted…'), role='push button'), SENSITIVE):
            raise JourneyError('a card that is not safe can be saved')

    def open_file(self, path):
        self.press('Choose a file…')
        self.varde.choose_file(path)
        self.varde.find(name=self.words.say('Who signed it'), role='heading')

    def check_signer(self, known):
        """A stranger first; the sender is known once the words were compared."""
        varde, words = self.varde, self.words
        if not known:
            varde.tab_to(name=words.say('I called them, and they read me the same six words'))
            varde.key('space')
            self.press('Know this sender from now on')
        varde.find(contains=words.say('Signed by') + ':')

    def answer(self, path):
        self.press('Answer with a _receipt…')
        self.varde.choose_file(path)
        self.varde.find(name=self.words.say('Saved'), role='label')


def run(lang, rtl=False):
    words = Words(lang)
    home = tempfile.mkdtemp(prefix='varde-journey-')
    make_vault(home, [CASE])
    print_system(home)
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
        desk.print_page('1')
        if shots:
            varde.shot(f'{shots}/printed-{lang}.png')
        pages = subprocess.run(['pdfinfo', home + '/paper.pdf'], check=True, capture_output=True,
                               text=True).stdout
        if 'Pages:           1\n' not in pages:
            raise JourneyError(f'not one page on paper:\n{pages}')
        desk.choose_card()
        if shots:
            varde.shot(f'{shots}/card-{lang}.png')
        desk.open_exchange()
        desk.open_file(sent)
        if shots:
            varde.shot(f'{shots}/opened-{lang}.png')
        desk.check_signer(known=False)
        desk.answer(answer)
        varde.key('Escape')
        varde.find(name=words.say('Keys of others'), role='heading')
        desk.open_file(answer)
        desk.check_signer(known=True)
        varde.find(contains=words.say('Receipt for number'))
        desk.press('_Note it on the case')
        varde.find(contains='M-31')
        if shots:
            varde.shot(f'{shots}/receipt-{lang}.png')
        varde.key('Escape')
        varde.find(name=words.say('Keys of others'), role='heading')
        desk.open_file(sent)
        desk.press('Keep it as a case')
        varde.find(name=words.say('Back to the cases'))
        varde.find(name=words.say('Overview'), role='heading')


def by_key_in_english():
    run('en')


def by_key_in_bokmal():
    run('nb')


if __name__ == '__main__':
    sys.exit(main([by_key_in_english, by_key_in_bokmal]))
