# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what strace wrote: calls to a network, and files that were written to."""
import re

FORBIDDEN = re.compile(r'(socket|connect|sendto)\(.*(AF_INET|AF_PACKET)|io_uring_setup\(')
CHANGES = re.compile(r'\b(open|openat|creat|rename|renameat|renameat2|unlink|unlinkat|mkdir|mkdirat|'
                     r'symlink|link|linkat|truncate|chmod|fchmodat)\((.*)\) = (?!-1)')


def network(lines):
    """A socket that the filter has refused was still asked for."""
    return [line for line in lines if FORBIDDEN.search(line)]


def writes(lines, allowed):
    """The files that were opened for writing, made, renamed or removed, outside of @allowed."""
    places = set()
    for line in lines:
        match = CHANGES.search(line)
        if not match or (match.group(1).startswith('open') and
                         not re.search(r'O_(WRONLY|RDWR|CREAT|TRUNC)', line)):
            continue
        places.update(re.findall(r'"(/[^"]*)"', match.group(2)))
    # A file without a name gets one through /proc/self/fd.
    return {place for place in places if not place.startswith(('/proc/self/fd/', *allowed)) and
            place not in ('/dev/null', '/dev/tty')}
