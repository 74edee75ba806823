# SPDX-License-Identifier: GPL-3.0-or-later
"""The words on the screen, from where the program has them: the built pack and the catalogues."""
import gettext
import os
import xml.etree.ElementTree as tree

BUILD = os.path.dirname(os.path.dirname(os.path.dirname(os.environ['VARDE'])))
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
PACK = tree.parse(BUILD + '/data/varde-pack.xml').getroot()


class Words:
    """`say()` for strings of the program, `pack()` for texts of the content."""

    def __init__(self, lang):
        self.lang = lang
        self.catalogue = gettext.translation('varde', BUILD + '/po', [lang], fallback=True)

    def say(self, text):
        found = self.catalogue.gettext(text)
        if found == text and '_' not in text:
            with_mnemonic = self.catalogue.gettext('_' + text)
            found = found if with_mnemonic == '_' + text else with_mnemonic
        return found.replace('_', '')

    def pack(self, kind, ident, element):
        for node in PACK.iter(kind):
            if node.get('id') != ident:
                continue
            texts = {child.get(LANG): ' '.join(child.text.split()) for child in node
                     if child.tag == element and child.text and child.text.strip()}
            return texts.get(None if self.lang == 'en' else self.lang, texts.get(None))
        raise KeyError(f'{kind} {ident}')

    def choice(self, path, value):
        field = next(f for f in PACK.iter('field') if f.get('id') == path)
        for choice in field.iter('choice'):
            if choice.get('id') == value:
                texts = {child.get(LANG): child.text for child in choice if child.tag == 'name'}
                return texts.get(None if self.lang == 'en' else self.lang, texts.get(None))
        raise KeyError(f'{path} {value}')
