#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A place in user space for the tests, as small as it can be: one folder in memory, spoken over
/dev/fuse (linux/fuse.h). It has neither unnamed files nor hard links, like many sticks and shares.
fuse_place.py FOLDER CODE: mounts, says "ready", serves until it is unmounted. CODE is how it says that
it has no links ("EPERM")."""
import ctypes
import errno
import os
import stat
import struct
import sys

HEADER = struct.Struct('<IIQQIIII')
LOOKUP, FORGET, GETATTR, SETATTR, UNLINK, RENAME, LINK = 1, 2, 3, 4, 10, 12, 13
OPEN, READ, WRITE, STATFS, RELEASE, FSYNC, FLUSH, INIT, OPENDIR = 14, 15, 16, 17, 18, 20, 25, 26, 27
READDIR, RELEASEDIR, FSYNCDIR, ACCESS, CREATE, RENAME2 = 28, 29, 30, 34, 35, 45
NOREPLACE = 1


class Place:
    def __init__(self, device):
        self.device = device
        self.names = {}  # name: node
        self.files = {}  # node: bytes
        self.next = 2

    def attributes(self, node):
        mode = stat.S_IFDIR | 0o700 if node == 1 else stat.S_IFREG | 0o600
        size = 0 if node == 1 else len(self.files[node])
        return struct.pack('<QQQQQQIIIIIIIIII', node, size, (size + 511) // 512, 0, 0, 0, 0, 0, 0,
                           mode, 1, os.getuid(), os.getgid(), 0, 4096, 0)

    def entry(self, node):
        return struct.pack('<QQQQII', node, 0, 0, 0, 0, 0) + self.attributes(node)

    def find(self, body):
        return self.names.get(body.split(b'\0', 1)[0])

    def lookup(self, _node, body):
        found = self.find(body)
        return self.entry(found) if found else -errno.ENOENT

    def getattr(self, node, _body):
        if node != 1 and node not in self.files:
            return -errno.ENOENT
        return struct.pack('<QII', 0, 0, 0) + self.attributes(node)

    def create(self, _node, body):
        name = body[16:].split(b'\0', 1)[0]
        if name in self.names:
            return -errno.EEXIST
        node, self.next = self.next, self.next + 1
        self.names[name], self.files[node] = node, bytearray()
        return self.entry(node) + struct.pack('<QII', node, 0, 0)

    def write(self, node, body):
        _, offset, size = struct.unpack('<QQI', body[:20])
        data = self.files[node]
        data[offset:offset + size] = body[40:40 + size]
        return struct.pack('<II', size, 0)

    def read(self, node, body):
        _, offset, size = struct.unpack('<QQI', body[:20])
        return bytes(self.files[node][offset:offset + size])

    def unlink(self, _node, body):
        return b'' if self.names.pop(body.split(b'\0', 1)[0], None) else -errno.ENOENT

    def rename(self, body, flags):
        old, new = body.split(b'\0')[:2]
        if flags & NOREPLACE and new in self.names:
            return -errno.EEXIST
        self.names[new] = self.names.pop(old)
        return b''

    def answer(self, code, node, body):
        handlers = {LOOKUP: self.lookup, GETATTR: self.getattr, SETATTR: self.getattr,
                    CREATE: self.create, READ: self.read, WRITE: self.write,
                    UNLINK: self.unlink}
        if code in handlers:
            return handlers[code](node, body)
        if code == INIT:
            return struct.pack('<IIIIHHIIHHI', 7, 31, 65536, 0, 8, 6, 65536, 1, 0, 0, 0) + bytes(24)
        if code == RENAME:
            return self.rename(body[8:], 0)
        if code == RENAME2:
            return self.rename(body[16:], struct.unpack('<I', body[8:12])[0])
        if code == LINK:
            return -getattr(errno, sys.argv[2])
        if code in (OPEN, OPENDIR):
            return struct.pack('<QII', node, 0, 0)
        if code == STATFS:
            return struct.pack('<QQQQQIIII', 1000, 1000, 1000, 1000, 1000, 4096, 255, 4096, 0) + \
                bytes(24)
        if code in (RELEASE, RELEASEDIR, FSYNC, FSYNCDIR, FLUSH, ACCESS, READDIR):
            return b''
        return -errno.ENOSYS

    def serve(self):
        while True:
            try:
                request = os.read(self.device, 1 << 20)
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                raise
            _, code, unique, node, *_ = HEADER.unpack_from(request)
            if code == FORGET or code == 42:
                continue
            result = self.answer(code, node, request[HEADER.size:])
            status, payload = (result, b'') if isinstance(result, int) else (0, result)
            os.write(self.device, struct.pack('<IiQ', 16 + len(payload), status, unique) + payload)


def main():
    libc = ctypes.CDLL(None, use_errno=True)
    device = os.open('/dev/fuse', os.O_RDWR)
    options = f'fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}'
    if libc.mount(b'place', sys.argv[1].encode(), b'fuse', 0, options.encode()) != 0:
        sys.exit(77)
    print('ready', flush=True)
    Place(device).serve()


main()
