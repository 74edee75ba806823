#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty machine to the case list, by keyboard alone, in every staff language and right to left."""
import re
import sys

from harness import Varde, JourneyError, main, name_of, text_of

WORDS = {
    'en': {'next': 'Next', 'again': 'Type it once more', 'make': 'Make the vault',
           'written': 'I have written it down', 'done': 'Done', 'cases': 'Cases', 'lang': 'English'},
    'nb': {'next': 'Neste', 'again': 'Skriv den en gang til', 'make': 'Lag hvelvet',
           'written': 'Jeg har skrevet den av', 'done': 'Ferdig', 'cases': 'Saker',
           'lang': 'Norsk bokmål'},
    'nn': {'next': 'Neste', 'again': 'Skriv han ein gong til', 'make': 'Lag kvelvet',
           'written': 'Eg har skrive han av', 'done': 'Ferdig', 'cases': 'Saker',
           'lang': 'Norsk nynorsk'},
}


def press(varde, name):
    varde.tab_to(name=name, role='push button')
    varde.key('Return')


def recovery_groups(varde):
    groups = [name_of(n) for n in varde.all(role='label') if re.fullmatch('[0-9A-Z]{4}', name_of(n))]
    if len(groups) != 9:
        raise JourneyError(f'{len(groups)} groups of the recovery key\n{varde.dump()}')
    return groups


def walk_through(lang, rtl=False):
    words = WORDS[lang]
    with Varde(lang=lang, rtl=rtl) as varde:
        varde.find(name=words['lang'], role='radio button')
        press(varde, words['next'])
        varde.key('space')
        press(varde, words['next'])
        offered = varde.find(name=words['again'], role='password text') and [
            name_of(n) for n in varde.all(role='label')
            if re.fullmatch(r'[a-z]+( [a-z]+){5}', name_of(n))]
        varde.tab_to(name=words['again'], role='password text')
        varde.type(offered[0])
        press(varde, words['make'])
        varde.find(name=words['written'], role='push button')
        groups = recovery_groups(varde)
        press(varde, words['written'])
        varde.wait('the recovery key to be out of sight',
                   lambda: not any(name_of(n) in groups for n in varde.nodes()))
        varde.type(''.join(groups))
        press(varde, words['done'])
        varde.find(name=words['cases'])
        if any(text_of(n) == offered[0] or name_of(n) == offered[0] for n in varde.nodes()):
            raise JourneyError('the passphrase is still readable')


def english():
    walk_through('en')


def bokmal():
    walk_through('nb')


def nynorsk():
    walk_through('nn')


def right_to_left():
    walk_through('en', rtl=True)


if __name__ == '__main__':
    sys.exit(main([english, bokmal, nynorsk, right_to_left]))
