"""floors.py - reads the includes: a lower floor never includes a higher one, values of a source stay below floor 6,
connectors see nothing but the public headers."""
import os
import re
import unittest

import tap

SOURCE = os.environ["CASSINI_SOURCE"]
FLOORS = {"base": 1, "model": 2, "engine": 3, "connect": 4, "scan": 5, "map": 6, "report": 7, "cli": 8}


def files(folder):
    for base, _, names in os.walk(os.path.join(SOURCE, folder)):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                path = os.path.join(base, name)
                with open(path, encoding="utf-8") as text:
                    yield os.path.relpath(path, SOURCE), text.read()


class Floors(unittest.TestCase):
    def test_no_upward_include(self):
        bad = []
        for path, text in files("src"):
            mine = FLOORS[path.split("/")[1]]
            for target in re.findall(r'#include "(\w+)/', text):
                if FLOORS.get(target, 0) > mine:
                    bad.append(f"{path} includes {target}/")
        self.assertEqual(bad, [])

    def test_no_value_above_floor_5(self):
        bad = [path for path, text in files("src") if FLOORS[path.split("/")[1]] > 5 and re.search(r"\bcs_value\b|\bcs_batch\b", text)]
        self.assertEqual(bad, [])

    def test_connectors_see_public_headers_only(self):
        bad = []
        for path, text in files("connectors"):
            folder = os.path.dirname(path)
            for target in re.findall(r'#include "([^"]+)"', text):
                if not os.path.exists(os.path.join(SOURCE, folder, target)):
                    bad.append(f"{path} includes {target}")
            if "glib" in text:
                bad.append(f"{path} uses GLib")
        self.assertEqual(bad, [])

    def test_every_file_says_what_it_does(self):
        bad = [path for folder in ("src", "connectors", "include") for path, text in files(folder)
               if not text.startswith(f"/* {os.path.basename(path)} - ")]
        self.assertEqual(bad, [])


if __name__ == "__main__":
    tap.main()
