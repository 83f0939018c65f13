"""test_hostile.py - databases and surroundings that do their worst, on SQLite."""
import os
import signal
import sqlite3
import subprocess
import time

import program
import tap


class Hostile(program.Case):
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
                       "INSERT INTO t VALUES (2,'b@example.com',NULL,NULL)")
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertIsNotNone(run.finding("t.email"))
        if "asan" not in program.CASSINI:
            self.assertLess(run.map["run"]["peak_kib"], 150 * 1024)

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
        columns = ", ".join(f"c{i} TEXT" for i in range(1990))
        path = self.db("w.sqlite", f"CREATE TABLE wide ({columns}, email TEXT)", "INSERT INTO wide (email) VALUES ('a@example.com')")
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertIsNotNone(run.finding("wide.email"))

    def test_empty_database(self):
        path = self.db("e.sqlite", "VACUUM")
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.map["columns"], [])

    def test_cyclic_views(self):
        path = self.db("c.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')",
                       "CREATE VIEW v1 AS SELECT * FROM v2", "CREATE VIEW v2 AS SELECT * FROM v1")
        run = self.cassini("scan", path)
        self.assertIn(run.code, (0, 3), run.err)
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

    def test_disk_full_keeps_the_last_map(self):
        good = self.db("g.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')")
        self.assertEqual(self.cassini("scan", good).code, 0)
        before = self.written()["map/cassini-map.json"]
        done = subprocess.run(["sh", "-c", 'ulimit -f 2; trap "" XFSZ; exec "$0" scan "$1"', program.CASSINI, good], cwd=self.folder,
                              env=self.environment(), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertEqual(self.written()["map/cassini-map.json"], before)
        self.assertEqual([f for f in os.listdir(self.path("map")) if "tmp" in f.lower() or f.startswith(".")], [])

    def test_output_folder_cannot_be_made(self):
        good = self.db("g.sqlite", "CREATE TABLE p (email TEXT)")
        with open(self.path("file"), "w", encoding="utf-8"):
            pass
        run = self.cassini("scan", "-o", "file/map", good)
        self.assertEqual(run.code, 4)
        self.assertIn("file", run.err)

    def test_sigint_ends_within_two_seconds(self):
        path = self.db("big.sqlite", "CREATE TABLE p (email TEXT)",
                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 400000) INSERT INTO p SELECT 'p'||i||'@example.com' FROM n",
                       "CREATE VIEW slow AS SELECT a.email FROM p a, p b, p c WHERE a.email || b.email || c.email = 'x'")
        process = subprocess.Popen([program.CASSINI, "scan", path], cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(1.0)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        self.assertLess(time.monotonic() - started, 2.5)
        self.assertNotEqual(process.returncode, 0)

    def test_regex_without_end(self):
        path = self.db("r.sqlite", "CREATE TABLE p (id INTEGER PRIMARY KEY, evil TEXT, email TEXT)",
                       *[("INSERT INTO p VALUES (?,?,?)", (i, "a" * 200 + "!" + str(i), f"p{i}@example.com")) for i in range(200)])
        os.makedirs(self.path("rules"))
        with open(self.path("rules", "mine.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: mine\nversion: \"1\"\nrules:\n  - id: endless\n    attribute: contact.social\n    value: '\\A(?:a+)+\\z'\n"
                      "  - id: mail\n    attribute: contact.email\n    value: '\\A\\S+@\\S+\\z'\n    weight: 9\n    chance: 0.001\n")
        started = time.monotonic()
        run = self.cassini("scan", "--rules", "rules", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertLess(time.monotonic() - started, 60)
        self.assertIsNotNone(run.finding("p.email"))
        self.assertIn("endless", str(run.map["run"]))

    def test_jit_memory_refused(self):
        path = self.db("j.sqlite", "CREATE TABLE p (email TEXT)", *[("INSERT INTO p VALUES (?)", (f"p{i}@example.com",)) for i in range(50)])
        run = self.cassini("scan", path, env={"CASSINI_NO_JIT": "1"})
        self.assertEqual(run.code, 0, run.err)
        self.assertIsNotNone(run.finding("p.email"))
        self.assertIs(run.map["run"]["jit"], False)

    def test_json_cut_at_the_ceiling(self):
        big = '{"email": "a@example.com", "pad": "' + "x" * 200000 + '", "phone": "+33 6 39 98 12 34"}'
        path = self.db("c.sqlite", "CREATE TABLE p (id INTEGER PRIMARY KEY, doc JSON)",
                       *[("INSERT INTO p VALUES (?,?)", (i, big.replace("a@", f"a{i}@"))) for i in range(40)])
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 0, run.err)
        found = run.finding("p.doc $.email")
        self.assertIsNotNone(found)
        self.assertTrue(found.get("truncated"))

    def test_wal_in_an_unwritable_folder(self):
        os.makedirs(self.path("ro"))
        path = self.path("ro", "w.sqlite")
        db = sqlite3.connect(path)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE p (email TEXT)")
        db.execute("INSERT INTO p VALUES ('a@example.com')")
        db.commit()
        with open(path, "rb") as main, open(path + "-wal", "rb") as wal:
            copies = main.read(), wal.read()
        db.close()
        for name, data in zip((path, path + "-wal"), copies):
            with open(name, "wb") as out:
                out.write(data)
        before = sorted(os.listdir(self.path("ro")))
        run = self.cassini("scan", path)
        self.assertEqual(run.code, 3, run.err)
        self.assertIn("immutable", run.err + str(run.map["gaps"]))
        self.assertEqual(sorted(os.listdir(self.path("ro"))), before)


if __name__ == "__main__":
    tap.main()
