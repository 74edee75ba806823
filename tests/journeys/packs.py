#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case and the content it was made with: what no longer applies when it is closed, packs that are
too new or gone, moving to newer content and back."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

from content import Home, install
from harness import JourneyError, ctl, has_state, main, name_of
from screen import CHECKED
from words import Words


def choose_closed(varde):
    """The journal has the status of the case; its last choice closes it."""
    say = varde.words.say
    varde.key('alt+9')
    varde.find(name=say('Journal'), role='heading')
    fold = varde.words.pack('field-group', 'case-state', 'name')
    if not varde.all(name=varde.words.choice('case.status', 'closed'), role='radio button'):
        varde.tab_to(contains=fold, limit=80)
        varde.key('Return')
    # Tab goes to the one that is chosen, which brings the group into sight.
    varde.tab_to(name=varde.words.choice('case.status', 'open'), role='radio button', limit=60)
    varde.click(varde.find(name=varde.words.choice('case.status', 'closed'), role='radio button'))


def closing_removes_what_does_not_apply():
    """A tick of the child path on an adult's case: told, kept on Cancel, gone after closing."""
    case = {'format': 'varde-assessment', 'version': 1, 'setting': 'reception',
            'person': {'reference': 'B-8', 'age': 'adult'}, 'case': {'status': 'open'},
            'steps': [{'id': 'child-bufdir', 'state': 'done'}]}
    with tempfile.NamedTemporaryFile('w', suffix='.json') as out:
        json.dump(case, out)
        out.flush()
        with Home(cases=[out.name]) as varde:
            say = varde.words.say
            step = varde.words.pack('step', 'child-bufdir', 'text')
            varde.key('Return')
            varde.find(name=say('Ticked earlier, does not apply now'), role='heading')
            varde.find(name=step)
            choose_closed(varde)
            heading = varde.words.catalogue.ngettext(
                'Close the case and remove %u entry?', 'Close the case and remove %u entries?',
                1).replace('%u', '1')
            varde.find(contains=heading)
            varde.find(contains=step)
            varde.key('Escape')
            varde.gone(heading)
            opened = varde.find(name=varde.words.choice('case.status', 'open'), role='radio button')
            varde.wait('the case to be open still',
                       lambda: has_state(opened, CHECKED))
            choose_closed(varde)
            varde.find(contains=heading)
            varde.tab_to(contains=say('Close and remove'), role='push button', limit=6)
            varde.key('Return')
            varde.gone(heading)
            closed = varde.find(name=varde.words.choice('case.status', 'closed'),
                                role='radio button')
            varde.wait('the case to be closed', lambda: has_state(closed, CHECKED))
            varde.find(contains=say('Saved %s').split('%')[0])
            varde.close_window()
            record, = varde.records()
            if record['case']['status'] != 'closed' or 'steps' in record:
                raise JourneyError(f'closed as {record}')
            log = json.loads(ctl(['--json', 'log'], varde.vault))
            if [entry['code'] for entry in log].count('removed:child-bufdir') != 1:
                raise JourneyError(f'the log says {log}')


def sign(home, path):
    """Debian's minisign signs a pack; the key is one that an administrator has put beside it."""
    keys = home + '/data/varde/packs/keys'
    os.makedirs(keys, mode=0o700)
    subprocess.run(['minisign', '-G', '-W', '-f', '-s', home + '/secret.key', '-p',
                    keys + '/admin.pub'], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['minisign', '-S', '-s', home + '/secret.key', '-m', path], check=True,
                   stdout=subprocess.DEVNULL)


def pack_from_a_newer_program():
    """Signed by a known key, but it asks for what this program does not know: left alone."""
    def prepare(home):
        install(home, lambda data: data.replace(b'version="2026.1"',
                                                b'version="2026.2" requires="not-yet-known"', 1))
        folder = home + '/data/varde/packs'
        pack, = (name for name in os.listdir(folder) if name.endswith('.xml'))
        sign(home, f'{folder}/{pack}')

    with Home(prepare=prepare) as varde:
        varde.find(name=varde.words.say(
            'The content that was installed last needs a newer version of Varde. It was not '
            'touched; earlier content is shown.'))


class CaseOf:
    """A case that names the pack of a version; the pack lies where earlier bundles are kept, or not."""

    def __init__(self, version, kept):
        with open(os.environ['VARDE_PACK'], 'rb') as bundle:
            data = bundle.read().replace(b'version="2026.1"', f'version="{version}"'.encode(), 1)
        self.words = Words('nb').pack('indicator', 'ECO-01', 'text')
        self.pack = data.replace(self.words.encode(), b'Q-' + self.words.encode())
        self.hash = hashlib.blake2b(self.pack, digest_size=32).hexdigest()
        self.kept = kept
        self.file = tempfile.NamedTemporaryFile('w', suffix='.json')
        json.dump({'format': 'varde-assessment', 'version': 1, 'setting': 'reception',
                   'pack': {'id': 'no.varde.norway', 'version': version, 'hash': self.hash},
                   'person': {'reference': 'B-9', 'age': 'adult'}, 'case': {'status': 'open'},
                   'answers': {'ECO-01': [{'value': 'yes', 'basis': ['statement']}]}}, self.file)
        self.file.flush()

    def prepare(self, home):
        if self.kept:
            folder = home + '/data/varde/packs'
            os.makedirs(folder, mode=0o700)
            with open(f'{folder}/{self.hash}.xml', 'wb') as out:
                out.write(self.pack)


def pack_of_the_case_is_gone():
    """The window says that the case is shown with other content than its own."""
    case = CaseOf('2025.9', kept=False)
    with Home(cases=[case.file.name], prepare=case.prepare) as varde:
        varde.key('Return')
        varde.find(name=varde.words.say('Overview'), role='heading')
        line = varde.words.say('This assessment was begun with content of version %s, which is not '
                               'here. It is shown with version %s.')
        varde.find(name=line.replace('%s', '2025.9', 1).replace('%s', '2026.1', 1))


def case_moves_to_newer_content():
    """It says what changes, moves, keeps a copy, and the copy brings the case back."""
    case = CaseOf('2025.9', kept=True)
    with Home(cases=[case.file.name], prepare=case.prepare) as varde:
        say = varde.words.say
        older = say('This case keeps the content it was begun with, version %s. Version %s is in '
                    'use: “Content of this case” in the menu moves it.'
                    ).replace('%s', '2025.9', 1).replace('%s', '2026.1', 1)
        varde.key('Return')
        varde.find(name=older)
        varde.find(name='Q-' + case.words)
        varde.choose_in_menu(say('Content of this case'))
        varde.find(name=say('What moving to it does'), role='heading')
        varde.find(contains='Q-' + case.words)
        varde.tab_to(name=say('Move to the newer content'), role='push button', limit=20)
        varde.key('Return')
        varde.gone(older)
        varde.find(name=case.words)
        varde.choose_in_menu(say('Content of this case'))
        varde.find(name=say('Copies of the case as it was'), role='heading')
        back = varde.tab_to(contains=say('Go back: %s').split('%')[0], role='push button', limit=20)
        if '2025.9' not in name_of(back):
            raise JourneyError(f'the copy is called {name_of(back)}')
        varde.key('Return')
        varde.find(contains=say('Go back to this copy?'))
        varde.tab_to(contains=f"{say('Go back')} {say('Go back')}", role='push button', limit=6)
        varde.key('Return')
        varde.find(name=older)
        varde.find(name='Q-' + case.words)
        varde.close_window()
        record, = varde.records()
        versions = [copy['record']['pack']['version'] for copy in record['x-varde-earlier']]
        if record['pack']['version'] != '2025.9' or versions != ['2025.9', '2026.1']:
            raise JourneyError(f'moved and back: {record}')


if __name__ == '__main__':
    sys.exit(main([closing_removes_what_does_not_apply, pack_from_a_newer_program,
                   pack_of_the_case_is_gone, case_moves_to_newer_content]))
