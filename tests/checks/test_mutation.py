"""test_mutation.py - the examples of the shipped rules notice a rule that no longer works.

Every rule has examples of its own, so all rules are broken at once: first each value rule is made to match nothing, then
each check is taken away. `cassini rules test` must complain about every one of them."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.environ["CASSINI_SOURCE"], "tests", "harness"))
import tap  # noqa: E402

RULES = os.path.join(os.environ["CASSINI_SOURCE"], "rules")
NOTHING, ANYTHING = "value: '\\A(*FAIL)'", "value: '\\A'"


def blocks(text):
    """(head of the file, [(id, text of the rule)])"""
    parts = re.split(r"(?m)^(?= *- id: )", text)
    return parts[0], [(re.match(r" *- id: (\S+)", p).group(1), p) for p in parts[1:]]


def set_line(rule, key, line):
    return re.sub(rf"(?m)^( +){key}: .*$", lambda m: m.group(1) + line if line else "", rule, count=1)


def disable(rule):
    keys = [k for k in ("value", "check", "list") if re.search(rf"(?m)^ +{k}: ", rule)]
    for i, key in enumerate(keys):
        rule = set_line(rule, key, "" if i else NOTHING)
    return rule, bool(keys)


def without_check(rule):
    if not re.search(r"(?m)^ +check: ", rule):
        return rule, False
    return set_line(rule, "check", "" if re.search(r"(?m)^ +value: ", rule) else ANYTHING), True


class Mutation(unittest.TestCase):
    def unnoticed(self, change, complaint):
        changed = set()
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "rules")
            shutil.copytree(RULES, copy)
            for path in (os.path.join(d, f) for d, _, files in os.walk(copy) for f in files if f.endswith(".yaml")):
                with open(path, encoding="utf-8") as source:
                    head, rules = blocks(source.read())
                for i, (name, rule) in enumerate(rules):
                    rules[i], touched = change(rule)
                    changed |= {name} if touched else set()
                with open(path, "w", encoding="utf-8") as out:
                    out.write(head + "".join(rules))
            run = subprocess.run([os.environ["CASSINI"], "rules", "test", "--rules", copy], capture_output=True, text=True)
        self.assertEqual(run.returncode, 2, run.stderr[-500:])
        return changed, sorted(changed - set(re.findall(rf'rule "([^"]+)" {complaint}', run.stderr + run.stdout)))

    def test_a_value_rule_that_matches_nothing_is_noticed(self):
        changed, unnoticed = self.unnoticed(disable, "does not match")
        self.assertGreaterEqual(len(changed), 200)
        self.assertEqual(unnoticed, [])

    def test_a_check_that_is_missing_is_noticed(self):
        changed, unnoticed = self.unnoticed(without_check, "matches its counter")
        self.assertGreaterEqual(len(changed), 120)
        self.assertEqual(unnoticed, [])


if __name__ == "__main__":
    tap.main()
