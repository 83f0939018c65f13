"""phrases.py - every message that can become a gap's reason or hint has its French in src/report/phrases.c."""
import glob
import os
import re
import unittest

import tap

ROOT = os.environ["CASSINI_SOURCE"]
# where gaps come from: the connectors (not the fake one), what watches over them, and the order of work
PLACES = ("connectors/[!f]*/*.c", "connectors/file/*.c", "src/connect/*.c", "src/scan/crawl.c", "src/scan/keys.c", "src/scan/known.c", "src/scan/sample.c", "src/scan/scan.c")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as text:
        return re.sub(r"/\*.*?\*/", " ", text.read(), flags=re.S)


def calls(text):
    """The arguments of each cs_fail and cs_err_hint."""
    for match in re.finditer(r"\bcs_(?:fail|err_hint)\(", text):
        depth, i, inside = 1, match.end(), False
        while depth:
            if text[i] == "\\":
                i += 1
            elif text[i] == '"':
                inside = not inside
            elif not inside:
                depth += {"(": 1, ")": -1}.get(text[i], 0)
            i += 1
        yield text[match.end():i - 1]


def messages(text):
    """String literals, neighbours joined, that are sentences rather than names or codes."""
    for call in calls(text):
        for joined in re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+', re.sub(r'"\s*PRI\w+\s*"|"\s*G_G\w+_FORMAT\s*"', "u", call)):
            message = "".join(LITERAL.findall(joined))
            if " " in message.strip() and not message.startswith("%s%s"):
                yield message


def french():
    """English format to French, as phrases.c has them."""
    pairs = re.findall(r'\{((?:\s*"(?:[^"\\]|\\.)*")+),((?:\s*"(?:[^"\\]|\\.)*")+)\}', read("src/report/phrases.c"))
    return {"".join(LITERAL.findall(en)): "".join(LITERAL.findall(fr)) for en, fr in pairs}


class Phrases(unittest.TestCase):
    def test_every_message_has_its_french(self):
        known, lacking = french(), set()
        for pattern in PLACES:
            for path in sorted(glob.glob(os.path.join(ROOT, pattern))):
                lacking |= {f"{os.path.relpath(path, ROOT)}: {m}" for m in messages(read(path)) if m not in known and m != "%s: %s"}
        self.assertEqual(sorted(lacking), [], "add them to src/report/phrases.c")

    def test_slots_agree(self):
        for english, translated in french().items():
            slots = len(re.findall(r"%[-\w.*]*?[sduf]", english))
            used = {int(n) for n in re.findall(r"\{(\d)\}", translated)}
            self.assertTrue(used <= set(range(1, slots + 1)), english)


if __name__ == "__main__":
    tap.main()
