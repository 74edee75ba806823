#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second reader of a vault, written from docs/vault-format.md and not from the code.

Needs nothing but Python's standard library and libsodium. Prints everything it finds as JSON.

  second-reader.py FOLDER passphrase|recovery < the passphrase or the recovery key
"""
import ctypes
import ctypes.util
import hashlib
import hmac
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import unicodedata

SODIUM = ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')
SODIUM.sodium_init()
PAGE, SEGMENT = 8192, 8192
SCHEMA = [
    'CREATE TABLE audit(seq INTEGER PRIMARY KEY, box BLOB NOT NULL)',
    'CREATE TABLE body(id INTEGER PRIMARY KEY, box BLOB NOT NULL)',
    'CREATE TABLE item(id INTEGER PRIMARY KEY, ver BLOB NOT NULL, box BLOB NOT NULL)',
    'CREATE TABLE manifest(id INTEGER PRIMARY KEY, ver BLOB NOT NULL, box BLOB NOT NULL)',
    'CREATE TABLE summary(id INTEGER PRIMARY KEY, ver BLOB NOT NULL, box BLOB NOT NULL)',
]


class Damaged(Exception):
    """The bytes are not what docs/vault-format.md describes."""


def need(truth, what):
    if not truth:
        raise Damaged(what)


def number(data, at, size):
    return int.from_bytes(data[at:at + size], 'big')


def blake(data, size=32, key=b''):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def subkey(key, context):
    """crypto_kdf: BLAKE2b with the number of the subkey as salt and the context as person."""
    return hashlib.blake2b(b'', digest_size=32, key=key, salt=(1).to_bytes(8, 'little') + bytes(8),
                           person=context.encode() + bytes(8)).digest()


def mark(data, key):
    """SipHash-2-4-128 under each half of the key."""
    out = b''
    for half in (key[:16], key[16:]):
        part = ctypes.create_string_buffer(16)
        SODIUM.crypto_shorthash_siphashx24(part, data, ctypes.c_ulonglong(len(data)), half)
        out += part.raw
    return out


def argon2(passphrase, salt, passes, memory):
    out = ctypes.create_string_buffer(32)
    secret = unicodedata.normalize('NFKC', passphrase).encode()
    rc = SODIUM.crypto_pwhash(out, ctypes.c_ulonglong(32), secret, ctypes.c_ulonglong(len(secret)),
                              salt, ctypes.c_ulonglong(passes), ctypes.c_size_t(memory), 2)
    need(rc == 0, 'Argon2id')
    return out.raw


def unseal(key, box, data):
    """nonce 24, ciphertext, tag 16. Returns None when it does not open."""
    out = ctypes.create_string_buffer(max(len(box) - 40, 1))
    rc = SODIUM.crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, None, None, box[24:], ctypes.c_ulonglong(len(box) - 24), data,
        ctypes.c_ulonglong(len(data)), box[:24], key)
    return out.raw[:len(box) - 40] if rc == 0 else None


def unseal_key(sealed, public, secret):
    out = ctypes.create_string_buffer(32)
    rc = SODIUM.crypto_box_seal_open(out, sealed, ctypes.c_ulonglong(80), public, secret)
    need(rc == 0, 'keyring')
    return out.raw


def recovery_bytes(text):
    alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    text = text.upper().replace('-', '').replace(' ', '').replace('O', '0')
    text = text.replace('I', '1').replace('L', '1')
    bits = 0
    for character in text[:32]:
        bits = bits << 5 | alphabet.index(character)
    key = bits.to_bytes(20, 'big')
    check = number(blake(b'varde recovery check' + key), 0, 4) >> 12
    need([check >> 15 - 5 * i & 31 for i in range(4)] == [alphabet.index(c) for c in text[32:]],
         'check group')
    return key


def read_page(page):
    need(page[:8] == b'VARDEVLT' and number(page, 8, 2) == 1, 'header: start')
    need(page[48:64] == blake(page[:48], 16), 'header: first hash')
    need(page[8160:] == blake(page[:8160]), 'header: checksum')
    return page


def open_slot(page, index, kek, parameters):
    slot = page[128 + 296 * index:128 + 296 * (index + 1)]
    if not hmac.compare_digest(slot[264:], blake(b'commit', key=kek)):
        return None
    data = b'slot' + page[8:10] + page[16:32] + bytes([index]) + parameters
    payload = unseal(kek, slot[32:264], data)
    need(payload is not None, 'slot')
    return slot[:32], payload


def nothing(name, key):
    """Where every key is told to that was derived or opened; tests/hunts/keys.py collects them."""


def unlock(page, kind, secret, note):
    """Returns the owner of the slot, and the keys of all generations by their number."""
    vault = page[16:32]
    tries = []
    if kind == 'recovery':
        kek = blake(b'recovery' + vault, key=recovery_bytes(secret))
        tries = [(index, kek, b'') for index in range(8)]
    else:
        for at in (64, 96):
            if page[at] != 1:
                continue
            k0 = argon2(secret, page[at + 16:at + 32], number(page, at + 4, 4),
                        number(page, at + 8, 8))
            note('K0', k0)
            tries += [(index, blake(b'slot' + vault + bytes([index]), key=k0), page[at:at + 32])
                      for index in range(8)]
    for index, kek, parameters in tries:
        found = open_slot(page, index, kek, parameters)
        if found is None:
            continue
        public, payload = found
        need(payload[0] == (2 if kind == 'recovery' else 1), 'kind of slot')
        hk = payload[36:68]
        for name, key in (('KEK', kek), ('UK', payload[4:36]), ('HK', hk),
                          ('header__', subkey(hk, 'header__'))):
            note(name, key)
        need(page[8128:8160] == blake(page[:8128], key=subkey(hk, 'header__')), 'header: MAC')
        keys = {}
        for at in range(2496, 2496 + 8 * 644, 644):
            if number(page, at, 2):
                seal = page[at + 4 + 80 * index:at + 84 + 80 * index]
                keys[number(page, at, 2)] = unseal_key(seal, public, payload[4:36])
                note(f'CK {number(page, at, 2)}', keys[number(page, at, 2)])
        owner = {'user': number(payload, 1, 2), 'role': payload[3],
                 'name': payload[68:].rstrip(b'\0').decode()}
        return owner, keys
    raise Damaged('no slot is of this key')


class Vault:
    """The rows of a store, with the keys to open them."""

    def __init__(self, page, keys, slots, database, note):
        self.vault, self.keys, self.slots, self.database = page[16:32], keys, slots, database
        self.note = note

    def secret(self, index, copy):
        at = index // SEGMENT * SEGMENT * 64 + copy * SEGMENT * 32 + index % SEGMENT * 32
        return self.slots[at:at + 32]

    def row(self, table, row_id, version, box):
        """The content of a row without its padding."""
        need(box[0] == 1, 'suite')
        data = (b'VRD1' + self.vault + bytes([table]) + row_id.to_bytes(8, 'big') + version +
                (2).to_bytes(2, 'big') + box[:7])
        for copy in (0, 1):
            secret = self.secret(number(box, 3, 4), copy)
            key = blake(b'row' + bytes([table]) + self.vault + row_id.to_bytes(8, 'big') + secret,
                        key=self.keys[number(box, 1, 2)])
            plain = unseal(key, box[7:], data)
            if plain is not None:
                self.note(f'S {table} {row_id}', secret)
                self.note(f'row {table} {row_id}', key)
                end = plain.rstrip(b'\0')
                need(end[-1:] == b'\x80', 'padding')
                return end[:-1]
        raise Damaged(f'row {table} {row_id}')

    def events(self, log_key):
        """The entries of the log, and the hash of the last."""
        head, entries = bytes(32), []
        for seq, box in self.database.execute('SELECT seq, box FROM audit ORDER BY seq'):
            need(seq == len(entries) + 1, 'gap in the log')
            key = subkey(self.keys[number(box, 1, 2)], 'audit___')
            self.note(f'audit___ {number(box, 1, 2)}', key)
            data = b'VRL1' + self.vault + seq.to_bytes(8, 'big') + box[:7]
            plain = unseal(key, box[7:], data)
            need(plain is not None and plain[96:] == head, f'log {seq}')
            head = blake(seq.to_bytes(8, 'big') + plain, key=log_key)
            entries.append({'seq': seq, 'time': number(plain, 0, 8), 'user': number(plain, 8, 2),
                            'event': plain[10], 'record': number(plain, 11, 8),
                            'code': plain[20:20 + plain[19]].decode(),
                            'generation': number(plain, 84, 8)})
        return entries, head


def read_manifest(plain):
    digest = blake(''.join(text + '\n' for text in SCHEMA).encode())
    need(number(plain, 0, 2) == 2 and plain[2:34] == digest, 'manifest: schema')
    return {'header': number(plain, 34, 8), 'generation': number(plain, 42, 8),
            'count': number(plain, 50, 4), 'set_key': plain[54:86], 'set': plain[86:118],
            'seq': number(plain, 118, 8), 'head': plain[126:158], 'time': number(plain, 158, 8),
            'wipes': [number(plain, 196 + 4 * i, 4) for i in range(number(plain, 194, 2))]}


def read_team(plain):
    need(plain[0] == 1, 'keys')
    members = []
    for i in range(plain[99]):
        member = plain[100 + 201 * i:301 + 201 * i]
        members.append({'kind': member[32], 'role': member[33], 'number': number(member, 34, 2),
                        'recipient': member[45:77].hex(),
                        'name': member[77:].rstrip(b'\0').decode()})
    return {'log key': plain[1:33], 'seed': plain[33:65], 'unit key': plain[65:97]}, members


def check_set(vault, manifest):
    """The set of rows is the exclusive or of a keyed hash of each."""
    found, count = bytes(32), 0
    for table, name in ((2, 'summary'), (3, 'item')):
        for row_id, version in vault.database.execute(f'SELECT id, ver FROM {name}'):
            this = mark(bytes([table]) + row_id.to_bytes(8, 'big') + version, manifest['set_key'])
            found = bytes(a ^ b for a, b in zip(found, this))
            count += table == 2
    need(found == manifest['set'] and count == manifest['count'], 'set of rows')


def read(folder, kind, secret, note=nothing):
    with open(os.path.join(folder, 'header'), 'rb') as file:
        header = file.read()
    with open(os.path.join(folder, 'slots'), 'rb') as file:
        slots = file.read()
    page = max((read_page(header[:PAGE]), read_page(header[PAGE:])), key=lambda p: number(p, 32, 8))
    owner, keys = unlock(page, kind, secret, note)
    database = sqlite3.connect(os.path.join(folder, 'store.db'))
    texts = [row[0] for row in database.execute('SELECT sql FROM sqlite_schema ORDER BY name')]
    need(texts == SCHEMA, 'schema')
    vault = Vault(page, keys, slots, database, note)
    manifest = read_manifest(vault.row(5, *database.execute('SELECT * FROM manifest').fetchone()))
    need(manifest['header'] == number(page, 32, 8), 'generation of the header')
    note('key of the set', manifest['set_key'])
    check_set(vault, manifest)
    items = {row[0]: vault.row(3, *row) for row in database.execute('SELECT * FROM item')}
    unit, members = read_team(items.pop(3))
    for name, key in unit.items():
        note(name, key)
    events, head = vault.events(unit['log key'])
    need(head == manifest['head'] and len(events) == manifest['seq'], 'end of the log')
    records = {}
    for row_id, version, box in database.execute('SELECT * FROM summary'):
        body = database.execute('SELECT box FROM body WHERE id = ?', (row_id,)).fetchone()[0]
        records[row_id] = [vault.row(2, row_id, version, box).decode(),
                           vault.row(1, row_id, version, body).decode()]
    return {'owner': owner, 'generation': manifest['generation'], 'count': manifest['count'],
            'keys': sorted(keys), 'members': members, 'records': records,
            'items': {key: value.decode() for key, value in items.items()}, 'log': events,
            'anchor': '-'.join([str(events[-1]['generation'])] +
                               [head.hex()[i:i + 4] for i in range(0, 32, 4)]) if events else None}


def main():
    folder, kind = sys.argv[1:3]
    secret = sys.stdin.read().rstrip('\n')
    # A copy, because SQLite would empty the write-ahead log of the original.
    with tempfile.TemporaryDirectory(prefix='second-reader-') as copy:
        target = shutil.copytree(folder, os.path.join(copy, 'vault'))
        json.dump(read(target, kind, secret), sys.stdout, indent=1, sort_keys=True)
        print()


if __name__ == '__main__':
    main()
