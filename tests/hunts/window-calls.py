#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window asks of the system while somebody works, locks and goes on: no network, and no
file outside of the data folder to write to. Run by `./dev test --night` in tests/journeys/run.sh."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), 'journeys')]
from calls import network, writes  # noqa: E402
from harness import JourneyError, main  # noqa: E402
import lock  # noqa: E402

# The display's and the toolkit's own: sockets and shared memory, font and shader caches.
ALLOWED = ('/dev/shm/', '/dev/dri', '/run/user/', '/memfd:', '/var/cache/fontconfig',
           '/proc/self/')


def no_network_and_no_file_elsewhere():
    with tempfile.TemporaryDirectory(prefix='varde-trace-') as top:
        os.environ['VARDE_TRACE'] = os.path.join(top, 'calls')
        tempfile.tempdir = top
        lock.half_typed_text_over_a_lock()
        tempfile.tempdir = None
        with open(os.environ.pop('VARDE_TRACE'), encoding='utf-8', errors='replace') as file:
            lines = file.read().splitlines()
        if len(lines) < 1000 or not any('AF_UNIX' in line for line in lines):
            raise JourneyError(f'the trace is not one of a window: {len(lines)} lines')
        if network(lines):
            raise JourneyError('\n'.join(network(lines)))
        places = writes(lines, (top, *ALLOWED))
        if places:
            raise JourneyError(f'written to: {sorted(places)}')


if __name__ == '__main__':
    sys.exit(main([no_network_and_no_file_elsewhere]))
