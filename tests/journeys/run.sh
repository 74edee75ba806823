#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One journey program in a display and a session bus of its own. SIZE: "1366x768".
exec xvfb-run -a -s "-screen 0 ${SIZE:-1366x768}x24" dbus-run-session -- /usr/bin/python3 "$@"
