#!/usr/bin/env python3
"""run.py - how right the program is on labelled schemas and on a generated company.

usage: run.py [--cassini build/cassini] [--data FOLDER] [--company ESTATE …] [--maps MAP …] [--leave-one-out]

Prints precision, recall and F1 per attribute and overall, the worst confusions, a reliability table, and how often the kind
and subjects of tables and what consent columns say are right (kinds.py), for the schemas of FOLDER (default: $CASSINI_SHARED,
else ../shared beside this checkout) and for generated companies that run. --leave-one-out adds what each schema scores when
the weights are fitted without it (on the other schemas and the companies; needs numpy). labelled.py tells what the folders
hold. Skips (exit 77) when FOLDER is not there. Application packs play no part, but for one line that says what they would
change.
"""
import argparse
import os
import subprocess
import sys
import tempfile

import kinds
from labelled import load_schemas, place_of, read_map, run, scan, schema_labels

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.001)


def reliability(path, data):
    """How often a finding of a given confidence is right; columns on which readers differ are left out."""
    labels, bins = schema_labels(data), [[0, 0] for _ in BINS[1:]]
    for c in read_map(path)["columns"]:
        right = labels.get(place_of(c), {"none"})
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
    ap.add_argument("--company", nargs="*", default=[])
    ap.add_argument("--leave-one-out", action="store_true")
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
        for i, estate in enumerate(o.company):
            found = scan(o.cassini, os.path.join(folder, f"company{i}"), "-c", os.path.join(estate, "cassini.yaml"))
            maps.append(found)
            run(sys.executable, predictions, found, "--columns", columns, "--pairs", pairs)
            score = os.path.join(o.data, "company", "score.py")
            print(f"\n{estate}\n" + run(sys.executable, score, os.path.join(estate, "out"), "--columns", columns, "--list", "40"))
            print(run(sys.executable, score, os.path.join(estate, "out"), "--pairs", pairs, "--domains", "identifying"))
        kinds.score(maps + o.maps)
    if o.leave_one_out:
        print("\nleave one out", flush=True)
        subprocess.run([sys.executable, os.path.join(HERE, "fit.py"), "--leave-one-out", "--cassini", o.cassini, "--data", o.data,
                        "--company", *o.company], check=True)


if __name__ == "__main__":
    main()
