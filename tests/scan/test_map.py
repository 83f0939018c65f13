"""test_map.py - cassini-map.json as a contract: its schema, one record a line, the same bytes for the same sources."""
import json
import os
import sqlite3
import subprocess

import program
import tap


class Map(program.Case):
    def setUp(self):
        super().setUp()
        subprocess.run([program.EXAMPLE, self.path("db"), "600"], check=True)
        self.urls = [self.path("db", name + ".sqlite") for name in ("erp", "crm", "support", "shop")]

    def text(self, *names):
        with open(self.path(*names), encoding="utf-8") as text:
            return text.read()

    def without_run(self, *names):
        return "\n".join(line for line in self.text(*names).splitlines() if not line.startswith('"run":'))

    def test_follows_its_schema_and_the_schema_is_strict(self):
        run = self.cassini("scan", "--all-columns", *self.urls)
        self.assertEqual(program.schema_errors(run.map), [])
        for where, change in {"columns": {"confidence": 1.2}, "objects": {"drawn": "tail"}, "copies": {"interval_ab": [0.5]}, "sources": {"password": "x"},
                              "lifecycle": {"coverage": "all"}}.items():
            broken = json.loads(json.dumps(run.map))
            broken[where][0].update(change)
            self.assertNotEqual(program.schema_errors(broken), [], where)
        for member in run.map:
            self.assertNotEqual(program.schema_errors({k: v for k, v in run.map.items() if k != member}), [], member)

    def test_one_record_a_line(self):
        run = self.cassini("scan", *self.urls)
        lines = self.text("map", "cassini-map.json").splitlines()
        for array in ("sources", "objects", "columns", "candidates", "copies", "copy_groups", "lifecycle", "consent"):
            start = lines.index(f'"{array}":[' if run.map[array] else f'"{array}":[],')
            for number, record in enumerate(run.map[array]):
                self.assertEqual(json.loads(lines[start + 1 + number].rstrip(",").removesuffix("]") if number + 1 == len(run.map[array])
                                            else lines[start + 1 + number].rstrip(",")), record)

    def test_same_sources_key_seed_and_date_same_bytes(self):
        self.cassini("scan", "--seed", "7", "--as-of", "2026-11-01", "-o", "one", *self.urls)
        self.cassini("scan", "--seed", "7", "--as-of", "2026-11-01", "-o", "two", *self.urls)
        self.assertEqual(self.without_run("one", "cassini-map.json"), self.without_run("two", "cassini-map.json"))

    def test_the_page_says_what_the_map_says(self):
        """Few people are hidden on both: the page of a scan is the page of its map."""
        self.cassini("scan", "-o", "one", *self.urls)
        self.cassini("report", self.path("one", "cassini-map.json"), "-o", "again.html")
        self.assertEqual(self.text("one", "cassini-map.html"), self.text("again.html"))
        self.assertIn("&lt;10", self.text("again.html"))

    def test_numbers_do_not_follow_the_locale(self):
        self.cassini("scan", "-o", "one", *self.urls)
        spoken = subprocess.run(["locale", "-a"], capture_output=True, encoding="utf-8", check=False).stdout.split()
        other = next((name for name in spoken if name.lower().startswith(("fr_", "de_"))), "fr_FR.UTF-8")
        self.cassini("scan", "-o", "two", *self.urls, env={"LC_ALL": other, "LANG": other})
        self.assertEqual(self.without_run("one", "cassini-map.json"), self.without_run("two", "cassini-map.json"))

    def test_all_columns_lists_the_silent_ones(self):
        brief, full = self.cassini("scan", *self.urls).map, self.cassini("scan", "--all-columns", *self.urls).map
        silent = [c for c in full["columns"] if c["attribute"] is None]
        self.assertEqual(len(silent), sum(o["without_finding"] for o in full["objects"]))
        self.assertEqual([c for c in full["columns"] if c["attribute"]], brief["columns"])

    def test_read_back_without_loss(self):
        self.cassini("scan", "--all-columns", *self.urls)
        self.assertEqual(self.cassini("report", "map/cassini-map.json", "-f", "json", "-o", "again.json").code, 0)
        self.assertEqual(self.text("again.json"), self.text("map", "cassini-map.json"))

    def test_read_back_reformatted(self):
        run = self.cassini("scan", "--all-columns", *self.urls)
        for name, layout in {"sorted": {"sort_keys": True, "indent": 2}, "flat": {"separators": (",", ":")}, "escaped": {"ensure_ascii": True}}.items():
            with open(self.path(name + ".json"), "w", encoding="utf-8") as out:
                json.dump(run.map, out, **layout)
            self.assertEqual(self.cassini("report", name + ".json", "-f", "json", "-o", "again.json").code, 0)
            self.assertEqual(self.text("again.json"), self.text("map", "cassini-map.json"), name)

    def test_what_is_no_map_is_refused_with_the_line(self):
        for content, said in {'{"format":"cassini-map","version":2}': "version 1", "[]": ":1: not valid JSON", '{"format":"cassini-map","version":1,\n"columns":[{]}': ":2:",
                              '{"format":"cassini-map","version":1,"columns":[': "not valid JSON", "": "not valid JSON", '{"version":1}': "no cassini map"}.items():
            with open(self.path("bad.json"), "w", encoding="utf-8") as out:
                out.write(content)
            run = self.cassini("report", "bad.json", "-f", "csv")
            self.assertEqual(run.code, 2, content)
            self.assertIn(said, run.err)

    def test_records_of_the_wrong_type_do_no_harm(self):
        self.cassini("scan", *self.urls)
        whole = json.loads(self.text("map", "cassini-map.json"))
        for array in [k for k, v in whole.items() if isinstance(v, list)] + ["run", "people"]:
            for wrong in ([{}, [], None, 3, "x"], 7, [{"source": 1, "a": 2, "attribute": "no.such", "column": "c", "object": "o", "evidence": [{}, 1]}]):
                with open(self.path("bad.json"), "w", encoding="utf-8") as out:
                    json.dump(dict(whole, **{array: wrong}), out)
                for form in ("html", "csv", "json"):
                    self.assertEqual(self.cassini("report", "bad.json", "-f", form, "-o", "bad.out").code, 0, f"{array} {form}")

    def test_row_counts_are_exact(self):
        with sqlite3.connect(self.path("big.sqlite")) as db:
            db.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT)")
            db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234567) INSERT INTO person SELECT i, NULL FROM n")
        run = self.cassini("scan", "--no-stream", "big.sqlite")
        self.assertIn('"rows":1234567,', self.text("map", "cassini-map.json"), run.err)

    def test_a_large_map_needs_little_memory(self):
        run = self.cassini("scan", "--all-columns", *self.urls)
        silent = next(c for c in run.map["columns"] if c["attribute"] is None)
        with open(self.path("large.json"), "w", encoding="utf-8") as out:
            head, tail = self.text("map", "cassini-map.json").split('"columns":[\n')
            out.write(head + '"columns":[\n')
            for i in range(150000):
                out.write(json.dumps(dict(silent, column=f"column_{i}", object=f"table_{i // 100}")) + ",\n")
            out.write(tail)
        if any(name in os.environ.get("LD_PRELOAD", "") + program.CASSINI for name in ("asan", "valgrind")):
            self.skipTest("memory is not measured under a checker")
        done = subprocess.run(["sh", "-c", f"ulimit -v 400000; exec '{program.CASSINI}' report large.json -f json -o again.json"], cwd=self.folder,
                              env=self.environment(), capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.text("again.json").count("\n"), self.text("large.json").count("\n"))


if __name__ == "__main__":
    tap.main()
