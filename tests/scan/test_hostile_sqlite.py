"""test_hostile_sqlite.py - databases that do their worst, as SQLite files."""
import json
import os
import shutil
import sqlite3
import subprocess

import program
import tap

MAILS = ["INSERT INTO p VALUES ('%s@example.com')" % c for c in "abc"]


class HostileSQLite(program.Case):
    def db(self, name, *statements):
        path = self.path(name)
        with sqlite3.connect(path) as db:
            for s in statements:
                db.execute(*s) if isinstance(s, tuple) else db.execute(s)
        db.close()
        return path

    def test_names_with_everything(self):
        names = ['qu"ote', "sp ace", "new\nline", "émoji 🙂", "a" * 63, "<script>alert(1)</script>", "'; DROP TABLE x; --"]
        quoted = ['"' + n.replace('"', '""') + '"' for n in names]
        path = self.db("n.sqlite", *[f"CREATE TABLE {q} ({q} TEXT, email TEXT)" for q in quoted],
                       *[(f"INSERT INTO {q} VALUES (?,?)", ("x", "claire@example.com")) for q in quoted])
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual({f["object"] for f in run.map["columns"] if f["attribute"] == "contact.email"}, set(names))
        with open(self.path("map", "cassini-map.html"), encoding="utf-8") as text:
            self.assertNotIn("<script>alert", text.read())

    def test_huge_cell_keeps_memory_flat(self):
        path = self.db("h.sqlite", "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT, blob BLOB, txt TEXT)",
                       "INSERT INTO t VALUES (1,'a@example.com',zeroblob(300000000),'x')",
                       "INSERT INTO t VALUES (2,'b@example.com',NULL,replace(hex(zeroblob(50000000)), '00', 'abc'))",
                       "INSERT INTO t VALUES (3,'c@example.com',NULL,NULL)")
        for rows in ("sample", "all"):
            run = self.cassini("scan", "--rows", rows, path)
            self.assertEqual(run.code, 0, run.err)
            self.assertIsNotNone(run.finding("t.email"))
            self.assertEqual(run.map["objects"][0]["sampled"], 3)
            self.assertTrue(program.IS_INSTRUMENTED or run.map["run"]["peak_kib"] < 150 * 1024, run.map["run"]["peak_kib"])

    def test_huge_cell_without_a_rowid_is_a_gap(self):
        path = self.db("h.sqlite", "CREATE TABLE t (id TEXT PRIMARY KEY, blob BLOB) WITHOUT ROWID", "INSERT INTO t VALUES ('a', zeroblob(50000000))",
                       "CREATE TABLE p (email TEXT)", *MAILS)
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 3, run.err)
        self.assertIn("over 1 MB", run.map["gaps"][0]["reason"])
        self.assertIsNotNone(run.finding("p.email"))

    def test_a_view_that_sorts_too_much_is_a_gap(self):
        path = self.db("s.sqlite", "CREATE TABLE p (email TEXT, pad TEXT)",
                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 200000) "
                       "INSERT INTO p SELECT 'p'||i||'@example.com', hex(randomblob(300)) FROM n", "CREATE VIEW v AS SELECT * FROM p ORDER BY pad")
        run = self.cassini("scan", "--no-stream", path)
        self.assertEqual(run.code, 3, run.err)
        gap, = run.map["gaps"]
        self.assertEqual((gap["object"], gap["code"]), ("v", "limit"))
        self.assertIn("exclude it", gap["hint"])
        self.assertIsNotNone(run.finding("p.email"))
        self.assertTrue(program.IS_INSTRUMENTED or run.map["run"]["peak_kib"] < 150 * 1024, run.map["run"]["peak_kib"])

    def test_invalid_utf8_and_nul(self):
        path = self.db("u.sqlite", "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT, x TEXT)")
        with sqlite3.connect(path) as db:
            for i in range(50):
                db.execute("INSERT INTO t VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT))",
                           (i, f"p{i}@example.com".encode(), b"\xff\xfe\x00caf\xe9\x00" + bytes([i])))
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.finding("t.email")["attribute"], "contact.email")

    def test_many_columns(self):
        columns = ", ".join(f"c{i} TEXT" for i in range(1999))
        path = self.db("w.sqlite", f"CREATE TABLE wide ({columns}, email TEXT)",
                       *[("INSERT INTO wide (email, c0) VALUES (?, 'x')", (f"a{i}@example.com",)) for i in range(3)])
        for rows in ("sample", "all"):
            run = self.cassini("scan", "--rows", rows, path)
            self.assertEqual(run.code, 0, run.err)
            self.assertIsNotNone(run.finding("wide.email"))
            self.assertEqual(run.map["objects"][0]["columns"], 2000)

    def test_empty_database(self):
        path = self.db("e.sqlite", "VACUUM")
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.map["columns"], [])

    def test_texts_declared_as_bytes(self):
        rows = ", ".join(f"({i}, CAST('{first} Martin' AS BLOB), CAST('{first.lower()}{i}@mail.example' AS BLOB))"
                         for i, first in enumerate(["Marie", "Jean", "Anna", "Hugo", "Emma"] * 20))
        path = self.db("b.sqlite", "CREATE TABLE t (id INTEGER PRIMARY KEY, real_name BLOB, c2 BLOB)", f"INSERT INTO t VALUES {rows}")
        run = self.cassini("scan", "--no-stream", path)
        self.assertIsNotNone(run.finding("t.c2", "contact.email"))
        self.assertIn("value.list", [e["kind"] for e in run.finding("t.real_name", "person.name")["evidence"]])

    def test_cyclic_views(self):
        path = self.db("c.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')",
                       "CREATE VIEW v1 AS SELECT * FROM v2", "CREATE VIEW v2 AS SELECT * FROM v1")
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 3, run.err)
        self.assertIsNotNone(run.finding("p.email"))
        self.assertEqual({g["object"] for g in run.map["gaps"]}, {"v1", "v2"})

    def test_not_a_database(self):
        with open(self.path("x.sqlite"), "wb") as out:
            out.write(b"this is no database" * 1000)
        run = self.cassini("scan", "x.sqlite")
        self.assertEqual(run.code, 3)
        self.assertIn('source "x"', run.err)
        self.assertIn("no SQLite database", run.err)

    def test_missing_file(self):
        run = self.cassini("scan", "nowhere.sqlite")
        self.assertEqual(run.code, 2)
        self.assertIn("nowhere.sqlite", run.err)
        self.assertFalse(os.path.exists(self.path("nowhere.sqlite")))

    def test_one_bad_source_leaves_the_other(self):
        good = self.db("g.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')")
        with open(self.path("bad.sqlite"), "wb") as out:
            out.write(b"this is no database" * 1000)
        run = self.cassini("scan", "bad.sqlite", good)
        self.assertEqual(run.code, 3)
        self.assertIsNotNone(run.finding("p.email"))

    def test_json_cut_at_the_ceiling(self):
        big = '{"email": "a@example.com", "pad": "' + "x" * 200000 + '", "phone": "+33 6 39 98 12 34"}'
        path = self.db("c.sqlite", "CREATE TABLE p (id INTEGER PRIMARY KEY, doc JSON)",
                       *[("INSERT INTO p VALUES (?,?)", (i, big.replace("a@", f"a{i}@"))) for i in range(40)])
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        found = run.finding("p.doc $.email")
        self.assertIsNotNone(found)
        self.assertTrue(found.get("truncated"))

    def wal(self, folder, pending):
        """A database in WAL mode as it lies when its application has ended, or, pending, died."""
        os.makedirs(self.path(folder))
        path = self.path(folder, "w.sqlite")
        db = sqlite3.connect(path)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE p (email TEXT)")
        db.executemany("INSERT INTO p VALUES (?)", [(f"p{i}@example.com",) for i in range(20)])
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("INSERT INTO p VALUES ('last@example.com')")
        db.commit()
        if not pending:
            db.close()
            return path, None
        return path, db

    def scan_unwritable(self, path, *options, code):
        """As a user who may not write there, when the tests run as root: with a program and rules that it can reach."""
        user, binary = {}, program.CASSINI
        environment = self.environment()
        if os.geteuid() == 0:
            user = {"user": 65534, "group": 65534, "extra_groups": []}
            binary = shutil.copy(program.CASSINI, self.folder)
            environment["CASSINI_RULES"] = shutil.copytree(os.path.join(program.SOURCE, "rules"), self.path("rules"), dirs_exist_ok=True)
        os.makedirs(self.path("out"), exist_ok=True)
        for name in (self.folder, self.path("out")):
            os.chmod(name, 0o777)
        os.chmod(os.path.dirname(path), 0o555)
        before = self.beside(path)
        done = subprocess.run([binary, "scan", "-o", "out", *options], cwd=self.folder, env=environment, capture_output=True,
                              text=True, timeout=60, check=False, **user)
        os.chmod(os.path.dirname(path), 0o755)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(self.beside(path), before)
        with open(self.path("out", "cassini-map.json"), encoding="utf-8") as text:
            return json.load(text)

    @staticmethod
    def beside(path):
        folder = os.path.dirname(path)
        return {name: open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder)}

    def test_wal_at_rest_is_read_as_it_lies(self):
        path, _ = self.wal("ro", False)
        found = self.scan_unwritable(path, path, code=0)
        self.assertIn("immutable", found["sources"][0]["read_only"])
        self.assertEqual(found["objects"][0]["sampled"], 21)

    def test_wal_in_use_is_read_and_its_files_are_not_written(self):
        path, db = self.wal("ro", True)
        found = self.scan_unwritable(path, path, code=0)
        self.assertEqual(found["objects"][0]["sampled"], 21)
        db.close()

    def test_wal_with_changes_and_without_its_shm_is_a_gap(self):
        path, db = self.wal("live", True)
        shutil.copytree(self.path("live"), self.path("ro"), ignore=shutil.ignore_patterns("*-shm"))
        db.close()
        path = self.path("ro", "w.sqlite")
        gap, = self.scan_unwritable(path, path, code=3)["gaps"]
        self.assertIn("-wal", gap["reason"])
        self.assertIn("immutable: true", gap["hint"])
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write(f"sources:\n  - name: w\n    url: sqlite:{path}\n    immutable: true\n")
        found = self.scan_unwritable(path, "-c", "cassini.yaml", code=0)
        self.assertIn("stale", found["sources"][0]["read_only"])
        self.assertEqual(found["objects"][0]["sampled"], 20)

    def test_interrupted_change_is_a_gap(self):
        path = self.db("j.sqlite", "CREATE TABLE p (email TEXT)", *MAILS)
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA cache_spill=1")
            db.execute("PRAGMA cache_size=1")
            db.execute("BEGIN")
            db.executemany("INSERT INTO p VALUES (?)", [("x" * 3000,)] * 50)
            os.makedirs(self.path("dead"))
            for name in ("j.sqlite", "j.sqlite-journal"):
                shutil.copy(self.path(name), self.path("dead", name))
            db.rollback()
        before = self.beside(self.path("dead", "x"))
        run = self.cassini("scan", self.path("dead", "j.sqlite"))
        self.assertEqual(run.code, 3, run.err)
        self.assertIn("interrupted change", run.map["gaps"][0]["reason"])
        self.assertEqual(self.beside(self.path("dead", "x")), before)

    def test_file_without_permission(self):
        path = self.db("shut.sqlite", "CREATE TABLE p (email TEXT)", *MAILS)
        os.chmod(path, 0o600)
        os.makedirs(self.path("x"))
        if os.geteuid() != 0:
            os.chmod(path, 0o000)
        gap, = self.scan_unwritable(self.path("x", "y"), path, code=3)["gaps"]
        self.assertEqual(gap["code"], "denied")
        self.assertIn("--grants", gap["hint"])

    def test_names_that_are_no_utf8(self):
        path = self.db("b.sqlite", "CREATE TABLE p (email TEXT)", *[f"INSERT INTO p VALUES ('p{i}@example.com')" for i in range(40)])
        with open(path, "rb") as data:
            text = data.read()
        with open(path, "wb") as out:
            out.write(text.replace(b"TABLE p (email", b"TABLE p (\xffmail"))
        run = self.cassini("scan", "--all-columns", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.map["objects"][0]["sampled"], 40)
        self.assertEqual({c["column"] for c in run.map["columns"]}, {"\\xFFmail"})


if __name__ == "__main__":
    tap.main()
