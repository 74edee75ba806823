#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""coverage.py BUILD [--lines]: share of the lines and branches of vault, seal and share that the tests
run, after they ran in a folder set up with -Db_coverage=true. --lines names the lines that none did.
Exit 1 below 95 % of the lines. The branches are the compiler's: those of assertions and of cleaning up
what may be NULL count too."""
import collections
import glob
import json
import os
import subprocess
import sys

LEAST = 95.0


def counts(build, layer):
    """How often each line was run: {(file, line): times}, and each branch: {(file, line, number):
    times}. A line of a header counts where it is."""
    found, branches = collections.Counter(), collections.Counter()
    for data in glob.glob(os.path.join(build, 'src', layer, '*.p', '*.gcda')):
        text = subprocess.run(['gcov', '--json-format', '--branch-probabilities', '--stdout', data],
                              check=True, cwd=build, capture_output=True, text=True).stdout
        for line in text.splitlines():
            for file in json.loads(line)['files']:
                path = os.path.normpath(os.path.join(build, file['file']))
                if f'/src/{layer}/' not in path:
                    continue
                for entry in file['lines']:
                    found[path, entry['line_number']] += entry['count']
                    for number, branch in enumerate(entry['branches']):
                        branches[path, entry['line_number'], number] += branch['count']
    return found, branches


def main():
    build = os.path.abspath(sys.argv[1])
    enough = True
    for layer in ('vault', 'seal', 'share'):
        found, branches = counts(build, layer)
        if not found:
            raise SystemExit(f'{layer}: no data: did the tests run in {build}?')
        missed = sorted(place for place, times in found.items() if times == 0)
        percent = 100 * (1 - len(missed) / len(found))
        enough = enough and percent >= LEAST
        taken = 100 * sum(times > 0 for times in branches.values()) / len(branches)
        print(f'{layer}: {percent:.1f} % of {len(found)} lines, '
              f'{taken:.1f} % of {len(branches)} branches')
        if '--lines' in sys.argv:
            for path, line in missed:
                print(f'  {os.path.basename(path)}:{line}')
    return 0 if enough else 1


if __name__ == '__main__':
    sys.exit(main())
