#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of the locked window against a minimal libadwaita window, alternating in one run.

Prints one JSON object. From the start of the process to the window on the display, with both kinds
taking turns so that the machine's mood falls on both. Run under xvfb-run and dbus-run-session:
  start.py VARDE MINIMAL VARDECTL [ROUNDS]
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def visible(pid):
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid)],
                           capture_output=True, text=True, check=False)
    return found.stdout.strip() != ''


def start(command, env):
    begin = time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not visible(process.pid):
        if process.poll() is not None or time.monotonic() - begin > 30:
            raise SystemExit(f'{command[0]} showed no window ({process.poll()})')
    took = time.monotonic() - begin
    process.terminate()
    process.wait()
    return took


def main():
    varde, minimal, vardectl = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 15
    home = tempfile.mkdtemp(prefix='varde-bench-')
    env = dict(os.environ, HOME=home, XDG_DATA_HOME=home + '/data', XDG_CONFIG_HOME=home + '/config',
               XDG_CACHE_HOME=home + '/cache', GSETTINGS_BACKEND='memory', GSK_RENDERER='cairo')
    read, write = os.pipe()
    os.write(write, b'fjellet varmer seks gamle stein\n')
    os.close(write)
    os.makedirs(home + '/data/varde')
    subprocess.run([vardectl, '--vault', home + '/data/varde/vault', '--passphrase-fd', str(read),
                    'init', '--kdf', 'floor'], pass_fds=(read,), check=True, env=env,
                   stdout=subprocess.DEVNULL)
    times = {'varde': [], 'minimal': []}
    for command in (varde, minimal):  # Both warm.
        start([command], env)
    for _ in range(rounds):
        times['minimal'].append(start([minimal], env))
        times['varde'].append(start([varde], env))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(json.dumps({'start': {'varde_s': round(medians['varde'], 3),
                                'minimal_s': round(medians['minimal'], 3), 'rounds': rounds,
                                'ratio': round(medians['varde'] / medians['minimal'], 2)}}))


if __name__ == '__main__':
    main()
