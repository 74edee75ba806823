#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what no compiler does: layers, SPDX lines, sizes, clang-format, words in the tree."""
import re
import subprocess
import sys

MAX_LINES = 500
MAX_FUNCTION = 60
# Which headers may be included where; a path prefix each.
HEADERS = {
    'sodium.h': ('src/base/secret.', 'src/seal/', 'src/vault/', 'tests/'),
    'sqlite3.h': ('src/vault/', 'tests/'),
    'qpdf/': ('src/share/', 'tests/'),
    'gtk/gtk.h': ('src/ui/', 'tests/'),
    'adwaita.h': ('src/ui/', 'tests/'),
    'gio/gio.h': ('src/share/', 'src/app/', 'src/ui/', 'src/cli/', 'tests/'),
}
BELOW = {
    'base': (),
    'core': ('base', 'core'),
    'seal': ('base', 'seal'),
    'vault': ('base', 'seal', 'vault'),
    'share': ('base', 'core', 'seal', 'share'),
    'app': ('base', 'core', 'seal', 'vault', 'share', 'app'),
    'cli': ('base', 'core', 'seal', 'vault', 'share', 'app', 'cli'),
    'ui': ('base', 'core', 'share', 'app', 'ui'),
}
WRITERS = ('src/base/atomic-file.c', 'src/vault/')
WRITE_CALLS = re.compile(r'\b(fopen|g_file_set_contents\w*|g_file_replace\w*|g_file_create\w*|creat'
                         r'|mkstemp\w*|g_mkstemp\w*|pwrite|O_WRONLY|O_RDWR|O_CREAT)\b')
problems = []


def files(*patterns):
    out = subprocess.run(['git', 'ls-files', '--cached', '--others', '--exclude-standard', *patterns],
                         check=True, capture_output=True, text=True).stdout
    return out.split('\n')[:-1]


def check_includes(path, text):
    for include in re.findall(r'#include [<"]([^>"]+)[>"]', text):
        for header, allowed in HEADERS.items():
            if include.startswith(header) and not path.startswith(allowed):
                problems.append(f'{path}: includes {include}')
        layer = path.split('/')[1]
        target = include.split('/')[0]
        if path.startswith('src/') and target in BELOW and target not in BELOW[layer] + (layer,):
            problems.append(f'{path}: {layer} reaches {include}')


def check_source(path):
    with open(path, encoding='utf-8') as source:
        text = source.read()
    lines = text.split('\n')
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in '\n'.join(lines[:2]):
        problems.append(f'{path}: no SPDX line')
    if len(lines) - 1 > MAX_LINES:
        problems.append(f'{path}: {len(lines) - 1} lines')
    if path.endswith(('.c', '.h')):
        check_includes(path, text)
    if path.startswith('src/') and path.endswith('.c') and not path.startswith(WRITERS):
        for number, line in enumerate(lines, 1):
            if WRITE_CALLS.search(line.split('/*')[0]):
                problems.append(f'{path}:{number}: writes files')


def check_functions(paths):
    out = subprocess.run(['ctags', '--c-kinds=f', '--fields=+ne', '-f', '-', *paths], check=True,
                         capture_output=True, text=True).stdout
    for tag in out.split('\n'):
        start, end = re.search(r'\tline:(\d+)', tag), re.search(r'\tend:(\d+)', tag)
        if start and end and int(end[1]) - int(start[1]) >= MAX_FUNCTION:
            name, path = tag.split('\t')[:2]
            problems.append(f'{path}: {name} has {int(end[1]) - int(start[1]) + 1} lines')


def main():
    sources = files('*.c', '*.h', '*.py', 'dev')
    c_files = [path for path in sources if path.endswith(('.c', '.h'))]
    for path in sources:
        check_source(path)
    check_functions([path for path in c_files if path.startswith('src/')])
    style = subprocess.run(['clang-format', '--dry-run', '--Werror', *c_files], check=False,
                           capture_output=True, text=True)
    problems.extend(line for line in style.stderr.split('\n') if 'error:' in line)
    for problem in problems:
        print(problem)
    print(f'{len(sources)} files checked, {len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
