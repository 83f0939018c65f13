"""kinds.py - what tables are about, and what consent columns say, against truth written by hand.

kinds.tsv: system, table, kind, subjects. "a|b": either is right; a subject with "?" may be told or not; "-": none.
consents.tsv: system, table, column with its path, channel, polarity, purpose, date and source: evidence columns, "-" for none.
Used by run.py; also: kinds.py MAP… prints the scores of maps whose sources are called as the systems of the truth."""
import argparse
import collections
import csv
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def subjects_right(told, truth):
    """Every subject that must be told is, one of those that are alternatives, and none that is not allowed."""
    allowed = set()
    for group in [] if truth == "-" else truth.split(","):
        names = {n.rstrip("?") for n in group.split("|")}
        allowed |= names
        if not group.endswith("?") and not names & told:
            return False
    return told <= allowed


def score_kinds(objects):
    confused, right, fit, n, people, people_fit = collections.Counter(), 0, 0, 0, 0, 0
    for row in read("kinds.tsv"):
        o = objects.get((row["system"], row["table"].lower()))
        if not o:
            continue
        n += 1
        told = set(o["subjects"])
        fits = subjects_right(told, row["subjects"])
        right += o["kind"] in row["kind"].split("|")
        fit += fits
        if row["subjects"] != "-":
            people += 1
            people_fit += fits
        if o["kind"] not in row["kind"].split("|"):
            confused[f"{row['kind'].split('|')[0]} told as {o['kind']}"] += 1
        if not fits:
            confused[f"subjects {row['subjects']} told as {','.join(sorted(told)) or '-'}"] += 1
    if n:
        print(f"\ntables: {n}, kind right {right / n:.3f}, subjects right {fit / n:.3f}, of tables about people {people_fit / max(people, 1):.3f}")
        for what, times in confused.most_common(12):
            print(f"  {times:4}  {what}")
    return n and right / n


def score_consents(consents):
    """An opt-out that is told as opt-in is counted apart: it is worse than a miss."""
    counts, worse, wrong = collections.Counter(), [], []
    for row in read("consents.tsv"):
        c = consents.get((row["system"], row["table"].lower(), row["column"].lower()))
        if row["system"] not in {k[0] for k in consents}:
            continue
        counts["n"] += 1
        if not c:
            wrong.append(f"{row['system']}.{row['table']}.{row['column']}: not found")
            continue
        told = {"channel": c["channel"], "polarity": c["polarity"], "purpose": c.get("purpose"), "date": c["evidence"].get("date") or "-", "source": c["evidence"].get("source") or "-"}
        counts["found"] += 1
        for field, value in told.items():
            ok = value in row[field].split("|")
            counts[field] += ok
            if not ok:
                wrong.append(f"{row['system']}.{row['table']}.{row['column']}: {field} {row[field]} told as {value}")
        if told["polarity"] == "opt-in" and row["polarity"] == "opt-out":
            worse.append(f"{row['system']}.{row['table']}.{row['column']}")
    if counts["n"]:
        found = max(counts["found"], 1)
        print(f"\nconsent columns: {counts['n']}, found {counts['found']}; of these right: " +
              ", ".join(f"{field} {counts[field] / found:.3f}" for field in ("channel", "polarity", "purpose", "date", "source")) +
              f"; opt-out told as opt-in: {len(worse)} {' '.join(worse)}")
        for line in wrong[:20]:
            print("  " + line)


def score(paths):
    objects, consents = {}, {}
    for path in paths:
        with open(path, encoding="utf-8") as f:
            found = json.load(f)
        objects.update({(o["source"], o["object"].lower()): o for o in found["objects"]})
        consents.update({(c["source"], c["object"].lower(), (c["column"] + (c.get("path") or "")).lower()): c for c in found["consent"]})
    score_kinds(objects)
    score_consents(consents)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maps", nargs="+", metavar="MAP")
    score(parser.parse_args().maps)
