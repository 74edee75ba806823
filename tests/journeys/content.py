#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the content asks of the window: short forms that grow, paper entered by code, the source of
every sentence, packs that no longer verify."""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

from cases import choose_form, unlock
from harness import (JourneyError, Varde, ctl, is_shown, main, make_vault, name_of, role_of,
                     text_of)
from words import LANG, PACK, Words


class Home(Varde):
    """A window over a vault of its own, unlocked."""

    def __init__(self, lang='nb', cases=(), prepare=None):
        home = tempfile.mkdtemp(prefix='varde-journey-')
        if prepare is not None:
            prepare(home)
        self.vault = make_vault(home, cases)
        self.words = Words(lang)
        super().__init__(home=home, lang=lang, args=('--language', lang))
        self.owns_home = True
        unlock(self, self.words)

    def close_window(self):
        """Closes the window and leaves the vault."""
        self.process.terminate()
        self.process.wait(10)

    def records(self):
        listed = json.loads(ctl(['--json', 'list'], self.vault))
        return [json.loads(ctl(['--json', 'show', item['id']], self.vault)) for item in listed]


def open_new(varde, setting):
    """The menu of the workplaces, by keyboard."""
    wanted = varde.words.pack('setting', setting, 'name')
    varde.tab_to(name=varde.words.say('New at another workplace'))
    varde.key('space')
    varde.find(name=wanted, role='menu item')
    varde.arrow_to(wanted)
    varde.key('Return')


def places(varde):
    """The places that are offered: in the list at the side, or in its menu where it is narrow."""
    menu = next(iter(varde.all(contains=varde.words.say('Places, now: %s').split('%')[0],
                               role='push button')), None)
    if menu is None:
        return {name_of(node).split(',')[0] for node in varde.all(role='list item')}
    varde.click(menu)
    varde.find(role='menu item', contains=varde.words.say('Journal'))
    found = {name_of(node).split(',')[0] for node in varde.all(role='menu item')}
    varde.key('Escape')
    return found


def look_grows_into_a_conversation():
    with Home() as varde:
        say, pack = varde.words.say, varde.words.pack
        open_new(varde, 'border')
        choose_form(varde, pack('short', 'thirty-seconds', 'name'))
        varde.find(name=say('Seen'), role='heading')
        varde.find(name=pack('short', 'thirty-seconds', 'text'))
        # The first sign of the look has the focus: one key answers it.
        varde.find(name=pack('indicator', 'BOR-04', 'name'), role='grouping')
        varde.key('1')
        offered = places(varde)
        if offered != {say(name) for name in ('Seen', 'Danger now', 'Overview', 'What to do',
                                              'Journal')}:
            raise JourneyError(f'the look offers {offered}')
        varde.find(contains=say('Saved %s').split('%')[0])
        longer = pack('short', 'ten-minutes', 'name')
        varde.tab_to(name=say('Go on with: %s').replace('%s', longer), role='push button', limit=150)
        varde.key('Return')
        varde.find(name=longer)
        varde.wait('the conversation among the places',
                   lambda: say('The conversation') in places(varde))
        varde.key('alt+5')
        varde.find(contains=pack('phase', 'E', 'name'))
        varde.tab_to(name=say('Go on with the full conversation'), role='push button', limit=150)
        varde.key('Return')
        varde.wait('all places', lambda: say('Prepare') in places(varde))
        varde.key('alt+4')
        # What the look noted stands in its group, which says how many are answered.
        group = say('%s (answered: %u)').replace('%s', pack('group', 'BOR', 'name'))
        varde.find(contains=group.replace('%u', '1'))
        varde.find(contains=say('Saved %s').split('%')[0])
        varde.close_window()
        record, = varde.records()
        if record['form'] != 'full' or record['answers']['BOR-04'][0]['value'] != 'yes':
            raise JourneyError(f'growing lost something: {record}')


def install(home, change):
    """Puts a changed copy of the pack where installed ones lie, without a signature."""
    with open(os.environ['VARDE_PACK'], 'rb') as bundle:
        ours = bundle.read()
    other = change(ours)
    names = [hashlib.blake2b(data, digest_size=32).hexdigest() for data in (other, ours)]
    packs = home + '/data/varde/packs'
    os.makedirs(packs, mode=0o700)
    with open(f'{packs}/{names[0]}.xml', 'wb') as out:
        out.write(other)
    with open(f'{packs}/use-000001', 'w', encoding='ascii') as out:
        out.write(' '.join(names) + '\n')


def pack_that_no_longer_verifies():
    """The window says that the content it shows is not the one that was installed."""
    with Home(prepare=lambda home: install(
            home, lambda data: data.replace(b'version="2026.1"', b'version="2026.2"', 1))) as varde:
        varde.find(name=varde.words.say(
            'The signature of the content that was installed last is no longer trusted. Earlier '
            'content is shown: tell whoever looks after Varde.'))
        varde.find(contains=varde.words.pack('phrase', 'draft-content', 'text'))


def content_says_that_it_is_a_draft():
    with Home() as varde:
        draft = varde.words.pack('phrase', 'draft-content', 'text')
        varde.find(contains=draft)
        varde.find(contains=varde.words.pack('phrase', 'draft-translation', 'text'))
        if varde.sees(varde.words.say('The signature of the content')):
            raise JourneyError('trouble where there is none')
        varde.key('F9')
        varde.gone(draft)


def number_of_the_unit_in_the_steps():
    """The number that the unit notes for a local service stands where a step names the service."""
    with Home() as varde:
        say, pack = varde.words.say, varde.words.pack
        open_new(varde, 'reception')
        choose_form(varde, say('Full conversation'))
        varde.find(name=say('Prepare'), role='heading')
        varde.key('alt+3')
        varde.find(name=say('Person'), role='heading')
        varde.tab_to(name=varde.words.choice('person.age', 'child'), role='radio button')
        varde.key('space')
        varde.key('alt+7')
        varde.find(contains=pack('step', 'child-in-doubt', 'text'))
        varde.choose_in_menu(say('Contacts'))
        name = pack('contact', 'barnevern', 'name')
        button = say('Note your own number: %s').replace('%s', name)
        varde.tab_to(name=button, role='push button', limit=200)
        varde.key('Return')
        varde.tab_to(name=say('Phone'), limit=40)
        varde.type('55 55 55 55')
        varde.tab_to(name=say('Save'), role='push button', limit=40)
        varde.key('Return')
        varde.find(contains='55 55 55 55')
        varde.key('Escape')
        varde.find(contains=pack('step', 'child-in-doubt', 'text'))
        varde.find(contains=say("Your unit's own number"))
        varde.find(contains='55 55 55 55')


def texts_with_sources(lang):
    """The texts of the pack that rest on sources of their own or of what they stand in."""
    found = set()

    def collect(node, rests):
        rests = rests or bool(node.get('sources'))
        for child in node:
            own = child.get(LANG) == (None if lang == 'en' else lang)
            text = ' '.join((child.text or '').split())
            if rests and own and len(text) >= 16 and len(child) == 0 and node.get('id'):
                found.add(text)
            collect(child, rests)

    collect(PACK, False)
    return found


def shown_texts(varde):
    return {text for node in varde.nodes() if is_shown(node)
            for text in (name_of(node), text_of(node)) if text}


def source_of_every_sentence():
    """On every place: whatever rests on a source stands in the sources of the page, two clicks away
    (the menu, and its entry)."""
    case = os.path.join(os.path.dirname(__file__), '..', 'data', 'cases', 'prison-adult.json')
    with Home(cases=[case]) as varde:
        say = varde.words.say
        known = texts_with_sources('nb')
        varde.key('Return')
        varde.find(name=say('Overview'), role='heading')
        places = ['Prepare', 'Danger now', 'Person', 'Seen', 'The conversation', 'Overview',
                  'What to do', 'Referral']
        checked = 0
        for number, place in enumerate(places, 1):
            varde.key(f'alt+{number}')
            varde.find(name=say(place), role='heading')
            varde.pause(1)
            wanted = shown_texts(varde) & known
            varde.choose_in_menu(say('Sources of this page'))
            intro = say('What the page shows, and where it is from. Words without a source are the '
                        "program's own.")
            nothing = say("Nothing on this page rests on a source: the words are the program's own.")
            varde.wait('the sources', lambda: varde.sees(intro) or varde.sees(nothing))
            try:
                varde.wait('every sentence', lambda: not wanted - sources_shown(varde), 40)
            except JourneyError as error:
                missing = sorted(wanted - sources_shown(varde))
                raise JourneyError(f'{place}: no source of {missing}') from error
            checked += len(wanted)
            varde.key('Escape')
            varde.wait('the end of the sources',
                       lambda: not varde.sees(intro) and not varde.sees(nothing))
        if checked < 100:
            raise JourneyError(f'only {checked} sentences were looked at')


def sources_shown(varde):
    title = varde.words.say('Sources of this page')
    window = next((node for node in varde.windows() if name_of(node) == title), None)
    return set() if window is None else {name_of(node) for node, _depth in window.below()}


def answers_that_differ_stand_side_by_side():
    """An adult with a sign of a child, a yes beside a no with a note, and one taken back."""
    case = {'format': 'varde-assessment', 'version': 1, 'setting': 'reception',
            'person': {'reference': 'B-7', 'age': 'adult', 'danger': []},
            'answers': {
                'CHI-10': [{'value': 'yes', 'basis': ['observation']}],
                'ECO-01': [{'value': 'maybe', 'basis': ['document'], 'withdrawn': True},
                           {'value': 'yes', 'basis': ['statement'], 'note': 'Q-first'},
                           {'value': 'no', 'basis': ['third_party'], 'note': 'Q-yes after all'}]}}
    with tempfile.NamedTemporaryFile('w', suffix='.json') as out:
        json.dump(case, out)
        out.flush()
        with Home(cases=[out.name]) as varde:
            say, words = varde.words.say, varde.words
            varde.key('Return')
            varde.find(name=say('Overview'), role='heading')
            varde.find(name=words.pack('reason', 'age-doubt', 'text'))
            for value, basis, note in (('yes', 'statement', 'Q-first'),
                                       ('no', 'third_party', 'Q-yes after all')):
                varde.find(name=f'{words.choice("answer.value", value)} · '
                                f'{words.pack("phrase", "basis-" + basis, "text")}')
                varde.find(name=note)
            if varde.all(contains=words.pack('phrase', 'basis-document', 'text')):
                raise JourneyError('what was taken back stands among the reasons')
            varde.key('alt+4')
            varde.find(name=say('Seen'), role='heading')
            title = say('Earlier answers: %u').replace('%u', '2')
            varde.tab_to(name=title, limit=150)
            varde.key('Return')
            varde.find(contains=say('replaced or taken back, does not count'))
            varde.find(contains='Q-first')


def text_of_sheet(setting, home):
    """The codes of the printed sheet, in its order."""
    path = home + '/sheet.pdf'
    ctl(['pack', 'sheet', '--setting', setting, '--output', path])
    text = subprocess.run(['pdftotext', '-layout', path, '-'], check=True, capture_output=True,
                          text=True).stdout
    return re.findall(r'^\s{0,4}([A-Z]{3}-\d{2})\b', text, re.M), text


def sheet_is_entered_by_code():
    with Home() as varde:
        say, pack = varde.words.say, varde.words.pack
        codes, text = text_of_sheet('reception', varde.home)
        hash_ = hashlib.blake2b(open(os.environ['VARDE_PACK'], 'rb').read(),
                                digest_size=32).hexdigest()
        if hash_[:12] not in text:
            raise JourneyError('the sheet does not name its version')
        open_new(varde, 'reception')
        choose_form(varde, say('Full conversation'))
        varde.find(name=say('Prepare'), role='heading')
        varde.key('alt+4')
        link = say('Enter a sheet filled in by hand')
        varde.tab_to(name=link, role='push button', back=True)
        varde.key('Return')
        varde.find(name=say('From the paper sheet'), role='heading')
        print_ = varde.find(name=say('Start of the _fingerprint at the foot of the sheet'), role='text')
        code = varde.find(name=say('_Code before the sign'), role='text')
        varde.click(print_)
        varde.type(hash_[:12].upper())
        varde.find(name=say('So far the same content as here.'))
        varde.type('f')
        varde.find(name=say('This sheet is of another version of the content. Codes and words may '
                            'differ: compare the text of each sign before you answer.'))
        varde.click(code)
        varde.type('XYZ-99')
        varde.key('Return')
        varde.find(contains='ECO-01')
        varde.key('ctrl+a')
        varde.type(codes[0].lower().replace('-', ''))
        varde.key('Return')
        # One key answers, Enter goes on: in the order of the printed sheet.
        for n, wanted in enumerate(codes[:25]):
            varde.find(name=pack('indicator', wanted, 'name'), role='heading')
            varde.wait(f'the focus on the answer to {wanted}',
                       lambda: any(role_of(node) == 'radio button' for node in varde.focused()))
            varde.key('1' if n % 2 == 0 else '3')
            varde.key('Return')
        varde.find(name=pack('indicator', codes[25], 'name'), role='heading')
        varde.find(contains=say('Saved %s').split('%')[0])
        varde.close_window()
        record, = varde.records()
        found = {code: entries[0]['value'] for code, entries in record['answers'].items()}
        expected = {code: 'yes' if n % 2 == 0 else 'no' for n, code in enumerate(codes[:25])}
        if found != expected:
            raise JourneyError(f'entered {found}')


if __name__ == '__main__':
    sys.exit(main([look_grows_into_a_conversation, pack_that_no_longer_verifies,
                   content_says_that_it_is_a_draft, number_of_the_unit_in_the_steps,
                   sheet_is_entered_by_code, source_of_every_sentence,
                   answers_that_differ_stand_side_by_side]))
