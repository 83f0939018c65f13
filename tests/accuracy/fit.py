#!/usr/bin/env python3
"""fit.py - fits the weights of evidence (rules/weights.yaml) on labelled maps.

usage: fit.py [--out rules/weights.yaml] [--leave-one-out] [--l2 X] MAP.json=LABELS.tsv[*WEIGHT] ...

MAP.json comes from `cassini scan --all-candidates --no-app-packs`. LABELS.tsv: system, table, column, attribute with a header line;
several ids joined by "|", or several lines for a column, are equally right; `either` columns are left out. A column
that LABELS.tsv does not name is `none`.

Each (column, attribute) that anything speaks for is one case of a logistic regression: was this attribute right?
Evidence called "base:where" counts for two features, "base" and "base:where"; the second is penalised more, so that
it only says where the first does not hold. Evidence called "value…" or "gate…" keeps the weight that the program gave it.

--leave-one-out: for each system, fits without it and scores on it, beside the score of the fit on all.
"""
import argparse
import csv
import json
import math
import sys
from collections import defaultdict

import numpy


# A personal column that is missed costs more than one that is looked at in vain: all scores lean this far, in log-odds.
LEAN = 0.3

# Where labelled schemas are few, what is known of names beforehand: weights are drawn to these, not to 0.
KNOWN = {
    "beside.first_name:person.last_name": 2.0, "beside.first_name:person.name": -1.5,
    "beside.no_first_name:person.last_name": -1.0, "beside.no_first_name:person.name": 1.0,
    "beside.last_name:person.first_name": 1.5, "beside.last_name:person.name": -0.5,
    "beside.town:address.street": 1.0, "beside.town:address.full": -1.0, "beside.no_town:address.full": 1.0,
    "name.meta": -3.0, "name.key:other": -2.0, "name.flag": -1.0, "comment:named": 1.0, "comment:alone": 2.0,
    "table.person:lifecycle.created": 1.0, "table.person:lifecycle.deleted": 1.0, "table.person:lifecycle.last_activity": 1.0,
    "beside.people:lifecycle.created": 1.0,
}


def read_labels(path):
    labels = defaultdict(set)
    with open(path, encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            labels[r["system"], r["table"].lower(), r["column"].lower()].update(r["attribute"].split("|"))
    return labels


def table_of(c):
    schema = c.get("schema") or ""
    return c["object"].lower() if schema in ("", "main", "public", c["source"]) else f"{schema}.{c['object']}".lower()


def is_fixed(name):
    return name.startswith(("value", "gate"))


def read_cases(spec):
    """One case a candidate: (system, features, fixed score, right or not, weight, place, attribute)."""
    path, labels = spec.split("=", 1)
    labels, _, weight = labels.partition("*")
    gold, cases = read_labels(labels), []
    with open(path, encoding="utf-8") as f:
        entries = json.load(f)
    for c in entries["columns"] + entries["candidates"]:
        if any(e["kind"].startswith("app:") for e in c["evidence"]):
            sys.exit(f"{path}: labels of known applications took part; scan with --no-app-packs")
        if c["verdict"] != "is":
            continue
        right = gold.get((c["source"], table_of(c), c["column"].lower()), {"none"})
        if "either" in right or (c.get("path") and c["attribute"] not in right and "path" in right):
            continue
        names, fixed = [], 0.0
        for e in c["evidence"]:
            if is_fixed(e["kind"]):
                fixed += e["weight"]
            else:
                names += [e["kind"].split(":")[0], e["kind"]]
        place = c["source"], table_of(c), c["column"].lower()
        cases.append((c["source"], names, fixed, c["attribute"] in right, float(weight or 1), place, c["attribute"]))
    return cases, gold


def fit(cases, l2):
    index = {"prior": 0}
    for _, names, *_ in cases:
        for n in names:
            index.setdefault(n, len(index))
    x = numpy.zeros((len(cases), len(index)))
    y, offset, w = (numpy.zeros(len(cases)) for _ in range(3))
    for i, (_, names, fixed, right, weight, *_) in enumerate(cases):
        for n in names:
            x[i, index[n]] += 1
        y[i], offset[i], w[i] = right, fixed, weight
    penalty = numpy.array([l2 * (3.0 if ":" in n else 0.3) for n in index])
    penalty[0] = 0.01
    known = numpy.array([KNOWN.get(n, 0.0) for n in index])
    beta = known.copy()
    for _ in range(25):
        p = 1 / (1 + numpy.exp(-numpy.clip(x @ beta + offset, -30, 30)))
        gradient = x.T @ (w * (y - p)) - penalty * (beta - known)
        hessian = (x * (w * numpy.maximum(p * (1 - p), 1e-6))[:, None]).T @ x + numpy.diag(penalty)
        step = numpy.linalg.solve(hessian, gradient)
        beta += step * min(1.0, 4.0 / max(1e-9, numpy.abs(step).max()))
        if numpy.abs(step).max() < 0.02:
            break
    return {n: beta[i] for n, i in index.items()}


def write(path, weights):
    with open(path, "w", encoding="utf-8") as f:
        f.write("# Weights of evidence in log-odds, made by tests/accuracy/fit.py. Evidence \"base:where\" weighs the sum of both.\n"
                "pack: weights\nversion: \"1.0\"\ntitle: Weights of evidence\nweights:\n")
        for n in sorted(weights):
            if abs(weights[n]) >= 0.005:
                f.write(f'  "{n}": {weights[n]:.2f}\n')


def is_personal(attribute):
    return attribute != "none" and not attribute.startswith(("lifecycle.", "org."))


def f1(tp, fp, fn):
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def evaluate(cases, gold, weights, system):
    """Personal-or-not F1 and exact F1 of one system: per column the best candidate, if it is more likely than not."""
    best = {}
    for source, names, fixed, _, _, place, attribute in cases:
        if source == system:
            score = fixed + sum(weights.get(n, 0.0) for n in names)
            if score > best.get(place, (0.0, ""))[0]:
                best[place] = score, attribute
    personal, exact = [0, 0, 0], [0, 0, 0]
    for place in set(best) | {p for p in gold if p[0] == system}:
        right = gold.get(place, {"none"}) - {"path"}
        if "either" in right or not right:
            continue
        said = best.get(place, (0, "none"))[1]
        wanted = any(map(is_personal, right))
        personal[0 if wanted and is_personal(said) else 1 if is_personal(said) else 2] += wanted or is_personal(said)
        exact[0] += said != "none" and said in right
        exact[1] += said != "none" and said not in right
        exact[2] += "none" not in right and said not in right
    return f1(*personal), f1(*exact)


def leave_one_out(cases, gold, l2):
    whole, table = fit(cases, l2), []
    for system in sorted({c[0] for c in cases}):
        without = fit([c for c in cases if c[0] != system], l2)
        table.append((system, *evaluate(cases, gold, whole, system), *evaluate(cases, gold, without, system)))
    print(f"{'system':24} {'fitted on all':>15} {'fitted without':>15}\n{'':24} {'pers.':>7} {'exact':>7} {'pers.':>7} {'exact':>7}")
    for row in [*table, ("mean", *(sum(r[i] for r in table) / len(table) for i in range(1, 5)))]:
        print(f"{row[0]:24} " + " ".join(f"{x:7.3f}" for x in row[1:]))


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("maps", nargs="+")
    ap.add_argument("--out")
    ap.add_argument("--leave-one-out", action="store_true")
    ap.add_argument("--l2", type=float, default=1.0)
    o = ap.parse_args()
    cases, gold = [], {}
    for spec in o.maps:
        more, labels = read_cases(spec)
        cases += more
        gold.update(labels)
    if o.leave_one_out:
        leave_one_out(cases, gold, o.l2)
        return
    weights = fit(cases, o.l2)
    weights["prior"] += LEAN
    loss = sum(w * math.log1p(math.exp(-(1 if right else -1) * max(-30, min(30, fixed + sum(weights[n] for n in names)))))
               for _, names, fixed, right, w, *_ in cases) / sum(c[4] for c in cases)
    print(f"{len(cases)} cases, {sum(c[3] for c in cases)} right, {len(weights)} weights, loss {loss:.4f}", file=sys.stderr)
    if o.out:
        write(o.out, weights)


if __name__ == "__main__":
    main()
