"""test_checks.py - the chance that every check states is the share of random values that it accepts.

The score of a column rests on it: a check said to be rarer than it is would make order numbers personal."""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.environ["CASSINI_SOURCE"], "tests", "harness"))
import tap  # noqa: E402

TRIES = 200000  # of check_values --chance


class Chance(unittest.TestCase):
    def test_stated_chances_are_measured_ones(self):
        out = subprocess.run([os.environ["CASSINI_CHECK_VALUES"], "--chance"], capture_output=True, text=True, check=True).stdout
        rows = [line.split("\t") for line in out.splitlines()]
        self.assertGreater(len(rows), 120)
        wrong = [f"{name}: says {said}, measured {seen}" for name, _, said, seen in rows
                 if abs(float(seen) - float(said)) > 0.2 * float(said) + 12 / TRIES]
        self.assertEqual(wrong, [])

    def test_every_check_of_a_rule_refuses_something(self):
        out = subprocess.run([os.environ["CASSINI_CHECK_VALUES"], "--chance"], capture_output=True, text=True, check=True).stdout
        names = [line.split("\t")[0] for line in out.splitlines()]
        answer = subprocess.run([os.environ["CASSINI_CHECK_VALUES"]], input="".join(f"{n} ?\n{n} \n" for n in names),
                                capture_output=True, text=True, check=True)
        self.assertEqual(set(answer.stdout.split()), {"0"})


if __name__ == "__main__":
    tap.main()
