"""test_review.py - decisions on findings: recorded once, applied by scan and report, shown again when contradicted."""
import csv
import io
import os
import sqlite3

import program
import tap

MAP = "map/cassini-map.json"


class Review(program.Case):
    def setUp(self):
        super().setUp()
        self.fill("crm.sqlite", "CREATE TABLE contacts (id INTEGER PRIMARY KEY, email TEXT, fax TEXT, memo TEXT)",
                  [(i, f"p{i}@example.com", f"+33 1 99 00 {i // 100:02d} {i % 100:02d}", "ok") for i in range(300)])
        self.fill("shop.sqlite", "CREATE TABLE buyers (id INTEGER PRIMARY KEY, email TEXT, a TEXT, b TEXT)",
                  [(i, f"p{i}@example.com", "", "") for i in range(300)])
        self.scan()

    def fill(self, name, table, rows):
        with sqlite3.connect(self.path(name)) as db:
            db.execute(table)
            db.executemany(f"INSERT INTO {table.split()[2]} VALUES (?,?,?,?)", rows)

    def scan(self, *args):
        run = self.cassini("scan", "crm.sqlite", "shop.sqlite", *args)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(program.schema_errors(run.map), [])
        return run

    def review(self, *args, code=0):
        run = self.cassini("review", *args)
        self.assertEqual(run.code, code, run.err)
        return run

    def text(self):
        with open(self.path("cassini-review.yaml"), encoding="utf-8") as text:
            return text.read()

    def write(self, text):
        with open(self.path("cassini-review.yaml"), "w", encoding="utf-8") as out:
            out.write(text)

    def find(self, found, array="columns", column="email", thing="contacts"):
        return [f for f in found[array] if (f["object"], f["column"]) == (thing, column)]

    def test_a_rejected_finding_leaves_and_stays_visible(self):
        before = self.scan().map
        self.assertEqual(len(self.find(before)), 1)
        self.assertEqual(len(before["copies"]), 1)
        self.review("reject", MAP, "crm.contacts.email", "--reason", "invented people", "--author", "A. Dupont")
        after = self.scan().map
        self.assertEqual(self.find(after), [])
        decided = self.find(after, "decided")[0]
        self.assertEqual(decided["attribute"], "contact.email")
        self.assertEqual((decided["decision"]["verdict"], decided["decision"]["state"]), ("reject", "holds"))
        self.assertEqual(decided["decision"]["author"], "A. Dupont")
        self.assertEqual((after["copies"], after["copy_groups"]), ([], []))
        silent = [sum(o["without_finding"] for o in m["objects"]) for m in (before, after)]
        self.assertEqual(silent[1], silent[0] + 1)

    def test_confirm_makes_certain_and_relabel_names_anew(self):
        self.review("confirm", MAP, "crm.contacts.email", "--reason", "seen")
        self.review("relabel", MAP, "crm.contacts.fax", "--to", "contact.phone", "--reason", "one number for both")
        after = self.scan().map
        email, fax = self.find(after)[0], self.find(after, column="fax")[0]
        self.assertEqual((email["confidence"], email["decision"]["state"]), (1, "holds"))
        self.assertEqual((fax["attribute"], fax["decision"]["found"]), ("contact.phone", "contact.fax"))
        told = self.cassini("explain", MAP, "crm.contacts.fax").out
        self.assertIn("one number for both", told)
        self.assertIn("contact.fax", told)

    def test_what_cannot_be_recorded_says_why(self):
        for args, said in ((["relabel", "--to", "contact.emial"], "did you mean contact.email?"), (["confirm", "--expires", "2020-01-31"], "in the past: 2020-01-31"),
                           (["reject", "--expires", "31/01/2099"], "needs a date such as")):
            run = self.cassini("review", args[0], MAP, "crm.contacts.email", "--reason", "seen", *args[1:])
            self.assertEqual(run.code, 2)
            self.assertIn(said, run.err)
        self.assertEqual(self.review("list").out, "no decision is recorded\n")

    def test_a_miss_is_added(self):
        self.review("relabel", MAP, "crm.contacts.memo", "--to", "special.health", "--reason", "the nurse writes there")
        memo = self.find(self.scan().map, column="memo")[0]
        self.assertEqual((memo["attribute"], memo["decision"]["found"]), ("special.health", None))
        again = self.cassini("report", MAP, "-f", "json", "-o", MAP)
        self.assertEqual(again.code, 0, again.err)
        self.assertEqual(len(self.find(again.map, column="memo")), 1)

    def test_report_applies_and_takes_back(self):
        before = self.scan().map
        self.review("reject", MAP, "crm.contacts.email", "--reason", "no")
        run = self.cassini("report", MAP, "-f", "json", "-o", "rejected.json")
        self.assertEqual(run.code, 0, run.err)
        self.write("decisions:\n")
        again = self.cassini("report", "rejected.json", "-f", "json", "-o", MAP)
        self.assertEqual(again.code, 0, again.err)
        for part in ("columns", "candidates", "decided", "objects"):
            self.assertEqual(again.map[part], before[part], part)

    def test_apply_rewrites_the_map(self):
        self.review("reject", MAP, "crm.contacts.email", "--reason", "no")
        self.review("apply", MAP)
        self.assertEqual(self.find(self.cassini("connectors").map), [])

    def test_contradicted_by_new_evidence(self):
        """Rejected while the name alone spoke for it; then addresses came in."""
        with sqlite3.connect(self.path("crm.sqlite")) as db:
            db.execute("UPDATE contacts SET email = NULL")
        self.scan()
        self.review("reject", MAP, "crm.contacts.email", "--reason", "never filled")
        self.assertEqual(self.find(self.scan().map), [])
        with sqlite3.connect(self.path("crm.sqlite")) as db:
            db.execute("UPDATE contacts SET email = 'p' || id || '@example.com'")
        run = self.scan()
        finding = self.find(run.map)[0]
        self.assertEqual(finding["decision"]["state"], "contradicted")
        self.assertIn("value", finding["decision"]["why"])
        self.assertIn("new look", run.err)
        self.assertIn("contradicted", self.review("list", MAP).out)

    def test_contradicted_by_another_attribute(self):
        self.review("confirm", MAP, "crm.contacts.fax", "--reason", "seen")
        with sqlite3.connect(self.path("crm.sqlite")) as db:
            db.execute("ALTER TABLE contacts RENAME COLUMN fax TO old")
            db.execute("ALTER TABLE contacts RENAME COLUMN email TO fax")
        fax = self.find(self.scan().map, column="fax")
        self.assertTrue(fax and any(f["decision"]["state"] == "contradicted" for f in fax if "decision" in f), fax)

    def test_expired(self):
        self.review("reject", MAP, "crm.contacts.email", "--reason", "until the move", "--expires", "2031-01-31")
        self.assertEqual(self.find(self.scan("--as-of", "2031-01-31").map), [])
        late = self.find(self.scan("--as-of", "2031-02-01").map)[0]
        self.assertEqual(late["decision"]["state"], "expired")

    def test_comments_and_other_entries_are_kept_and_sorted(self):
        self.write("# head\ndecisions:\n"
                   "  # about the shop\n  - {source: shop, schema: main, object: buyers, column: email, verdict: confirm, attribute: contact.email,\n"
                   "     reason: 'it is',   author: B, date: 2026-01-02}   # by mail\n")
        self.review("reject", MAP, "crm.contacts.email", "--reason", "first \"try\"")
        self.review("confirm", MAP, "crm.contacts.email", "--reason", "second: try #2")
        text = self.text()
        self.assertTrue(text.startswith("# head\ndecisions:\n  - source: \"crm\"\n"), text)
        self.assertIn("  # about the shop\n  - {source: shop, schema: main, object: buyers, column: email, verdict: confirm, attribute: contact.email,\n"
                      "     reason: 'it is',   author: B, date: 2026-01-02}   # by mail\n", text)
        self.assertNotIn("first", text)
        self.assertEqual(self.review("list").out.count("recorded"), 2)
        self.assertEqual(os.stat(self.path("cassini-review.yaml")).st_mode & 0o777, 0o640)

    def test_author_comes_from_the_environment(self):
        run = self.cassini("review", "reject", MAP, "crm.contacts.email", "--reason", "no", env={"CASSINI_AUTHOR": "DPO office"})
        self.assertEqual(run.code, 0, run.err)
        self.assertIn("DPO office", self.text())

    def test_export_is_a_table(self):
        self.review("reject", MAP, "crm.contacts.email", "--reason", "=cmd()")
        rows = list(csv.DictReader(io.StringIO(self.review("export", MAP).out, newline="")))
        row = [r for r in rows if (r["object"], r["column"]) == ("contacts", "email")][0]
        self.assertEqual((row["found"], row["verdict"], row["state"]), ("contact.email", "reject", "holds"))
        self.assertEqual(row["reason"], "'=cmd()")

    def test_mistakes(self):
        self.assertIn("--reason", self.review("reject", MAP, "crm.contacts.email", code=2).err)
        self.assertIn("no such finding", self.review("reject", MAP, "crm.contacts.emial", "--reason", "x", code=2).err)
        self.assertIn("--to", self.review("relabel", MAP, "crm.contacts.fax", "--reason", "x", code=2).err)
        self.assertFalse(os.path.exists(self.path("cassini-review.yaml")))
        self.write("decisions:\n  - source: crm\n    object: contacts\n    colum: email\n    verdict: refuse\n    attribute: contact.mail\n"
                   "    reason: x\n    author: y\n    date: 2026-13-01\n")
        run = self.cassini("scan", "crm.sqlite")
        self.assertEqual(run.code, 2)
        for part in ("cassini-review.yaml:4", "column", "cassini-review.yaml:5", "cassini-review.yaml:6", "cassini-review.yaml:9"):
            self.assertIn(part, run.err)
        self.assertEqual(self.cassini("scan", "crm.sqlite", "--review", "missing.yaml").code, 2)


if __name__ == "__main__":
    tap.main()
