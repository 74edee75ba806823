#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three fictional cases, entered in the window by keyboard: the outcome on the screen, who may
receive a referral, and a document that a foreign tool opens and that says what the screen said."""
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid

from harness import JourneyError, PASSPHRASE, Varde, has_state, main, make_vault, name_of, role_of
from screen import CHECKED, SENSITIVE
from words import Words

CASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + '/data/cases/prison-adult.json'
CASES = {
    'prison-adult': {
        'setting': 'prison', 'age': 'adult', 'outcome': 'reasonable-grounds',
        'answers': [('CRI-02', 'document'), ('ECO-01', 'statement'), ('PRI-01', 'observation')],
        'open': ['rosa'], 'shut': ['barnevern', 'bufdir'], 'to': 'rosa'},
    'reception-adult': {
        'setting': 'reception', 'age': 'adult', 'outcome': 'indications',
        'answers': [('COM-04', 'observation'), ('CTL-04', 'observation')],
        'open': ['rosa'], 'shut': ['barnevern', 'bufdir'], 'to': 'rosa'},
    'border-boy': {
        'setting': 'border', 'age': 'unsure', 'outcome': 'indications', 'overlay': 'child-duty',
        'answers': [('CHI-03', 'observation'), ('BOR-05', 'observation')],
        'open': ['barnevern', 'bufdir'], 'shut': ['rosa'], 'to': 'barnevern'},
}


def unlock(varde, words):
    varde.find(name=words.say('Passphrase'), role='password text')
    varde.type(PASSPHRASE)
    varde.key('Return')
    varde.find(name=words.say('Cases'))


def choose_form(varde, form):
    """Answers the question how much time there is."""
    varde.find(name=form, role='push button')
    varde.tab_to(name=form, role='push button')
    varde.key('Return')


def new_case(varde, words, setting):
    wanted = words.pack('setting', setting, 'name')
    varde.tab_to(name=words.say('New at another workplace'))
    varde.key('space')
    varde.find(name=wanted, role='menu item')
    varde.arrow_to(wanted)
    varde.key('Return')
    choose_form(varde, words.say('Full conversation'))
    varde.find(name=words.say('Prepare'), role='heading')


def write_person(varde, words, reference, age):
    varde.key('alt+3')
    varde.find(name=words.say('Person'), role='heading')
    varde.type(reference)
    varde.tab_to(name=words.choice('person.age', age), role='radio button')
    varde.key('space')


def answer_yes(varde, words, indicator, basis):
    name = words.pack('indicator', indicator, 'name')
    varde.key('alt+4')
    varde.find(name=words.say('Seen'), role='heading')
    varde.click(varde.find(name=words.say('Search all signs'), role='entry'))
    varde.key('ctrl+a')
    varde.type(indicator)
    varde.find(name=name, role='grouping')
    yes = varde.tab_to(name=words.choice('answer.value', 'yes'), role='radio button')
    varde.key('space')
    varde.wait('the answer to be taken', lambda: has_state(yes, CHECKED))
    varde.tab_to(name=words.choice('answer.basis', basis), role='check box')
    varde.key('space')


def check_overview(varde, words, case):
    varde.key('alt+6')
    if 'overlay' in case:
        title = words.pack('overlay', case['overlay'], 'title')
    else:
        title = words.pack('outcome', case['outcome'], 'title')
    varde.find(name=title)
    for indicator, _basis in case['answers']:
        varde.find(name=words.pack('indicator', indicator, 'name'))


def check_recipients(varde, words, case):
    varde.key('alt+8')
    varde.find(name=words.say('To whom'), role='grouping')
    for wanted, recipients in ((True, case['open']), (False, case['shut'])):
        for recipient in recipients:
            name = words.pack('recipient', recipient, 'name')
            node = varde.find(name=name, role='radio button')
            if has_state(node, SENSITIVE) != wanted:
                raise JourneyError(f'{recipient} can {"not " if wanted else ""}be chosen')
    # The first that may receive is chosen already.
    first = varde.find(name=words.pack('recipient', case['to'], 'name'), role='radio button')
    if not has_state(first, CHECKED):
        raise JourneyError(f'{case["to"]} is not the one suggested')


def save_pdf(varde, words, path):
    varde.tab_to(name=words.say('Save encrypted…'), role='push button', limit=200)
    varde.key('Return')
    varde.choose_file(path)
    varde.find(name=words.say('Saved, encrypted'), seconds=40)
    for node in varde.all(role='label'):
        parts = name_of(node).split(' ')
        if len(parts) == 6 and all(part.isascii() and part.isalpha() and part.islower()
                                   for part in parts):
            return name_of(node)
    raise JourneyError(f'no six words on the screen\n{varde.dump()}')


def text_of_pdf(path, passphrase):
    plain = path + '.plain'
    subprocess.run(['qpdf', f'--password={passphrase}', '--decrypt', path, plain], check=True)
    text = subprocess.run(['pdftotext', '-layout', plain, '-'], check=True, capture_output=True,
                          text=True).stdout
    os.remove(plain)
    return ' '.join(text.split())


def search_and_paste(varde, reference):
    """Looks for a case by its reference, with what the clipboard gives behind it."""
    varde.key('ctrl+f', 'ctrl+a')
    varde.type(reference)
    varde.key('ctrl+v')


def check_clipboard(varde, words):
    """The notice is typed into the national portal, row by row; what was copied for that does not
    stay for whoever uses the machine next."""
    nothing = words.say('Nothing found in any case.')
    varde.tab_to(role='push button', contains=words.say('Copy: %s').split('%')[0], limit=200)
    varde.key('Return')
    varde.find(contains=words.say('Copied: on the clipboard for 30 seconds.'))
    time.sleep(1)
    search_and_paste(varde, 'Q-77')
    varde.find(contains=nothing)
    time.sleep(31)
    search_and_paste(varde, 'Q-77')
    varde.wait('the case without anything behind its reference', lambda: not varde.all(
        contains=nothing) and varde.all(name='Q-77', role='list item'))


def run_case(name, lang, rtl=False):
    case = CASES[name]
    words = Words(lang)
    home = tempfile.mkdtemp(prefix='varde-journey-')
    make_vault(home)
    with Varde(home=home, lang=lang, args=('--language', lang), rtl=rtl) as varde:
        varde.owns_home = True
        unlock(varde, words)
        new_case(varde, words, case['setting'])
        write_person(varde, words, 'Q-77', case['age'])
        for indicator, basis in case['answers']:
            answer_yes(varde, words, indicator, basis)
        check_overview(varde, words, case)
        check_recipients(varde, words, case)
        if case['to'] == 'barnevern':
            varde.find(role='push button', contains=words.say('Copy: %s').split('%')[0])
        path = home + '/out.pdf'
        text = text_of_pdf(path, save_pdf(varde, words, path))
        if 'Q-77' not in text:
            raise JourneyError(f'the document does not name the case:\n{text[:500]}')
        # A duty to notify needs no consent: what was seen is in the notice to child welfare.
        if case['to'] == 'barnevern':
            seen = words.pack('indicator', 'BOR-05', 'text')
            document = Words('nb').pack('indicator', 'BOR-05', 'text')
            if seen not in text and document not in text:
                raise JourneyError(f'what was seen is not in the notice:\n{text[:1500]}')
            if not rtl:
                check_clipboard(varde, words)


def prison_adult_in_english():
    run_case('prison-adult', 'en')


def reception_adult_in_bokmal():
    run_case('reception-adult', 'nb')


def border_boy_in_bokmal():
    run_case('border-boy', 'nb')


def border_boy_right_to_left():
    run_case('border-boy', 'en', rtl=True)


def many_cases(home):
    """Thirty of them, with references of their own."""
    with open(CASE, encoding='utf-8') as source:
        record = json.load(source)
    paths = []
    for number in range(1, 31):
        record['id'] = str(uuid.uuid4())
        record['person']['reference'] = f'N-{number:02}'
        paths.append(f'{home}/{number}.json')
        with open(paths[-1], 'w', encoding='utf-8') as target:
            json.dump(record, target)
    return paths


def references(varde):
    return {name_of(node) for node in varde.all(role='list item', contains='N-')}


def long_list_is_turned_over():
    """No case is out of reach of the keyboard, and the first row of a page has the focus."""
    words = Words('nb')
    home = tempfile.mkdtemp(prefix='varde-journey-')
    make_vault(home, many_cases(home))
    pages = words.say('%u to %u of %u').replace('%u', '{}')
    with Varde(home=home, lang='nb', args=('--language', 'nb')) as varde:
        varde.owns_home = True
        unlock(varde, words)
        varde.find(name=pages.format(1, 25, 30))
        first = varde.wait('25 rows', lambda: len(references(varde)) == 25 and references(varde))
        varde.tab_to(name=words.say('_Next'), role='push button', limit=100)
        varde.key('Return')
        varde.find(name=pages.format(26, 30, 30))
        rest = varde.wait('5 rows', lambda: len(references(varde)) == 5 and references(varde))
        if len(first | rest) != 30:
            raise JourneyError(f'cases that are on no page: {sorted(first | rest)}')
        varde.wait('the focus on a row',
                   lambda: any(role_of(node) == 'list item' for node in varde.focused()))
        varde.tab_to(name=words.say('_Previous'), role='push button', limit=100)
        varde.key('Return')
        varde.find(name=pages.format(1, 25, 30))
        varde.wait('the first rows again', lambda: references(varde) == first)


if __name__ == '__main__':
    sys.exit(main([prison_adult_in_english, reception_adult_in_bokmal, border_boy_in_bokmal,
                   border_boy_right_to_left, long_list_is_turned_over]))
