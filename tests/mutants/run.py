#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [WORD...]: breaks a copy of the tree in each of the ways of mutants.py (those with a WORD in
their name) and looks whether a test notices. Says which lived; exit 1 when one did."""
import os
import subprocess
import sys
import tempfile

from mutants import MUTANTS

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(*argv, seconds=None, **more):
    try:
        return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors='replace', check=False, timeout=seconds, **more)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(argv, 124, 'took too long')


def program(test):
    folder, name = test.split(':')[0].split('/')
    return f'tests/{folder}/test-{name}'


def is_killed(build, tests):
    """A test that fails, crashes or does not end has noticed it. Code that does not compile has not
    been tested at all."""
    built = run('ninja', '-C', build, *map(program, tests))
    if built.returncode:
        raise SystemExit(built.stdout[-3000:])
    env = {**os.environ, 'G_TEST_SRCDIR': os.path.join(build, '..', 'tree', 'tests'),
           'G_TEST_BUILDDIR': os.path.join(build, 'tests'), 'G_DEBUG': ''}
    for test in tests:
        case = test.split(':')[1:]
        argv = [os.path.join(build, program(test)), *(['-p', case[0]] if case else [])]
        if run(*argv, seconds=300, env=env).returncode:
            return test
    return None


def main():
    words = sys.argv[1:] or ['']
    lived = []
    with tempfile.TemporaryDirectory(prefix='varde-mutants-') as top:
        tree, build = os.path.join(top, 'tree'), os.path.join(top, 'build')
        os.makedirs(tree)
        files = run('git', '-C', TREE, 'ls-files').stdout.splitlines()
        run('cp', '--parents', '-t', tree, *files, cwd=TREE)
        setup = run('meson', 'setup', build, tree, '-Dgui=false', '-Dwerror=false')
        if setup.returncode:
            raise SystemExit(setup.stdout[-3000:])
        chosen = [mutant for mutant in MUTANTS if any(word in mutant[0] for word in words)]
        every = sorted({test for mutant in chosen for test in mutant[4]})
        for test in every:
            if is_killed(build, [test]):
                raise SystemExit(f'{test} fails without any break')
        for name, file, there, instead, tests in chosen:
            path = os.path.join(tree, file)
            with open(path, encoding='utf-8') as source:
                text = source.read()
            if text.count(there) != 1:
                raise SystemExit(f'{name}: stands {text.count(there)} times in {file}')
            with open(path, 'w', encoding='utf-8') as source:
                source.write(text.replace(there, instead))
            killer = is_killed(build, tests)
            with open(path, 'w', encoding='utf-8') as source:
                source.write(text)
            print(f'{name}: {"killed by " + killer if killer else "LIVED"}', flush=True)
            lived += [] if killer else [name]
    print(f'{len(chosen) - len(lived)} of {len(chosen)} killed')
    return 1 if lived else 0


if __name__ == '__main__':
    sys.exit(main())
