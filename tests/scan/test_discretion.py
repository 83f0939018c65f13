"""test_discretion.py - canaries planted everywhere; nothing the program wrote or said holds one."""
import os
import sqlite3

import program
import tap

CANARY = "zyxcanary"


class Discretion(program.Case):
    def plant(self):
        path = self.path("db.sqlite")
        with sqlite3.connect(path) as db:
            db.execute(f"CREATE TABLE p (id INTEGER PRIMARY KEY, email TEXT DEFAULT '{CANARY}default@example.com', last_name TEXT, doc JSON, note TEXT)")
            db.execute("CREATE TABLE kv (subject INTEGER, code TEXT, value TEXT)")
            for i in range(60):
                db.execute("INSERT INTO p VALUES (?,?,?,?,?)",
                           (i, f"{CANARY}{i}@example.com", CANARY.upper() + chr(65 + i % 26), '{"users":{"%s%d@example.com":{"mail":"%s%d@example.org"}}}' % (CANARY, i, CANARY, i),
                            f"écrire à {CANARY}.note{i}@example.com demain"))
                db.execute("INSERT INTO kv VALUES (?,?,?)", (i, f"{CANARY}{i}@example.net", f"06 39 98 {i:02d} 34"))
            db.execute("CREATE TABLE broken (x)")
        return path

    def search(self, run, *words):
        files = self.written()
        for name in ("db.sqlite", "secret"):
            files.pop(name, None)
        for word in words:
            self.assertNotIn(word.lower(), (run.out + run.err).lower())
            for name, data in files.items():
                self.assertNotIn(word.lower().encode(), data.lower(), name)

    def test_no_value_leaves_the_program(self):
        path = self.plant()
        run = self.cassini("scan", "-v", "--all-columns", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertTrue(run.map["columns"])
        self.search(run, CANARY, "06 39 98")
        self.search(self.cassini("report", "map/cassini-map.json", "-f", "csv"), CANARY)
        self.search(self.cassini("explain", "map/cassini-map.json", "db.p.email"), CANARY)

    def test_password_in_a_url_is_refused_and_not_repeated(self):
        run = self.cassini("scan", "postgresql://reader:hunter2canary@localhost:1/erp")
        self.assertEqual(run.code, 2)
        self.search(run, "hunter2canary")
        self.assertIn("password", run.err)
        self.assertRegex(run.err, r"password_file|pgpass|CASSINI_")

    def test_password_file_is_not_repeated(self):
        with open(self.path("secret"), "w", encoding="utf-8") as out:
            out.write("hunter3canary\n")
        os.chmod(self.path("secret"), 0o600)
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write("sources:\n  - name: erp\n    url: postgresql://reader@127.0.0.1:1/erp\n    password_file: secret\n")
        run = self.cassini("scan", "-v", "-c", "cassini.yaml")
        self.assertEqual(run.code, 3, run.err)
        self.search(run, "hunter3canary")


if __name__ == "__main__":
    tap.main()
