# SPDX-License-Identifier: GPL-3.0-or-later
"""The raw keys of a vault, as the second reader (tests/vault/second-reader.py) derives them from a
passphrase: what may be in the memory of nobody who has locked it."""
import importlib.util
import os
import shutil
import tempfile

READER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'vault',
                      'second-reader.py')
# Held in the one allocation that is closed between uses, and nowhere else.
ARENA = ('UK', 'HK', 'CK 1', 'key of the set')
# For the use of a moment: not even there while it is open.
MOMENTARY = ('K0', 'KEK', 'header__')


def keys_of(vault, passphrase):
    """Names and keys of the vault in a folder, which somebody may have open: a copy is read."""
    spec = importlib.util.spec_from_file_location('second_reader', READER)
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    keys = {}
    with tempfile.TemporaryDirectory(prefix='varde-keys-') as top:
        copy = shutil.copytree(vault, os.path.join(top, 'vault'))
        reader.read(copy, 'passphrase', passphrase, keys.__setitem__)
    return keys
