#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns words.txt and common.txt into a C source: embed.py words.txt common.txt out.c

Fixed-width rows instead of pointers, so the tables need no relocation when the program starts.
"""
import re
import sys

WORDS = 7776
WORD_SIZE = 10  # VD_WORDS_SIZE: nine letters and the end of the string
COMMON = 30000
COMMON_SIZE = 21  # VD_COMMON_SIZE


def fail(message):
    sys.exit(f"embed.py: {message}")


def lines_of(path):
    with open(path, encoding="ascii", newline="\n") as source:
        return source.read().splitlines()


def check_words(words):
    # The order of the list is part of every fingerprint: it is kept, never sorted here.
    if len(words) != WORDS or len(set(words)) != WORDS:
        fail(f"words.txt must hold {WORDS} different words")
    for number, word in enumerate(words, 1):
        if not re.fullmatch(f"[a-z]{{3,{WORD_SIZE - 1}}}", word):
            fail(f"words.txt:{number}: not a word of a to z")


def check_common(common):
    if len(common) != COMMON or len(set(common)) != COMMON:
        fail(f"common.txt must hold {COMMON} different entries")
    for number, entry in enumerate(common, 1):
        if not re.fullmatch(f"[ -~]{{1,{COMMON_SIZE - 1}}}", entry) or entry != entry.lower():
            fail(f"common.txt:{number}: not a lower-case ASCII entry")


def table(name, count, size, rows):
    yield f"const char {name}[{count}][{size}] = {{\n"
    for row in rows:
        text = row.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
        yield f'  "{text}",\n'
    yield "};\n"


def main(words_path, common_path, out_path):
    words, common = lines_of(words_path), lines_of(common_path)
    check_words(words)
    check_common(common)
    with open(out_path, "w", encoding="ascii") as out:
        out.write("/* Made by data/words/embed.py. */\n")
        out.write('#include "seal/words-data.h"\n\n')
        out.writelines(table("vd_words_list", "VD_WORDS_COUNT", "VD_WORDS_SIZE", words))
        out.writelines(table("vd_common_list", "VD_COMMON_COUNT", "VD_COMMON_SIZE", sorted(common)))


if __name__ == "__main__":
    main(*sys.argv[1:])
