# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader would find on the bus. One question gets every widget of the window with its
name, role and states; asking each for its children, as a reader does, takes a second a time."""
import ast
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = 'org.a11y.atspi.Accessible'
ROOT = '/org/a11y/atspi/accessible/root'
ON_SCREEN, IN_WINDOW = 0, 1
CHECKED, FOCUSED, SENSITIVE = (Atspi.StateType.CHECKED, Atspi.StateType.FOCUSED,
                               Atspi.StateType.SENSITIVE)
MS = 20000


def connect():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                None, Gio.DBusCallFlags.NONE, MS, None).unpack()[0]
    flags = Gio.DBusConnectionFlags
    return Gio.DBusConnection.new_for_address_sync(
        address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)


class Node:
    """A widget as it was when it was read; what is asked of it by a method is as it is now."""

    def __init__(self, screen, place, name, role, states):
        self.screen, self.place = screen, place
        self.name, self.role, self.states = name, Atspi.role_get_name(Atspi.Role(role)), states
        self.children = []

    def below(self, depth=0):
        """Itself and everything in it, with its depth."""
        yield self, depth
        for child in self.children:
            yield from child.below(depth + 1)

    def call(self, interface, method, arguments=None):
        """None when the widget went away while we looked."""
        try:
            return self.screen.call(*self.place, interface, method, arguments)
        except GLib.Error:
            return None

    def had_state(self, state):
        return bool(self.states[int(state) // 32] >> int(state) % 32 & 1)

    def has_state(self, state):
        answer = self.call(ACCESSIBLE, 'GetState')
        if answer is not None:
            self.states = answer[0]
        return answer is not None and self.had_state(state)

    def text(self):
        """What was typed into it; a label has its words as its name."""
        if self.role == 'label' and self.name:
            return self.name
        answer = self.call('org.a11y.atspi.Text', 'GetText', GLib.Variant('(ii)', (0, -1)))
        return answer[0] if answer is not None else ''

    def extents(self, kind=IN_WINDOW):
        """(x, y, width, height); no size for what is on a page that is not shown."""
        answer = self.call('org.a11y.atspi.Component', 'GetExtents', GLib.Variant('(u)', (kind,)))
        return answer[0] if answer is not None else (0, 0, 0, 0)


class Screen:
    """The accessibility bus of the session."""

    def __init__(self):
        self.bus = connect()
        self.focus = None
        self.bus.signal_subscribe(None, 'org.a11y.atspi.Event.Object', 'StateChanged', None, 'focused',
                                  Gio.DBusSignalFlags.NONE, self._focused)
        self.call('org.a11y.atspi.Registry', '/org/a11y/atspi/registry', 'org.a11y.atspi.Registry',
                  'RegisterEvent', GLib.Variant('(s)', ('object:state-changed:focused',)))

    def call(self, app, path, interface, method, arguments=None):
        return self.bus.call_sync(app, path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NONE, MS, None).unpack()

    def _focused(self, _bus, app, path, _interface, _signal, arguments):
        if arguments.unpack()[1] == 1:
            self.focus = (app, path)

    def find_app(self, pid):
        """The bus name of the program, None while it has none."""
        bus = 'org.freedesktop.DBus'
        registry = (('org.a11y.atspi.Registry', ROOT), ACCESSIBLE, 'GetChildren', None)
        apps = [app for app, _path in (self.ask([registry])[0] or ([],))[0]]
        pids = self.ask([((bus, '/org/freedesktop/DBus'), bus, 'GetConnectionUnixProcessID',
                          GLib.Variant('(s)', (app,))) for app in apps])
        return next((app for app, found in zip(apps, pids) if found == (pid,)), None)

    def ask(self, questions):
        """Sends all of them before it waits; the answers in their order, None of what went away."""
        answers, left = [None] * len(questions), len(questions)

        def answered(bus, result, number):
            nonlocal left
            left -= 1
            try:
                answers[number] = bus.call_finish(result).unpack()
            except GLib.Error:
                pass

        for number, (place, interface, method, arguments) in enumerate(questions):
            self.bus.call(*place, interface, method, arguments, None, Gio.DBusCallFlags.NONE, MS, None,
                          answered, number)
        while left > 0:
            GLib.MainContext.default().iteration(True)
        return answers

    def look(self, places):
        """A node for each, None for what went away."""
        name = ('org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (ACCESSIBLE, 'Name')))
        answers = self.ask([(place, *question) for place in places for question in
                            (name, (ACCESSIBLE, 'GetRole', None), (ACCESSIBLE, 'GetState', None))])
        return [None if None in three else Node(self, place, *(answer[0] for answer in three))
                for place, *three in zip(places, answers[::3], answers[1::3], answers[2::3])]

    def read(self, app):
        """Every widget that a reader can reach, in its order, with its depth. The cache also knows
        what is on hidden pages, and not yet what nobody has asked for."""
        try:
            answer = self.bus.call_sync(app, '/org/a11y/atspi/cache', 'org.a11y.atspi.Cache',
                                        'GetItems', None, None, Gio.DBusCallFlags.NONE, MS, None)
        except GLib.Error:  # it ended, or is another one now
            return []
        # Much faster than unpack(): the text form of these types is also Python's.
        known = {item[0]: item for item in ast.literal_eval(answer.print_(False))[0]}
        root = Node(self, (app, ROOT), '', 0, (0, 0))
        level = [root]
        while level:
            answers = self.ask([(node.place, ACCESSIBLE, 'GetChildren', None) for node in level])
            below = [(node, place) for node, answer in zip(level, answers) if answer
                     for place in answer[0]]
            new = [place for _node, place in below if place not in known]
            looked = dict(zip(new, self.look(new)))
            level = []
            for parent, place in below:
                item = known.get(place)
                node = looked.get(place) if item is None else Node(self, place, item[6], item[7], item[9])
                if node is None:
                    continue
                parent.children.append(node)
                if item is None or item[4] > 0:
                    level.append(node)
        return list(root.below())

    def take_focus(self, seconds):
        """What got the focus since this was asked last; None when nothing did in time."""
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while context.iteration(False) or (self.focus is None and time.monotonic() < end):
            if not context.pending():
                time.sleep(0.005)
        place, self.focus = self.focus, None
        return self.look([place])[0] if place is not None else None
