#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learn, Practice, Contacts and the sources of a page, by keyboard, before and after unlocking."""
import hashlib
import os
import shutil
import sys
import tempfile

from harness import PASSPHRASE, Varde, JourneyError, main, make_vault, name_of

WORDS = {
    'en': {'learn': 'Learn', 'practice': 'Practice', 'contacts': 'Contacts', 'unlock': 'Unlock',
           'search': 'Search all there is to read', 'debt': 'debt',
           'page': 'Debt that is never paid off', 'sources': 'Sources (4)',
           'source': 'Coordinating Unit against Trafficking in Human Beings (KOM)',
           'case': 'The man who watered plants', 'signs': 'Search all signs', 'adult': 'Adult',
           'safe': 'None of these', 'compare': 'Compare', 'same': 'The two lead to the same advice.',
           'outcome': 'There are reasonable grounds to believe', 'locked': 'Locked',
           'own': 'They are in the vault: unlock to see them.', 'cases': 'Cases'},
    'nb': {'learn': 'Lær', 'practice': 'Øv', 'contacts': 'Kontakter', 'unlock': 'Lås opp',
           'search': 'Søk i alt som kan leses', 'debt': 'gjeld', 'cases': 'Saker'},
}
ANSWERS = ['REC-01', 'CTL-03', 'ECO-01', 'ECO-02', 'CRI-02']


class Home:
    """A folder with a vault, removed at the end."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix='varde-learn-')
        self.vault = make_vault(self.path)
        return self

    def __exit__(self, *_error):
        shutil.rmtree(self.path, ignore_errors=True)

    def prints(self):
        """What is in the vault, byte for byte."""
        return {name: hashlib.sha256(open(os.path.join(self.vault, name), 'rb').read()).hexdigest()
                for name in sorted(os.listdir(self.vault))}


def press(varde, name):
    varde.tab_to(name=name, role='push button')
    varde.key('Return')


def unlock(varde, lang='en'):
    varde.find(role='password text')
    varde.tab_to(role='password text')
    varde.type(PASSPHRASE)
    varde.key('Return')
    varde.wait('an open vault', lambda: varde.all(role='password text') == [])


def lock(varde):
    varde.key('ctrl+l')
    varde.find(role='password text')


def focus_name(varde):
    return [name_of(n) for n in varde.focused()]


def read_before_unlocking():
    words = WORDS['en']
    with Home() as home, Varde(home=home.path) as varde:
        before = home.prints()
        varde.find(role='password text')
        press(varde, words['learn'])
        varde.find(name=words['search'])
        varde.type('DEBT')
        varde.find(name=words['page'], role='list item')
        varde.key('Return', 'Return')
        varde.find(name=words['sources'])
        if varde.sees(words['source']):
            raise JourneyError('the sources are open before they are asked for')
        press(varde, words['sources'])
        varde.find(contains=words['source'])
        varde.key('Escape')
        varde.find(name=words['search'])
        varde.wait('the focus where it was', lambda: words['page'] in focus_name(varde))
        varde.key('ctrl+f', 'ctrl+a', 'BackSpace')
        varde.type('xyzzy')
        varde.find(contains='Nothing with these words.')
        varde.key('Escape', 'Escape')
        varde.find(role='password text')
        if home.prints() != before:
            raise JourneyError('reading changed the vault')
        unlock(varde)


def answer(varde, item):
    """Finds a sign by its code and answers yes."""
    varde.tab_to(name='Search all signs', back=True, limit=200)
    varde.key('ctrl+a', 'BackSpace')
    varde.type(item)
    varde.wait(f'the sign {item} alone', lambda: len(varde.all(name='Yes', role='radio button')) == 1)
    varde.tab_to(name='Yes', role='radio button')
    varde.key('1')


def practise():
    words = WORDS['en']
    with Home() as home, Varde(home=home.path) as varde:
        before = home.prints()
        varde.find(role='password text')
        press(varde, words['practice'])
        varde.find(name=words['case'], role='list item')
        varde.tab_to(name=words['case'])
        varde.key('Return')
        varde.find(name=words['signs'])
        varde.key('alt+c')
        varde.find(contains='The two lead to different advice.')
        varde.key('Escape')
        varde.find(name=words['signs'])
        varde.tab_to(name=words['adult'])
        varde.key('space')
        varde.tab_to(name=words['signs'], limit=200)
        for item in ANSWERS:
            answer(varde, item)
        varde.key('alt+c')
        varde.find(contains=words['same'])
        titles = [n for n in varde.all(contains=words['outcome'])]
        if len(titles) < 2:
            raise JourneyError(f'the outcome stands {len(titles)} times\n{varde.dump()}')
        varde.key('Escape', 'Escape', 'Escape')
        varde.find(role='password text')
        if home.prints() != before:
            raise JourneyError('practice changed the vault')
        unlock(varde)
        varde.find(contains='No cases yet')


def own_contacts():
    with Home() as home, Varde(home=home.path) as varde:
        press(varde, 'Contacts')
        varde.find(contains='unlock to see them')
        varde.key('Escape')
        unlock(varde)
        varde.choose_in_menu('Contacts')
        press(varde, 'Add a contact')
        varde.find(name='Phone')
        varde.key('Return')
        varde.find(contains='Give the service a name.')
        varde.type('Barnevernvakta in town')
        varde.tab_to(name='Phone')
        varde.type('call us')
        varde.key('Return')
        varde.find(contains='digits, spaces and + only')
        varde.key('ctrl+a')
        varde.type('116 117')
        press(varde, 'Checked today')
        press(varde, 'Save')
        varde.find(name='Barnevernvakta in town')
        press(varde, 'Add a contact')
        varde.find(name='Phone')
        varde.type('Half a na')
        lock(varde)
        unlock(varde)
        varde.find(name='Phone')
        press(varde, 'Save')
        varde.find(name='Half a na')
        varde.find(name='Barnevernvakta in town')
        varde.find(contains='116 117')
        press(varde, 'Edit: Barnevernvakta in town')
        varde.tab_to(name='Delete…')
        varde.key('Return')
        varde.find(contains='Delete this contact?')
        varde.tab_to(contains='Delete Delete', role='push button')
        varde.key('Return')
        varde.gone('Barnevernvakta in town')
        for name in os.listdir(home.vault):
            with open(os.path.join(home.vault, name), 'rb') as part:
                if b'Barnevernvakta' in part.read():
                    raise JourneyError(f'the contact stands readable in {name}')


def sources_of_a_page():
    with Home() as home, Varde(home=home.path) as varde:
        unlock(varde)
        varde.key('ctrl+n')
        varde.find(name='Full conversation', role='push button')
        varde.key('Return')
        varde.find(contains='No reference yet')
        varde.key('alt+4')
        varde.find(name='Search all signs')
        varde.choose_in_menu('Sources of this page')
        varde.find(contains='What the page shows, and where it is from.')
        varde.find(contains='(KOM)')
        varde.key('Escape')
        varde.gone('What the page shows, and where it is from.')
        varde.wait('the focus back on the page', lambda: any(focus_name(varde)))
        varde.choose_in_menu('Learn')
        varde.find(name='Search all there is to read')
        varde.key('Escape')
        varde.find(name='Search all signs')
        varde.key('alt+3')
        varde.find(contains='Age')
        varde.choose_in_menu('Learn')
        varde.find(name='Search all there is to read')
        varde.type('law')
        lock(varde)
        unlock(varde)
        varde.find(name='Search all there is to read')
        varde.find(contains='Found: ')
        varde.key('Escape', 'Escape')
        varde.find(contains='No reference yet')


def bokmal():
    words = WORDS['nb']
    with Home() as home, Varde(home=home.path, lang='nb') as varde:
        varde.find(role='password text')
        press(varde, words['learn'])
        varde.find(name=words['search'])
        varde.type(words['debt'])
        varde.find(role='list item', contains='')
        varde.key('Escape', 'Escape')
        press(varde, words['practice'])
        varde.find(role='list item')
        varde.key('Escape')
        press(varde, words['contacts'])
        varde.find(contains='ROSA')


if __name__ == '__main__':
    sys.exit(main([read_before_unlocking, practise, own_contacts, sources_of_a_page, bokmal]))
