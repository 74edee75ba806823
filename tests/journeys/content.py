#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the content asks of the window: short forms that grow, paper entered by code, the source of
every sentence, packs that no longer verify."""
import json
import sys

import pyatspi

from cases import choose_form, unlock
from harness import JourneyError, Varde, ctl, has_state, main, make_vault, name_of
from words import Words


class Home(Varde):
    """A window over a vault of its own, unlocked."""

    def __init__(self, lang='nb', cases=()):
        import tempfile
        home = tempfile.mkdtemp(prefix='varde-journey-')
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
    for _ in range(8):
        if any(name_of(node) == wanted for node in varde.focused()):
            break
        varde.key('Down')
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


if __name__ == '__main__':
    sys.exit(main([look_grows_into_a_conversation]))
