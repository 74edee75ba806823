#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader says: in every place each control has a name of its own, in words."""
import os
import re
import sys
import tempfile

from harness import JourneyError, PASSPHRASE, Varde, is_shown, main, make_vault
from harness import name_of, role_of
from words import Words

DATA = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/'
CASES = [DATA + 'prison-adult.json', DATA + 'border-boy.json']
CONTROLS = ('push button', 'toggle button', 'radio button', 'check box', 'text', 'entry',
            'password text', 'menu item', 'list item', 'link', 'grouping')
# Parts that GTK 4.8 makes inside its own controls and that cannot be named from outside.
INNER = re.compile(r'^(GtkToggleButton|GtkImage|GtkScrollbar)$')
CLASS_NAME = re.compile(r'^(Gtk|Adw|Vd|Pango)[A-Z]')


def nameless(varde, place):
    problems = []
    for node in varde.nodes():
        name, role = name_of(node), role_of(node)
        if role not in CONTROLS or INNER.match(name) or not is_shown(node):
            continue
        if CLASS_NAME.match(name) or (not name.strip() and role != 'text'):
            problems.append(f'{place}: {role} "{name}"')
    return problems


def unlock(varde, words):
    varde.find(name=words.say('Passphrase'), role='password text')
    varde.type(PASSPHRASE)
    varde.key('Return')
    varde.find(name=words.say('Cases'))


def every_place(lang, rtl=False):
    words = Words(lang)
    home = tempfile.mkdtemp(prefix='varde-journey-')
    make_vault(home, CASES)
    with Varde(home=home, lang=lang, args=('--language', lang), rtl=rtl) as varde:
        varde.owns_home = True
        problems = nameless(varde, 'unlock')
        unlock(varde, words)
        problems += nameless(varde, 'cases')
        varde.key('Return')
        varde.find(name=words.say('Overview'), role='heading')
        for number in range(1, 10):
            varde.key(f'alt+{number}')
            varde.pause(0.8)
            problems += nameless(varde, f'place {number}')
            if not varde.focused():
                problems.append(f'place {number}: nothing has the focus')
        if problems:
            raise JourneyError('\n'.join(problems))


def names_in_bokmal():
    every_place('nb')


def names_in_english_right_to_left():
    every_place('en', rtl=True)


if __name__ == '__main__':
    sys.exit(main([names_in_bokmal, names_in_english_right_to_left]))
