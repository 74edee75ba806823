#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of the README from the fictional cases: shots.py FOLDER [LANGUAGE]."""
import os
import sys
import tempfile

from harness import PASSPHRASE, Varde, make_vault
from words import Words

DATA = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/'
PLACES = {'prepare': 1, 'danger': 2, 'person': 3, 'seen': 4, 'conversation': 5, 'overview': 6,
          'todo': 7, 'referral': 8, 'journal': 9}


def settings(home, width, height):
    os.makedirs(home + '/config/glib-2.0/settings', exist_ok=True)
    with open(home + '/config/glib-2.0/settings/keyfile', 'w', encoding='utf-8') as keyfile:
        keyfile.write(f'[no/varde/Varde]\nwidth={width}\nheight={height}\n')


def main():
    folder = os.path.abspath(sys.argv[1])
    lang = sys.argv[2] if len(sys.argv) > 2 else 'en'
    width, height = os.environ.get('SIZE', '1366x768').split('x')
    words = Words(lang)
    os.makedirs(folder, exist_ok=True)
    home = tempfile.mkdtemp(prefix='varde-shots-')
    settings(home, width, height)
    make_vault(home, [DATA + name + '.json' for name in ('border-boy', 'reception-adult',
                                                         'prison-adult')])
    with Varde(home=home, lang=lang, args=('--language', lang)) as varde:
        varde.owns_home = True
        varde.find(name=words.say('Passphrase'), role='password text')
        varde.shot(folder + '/unlock.png')
        varde.type(PASSPHRASE)
        varde.key('Return')
        varde.find(name=words.say('Cases'))
        varde.pause()
        varde.shot(folder + '/cases.png')
        varde.key('Return')
        varde.find(name=words.say('Overview'), role='heading')
        for name, number in PLACES.items():
            varde.key(f'alt+{number}')
            varde.pause()
            varde.shot(f'{folder}/{name}.png')


if __name__ == '__main__':
    main()
