#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One journey program in a display and a session bus of its own. SIZE: "1366x768". The display picks
# its own number, so that several journeys can run side by side.
set -eu
numbers=$(mktemp)
Xvfb -displayfd 3 -screen 0 "${SIZE:-1366x768}x24" -noreset -nolisten tcp 3>"$numbers" 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$numbers"' EXIT
for _ in $(seq 100); do
  [ -s "$numbers" ] && break
  sleep 0.1
done
# What the bus warns of while a program comes and goes must not end the reader of the screen.
unset G_DEBUG
# What the bus starts writes to the other stream: only results stand on this one.
DISPLAY=":$(cat "$numbers")" dbus-run-session -- sh -c '/usr/bin/python3 "$@" >&3' sh "$@" 3>&1 >&2
