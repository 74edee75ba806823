#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking after the vault by keyboard: people, recovery key, backup and restore, log, search, damage,
destroying; and what a screen reader says of each page."""
import os
import re
import shutil
import sys
import tempfile

from harness import JourneyError, PASSPHRASE, Varde, has_state, main, make_vault, name_of
from screen import SENSITIVE
from names import nameless
from words import Words

DATA = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/'
CASES = [DATA + name + '.json' for name in ('prison-adult', 'reception-adult')]
OTHER = 'snille hunder sover lenge ute'
PAGES = ['People', 'Recovery key', 'Backup', 'Restore from a backup', 'Move to another computer', 'Log',
         'Condition', 'How long cases are kept', 'Seal everything again', 'Destroy the vault']


def start(home, lang):
    return Varde(home=home, lang=lang, args=('--language', lang))


def new_home(cases=()):
    home = tempfile.mkdtemp(prefix='varde-journey-')
    make_vault(home, cases)
    return home


def unlock(varde, words, passphrase=PASSPHRASE):
    varde.find(name=words.say('Passphrase'), role='password text')
    varde.type(passphrase)
    varde.key('Return')
    varde.find(name=words.say('Cases'))
    # The copy of the day is made a moment later.
    varde.pause(3)


def press(varde, words, text):
    varde.tab_to(name=words.say(text), role='push button', limit=120)
    varde.key('Return')


def open_page(varde, words, title):
    varde.choose_in_menu(words.say('The vault'), words.say(title))
    varde.find(name=words.say(title), role='heading')


def new_passphrase(varde, words, passphrase):
    varde.tab_to(name=words.say('Six words made for you (best)'), role='radio button')
    varde.key('Down')
    varde.key('space')
    varde.tab_to(name=words.say('Passphrase'), role='password text')
    varde.type(passphrase)
    varde.tab_to(name=words.say('Type it _once more'), role='password text')
    varde.type(passphrase)


def write_down(varde, words):
    """Copies the recovery key from the screen and types it back."""
    written = words.say('I have written it _down')
    varde.find(name=written, role='push button')
    groups = [name_of(node) for node in varde.all(role='label')
              if re.fullmatch('[0-9A-Z]{4}', name_of(node))]
    if len(groups) != 9:
        raise JourneyError(f'{len(groups)} groups of the recovery key\n{varde.dump()}')
    varde.tab_to(name=written, role='push button')
    varde.key('Return')
    varde.tab_to(name=words.say('Group %u').replace('%u', '1'), role='password text')
    varde.type(''.join(groups))
    press(varde, words, '_Done')
    return groups


def lock(varde, words):
    varde.key('ctrl+l')
    varde.wait('the lock', lambda: varde.all(
        name=words.say('Passphrase'), role='password text'))


def every_page_has_names():
    words = Words('nn')
    with start(new_home(CASES), 'nn') as varde:
        varde.owns_home = True
        unlock(varde, words)
        problems = nameless(varde, 'cases')
        for title in PAGES:
            open_page(varde, words, title)
            problems += nameless(varde, title)
            if not varde.focused():
                problems.append(f'{title}: nothing has the focus')
            if not words.say(title) or (words.say(title) == title and title != 'Logg'):
                problems.append(f'{title} is not in nynorsk')
        if problems:
            raise JourneyError('\n'.join(problems))


def somebody_else_gets_in():
    words = Words('en')
    with start(new_home(CASES), 'en') as varde:
        varde.owns_home = True
        unlock(varde, words)
        open_page(varde, words, 'People')
        press(varde, words, 'Add a person…')
        varde.tab_to(name='Name or initials', role='text')
        varde.type('Ane')
        new_passphrase(varde, words, OTHER)
        press(varde, words, 'Add')
        varde.find(name='Ane', role='list item')
        lock(varde, words)
        varde.type(OTHER)
        varde.key('Return')
        # At the same place as before the lock, and with fewer rights there.
        varde.find(name='People', role='heading')
        varde.find(contains='Only a leader can add')
        if varde.all(name='Add a person…', role='push button'):
            raise JourneyError('a member may add people')


def backup_and_back_again():
    """Into a file, and out of it into a new vault that takes the place of the old one."""
    words = Words('nb')
    home = new_home(CASES)
    path = home + '/varde.age'
    with start(home, 'nb') as varde:
        varde.owns_home = True
        unlock(varde, words)
        varde.find(contains=words.say('No backup outside this computer yet'))
        # The key of a vault that the command line made is on no paper here: a new one.
        open_page(varde, words, 'Recovery key')
        press(varde, words, '_Make a new key…')
        varde.find(contains=words.say('Make a new recovery key?'))
        varde.tab_to(contains=words.say('Make a new one'), role='push button')
        varde.key('Return')
        # It is shown once: nothing leads away from it.
        shown = varde.find(name=words.say('Write down the recovery key'), role='heading')
        varde.key('ctrl+n', 'ctrl+f')
        varde.pause(0.5)
        if not varde.all(name=name_of(shown), role='heading'):
            raise JourneyError('the new key is gone from the screen')
        groups = write_down(varde, words)
        open_page(varde, words, 'Backup')
        press(varde, words, '_Back up to a file…')
        varde.choose_file(path)
        varde.find(contains=words.say('The backup is verified'))
        varde.key('Escape')
        if not os.path.exists(path):
            raise JourneyError('no file')
        open_page(varde, words, 'Restore from a backup')
        press(varde, words, 'Begin')
        press(varde, words, 'Choose a _backup…')
        varde.choose_file(path)
        varde.find(contains='varde.age')
        varde.tab_to(name=words.say('Key or passphrase'), role='password text')
        varde.type('-'.join(groups))
        new_passphrase(varde, words, OTHER)
        press(varde, words, 'Restore')
        write_down(varde, words)
        press(varde, words, 'Switch to the restored vault')
        varde.wait('the new process', lambda: varde.all(
            name=words.say('Passphrase'), role='password text'))
        unlock(varde, words, OTHER)
        for reference in ('M-31', 'F-07'):
            varde.find(contains=reference, role='list item')
        open_page(varde, words, 'Condition')
        varde.find(name=words.say('Other vaults beside this one'), role='heading')


def log_and_condition():
    words = Words('en')
    with start(new_home(CASES), 'en') as varde:
        varde.owns_home = True
        unlock(varde, words)
        varde.key('Return')
        varde.find(name='Overview', role='heading')
        open_page(varde, words, 'Log')
        varde.find(contains='Case opened')
        anchor = next(name_of(node) for node in varde.all(role='label')
                      if re.fullmatch('[0-9]+(-[0-9a-f]{4}){8}', name_of(node)))
        for line, answer in ((anchor, 'up to there is unchanged'),
                             (anchor[:-1] + ('0' if anchor[-1] != '0' else '1'), 'no such state'),
                             ('nothing', 'That is no anchor')):
            varde.tab_to(name='A line written down earlier', role='text')
            varde.key('ctrl+a')
            varde.type(line)
            press(varde, words, 'Check the line')
            varde.find(contains=answer)
        open_page(varde, words, 'Condition')
        varde.find(contains='What deleting does')
        press(varde, words, 'Check everything')
        varde.find(name='Nothing is damaged', role='heading')


def words_in_all_texts_are_found():
    words = Words('nb')
    with start(new_home(CASES), 'nb') as varde:
        varde.owns_home = True
        unlock(varde, words)
        varde.key('ctrl+f')
        varde.type('courtesy')
        varde.find(contains=words.say('%s\nFound in: %s').split('\n')[1].split('%s')[0])
        if varde.all(name='F-07', role='list item'):
            raise JourneyError('a case without the word is shown')
        varde.key('ctrl+a')
        varde.type('zzz no such word')
        varde.find(contains=words.say('Nothing found in any case.'))


def damage_is_named():
    """A damaged vault is never replaced by an empty one, and says what is damaged."""
    words = Words('en')
    home = new_home(CASES)
    with open(home + '/data/varde/vault/slots', 'r+b') as slots:
        slots.truncate(1000)
    with start(home, 'en') as varde:
        varde.owns_home = True
        varde.find(name='Passphrase', role='password text')
        varde.type(PASSPHRASE)
        varde.key('Return')
        varde.find(contains='in the file “slots”')
        press(varde, words, 'Save what can be read')
        varde.find(name='Save what can be read', role='heading')
        varde.find(name='Key or passphrase', role='password text')
        shutil.rmtree(home + '/data/varde/vault')


def one_damaged_case_is_removed():
    """It is named, what is left of it is saved first, and the other case is as before."""
    words = Words('en')
    home = new_home(CASES)
    path = home + '/left.age'
    with open(home + '/data/varde/vault/store.db', 'r+b') as store:
        # The last page belongs to the text of a case.
        store.seek(-4096 + 512, os.SEEK_END)
        store.write(b'U' * 64)
    with start(home, 'en') as varde:
        varde.owns_home = True
        unlock(varde, words)
        open_page(varde, words, 'Condition')
        press(varde, words, 'Check everything')
        varde.find(name='Something is damaged', role='heading')
        varde.tab_to(contains='cannot be read', role='list item')
        varde.key('Return')
        varde.find(name='A damaged case', role='heading')
        if has_state(varde.find(name='Remove this case…', role='push button'), SENSITIVE):
            raise JourneyError('it can be removed before what is left is saved')
        press(varde, words, '_Save what is left of it…')
        varde.choose_file(path)
        varde.find(contains='What is left of it is saved')
        varde.key('Escape')
        if not os.path.exists(path):
            raise JourneyError('no file')
        press(varde, words, '_Remove this case…')
        varde.find(contains='Remove this damaged case?')
        varde.tab_to(contains='Remove Remove', role='push button')
        varde.key('Return')
        varde.find(contains='The damaged case is removed.')
        varde.find(name='Condition', role='heading')
        press(varde, words, 'Check everything')
        varde.find(name='Nothing is damaged', role='heading')


def locked_out_of_a_dialog():
    """A question that is open, a file that is being chosen: the lock asks nothing and waits for nothing."""
    words = Words('en')
    with start(new_home(CASES), 'en') as varde:
        varde.owns_home = True
        unlock(varde, words)
        open_page(varde, words, 'Recovery key')
        press(varde, words, '_Make a new key…')
        varde.find(contains='Make a new recovery key?')
        lock(varde, words)
        varde.type(PASSPHRASE)
        varde.key('Return')
        varde.find(name='Recovery key', role='heading')
        if varde.sees('Make a new recovery key?'):
            raise JourneyError('the question came back')
        open_page(varde, words, 'Backup')
        press(varde, words, '_Back up to a file…')
        varde.pause(2)
        lock(varde, words)
        varde.type(PASSPHRASE)
        varde.key('Return')
        varde.find(name='Backup', role='heading')


def destroyed_and_restored_anew():
    """What is destroyed is gone; on a machine without a vault the backup becomes the vault."""
    words = Words('nb')
    home = new_home(CASES)
    vault, path = home + '/data/varde/vault', home + '/varde.age'
    with start(home, 'nb') as varde:
        varde.owns_home = True
        unlock(varde, words)
        open_page(varde, words, 'Backup')
        varde.tab_to(name=words.say('The recovery key opens the file (best)'), role='radio button')
        varde.key('Down', 'space')
        new_passphrase(varde, words, OTHER)
        press(varde, words, '_Back up to a file…')
        varde.choose_file(path)
        varde.find(contains=words.say('The backup is verified'))
        varde.key('Escape')
        open_page(varde, words, 'Destroy the vault')
        button = varde.find(name=words.say('Destroy the vault now'), role='push button')
        if has_state(button, SENSITIVE):
            raise JourneyError('it can be pressed before the word is typed')
        varde.tab_to(contains=words.say('destroy'), role='text')
        varde.type(words.say('destroy'))
        press(varde, words, 'Destroy the vault now')
        varde.wait('the first page', lambda: varde.all(
            name='Norsk bokmål', role='radio button'))
        if os.path.exists(vault):
            raise JourneyError(f'still there: {os.listdir(vault)}')
        press(varde, words, 'Restore from a backup instead')
        press(varde, words, 'Begin')
        press(varde, words, 'Choose a _backup…')
        varde.choose_file(path)
        varde.find(contains='varde.age')
        varde.tab_to(name=words.say('The recovery key of that vault'), role='radio button')
        varde.key('Down', 'space')
        varde.tab_to(name=words.say('Key or passphrase'), role='password text')
        varde.type(OTHER)
        new_passphrase(varde, words, PASSPHRASE)
        press(varde, words, 'Restore')
        write_down(varde, words)
        for reference in ('M-31', 'F-07'):
            varde.find(contains=reference, role='list item')


if __name__ == '__main__':
    sys.exit(main([every_page_has_names, somebody_else_gets_in, backup_and_back_again,
                   log_and_condition, words_in_all_texts_are_found, damage_is_named,
                   one_damaged_case_is_removed,
                   locked_out_of_a_dialog, destroyed_and_restored_anew]))
