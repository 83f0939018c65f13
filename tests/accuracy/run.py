#!/usr/bin/env python3
"""run.py - how right the program is on labelled schemas and on a generated company.

usage: run.py [--cassini build/cassini] [--data FOLDER] [--company ESTATE] [--maps MAP…]

FOLDER (default: $CASSINI_SHARED, else ../shared beside this checkout) holds corpus/<system>/{columns,labels}.tsv with
to_sql.py and score.py, company/score.py and tools/map_to_predictions.py. ESTATE is a generated company that is running:
a folder with cassini.yaml and the truth in out/. Prints precision, recall and F1 per attribute and overall, the worst
confusions, a reliability table, and how often the kind and subjects of tables and what consent columns say are right
(kinds.py). Skips (exit 77) when FOLDER is not there. Application packs play no part, but for one line that says what they
would change.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

import kinds

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.001)


def run(*command, **kw):
    done = subprocess.run(command, check=False, capture_output=True, text=True, **kw)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)} ended {done.returncode}: {done.stderr[:500]}")
    return done.stdout


def scan(cassini, out, *what, packs=False):
    run(cassini, "scan", "--quiet", *([] if packs else ["--no-app-packs"]), "-o", out, *what, env={**os.environ, "XDG_STATE_HOME": os.path.join(out, "state")})
    return os.path.join(out, "cassini-map.json")


def load_schemas(data, folder):
    """The corpus as empty SQLite databases, one a system."""
    files = []
    for system in sorted(os.listdir(os.path.join(data, "corpus"))):
        columns = os.path.join(data, "corpus", system, "columns.tsv")
        if os.path.exists(columns):
            sql = run(sys.executable, os.path.join(data, "corpus", "to_sql.py"), columns, "sqlite")
            files.append(os.path.join(folder, system + ".sqlite"))
            run("sqlite3", files[-1], input="BEGIN;\n" + sql + "\nCOMMIT;\n")
    return files


def reliability(path, data):
    """How often a finding of a given confidence is right; columns on which readers differ are left out."""
    gold, bins = {}, [[0, 0] for _ in BINS[1:]]
    for system in os.listdir(os.path.join(data, "corpus")):
        labels = os.path.join(data, "corpus", system, "labels.tsv")
        if os.path.exists(labels):
            with open(labels, encoding="utf-8", newline="") as f:
                for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
                    gold[system, r["table"].lower(), r["column"].lower()] = r["attribute"].split("|")
    with open(path, encoding="utf-8") as f:
        for c in json.load(f)["columns"]:
            right = gold.get((c["source"], c["object"].lower(), c["column"].lower()), ["none"])
            if "either" not in right:
                at = next(i for i in range(len(bins)) if c["confidence"] < BINS[i + 1])
                bins[at][0] += 1
                bins[at][1] += c["attribute"] in right
    print("\nconfidence   findings   right")
    for i, (n, right) in enumerate(bins):
        print(f"{BINS[i]:.2f} – {min(BINS[i + 1], 1):.2f}  {n:8}   {right / n if n else 0:.3f}")


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--cassini", default=os.path.join(ROOT, "build", "cassini"))
    ap.add_argument("--data", default=os.environ.get("CASSINI_SHARED", os.path.join(os.path.dirname(ROOT), "shared")))
    ap.add_argument("--company")
    ap.add_argument("--maps", nargs="*", default=[], metavar="MAP", help="of further systems that kinds.tsv knows")
    o = ap.parse_args()
    if not os.path.isdir(os.path.join(o.data, "corpus")):
        print(f"skipped: no labelled schemas in {o.data} (--data FOLDER or CASSINI_SHARED)")
        sys.exit(77)
    predictions = os.path.join(o.data, "tools", "map_to_predictions.py")
    with tempfile.TemporaryDirectory() as folder:
        files, maps = load_schemas(o.data, folder), []
        found = scan(o.cassini, os.path.join(folder, "schemas"), *files)
        maps.append(found)
        columns, pairs = os.path.join(folder, "columns.tsv"), os.path.join(folder, "pairs.tsv")
        run(sys.executable, predictions, found, "--columns", columns)
        print(run(sys.executable, os.path.join(o.data, "corpus", "score.py"), os.path.join(o.data, "corpus"), columns, "--per-id"))
        reliability(found, o.data)
        run(sys.executable, predictions, scan(o.cassini, os.path.join(folder, "packs"), *files, packs=True), "--columns", columns)
        told = run(sys.executable, os.path.join(o.data, "corpus", "score.py"), os.path.join(o.data, "corpus"), columns)
        print("\nwith application packs: " + next(line for line in told.splitlines() if line.startswith("ALL")))
        if o.company:
            found = scan(o.cassini, os.path.join(folder, "company"), "-c", os.path.join(o.company, "cassini.yaml"))
            maps.append(found)
            run(sys.executable, predictions, found, "--columns", columns, "--pairs", pairs)
            score = os.path.join(o.data, "company", "score.py")
            print("\n" + run(sys.executable, score, os.path.join(o.company, "out"), "--columns", columns, "--list", "40"))
            print(run(sys.executable, score, os.path.join(o.company, "out"), "--pairs", pairs, "--domains", "identifying"))
        kinds.score(maps + o.maps)


if __name__ == "__main__":
    main()
