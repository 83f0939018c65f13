"""test_config.py - cassini.yaml: every key does something, every mistake has its line."""
import datetime
import os
import sqlite3

import program
import tap


class Config(program.Case):
    def setUp(self):
        super().setUp()
        os.makedirs(self.path("site", "data"))
        with sqlite3.connect(self.path("site", "data", "a.sqlite")) as db:
            for table in ("person", "orders"):
                db.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, email TEXT)")
                db.executemany(f"INSERT INTO {table} VALUES (?,?)", [(i, f"p{i}@example.com") for i in range(300)])

    def write(self, text):
        with open(self.path("site", "cassini.yaml"), "w", encoding="utf-8") as out:
            out.write(text)

    def scan(self, more="", top="", code=0, **kwargs):
        self.write("sources:\n  - name: crm\n    url: data/a.sqlite\n" + more + top)
        run = self.cassini("scan", "-c", "site/cassini.yaml", **kwargs)
        self.assertEqual(run.code, code, run.err)
        return run

    def mistake(self, more="", top="", line=4, *words):
        run = self.scan(more, top, code=2)
        self.assertIn(f"site/cassini.yaml:{line}:", run.err)
        for word in words:
            self.assertIn(word, run.err)
        return run.err

    def test_memory(self):
        """Little of it: people are estimated, and the map and the page say what would count them."""
        people = 200000
        with sqlite3.connect(self.path("site", "data", "a.sqlite")) as db:
            db.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT, phone TEXT)")
            db.executemany("INSERT INTO customer VALUES (?,?,?)", ((i, f"person{i}@example.org", f"+3363{i:07d}") for i in range(people)))
        counted = self.scan().map["people"]
        self.assertEqual((counted["level"], counted["memory_for_all"]), (0, 0))
        self.assertAlmostEqual(counted["persons"], people + 300, delta=people / 100)
        sampled = self.scan(top="scan: {memory: 8MiB}\n").map["people"]
        self.assertGreater(sampled["level"], 0)
        self.assertGreater(sampled["memory_for_all"], 8 << 20)
        with open(self.path("map", "cassini-map.html"), encoding="utf-8") as page:
            self.assertIn(f"memory: {sampled['memory_for_all'] >> 20}MiB", page.read())
        enough = self.scan(top=f"scan: {{memory: {sampled['memory_for_all'] >> 20}MiB}}\n").map["people"]
        self.assertEqual(enough["level"], 0, "what the map asks for is enough")
        self.mistake("", "scan: {memory: lots}\n", 4, "memory", "150MiB")
        self.mistake("", "scan: {memory: 1MiB}\n", 4, "8MiB")

    def test_relative_paths_start_at_the_file(self):
        self.assertEqual(len(self.scan().map["objects"]), 2)
        self.write("sources:\n  - name: crm\n    url: sqlite:data/a.sqlite\n")
        self.assertEqual(self.cassini("scan", "-c", "site/cassini.yaml").code, 0)
        os.makedirs(self.path("site", "mine"))
        with open(self.path("site", "mine", "r.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: mine\nversion: \"1\"\nrules: []\n")
        self.assertEqual(self.scan(top="scan: {rules: mine}\n").map["columns"], [])

    def test_organisation_and_processor_are_in_the_map(self):
        found = self.scan("    processor: {name: Host SARL, country: FR}\n",
                          "organisation: {name: ACME, controller: ACME SAS, dpo: dpo@acme.example, language: fr}\n").map
        self.assertEqual([found["run"][k] for k in ("organisation", "controller", "dpo", "language")],
                         ["ACME", "ACME SAS", "dpo@acme.example", "fr"])
        self.assertEqual((found["sources"][0]["processor"], found["sources"][0]["processor_country"]), ("Host SARL", "FR"))

    def test_activities_are_assigned(self):
        found = self.scan(top="activities:\n  - {name: Sales, purpose: orders, legal_basis: contract, retention: 3y, objects: [\"crm:ord*\"]}\n").map
        self.assertEqual({o["object"]: o["activity"] for o in found["objects"]}, {"orders": "Sales", "person": None})

    def test_exclude_and_include(self):
        excluded = self.scan("    exclude: [ord*]\n").map
        self.assertEqual({c["object"] for c in excluded["columns"]}, {"person"})
        self.assertTrue(any("excluded" in g["reason"] for g in excluded["gaps"]))
        run = self.scan("    include: [person, peple]\n", code=3)
        self.assertIn("peple", [g.get("object") for g in run.map["gaps"]])

    def test_scan_keys(self):
        run = self.scan(top="scan: {locales: [fr, en], sample_rows: 50, seed: 9, as_of: 2026-02-03, masked: false, stream: false}\n").map
        self.assertEqual([run["run"][k] for k in ("sample_rows", "seed", "as_of", "streamed")], [50, 9, "2026-02-03", False])
        self.assertTrue(all(o["sampled"] < 300 for o in run["objects"]))
        self.assertTrue(all(c["masked"] == [] for c in run["columns"]))
        self.assertTrue(all(o["sampled"] == 300 for o in self.scan(top="scan: {rows: all}\n").map["objects"]))

    def window(self, start, end):
        now = datetime.datetime.now()
        hours = [(now + datetime.timedelta(hours=h)).strftime("%H:%M") for h in (start, end)]
        return "    limits: {window: \"" + "-".join(hours) + "\"}\n"

    def test_inside_its_window_a_source_is_read(self):
        self.assertEqual(len(self.scan(self.window(-2, 2)).map["columns"]), 2)

    def test_outside_its_window_a_source_is_left_alone(self):
        """A planned stop: named in the map, and no failure."""
        found = self.scan(self.window(2, 4)).map
        self.assertEqual((found["objects"], found["columns"]), ([], []))
        self.assertIn("window", found["gaps"][0]["reason"])
        self.assertFalse(found["gaps"][0]["asked"])

    def test_mistakes(self):
        self.mistake("    limits: {window: \"22h-6h\"}\n", "", 4, "window")
        self.mistake("    limits: {sesions: 2}\n", "", 4, "sesions", "sessions")
        self.mistake("    limits: {sessions: 0}\n", "", 4, "sessions")
        self.mistake("    limits: {statement_timeout: soon}\n", "", 4, "statement_timeout")
        self.mistake("    limits: {max_stream_bytes: lots}\n", "", 4, "max_stream_bytes")
        self.mistake("    kind: shop\n", "", 4, "erp")
        self.mistake("    connector: oracel\n", "", 4, "oracel")
        self.mistake("    tls: {mode: maybe}\n", "", 4, "verify-full")
        self.mistake("", "organisation: {language: de}\n", 4, "en or fr")
        self.mistake("", "scan: {locales: [french]}\n", 4, "locales")
        self.mistake("", "scan: {as_of: someday}\n", 4, "as_of")
        self.mistake("", "scan: {sample_row: 5}\n", 4, "sample_rows")
        self.mistake("", "activities:\n  - {name: Sales, objects: [\"erp:*\"]}\n", 5, "erp:*", "SOURCE:OBJECT")
        self.mistake("", "activitys: []\n", 4, "activities")

    def test_all_mistakes_are_told_at_once(self):
        text = self.mistake("    knid: erp\n    vews: no\n", "scan: {sed: 1}\n", 4, "kind", "views", "seed")
        self.assertIn("3 mistakes", text)

    def test_a_password_in_the_file_is_refused_and_not_echoed(self):
        for line in ("    password: Tr0ub4dor\n", "    pasword: Tr0ub4dor\n"):
            self.assertNotIn("Tr0ub4dor", self.mistake(line, "", 4))

    def test_a_mistake_stands_where_it_was_made(self):
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write("sources:\n  - {name: a, url: a.sqlite}\n  - name: b\n    url: gone.sqlite\n  - {name: a, url: 'ftp://x/y'}\n")
        open(self.path("a.sqlite"), "wb").close()
        said = self.cassini("check", "-c", "cassini.yaml").err
        self.assertIn('cassini.yaml:4: source "b": its url names no file or folder that is there', said)
        self.assertIn('cassini.yaml:5: source "a": no connector answers to this url', said)
        self.assertIn('cassini.yaml:5: two sources are called "a"', said)


if __name__ == "__main__":
    tap.main()
