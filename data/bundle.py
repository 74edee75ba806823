#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Merge the translated pack files into one bundle: bundle.py OUTPUT pack.xml FILE...

Every FILE becomes a child of pack.xml's root, in the order given. White space inside a text is
folded the way gettext folds it in the msgid, so the English text is what the translator saw. The
same files give the same bytes.
"""

import sys
import xml.etree.ElementTree as ET

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tidy(root):
    for element in root.iter():
        element.tail = None
        element.text = " ".join((element.text or "").split()) or None
        if XML_LANG in element.attrib:
            # gettext writes locale names (pt_BR), the pack holds BCP 47 tags (pt-BR).
            element.set(XML_LANG, element.get(XML_LANG).replace("_", "-"))
    return root


def main(output, pack, *files):
    root = tidy(ET.parse(pack).getroot())
    for name in files:
        root.append(tidy(ET.parse(name).getroot()))
    ET.indent(root)
    with open(output, "wb") as stream:
        stream.write(ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
