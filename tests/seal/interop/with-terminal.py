#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program that insists on a terminal: with-terminal.py PASSPHRASE PROGRAM [ARGUMENT...]

Answers each question for a passphrase, shows what the program wrote on standard error, and ends
with its exit code.
"""
import os
import pty
import sys


def main(passphrase, command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    seen = b""
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # Linux: the other side is closed
            break
        if not read:
            break
        seen += read
        if b"passphrase" in seen and seen.rstrip(b" ").endswith(b":"):
            os.write(terminal, passphrase.encode() + b"\n")
            sys.stderr.write(seen.decode(errors="replace"))
            seen = b""
    sys.stderr.write(seen.decode(errors="replace"))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
