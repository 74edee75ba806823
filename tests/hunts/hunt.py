# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking for words that must not be there: in files, in an image of a disk, in memory."""
import base64
import os
import urllib.parse


def forms(marker):
    """The marker in every encoding that a program or a disk could have left it in."""
    text = marker.encode()
    found = [text, marker.encode('utf-16-le'), marker.encode('utf-32-le'),
             marker.encode('latin-1'), text.hex().encode(), text.hex().upper().encode(),
             urllib.parse.quote(marker).encode()]
    for shift in range(3):
        # Whatever stands before it: the characters that depend on the marker alone.
        coded = base64.b64encode(b'x' * shift + text)
        found.append(coded[4 if shift else 0:len(coded) - 4])
    return set(found) | {form[::-1] for form in found}


class Hunt:
    """Searches for all forms of all markers at once."""

    def __init__(self, markers):
        self.words = {form for marker in markers for form in forms(marker)}
        self.longest = max(map(len, self.words))

    def in_bytes(self, data):
        return [word for word in self.words if word in data]

    def in_file(self, path, chunk=1 << 24):
        hits, rest = [], b''
        with open(path, 'rb', buffering=0) as file:
            while data := file.read(chunk):
                hits += self.in_bytes(rest + data)
                rest = (rest + data)[-self.longest + 1:]
        return hits

    def in_folder(self, top):
        """Pairs of path and form: in names and in contents."""
        hits = []
        for folder, names, files in os.walk(top):
            for name in names + files:
                hits += [(os.path.join(folder, name), hit) for hit in self.in_bytes(name.encode())]
            for name in files:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    hits += [(path, hit) for hit in self.in_file(path)]
        return hits

    def in_process(self, pid):
        """What is in the memory of a process, which has to be ours or we root."""
        hits = []
        with open(f'/proc/{pid}/maps', encoding='ascii', errors='replace') as maps:
            areas = [line.split() for line in maps]
        with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory:
            for area in areas:
                start, end = (int(x, 16) for x in area[0].split('-'))
                if 'r' not in area[1] or area[-1] in ('[vvar]', '[vsyscall]'):
                    continue
                try:
                    memory.seek(start)
                    hits += self.in_bytes(memory.read(end - start))
                except OSError:
                    continue
        return hits
