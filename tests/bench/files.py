#!/usr/bin/env python3
"""files.py - CSV files read, and scanned whole, against Python's csv module (written in C) and Miller on the same files.

usage: files.py BUILD_DIRECTORY [MEGABYTES]"""
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../rules")

HEADER = "numero;nom;prenom;courriel;telephone;adresse;code_postal;ville;date_naissance;date_creation;chiffre_affaires;actif\n"
STREETS = ("rue des Lilas", "avenue de la République", "boulevard Voltaire", "place du Marché", "chemin des Écoles", "impasse Pasteur",
           "rue Victor Hugo", "quai de la Loire", "route de Paris", "allée des Tilleuls")


def words(name):
    """A word list of the rules: people, towns."""
    with open(os.path.join(RULES, "lists", name + ".txt"), encoding="utf-8") as lines:
        return [line.strip().title() for line in lines if line.strip() and not line.startswith("#") and line.isascii()]


class Customers:
    """Rows of an export as a shop, an association or a town hall makes it: names as unequally frequent as they are."""

    def __init__(self):
        self.random = random.Random(4)
        self.last, self.first, self.towns = (self.some(*choice) for choice in (("last_names", 20000), ("first_names", 2000), ("cities", 5000)))

    def some(self, name, number):
        choices = words(name)
        self.random.shuffle(choices)
        return choices[:number]

    def often(self, choices):
        return choices[int(len(choices) * self.random.random() ** 3)]

    def __call__(self, i):
        r, last, first = self.random.getrandbits(48), self.often(self.last), self.often(self.first)
        phone = f"{600000000 + r % 199999999:09d}"
        return (f"{100000 + i};{last};{first};{first[0].lower()}.{last.replace(' ', '').lower()}{i}@example.org;"
                f"+33 {phone[0]} {phone[1:3]} {phone[3:5]} {phone[5:7]} {phone[7:9]};{r % 240 + 1} {STREETS[r >> 8 & 7]};{r % 95 + 1:02d}{r % 997:03d};"
                f"{self.often(self.towns)};{1940 + r % 66}-{r % 12 + 1:02d}-{r % 28 + 1:02d};{2010 + r % 15}-{r % 11 + 1:02d}-{r % 27 + 1:02d};"
                f"{r % 99999}.{r % 90 + 10};{'oui' if r & 64 else 'non'}\n")


def short(i):
    return f"{i};Nom{i};Prenom{i % 999};{i % 200} rue des Lilas;{i % 99999:05d};Ville{i % 3000};{i * 7919 % 10 ** 8:08d};p{i}@example.org;{i % 9999}.{i % 100:02d}\n"


def quoted(i):
    return f'{i};"Nom {i}";"dit ""oui"", puis\nnon {i}, voilà";"p{i}@example.org"\n'


def write(path, header, row, size):
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(header)
        block = 0
        while out.tell() < size:
            out.write("".join(row(i) for i in range(block, block + 10000)))
            block += 10000


def by_python(path):
    start, rows, length = time.monotonic(), -1, 0
    with open(path, encoding="utf-8", newline="") as data:
        for row in csv.reader(data, delimiter=";"):
            rows += 1
            length += sum(map(len, row))
    return rows, time.monotonic() - start


def cpu_seconds(command, **environment):
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, **environment))
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime


def scan(build, path, folder):
    """Classification, fingerprints of every key and what rides on them; the map too."""
    return cpu_seconds([os.path.join(build, "cassini"), "scan", "--quiet", "-o", os.path.join(folder, "map"), path], XDG_STATE_HOME=folder)


def by_miller(path):
    """Two columns cut out of the file: read whole, hardly written."""
    return cpu_seconds(["mlr", "--icsv", "--ocsv", "--ifs", ";", "cut", "-f", "id,courriel", path]) if shutil.which("mlr") else None


def compare_scan(build, path, folder, python):
    megabytes, ours, miller = os.path.getsize(path) / 1e6, scan(build, path, folder), by_miller(path)
    print(f"  scanned whole: {megabytes / ours:.0f} MB/s of CPU, Python's csv reads {megabytes / python:.0f}, "
          + (f"Miller {megabytes / miller:.0f}" if miller else "Miller is not installed"))
    met = megabytes / ours >= 200 or (miller and ours <= miller / 0.7)
    print("  asked: 200 MB/s per core, or 70 %% of Miller's: %s" % ("met" if met else "MISSED"))
    return bool(met)


def main():
    met = True
    size = int(sys.argv[2] if len(sys.argv) > 2 else 200) << 20
    with tempfile.TemporaryDirectory(prefix="cassini-bench-") as folder:
        for name, header, row in (("plain", "id;nom;prenom;adresse;cp;ville;telephone;courriel;ca\n", plain), ("quoted", "id;nom;note;courriel\n", quoted)):
            path = os.path.join(folder, name + ".csv")
            write(path, header, row, size)
            rows, _, ours = subprocess.run([os.path.join(sys.argv[1], "tests/bench/bench-files"), path], check=True, capture_output=True,
                                           encoding="utf-8").stdout.split()
            theirs_rows, theirs = by_python(path)
            if int(rows) != theirs_rows:
                sys.exit(f"{name}: {rows} rows, Python counts {theirs_rows}")
            megabytes = os.path.getsize(path) / 1e6
            print(f"{name}: {megabytes:.0f} MB, {rows} rows: {megabytes / float(ours):.0f} MB/s, Python's csv {megabytes / theirs:.0f} MB/s, "
                  f"ratio {theirs / float(ours):.1f}")
            met &= compare_scan(sys.argv[1], path, folder, theirs)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
