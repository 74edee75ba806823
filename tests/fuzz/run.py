#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py PROGRAM CORPUS: runs one fuzz target on its corpus and on for a while.

VARDE_FUZZ_SECONDS (3) says how long; new inputs stay in a folder that is thrown away, unless
VARDE_FUZZ_KEEP names one. A finding is left beside it as crash-..., to be added to the corpus.
"""
import os
import subprocess
import sys
import tempfile

program, corpus = sys.argv[1:3]
name = os.path.basename(program).removeprefix('fuzz-')
seconds = os.environ.get('VARDE_FUZZ_SECONDS', '3')
# In memory, where there is such a place: store_open writes its files for every input.
memory = '/dev/shm' if os.path.isdir('/dev/shm') else None
with tempfile.TemporaryDirectory(prefix='varde-fuzz-', dir=memory) as top:
    new = os.path.join(os.environ.get('VARDE_FUZZ_KEEP', top), name)
    os.makedirs(new, exist_ok=True)
    seeds = os.path.join(corpus, name)
    limit = '65536' if name in ('pack_xml', 'record_decode') else '4096'
    # Slow means ten seconds: the machine may be busy. Known inputs are always all run.
    result = subprocess.run(
        [program, f'-max_total_time={seconds}', '-timeout=10', '-rss_limit_mb=1024',
         f'-max_len={limit}', '-print_final_stats=1', f'-artifact_prefix={new}/', new] +
        ([seeds] if os.path.isdir(seeds) else []),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace', check=False,
        env={**os.environ, 'TMPDIR': top, 'G_MESSAGES_DEBUG': '', 'G_DEBUG': '', 'MALLOC_CHECK_': '0'})
lines = result.stdout.splitlines()
print('\n'.join(line for line in lines if line.startswith('stat::')))
if result.returncode:
    print('\n'.join(lines[-60:]))
sys.exit(1 if result.returncode else 0)
