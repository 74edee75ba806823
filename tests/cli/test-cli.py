#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""vardectl as scripts see it: usage, guidance, and everything that works on a vault."""
import hashlib
import json
import os
import shutil
import stat
import struct
import subprocess
import time
import unittest

from harness import (CASES, DATA, PASSPHRASE, VARDECTL, Case, call, case_file, environment,
                     on_terminal, read_json)

HEADER_PAGE = 8192
GUIDANCE_KEYS = ['outcome', 'overlays', 'dimensions', 'elements', 'reasons', 'cautions', 'missing',
                 'steps', 'routes', 'inactive', 'pack']
SMALLEST = {'format': 'varde-assessment', 'version': 1, 'setting': 'prison'}


class Usage(Case):
    def test_wrong_usage(self):
        for args in ((), ('nothing',), ('list', 'more'), ('show',), ('show', 'a', 'b'),
                     ('import',), ('assess',), ('init', '--kdf', 'weak'), ('keygen',),
                     ('list', '--no-such-option'), ('--no-such-option', 'list'),
                     ('--language', 'xx', 'list'), ('list', '--passphrase-fd', 'x'),
                     ('list', '--passphrase-fd', '99'), ('list', '--passphrase', 'x'),
                     ('open', 'x'), ('export', 'x', '--to', 'rosa', '--pdf'),
                     ('export', 'x', '--output', 'y', '--pdf'),
                     ('export', 'x', '--to', 'rosa', '--output', 'y'),
                     ('export', 'x', '--to', 'rosa', '--output', 'y', '--pdf', '--plain'),
                     ('export', 'x', '--to', 'somebody', '--output', 'y', '--pdf'),
                     ('export', 'x', '--to', 'rosa', '--output', 'y', '--pdf',
                      '--document-language', 'xx')):
            result = self.run_ctl(*args, code=1)
            self.assertEqual(result.out, b'', args)
            self.assertIn('--help', result.err)

    def test_commands_of_later_versions(self):
        for name in ('statistics', 'links'):
            self.assertIn('not part of this version', self.run_ctl(name, 'x', code=1).err)

    def test_bench(self):
        found = json.loads(self.run_ctl('bench', '--records', '20', '--json').out)
        for key in ('unlock', 'scan', 'search', 'save'):
            self.assertTrue(all(value > 0 for value in found[key].values()), found)
        self.assertIn(b'SQLite', self.run_ctl('bench', '--records', '1').out)
        self.run_ctl('bench', '--records', '0', code=1)

    def test_help_and_version(self):
        self.assertRegex(self.run_ctl('--version').out, rb'\Avardectl \d+\.\d+\.\d+\n\Z')
        text = self.run_ctl('--help').out.decode()
        for name in ('init', 'import', 'list', 'show', 'delete', 'assess', 'export', 'open',
                     'keygen', 'receipt', 'shares', 'unit', 'addressee', 'search', 'backup',
                     'restore', 'passwd', 'user', 'recovery',
                     'reseal', 'log', 'health', 'destroy', 'verify'):
            self.assertIn(f'\n  {name} ', text)
            self.assertIn('--vault', self.run_ctl(name, '--help').out.decode())

    def test_messages_follow_the_language(self):
        args = [VARDECTL, '--language', 'nb', 'show', 'x', '--vault', self.path('none')]
        norwegian = subprocess.run(args, check=False, capture_output=True, env=environment())
        english = self.run_ctl('show', 'x', '--vault', self.path('none'), code=7)
        self.assertEqual(norwegian.returncode, 7)
        self.assertIn('Det er ikke noe hvelv her', norwegian.stderr.decode())
        self.assertIn('There is no vault here', english.err)


class Assess(Case):
    EXPECTED = {
        'prison-adult': ('reasonable-grounds', [], 'rosa'),
        'reception-adult': ('indications', [], 'rosa'),
        'border-boy': ('indications', ['child-duty'], 'barnevern'),
    }

    def test_cases(self):
        for name in CASES:
            guidance = json.loads(self.run_ctl('assess', case_file(name)).out)
            outcome, overlays, first = self.EXPECTED[name]
            self.assertEqual(list(guidance), GUIDANCE_KEYS)
            self.assertEqual(guidance['outcome'], outcome)
            self.assertEqual(guidance['overlays'], overlays)
            recipients = [route['recipient'] for route in guidance['routes']]
            self.assertEqual(recipients[0], first)
            # ROSA never stands on the child path, and the duty to notify only there.
            self.assertEqual('rosa' in recipients, name != 'border-boy')
            self.assertEqual('bufdir' in recipients, name == 'border-boy')
            self.assertTrue(guidance['steps'] and guidance['reasons'])
            self.assertRegex(guidance['pack']['hash'], r'\A[0-9a-f]{64}\Z')

    def test_signs_behind_the_cases(self):
        signs = {'prison-adult': {'CRI-02', 'ECO-01', 'PRI-01'},
                 'reception-adult': {'COM-04', 'CTL-04'}, 'border-boy': {'CHI-03', 'BOR-05'}}
        for name, expected in signs.items():
            guidance = json.loads(self.run_ctl('assess', case_file(name)).out)
            found = {i for reason in guidance['reasons'] for i in reason['indicators']}
            self.assertLessEqual(expected, found, name)

    def test_same_answers_same_bytes(self):
        first = self.run_ctl('assess', case_file('prison-adult')).out
        for env in ({}, {'LC_ALL': 'C'}, {'LANGUAGE': 'nb'}):
            self.assertEqual(self.run_ctl('assess', case_file('prison-adult'), env=env).out, first)

    def test_needs_no_vault(self):
        self.run_ctl('assess', case_file('prison-adult'), '--vault', self.path('none'))
        self.assertFalse(os.path.exists(self.path('none')))

    def test_smallest(self):
        guidance = json.loads(self.run_ctl('assess', self.write(SMALLEST)).out)
        self.assertEqual(guidance['outcome'], 'keep-open')
        self.assertEqual(list(guidance), GUIDANCE_KEYS)

    def test_malformed(self):
        head = '{"format":"varde-assessment","version":1,"setting":"prison"'
        for text, code, path in (
                ('', 8, ''), ('[]', 8, ''), ('{', 8, ''), ('{"format":1}', 8, 'format'),
                (head.replace('prison', 'school') + '}', 8, 'setting'),
                (head + ',"answers":{"ECO-01":[{"value":"perhaps"}]}}', 8,
                 'answers.ECO-01[0].value'),
                (head + ',"answers":{"XXX-99":[{"value":"yes"}]}}', 8, 'answers.XXX-99'),
                (head + ',"persn":{}}', 8, 'persn'),
                (head + ',"person":{"age":"adult","age":"child"}}', 8, 'person'),
                (head + ',"person":{"age":18}}', 8, 'person.age'),
                (head + ',"steps":[{"id":"no-such-step","state":"done"}]}', 8, 'steps[0].id'),
                (head.encode() + b',"person":{"age_basis":"\xff"}}', 8, ''),
                (head + '} {}', 8, ''), (head.replace(':1,', ':2,') + '}', 4, 'version'),
                ('{"x":"' + 'a' * 1100000 + '"}', 8, '')):
            result = self.run_ctl('assess', self.write(text), code=code)
            self.assertEqual(result.out, b'')
            self.assertIn(path, result.err)
            self.assertNotIn('perhaps', result.err)
        self.run_ctl('assess', self.path('none'), code=7)
        self.run_ctl('assess', self.folder, code=8)


class Init(Case):
    def init(self, vault, *args, code=0, passphrase=PASSPHRASE):
        return self.run_ctl('--vault', vault, 'init', *args, code=code, passphrase=passphrase)

    def test_makes_a_vault(self):
        vault = self.fresh()
        result = self.init(vault, '--kdf', 'floor', '--json')
        made = json.loads(result.out)
        self.assertEqual(list(made), ['vault', 'recovery_key'])
        self.assertEqual(made['vault'], vault)
        self.assertRegex(made['recovery_key'], r'\A[0-9A-Z]{4}(-[0-9A-Z]{4}){8}\Z')
        self.assertEqual(stat.S_IMODE(os.stat(vault).st_mode), 0o700)
        before = sorted(os.listdir(vault))
        self.init(vault, '--kdf', 'floor', code=9)
        self.assertEqual(sorted(os.listdir(vault)), before)
        self.run_ctl('--vault', vault, 'list', passphrase=PASSPHRASE)

    def test_measures_by_default(self):
        vault = self.fresh()
        result = self.init(vault)
        self.assertRegex(result.out.decode(), r'\Avault: .+\nrecovery key: \S+\n\Z')
        self.assertIn('paper', result.err)

    def test_default_place(self):
        env = {'XDG_DATA_HOME': self.path('data')}
        self.run_ctl('init', '--kdf', 'floor', passphrase=PASSPHRASE, env=env)
        self.assertTrue(os.path.exists(self.path('data/varde/vault/header')))

    def test_a_folder_whose_name_is_no_text(self):
        vault = os.fsencode(self.fresh()) + b'\xff'
        for args in ((), ('--json',)):
            read, write = os.pipe()
            os.write(write, PASSPHRASE.encode())
            os.close(write)
            result = subprocess.run([VARDECTL, '--vault', vault, 'init', '--kdf', 'floor', *args,
                                     '--passphrase-fd', str(read)], pass_fds=(read,), check=False,
                                    capture_output=True, env=environment())
            os.close(read)
            # The key is shown whatever the folder is called: without it the vault is worth less.
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertRegex(result.stdout, rb'[0-9A-Z]{4}(-[0-9A-Z]{4}){8}')
            shutil.rmtree(vault)

    def test_weak_passphrases(self):
        for weak in ('', 'short', 'fourteen chars', 'password' * 3, b'\xff' * 20, 'x' * 300):
            vault = self.fresh()
            self.init(vault, '--kdf', 'floor', code=8, passphrase=weak)
            self.assertFalse(os.path.exists(vault), weak)

    def test_places_that_cannot_be_written(self):
        place = '/sys/kernel/varde-test'
        if os.geteuid() != 0:
            os.mkdir(self.path('read-only'), 0o500)
            place = self.path('read-only/vault')
        self.init(place, '--kdf', 'floor', code=6)
        taken = self.fresh()
        os.mkdir(taken)
        with open(os.path.join(taken, 'letter.txt'), 'w', encoding='utf-8') as other:
            other.write('not ours')
        self.init(taken, '--kdf', 'floor', code=9)
        self.assertEqual(os.listdir(taken), ['letter.txt'])


class Vault(Case):
    with_vault = True

    def flipped(self, name, *offsets):
        """A copy of the vault with one byte changed at each offset of a file."""
        vault = self.fresh()
        shutil.copytree(self.vault, vault)
        with open(os.path.join(vault, name), 'r+b') as target:
            for offset in offsets:
                target.seek(offset)
                byte = target.read(1)[0]
                target.seek(offset)
                target.write(bytes([byte ^ 1]))
        return vault

    def test_passphrase(self):
        self.ctl('list', code=2, passphrase='seven quiet herons cross the lake')
        self.ctl('list', code=2, passphrase='')
        self.ctl('list', code=8, passphrase=b'\xc3(' * 8)
        self.ctl('list', code=8, passphrase='x' * 5000)
        for line in (PASSPHRASE + '\n', PASSPHRASE + '\r\n', PASSPHRASE + '\nanother line\n'):
            self.ctl('list', passphrase=line)

    def test_no_terminal(self):
        result = subprocess.run([VARDECTL, '--language', 'en', '--vault', self.vault, 'list'],
                                stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                start_new_session=True, env=environment())
        self.assertEqual(result.returncode, 1)
        self.assertIn(b'--passphrase-fd', result.stderr)

    def test_prompt(self):
        argv = [VARDECTL, '--language', 'en', '--vault', self.vault, 'list', '--json']
        code, shown = on_terminal(argv, [('Passphrase:', PASSPHRASE + '\n')])
        self.assertEqual(code, 0)
        self.assertNotIn(PASSPHRASE, shown)
        code, shown = on_terminal(argv, [('Passphrase:', '\x03')])
        self.assertEqual((code, 'Stopped' in shown), (11, True))

    def test_new_passphrase_is_typed_twice(self):
        argv = [VARDECTL, '--language', 'en', '--vault', self.fresh(), 'init', '--kdf', 'floor']
        code, shown = on_terminal(argv, [('New passphrase:', PASSPHRASE + '\n'),
                                         ('Again:', PASSPHRASE + 'x\n')])
        self.assertEqual((code, 'not the same' in shown), (8, True))
        code, shown = on_terminal(argv, [('New passphrase:', PASSPHRASE + '\n'),
                                         ('Again:', PASSPHRASE + '\n')])
        self.assertEqual((code, 'recovery key: ' in shown), (0, True))

    def test_no_vault(self):
        for args in (('list',), ('show', 'x'), ('verify',), ('delete', 'x')):
            self.run_ctl('--vault', self.path('none'), *args, code=7, passphrase=PASSPHRASE)
        self.assertFalse(os.path.exists(self.path('none')))

    def test_in_use(self):
        # More than a pipe holds, so that the first process waits with the vault open.
        identifier = self.store(dict(self.record(), measures_taken='a' * 19000,
                                     journal=[{'time': '2026-05-02T10:00:00Z', 'kind': 'action',
                                               'text': 'b' * 19000}] * 9))
        out, into = os.pipe()
        os.write(into, PASSPHRASE.encode() + b'\n')
        with subprocess.Popen([VARDECTL, '--vault', self.vault, 'show', identifier, '--json',
                               '--passphrase-fd', str(out)], pass_fds=(out,),
                              stdout=subprocess.PIPE) as first:
            first.stdout.read(1)
            result = self.ctl('list', code=5)
            self.assertIn('open elsewhere', result.err)
            first.stdout.read()
        os.close(out)
        os.close(into)
        self.ctl('delete', identifier)

    def test_newer_version(self):
        vault = self.fresh()
        shutil.copytree(self.vault, vault)
        path = os.path.join(vault, 'header')
        with open(path, 'r+b') as header:
            pages = bytearray(header.read())
            for page in (0, HEADER_PAGE):
                struct.pack_into('>H', pages, page + 8, 200)
                digest = hashlib.blake2b(pages[page:page + 48], digest_size=16).digest()
                pages[page + 48:page + 64] = digest
            header.seek(0)
            header.write(pages)
        self.run_ctl('--vault', vault, 'list', code=4, passphrase=PASSPHRASE)
        with open(path, 'rb') as header:
            self.assertEqual(header.read(), bytes(pages))

    def test_damaged_header(self):
        one = self.flipped('header', 500)
        result = self.run_ctl('--vault', one, 'verify', code=3, passphrase=PASSPHRASE)
        self.assertEqual(result.out, b'header-copy A\n')
        # It was repaired from the other copy.
        self.assertEqual(self.run_ctl('--vault', one, 'verify', passphrase=PASSPHRASE).out, b'')
        both = self.flipped('header', 500, HEADER_PAGE + 500)
        self.run_ctl('--vault', both, 'list', code=3, passphrase=PASSPHRASE)

    def test_damaged_record(self):
        # The page that holds a body: many records, so that it is neither the first nor the schema.
        identifier = self.store(dict(self.record(), measures_taken='c' * 15000))
        self.ctl('verify')
        with open(os.path.join(self.vault, 'store.db'), 'rb') as store:
            size = len(store.read())
        problems = set()
        for offset in range(4096 + 2000, size, 4096):
            vault = self.flipped('store.db', offset)
            result = call('--vault', vault, 'verify', passphrase=PASSPHRASE)
            self.assertIn(result.returncode, (0, 3))
            for line in result.stdout.decode().splitlines():
                self.assertRegex(line, r'\A[a-z-]+ \S+\Z')
                problems.add(line.split()[0])
        self.assertIn('record', problems)
        self.ctl('delete', identifier)

    def test_output_that_cannot_be_written(self):
        with open('/dev/full', 'wb') as full:
            self.ctl('list', '--json', code=6, stdout=full)


class Records(Case):
    with_vault = True

    def test_import_again_and_conflict(self):
        record = self.record()
        first = self.ctl('import', self.write(record)).out.decode()
        self.assertEqual(first, record['id'] + '\n')
        reordered = dict(reversed(list(record.items())))
        self.assertEqual(self.ctl('import', self.write(reordered)).out.decode(), first)
        other = dict(record, measures_taken='something else')
        result = self.ctl('import', self.write(other), code=8)
        self.assertEqual(result.out, b'')
        self.assertNotIn('something else', result.err)
        self.assertNotEqual(self.show(record['id'])['measures_taken'], 'something else')

    def test_earlier_files_stay(self):
        good, late = self.record(), self.record()
        bad = self.write('{"format":"varde-assessment","version":1,"setting":"moon"}')
        result = self.ctl('import', self.write(good), bad, self.write(late), code=8)
        self.assertEqual(result.out.decode(), good['id'] + '\n')
        self.assertIn('file 2: setting', result.err)
        self.show(good['id'])
        self.ctl('show', late['id'], code=7)
        self.ctl('import', self.path('none'), code=7)

    def test_gives_an_id(self):
        identifier = self.store(SMALLEST)
        self.assertRegex(identifier, r'\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z')
        self.assertEqual(self.show(identifier), dict(SMALLEST, id=identifier))
        self.assertIn(identifier, self.ctl('show', identifier).out.decode())

    def test_show_gives_back_what_was_imported(self):
        for record in [self.record(name) for name in CASES] + [
                read_json(os.path.join(DATA, 'full.json'))]:
            identifier = self.store(record)
            text = self.ctl('show', identifier, '--json').out
            self.assertEqual(json.loads(text), record)
            self.ctl('delete', identifier)
            self.ctl('import', self.write(text))
            self.assertEqual(self.ctl('show', identifier, '--json').out, text)

    def test_show_as_text(self):
        identifier = self.store(self.record('reception-adult'))
        text = self.ctl('show', identifier).out.decode()
        for fact in (identifier, 'Reception', 'Two phones.', 'He decides these things.'):
            self.assertIn(fact, text)
        self.ctl('show', identifier[:-1] + 'g', code=7)
        self.ctl('show', '../header', code=7)

    def test_delete(self):
        identifier, kept = self.store(self.record()), self.store(self.record())
        result = self.ctl('delete', identifier)
        self.assertEqual(result.out, b'')
        self.assertIn('copies of the last days', result.err)
        for command in ('show', 'delete'):
            self.ctl(command, identifier, code=7)
        self.show(kept)
        self.assertNotIn(identifier, self.ctl('list').out.decode())


class List(Case):
    with_vault = True
    KEYS = ['id', 'reference', 'setting', 'age', 'status', 'opened', 'changed', 'due']

    def test_keys_and_order(self):
        self.assertEqual(json.loads(self.ctl('list', '--json').out), [])
        boy = self.store(self.record('border-boy'))
        time.sleep(1.1)
        later = sorted(self.store(self.record()) for _ in range(3))
        time.sleep(1.1)
        thin = self.store(dict(SMALLEST, person={'reference': 'K\t1\nx'}))
        cases = json.loads(self.ctl('list', '--json').out)
        self.assertEqual([list(case) for case in cases], [self.KEYS] * 5)
        changed = [case['changed'] for case in cases]
        self.assertEqual(changed, sorted(changed, reverse=True))
        self.assertEqual(cases[0]['id'], thin)
        self.assertEqual(cases[-1]['id'], boy)
        for left, right in zip(cases, cases[1:]):
            self.assertTrue(left['changed'] > right['changed'] or left['id'] < right['id'])
        self.assertEqual({case['id'] for case in cases[1:4]}, set(later))
        self.check_values(cases[0], cases[-1])

    def check_values(self, thin, boy):
        self.assertEqual((thin['due'], thin['status'], thin['age']), (None, 'open', 'not-known'))
        self.assertEqual((boy['due'], boy['age'], boy['opened'], boy['reference']),
                         ('2026-05-03', 'unsure', '2026-05-02', 'G-22'))
        rows = self.ctl('list').out.decode().splitlines()
        self.assertEqual([len(row.split('\t')) for row in rows], [8] * 5)
        self.assertTrue(rows[0].startswith(thin['id'] + '\tK 1 x\tprison\t'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
