#!/usr/bin/env python3
"""fit.py - fits the weights of evidence (rules/weights.yaml) on labelled schemas and companies.

usage: fit.py [--cassini build/cassini] [--data FOLDER] [--company ESTATE …] [--out rules/weights.yaml] [--leave-one-out]

Scans the schemas of FOLDER (default: $CASSINI_SHARED, else ../shared beside this checkout) and the generated companies that
run, with every candidate, and fits on all of them. A column of a company, of which the generator makes many alike, counts a
quarter (--share). --leave-one-out fits without each schema in turn, scores on it, prints the difference and writes nothing.
labelled.py tells what the folders hold. Skips (exit 77) when FOLDER is not there.
"""
import argparse
import os
import sys
import tempfile

import labelled
import weights as fitting

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# Attributes that came after the schemas were labelled: corpus/score.py leaves them alone where the label is none.
LATER = {"person.family", "person.physical", "person.death_date", "location.place", "id.employee", "finance.card_expiry",
         "finance.card_cvv", "finance.credit", "online.log", "work.education", "work.evaluation", "behaviour.history",
         "behaviour.profile", "content.document", "content.recording", "lifecycle.retention", "lifecycle.source", "org.name"}


def collect(cassini, data, companies, share):
    """Cases and labels of the schemas and of the companies."""
    with tempfile.TemporaryDirectory() as folder:
        labels = labelled.schema_labels(data)
        found = labelled.scan(cassini, os.path.join(folder, "schemas"), "--all-candidates", *labelled.load_schemas(data, folder))
        cases = fitting.read_cases(found, labels)
        for i, estate in enumerate(companies):
            found = labelled.scan(cassini, os.path.join(folder, f"company{i}"), "--all-candidates", "--no-stream",
                                  "-c", os.path.join(estate, "cassini.yaml"))
            cases += fitting.read_cases(found, labelled.company_labels(estate), share)
    return cases, labels


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--cassini", default=os.path.join(ROOT, "build", "cassini"))
    ap.add_argument("--data", default=os.environ.get("CASSINI_SHARED", os.path.join(os.path.dirname(ROOT), "shared")))
    ap.add_argument("--company", nargs="*", default=[])
    ap.add_argument("--share", type=float, default=0.25)
    ap.add_argument("--out", default=os.path.join(ROOT, "rules", "weights.yaml"))
    ap.add_argument("--leave-one-out", action="store_true")
    ap.add_argument("--l2", type=float, default=1.0)
    o = ap.parse_args()
    if not os.path.isdir(os.path.join(o.data, "corpus")):
        print(f"skipped: no labelled schemas in {o.data} (--data FOLDER or CASSINI_SHARED)")
        sys.exit(77)
    cases, labels = collect(o.cassini, o.data, o.company, o.share)
    if o.leave_one_out:
        fitting.leave_one_out(cases, labels, labelled.systems(o.data), LATER, o.l2)
        return
    weights = fitting.fit(cases, o.l2)
    print(f"{len(cases)} cases, {sum(c.right for c in cases)} right, {len(weights)} weights, loss {fitting.loss(cases, weights):.4f}")
    fitting.write(o.out, weights)


if __name__ == "__main__":
    main()
