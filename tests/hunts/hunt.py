# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking for words that must not be there: in files, in an image of a disk, in memory."""
import base64
import os
import urllib.parse

CHUNK = 1 << 20


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


def areas_of(pid, guarded):
    """Pairs of start and end of what a process has in its memory: what it has forbidden itself to
    read (great reserves of a heap are left out), what it can read, or both (None)."""
    with open(f'/proc/{pid}/maps', encoding='ascii', errors='replace') as maps:
        for area in map(str.split, maps):
            start, end = (int(x, 16) for x in area[0].split('-'))
            closed = 'r' not in area[1]
            if area[-1] in ('[vvar]', '[vsyscall]') or guarded not in (None, closed):
                continue
            if not closed or end - start < 1 << 24:
                yield start, end


class Hunt:
    """Searches for all forms of all markers, and for raw keys, at once. @keys: names and bytes; a
    copy for X25519 may have other bits at both ends."""

    def __init__(self, markers, keys=None):
        self.words = {form: form for marker in markers for form in forms(marker)}
        self.words.update({key[1:-1]: name for name, key in (keys or {}).items()})
        self.longest = max(map(len, self.words))

    def in_bytes(self, data):
        """The forms of markers and the names of keys that are in it."""
        return [name for word, name in self.words.items() if word in data]

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

    def in_process(self, pid, guarded=None):
        """What is in the memory of a process, which has to be ours or we root."""
        hits = []
        with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory:
            for start, end in areas_of(pid, guarded):
                rest = b''
                for at in range(start, end, CHUNK):
                    try:
                        memory.seek(at)
                        data = memory.read(min(CHUNK, end - at))
                    except OSError:
                        rest = b''
                        continue
                    if data.count(0) < len(data):
                        hits += self.in_bytes(rest + data)
                    rest = data[-self.longest + 1:]
        return hits
