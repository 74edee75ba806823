#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Give a pack texts that read from right to left: rtl-pack.py OUTPUT PACK

Every English text gets a twin in "ar": its own letters exchanged for Arabic ones, word by word, so
that it means nothing and still has the length, the numbers and the places to fill in of the text
it stands for. Made for tests while the pack has no such language, and never installed.
"""

import re
import sys
import xml.etree.ElementTree as ET

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz,;?",
    "\u0627\u0628\u0635\u062f\u0639\u0641\u063a\u0647\u064a\u062c\u0643\u0644\u0645\u0646\u0648\u067e"
    "\u0642\u0631\u0633\u062a\u0637\u062b\u0634\u062e\u0649\u0632\u060c\u061b\u061f",
)
# What is filled in, numbers with units, addresses and codes stay as they are in any language.
KEPT = re.compile(r"(\{[^}]*\}|\S*[@/0-9_]\S*)")


def turn(text):
    parts = KEPT.split(text)
    for i in range(0, len(parts), 2):
        parts[i] = parts[i].lower().translate(LETTERS)
    return "".join(parts)


def has_text(root):
    """Names of the elements that are translated."""
    return {e.tag for e in root.iter() if XML_LANG in e.attrib}


def main(output, pack):
    root = ET.parse(pack).getroot()
    tags = has_text(root)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in tags and child.text and child.text.strip() and not child.attrib and not len(child):
                twin = ET.Element(child.tag, {XML_LANG: "ar"})
                twin.text = turn(child.text)
                parent.insert(list(parent).index(child) + 1, twin)
        if parent.tag == "languages":
            ET.SubElement(parent, "language", id="ar", role="person", state="draft", fallback="en")
    ET.ElementTree(root).write(output, encoding="UTF-8", xml_declaration=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
