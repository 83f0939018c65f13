#!/usr/bin/env python3
"""files.py - the file connector's reader against Python's csv module (written in C) on the same files, in one run.

usage: files.py BUILD_DIRECTORY [MEGABYTES]"""
import csv
import os
import subprocess
import sys
import tempfile
import time


def plain(i):
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


def main():
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


if __name__ == "__main__":
    main()
