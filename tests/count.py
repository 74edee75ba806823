#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the results of one `meson test` run: passed, failed, skipped, and the names of what failed."""
import json
import sys

passed = skipped = 0
failed = []
with open(sys.argv[1], encoding='utf-8') as log:
    for line in log:
        test = json.loads(line)
        result = test['result']
        if result in ('OK', 'EXPECTEDFAIL'):
            passed += 1
        elif result == 'SKIP':
            skipped += 1
        else:
            failed.append(test['name'].split()[-1])
# A run without a test is a failed run.
if passed + skipped == 0 and not failed:
    failed = ['nothing-ran']
print(passed, len(failed), skipped, *failed)
