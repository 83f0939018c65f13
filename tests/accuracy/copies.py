#!/usr/bin/env python3
"""copies.py - how right copies, shared people, conflicts, duplicates and recipes are on a generated company.

usage: copies.py ESTATE… [--cassini build/cassini] [--data FOLDER] [--config cassini-files.yaml] [--keep FOLDER]

ESTATE is a generated company that is running: a folder with CONFIG and the truth in out/. FOLDER (default:
$CASSINI_SHARED, else ../shared beside this checkout) holds company/score.py and tools/map_to_predictions.py. Prints each
figure against its target, attributes as the program itself classified them; ends 1 when one is missed. Skips (exit 77)
when FOLDER is not there. Needs psql, mysql and sqlite3.
"""
import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# The truth's names of what conflicts are about.
DOMAINS = {"email": ("contact.email",), "phone": ("contact.phone",), "first_name": ("person.first_name",),
           "last_name": ("person.last_name",), "birth_date": ("person.birth_date",), "postal": ("address.postal_code",),
           "street": ("address.street",)}
COMPARED = 100  # persons, at least, for a rate to be judged


def run(*command, ok=(0, 3), **kw):
    done = subprocess.run(command, check=False, capture_output=True, text=True, **kw)
    if done.returncode not in ok:
        sys.exit(f"{' '.join(command)} ended {done.returncode}: {done.stderr[:500]}")
    return done.stdout


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


class Table:
    """Figures against targets, one line each."""

    def __init__(self):
        self.missed = 0

    def line(self, what, value, target, right, note=""):
        self.missed += not right
        print(f"  {'ok  ' if right else 'MISS'} {what:58} {value:>10} {target:>10} {note}")

    def least(self, what, value, target):
        self.line(what, f"{value:.4f}", f">= {target}", value >= target)

    def most(self, what, value, target, note=""):
        self.line(what, f"{value:.4f}", f"<= {target}", value <= target, note)

    def none(self, what, count, note=""):
        self.line(what, str(count), "0", count == 0, note)


class Sources:
    """Runs SQL on the server of a source, as its configuration names it."""

    def __init__(self, config):
        self.url, self.password = {}, {}
        with open(config, encoding="utf-8") as f:
            for line in f:
                name, url = re.search(r"name: (\w+)", line), re.search(r'url: "([^"]+)"', line)
                if name and url:
                    self.url[name[1]] = url[1]
                    secret = re.search(r'password_file: "([^"]+)"', line)
                    if secret:
                        with open(secret[1], encoding="utf-8") as p:
                            self.password[name[1]] = p.read().strip()

    def can(self, source):
        return self.url[source].startswith(("postgresql:", "mysql:")) or self.url[source].endswith(".sqlite")

    def count(self, source, sql):
        """How many rows the statement returns: each is a line of what the client prints."""
        if self.url[source].startswith("postgresql:"):
            return self.ask(source, f"COPY ({sql}) TO STDOUT").count("\n")
        if self.url[source].startswith("mysql:"):
            return self.ask(source, sql).count("\n")
        return int(self.ask(source, f"SELECT count(*) FROM ({sql})"))

    def ask(self, source, sql):
        at = urlsplit(self.url[source])
        if at.scheme == "postgresql":
            return run("psql", "-qAtX", "-h", at.hostname, "-p", str(at.port), "-U", at.username, "-d", at.path[1:],
                       "-v", "ON_ERROR_STOP=1", "-c", sql, ok=(0,))
        if at.scheme == "mysql":
            return run("mysql", "-NB", "-h", at.hostname, "-P", str(at.port), "-u", at.username, at.path[1:], "-e", sql,
                       ok=(0,), env={**os.environ, "MYSQL_PWD": self.password.get(source, "")})
        return run("sqlite3", self.url[source], sql, ok=(0,))


def score(table, data, truth, pairs):
    command = [sys.executable, os.path.join(data, "company", "score.py"), truth, "--pairs", pairs, "--json"]
    every = json.loads(run(*command))["overlap"]
    keys = json.loads(run(*command, "--domains", "identifying"))["overlap"]
    table.least("copies of identifying attributes: precision", keys["pairs"]["precision"], 0.99)
    table.least("copies of identifying attributes: recall", keys["pairs"]["recall"], 0.96)
    table.least("copies of all personal attributes: precision", every["pairs"]["precision"], 0.97)
    table.least("copies of all personal attributes: recall", every["pairs"]["recall"], 0.93)
    table.none("decoys of one domain called copies", keys["false_pairs_that_are_decoys"])
    table.most("containment: mean error", every["containment_mean_abs_error"], 0.02)
    table.most("containment: 95th percentile of the error", every["containment_p95_abs_error"], 0.05)


def people(table, found, truth):
    """Persons of each pair of systems; nothing is judged of pairs that the map hides."""
    told = {tuple(sorted((p["a"], p["b"]))): p["persons"] for p in found["people"]["pairs"]}
    errors = {}
    for r in truth:
        if r["kind"] == "pair":
            pair = tuple(sorted((r["system_a"], r["system_b"])))
            if told.get(pair) is not None:
                errors["+".join(pair)] = told[pair] / float(r["persons"]) - 1
    for pair, error in sorted(errors.items(), key=lambda e: -abs(e[1])):
        if abs(error) > 0.03:
            print(f"       {pair}: {error:+.1%}")
    worst = max(errors, key=lambda p: abs(errors[p]))
    table.most("people shared by two systems: largest relative error", abs(errors[worst]), 0.03, worst)


def conflicts(table, found, truth):
    told = {}
    for p in found["people"]["pairs"]:
        for c in p["conflicts"]:
            told[tuple(sorted((p["a"], p["b"]))), c["attribute"]] = c
    errors = []
    for r in truth:
        if r["kind"] != "conflict" or float(r["persons"]) < COMPARED:
            continue
        for attribute in DOMAINS[r["attribute"]]:
            c = told.get((tuple(sorted((r["system_a"], r["system_b"]))), attribute))
            if c and c["compared"] and c["compared"] >= COMPARED and c["differing"] is not None:
                error = abs(c["differing"] / c["compared"] - float(r["conflicts"]) / float(r["persons"]))
                errors.append((error, f"{r['system_a']}+{r['system_b']} {r['attribute']}"))
    errors.sort()
    for error, what in errors:
        if error > 0.05:
            print(f"       {what}: {error:.3f}")
    table.most(f"conflict rates, {len(errors)} of {COMPARED} persons and more: largest error", errors[-1][0], 0.05, errors[-1][1])


def bounds(stated):
    """The least and the most rows that these words allow."""
    numbers = [int(n) for n in re.findall(r"\d+", stated)]
    if stated.startswith("fewer"):
        return 0, numbers[0] - 1
    if stated.startswith("about"):
        return numbers[1], numbers[2]
    return 0 if stated.startswith("at most") else numbers[0], numbers[0]


def recipes(table, sources, text):
    """Every statement of the report runs where it says, and returns the rows that it states."""
    count, wrong, words = 0, 0, {"fewer": 0, "about": 0, "at": 0, "an": 0}
    for source, stated, sql in re.findall(r"-- (?:rows of|join column of) (\w+):[^\n]*: ([^:\n]*) rows?\n(.*?);\n", text, re.S):
        if not sources.can(source):
            continue
        kind = stated.split()[0]
        words[kind] = words.get(kind, 0) + 1
        n, count = sources.count(source, sql), count + 1
        low, high = (0, n) if kind == "an" else bounds(stated)
        if not low <= n <= high:
            wrong += 1
            print(f"       {source}: {n} rows, not {stated}: {sql[:200]}")
    table.none(f"recipes that return other rows than stated, of {count}", wrong,
               f"({words['fewer']} state few, {words['about'] + words['at']} estimate an interval, {words['an']} do not know)")
    touches = 0
    for source, sql in re.findall(r"-- what depends on (\w+):[^\n]*\n(SELECT .*?);\n", text, re.S):
        if sources.can(source):
            touches += 1
            sources.ask(source, sql)
    print(f"       {touches} statements on what dropping a copy would touch were run")


def judge(estate, o, table):
    with tempfile.TemporaryDirectory() as scratch:
        out = o.keep and os.path.join(o.keep, os.path.basename(os.path.normpath(estate))) or scratch
        config = os.path.join(estate, o.config)
        run(o.cassini, "scan", "--quiet", "-o", out, "-c", config, env={**os.environ, "XDG_STATE_HOME": os.path.join(out, "state")})
        path, pairs = os.path.join(out, "cassini-map.json"), os.path.join(out, "pairs.tsv")
        run(sys.executable, os.path.join(o.data, "tools", "map_to_predictions.py"), path, "--pairs", pairs, "--schemas", "drop")
        with open(path, encoding="utf-8") as f:
            found = json.load(f)
        print(f"{estate}: {found['people']['persons']:.0f} persons, {len(found['copies'])} copies, {found['run']['seconds']:.0f} s, {found['run']['peak_kib'] / 1024:.0f} MiB")
        score(table, o.data, os.path.join(estate, "out"), pairs)
        truth = rows(os.path.join(estate, "out", "truth_people.tsv"))
        people(table, found, truth)
        conflicts(table, found, truth)
        recipes(table, Sources(config), run(o.cassini, "report", "-f", "sql", path))


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("estate", nargs="+")
    ap.add_argument("--cassini", default=os.path.join(ROOT, "build", "cassini"))
    ap.add_argument("--data", default=os.environ.get("CASSINI_SHARED", os.path.join(os.path.dirname(ROOT), "shared")))
    ap.add_argument("--config", default="cassini-files.yaml")
    ap.add_argument("--keep", help="folder for the maps")
    o = ap.parse_args()
    if not os.path.isdir(os.path.join(o.data, "company")):
        print(f"skipped: no company/score.py in {o.data} (--data FOLDER or CASSINI_SHARED)")
        sys.exit(77)
    table = Table()
    for estate in o.estate:
        judge(estate, o, table)
    sys.exit(table.missed > 0)


if __name__ == "__main__":
    main()
