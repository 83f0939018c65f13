"""labelled.py - data whose answers are known: public schemas without rows, and generated companies that run.

A data folder holds corpus/<system>/{columns,labels}.tsv, corpus/to_sql.py and corpus/score.py, tools/map_to_predictions.py,
company/score.py. An estate is a generated company: a folder with cassini.yaml and the truth in out/. Labels are read as
{(system, table, column): {attribute, …}}; any of several is right, "either" says that readers may differ, "path" that a
path inside the column holds it, and a column that is not named is "none". Application packs are off unless
asked for.
"""
import csv
import json
import os
import subprocess
import sys
from collections import defaultdict


def run(*command, **kw):
    done = subprocess.run(command, check=False, capture_output=True, text=True, **kw)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)} ended {done.returncode}: {done.stderr[:500]}")
    return done.stdout


def scan(cassini, out, *what, packs=False):
    """Scans into the folder; returns the map's path."""
    run(cassini, "scan", "--quiet", *([] if packs else ["--no-app-packs"]), "-o", out, *what,
        env={**os.environ, "XDG_STATE_HOME": os.path.join(out, "state")})
    return os.path.join(out, "cassini-map.json")


def read_tsv(path):
    with open(path, encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


def systems(data):
    folder = os.path.join(data, "corpus")
    return sorted(s for s in os.listdir(folder) if os.path.exists(os.path.join(folder, s, "labels.tsv")))


def load_schemas(data, folder):
    """The corpus as empty SQLite databases, one a system."""
    files = []
    for system in systems(data):
        columns = os.path.join(data, "corpus", system, "columns.tsv")
        sql = run(sys.executable, os.path.join(data, "corpus", "to_sql.py"), columns, "sqlite")
        files.append(os.path.join(folder, system + ".sqlite"))
        run("sqlite3", files[-1], input="BEGIN;\n" + sql + "\nCOMMIT;\n")
    return files


def schema_labels(data):
    labels = defaultdict(set)
    for system in systems(data):
        for r in read_tsv(os.path.join(data, "corpus", system, "labels.tsv")):
            labels[system, r["table"].lower(), r["column"].lower()].update(r["attribute"].split("|"))
    return dict(labels)


def company_labels(estate):
    """What a column holds first of all; what it holds besides, or in a view, is right but not asked for."""
    asked, besides = defaultdict(set), defaultdict(set)
    for r in read_tsv(os.path.join(estate, "out", "truth_columns.tsv")):
        place, kind, attribute = (r["system"], r["table"].lower(), r["column"].lower()), r["kind"], r["attribute"]
        if kind in ("view", "empty"):
            besides[place].add("either")
        elif kind in ("embedded", "soft"):
            besides[place].add(attribute)
        elif kind in ("primary", "path", "alt"):
            asked[place] |= ({attribute} - {"none"}) | ({"path"} if kind == "path" else set())
    labels = {}
    for place in set(asked) | set(besides):
        if asked[place] - {"path"}:
            labels[place] = asked[place] | (besides[place] - {"either"})
        elif besides[place] or not asked[place]:
            labels[place] = asked[place] | {"either"}
        else:
            labels[place] = asked[place]
    return labels


def table_of(finding):
    """A finding's table as labels write it: with its schema, unless that is the server's usual one."""
    schema = finding.get("schema") or ""
    usual = schema in ("", "main", "public", finding["source"])
    return finding["object"].lower() if usual else f"{schema}.{finding['object']}".lower()


def place_of(finding):
    return finding["source"], table_of(finding), finding["column"].lower()


def read_map(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)
