#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether docs/translation-status.md says how far each language is: translations.py TEMPLATE | --write.

Counts po/*.po and reads data/pack/languages.xml. What stands in TEMPLATE, made from the sources as they
are, must stand in every catalogue. Numbers in the page are rounded down to the hundred,
so that a new text does not change the page; what lacks a translation is counted exactly.
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

TREE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = 'docs/translation-status.md'
NAMES = {'en': 'English', 'nb': 'Bokmål', 'nn': 'Nynorsk'}
SAYS = {'draft': 'draft: machine-made, no person has reviewed it yet',
        'reviewed': 'reviewed by a person'}
FIELD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$')
START, END = '<!-- counted by tests/translations.py -->', '<!-- end -->'


def entries(path):
    """The strings of a catalogue, as dictionaries of raw fields."""
    with open(path, encoding='utf-8') as catalogue:
        for block in catalogue.read().split('\n\n'):
            entry, key = {}, None
            for line in block.split('\n'):
                match = FIELD.match(line)
                if match:
                    key = match[1]
                    entry[key] = match[2]
                elif line.startswith('"') and key:
                    entry[key] += line[1:-1]
            if entry.get('msgid'):
                yield entry


def count(tag):
    """Texts of the pack, strings of the programs, and how many of both have no translation."""
    pack = programs = missing = 0
    for entry in entries(f'{TREE}/po/{tag}.po'):
        if 'msgctxt' in entry:
            pack += 1
        else:
            programs += 1
        missing += not all(v for k, v in entry.items() if k.startswith('msgstr'))
    return pack, programs, missing


def absent(template, tag):
    """Strings of the template that the catalogue does not have at all."""
    have = {(entry.get('msgctxt'), entry['msgid']) for entry in entries(f'{TREE}/po/{tag}.po')}
    wanted = [(entry.get('msgctxt'), entry['msgid']) for entry in entries(template)]
    if not wanted:
        sys.exit(f'{template}: no strings')
    return [key for key in wanted if key not in have]


def rounded(number):
    return f'{number // 100 * 100:,}+' if number >= 100 else str(number)


def table():
    languages = [(node.get('id'), node.get('state'), node.get('fallback'))
                 for node in ET.parse(f'{TREE}/data/pack/languages.xml').getroot()
                 if node.get('role') == 'staff']
    with open(f'{TREE}/po/LINGUAS', encoding='utf-8') as linguas:
        listed = linguas.read().split()
    if sorted(listed) != sorted(tag for tag, _state, _fallback in languages):
        sys.exit('po/LINGUAS and data/pack/languages.xml have different languages')
    rows = ['| Language | Texts of the pack | Strings of the programs | Not translated | Falls back to | State |',
            '|---|---|---|---|---|---|']
    counted = {tag: count(tag) for tag, _state, _fallback in languages if tag != 'en'}
    for tag, state, fallback in languages:
        # English stands in the sources: it has as many texts as a translation has places for.
        pack, programs, missing = counted[tag] if tag in counted else (*next(iter(counted.values()))[:2], 0)
        says = 'source of the others' if tag == 'en' else SAYS[state]
        rows.append(f'| {NAMES[tag]} (`{tag}`) | {rounded(pack)} | {rounded(programs)} | {missing} '
                    f'| {f"`{fallback}`" if fallback else "nothing"} | {says} |')
    return '\n'.join(rows), counted


def main():
    path = f'{TREE}/{PAGE}'
    with open(path, encoding='utf-8') as page:
        text = page.read()
    head, rest = text.split(START)
    tail = rest.split(END)[1]
    rows, counted = table()
    wanted = f'{head}{START}\n{rows}\n{END}{tail}'
    for tag, (pack, programs, missing) in counted.items():
        print(f'{tag}: {pack} texts of the pack, {programs} strings of the programs, {missing} not translated')
    if sys.argv[1:] == ['--write']:
        with open(path, 'w', encoding='utf-8') as page:
            page.write(wanted)
        return
    behind = False
    for tag in counted:
        for context, text_id in absent(sys.argv[1], tag):
            print(f'not in po/{tag}.po: {context or ""} "{text_id}"')
            behind = True
    if wanted != text:
        sys.exit(f'{PAGE} is behind: run tests/translations.py --write')
    if behind or any(missing for _pack, _programs, missing in counted.values()):
        sys.exit('a staff language is not complete')


if __name__ == '__main__':
    main()
