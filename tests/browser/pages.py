"""pages.py - a map with something in every section, made from the example company's, and its pages."""
import copy
import json
import os
import subprocess

import program

HOSTILE = "<script>document.title='owned'</script>\u202e\"'&"

GAPS = [
    {"source": "erp", "schema": "hr", "object": "payslip", "code": "denied", "native": "42501", "asked": True,
     "reason": "hr.payslip: permission denied, or row-level security hides rows",
     "hint": "GRANT SELECT ON hr.payslip TO the scanning account; for row-level security, a role with BYPASSRLS"},
    {"source": "crm", "schema": "", "object": "old", "code": "timeout", "asked": True, "reason": "old: somebody holds a lock on it",
     "hint": "scan again when it is quiet, or raise limits.statement_timeout"},
    {"source": "shop", "schema": "", "object": "tmp", "code": "unsupported", "asked": False, "reason": "excluded by the configuration"},
    {"source": "ledger", "schema": "", "code": "unreachable", "asked": True, "reason": "no PostgreSQL server answers at db.example:5432",
     "hint": "is it running, and is the port right?"},
]
CONSENTS = [
    {"source": "crm", "schema": "", "object": "contact", "column": "pas_de_sms", "channel": "sms", "polarity": "opt-out",
     "evidence": {"date": None, "source": None, "text": None}, "yes": 40, "yes_without_evidence": 12},
    {"source": "crm", "schema": "", "object": "contact", "column": "optin", "channel": "all", "polarity": "unknown",
     "evidence": {"date": "optin_le", "source": "canal", "text": "version"}},
]
EVIDENCE = ("name.strong.whole:contact", "name.weak.inside", "name.none", "name.rival", "name.meta", "value.check", "value.list", "value.pattern",
            "value.dates", "value.prose", "value.flag", "value.agrees", "value.table", "value.people", "value.shape", "value.unknown", "value.few", "value.machine", "value.nothing", "value.inside", "gate.type", "type.integer", "table.person",
            "table.linked", "table.unlinked", "table.people", "table.but", "beside.town", "beside.nobody", "beside.no_first_name", "beside.no_last_name", "value.consent_table", "comment", "key.foreign", "key.target", "copy.of", "prior:contact.email", "new.kind")


WHYS = ("the type was text and is date", "the confidence was 0.61 and is 1.00", "its values speak against the decision now", "the scan found nothing and finds contact.email",
        "the scan found contact.fax and finds contact.email")
JOINS = [{"a": {"source": "shop", "schema": "", "object": "guest", "column": "customer"}, "b": {"source": "shop", "schema": "", "object": "client", "column": "id"},
          "kind": "reference", "share": 1, "agreement": None},
         {"a": {"source": "crm", "schema": "", "object": "contact", "column": "ref"}, "b": {"source": "erp", "schema": "", "object": "client", "column": "code"},
          "kind": "shared-number", "share": 0.5522, "agreement": 0.998}]
DUPLICATES = [dict({"source": "crm", "schema": "", "object": "contact", "column": "courriel", "attribute": "contact.email", "rows": 4321, "exact": True}, **counts)
              for counts in ({"values": 1234, "surplus": 1298}, {"values": 3, "surplus": 4})]


def decision(state, verdict="reject", attribute="contact.email", **more):
    return dict({"verdict": verdict, "attribute": attribute, "state": state, "found": "contact.email", "found_confidence": 0.9, "reason": "vu avec " + HOSTILE,
                 "author": "Claire", "date": "2026-11-02"}, **more)


def decide(whole):
    """Decisions of every kind: in force on a finding, against one (so it is none any more), to look at again."""
    base = dict(whole["columns"][0], object="decidee", decision=None)
    whole["columns"] += [dict(base, column="juste", decision=decision("holds", "confirm")),
                         dict(base, column="autre", attribute="contact.fax", decision=decision("holds", "relabel", "contact.fax"))]
    whole["columns"] += [dict(base, column=f"a_revoir_{i}", decision=decision("contradicted", why=why)) for i, why in enumerate(WHYS)]
    whole["candidates"].append(dict(base, column="perimee", confidence=0.4, decision=decision("expired", "confirm", expires="2026-11-20")))
    whole["decided"].append(dict(base, column="fausse", decision=decision("holds")))


def rich(example):
    """The example's map with decisions, links, duplicates, gaps, consents, activities, every kind of evidence, and hostile names."""
    whole = copy.deepcopy(example)
    whole["run"].update(organisation="ACME & Fils", controller="ACME SAS", dpo="dpo@acme.example", rule_limits=["fr-nir: 3"])
    whole["gaps"], whole["consent"] = GAPS, whole["consent"] + CONSENTS
    whole["activities"] = [{"name": "Ventes", "purpose": "commandes", "legal_basis": "contract", "retention": "3y", "objects": ["erp:*"]}]
    decide(whole)
    whole["joins"], whole["duplicates"] = JOINS, DUPLICATES
    whole["sources"][0].update(tls="none (switched off)", account="reader", listing="visible to this account", processor="Hosting SARL", processor_country="FR")
    odd = copy.deepcopy(whole["columns"][0])
    odd.update(object=HOSTILE, column=HOSTILE, path="$." + HOSTILE, native=HOSTILE, encoded="base64", truncated=True, masked=[HOSTILE],
               evidence=[dict({"kind": kind, "weight": weight}, **extra) for kind in EVIDENCE for weight in (2.5, 1, -1)
                         for extra in ({}, {"word": HOSTILE}, {"hits": 9, "of": 10})])
    inside = dict(odd, verdict="contains", column="note")
    whole["columns"] += [odd, inside]
    whole["objects"].append(dict(whole["objects"][0], object=HOSTILE, activity="Ventes"))
    for kind in ("company", "mixed", "transaction", "log", "settings", "product", "reference", "message", "place", "content", "consent", "unknown"):
        whole["objects"].append(dict(whole["objects"][0], object="sorte_" + kind, kind=kind, subjects=["customer", "prospect", "employee", "supplier", "user", "candidate", "visitor"]))
        whole["columns"].append(dict(whole["columns"][0], object="sorte_" + kind))
    for number, drawn in enumerate(("random", "range", "block", "head", "none", "all")):
        whole["objects"].append(dict(whole["objects"][0], object=f"tirage_{number}", drawn=drawn, type=("view", "materialised view", "foreign table", "partitioned table", "other", "table")[number]))
        whole["columns"].append(dict(whole["columns"][0], object=f"tirage_{number}"))
    return whole


def large(example, findings):
    """A map of so many findings, 25 a table."""
    whole, base = copy.deepcopy(example), [c for c in example["columns"]]
    whole["objects"], whole["columns"] = [], []
    for number in range(findings // 25):
        o = dict(example["objects"][number % len(example["objects"])], object=f"table_{number:05}", columns=25)
        whole["objects"].append(o)
        whole["columns"] += [dict(base[(number * 25 + i) % len(base)], source=o["source"], schema=o["schema"], object=o["object"], column=f"column_{i:02}") for i in range(25)]
    return whole


def make(case_folder):
    """{name: path} of the pages: en, fr of the rich map, and large; the map itself and its recipes."""
    def cassini(*args):
        env = dict(os.environ, HOME=case_folder, LC_ALL="C.UTF-8", XDG_STATE_HOME=os.path.join(case_folder, "state"), G_DEBUG="fatal-criticals")
        return subprocess.run([program.CASSINI, *args], cwd=case_folder, check=True, env=env, stdout=subprocess.PIPE, encoding="utf-8").stdout

    def page(name, content, language):
        with open(os.path.join(case_folder, name + ".json"), "w", encoding="utf-8") as out:
            json.dump(content, out)
        cassini("report", name + ".json", "-o", name + ".html", "--lang", language)
        return os.path.join(case_folder, name + ".html")

    subprocess.run([program.EXAMPLE, os.path.join(case_folder, "db"), "400"], check=True)
    cassini("scan", "-q", *(os.path.join(case_folder, "db", n + ".sqlite") for n in ("erp", "crm", "support", "shop")))
    with open(os.path.join(case_folder, "map", "cassini-map.json"), encoding="utf-8") as text:
        example = json.load(text)
    whole = rich(example)
    pages = {"map": whole, "en": page("en", whole, "en"), "fr": page("fr", whole, "fr"), "large": page("large", large(example, 20000), "en")}
    return dict(pages, sql=cassini("report", "en.json", "-f", "sql"))
