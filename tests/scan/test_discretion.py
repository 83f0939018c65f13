"""test_discretion.py - canaries planted everywhere; nothing the program wrote or said holds one."""
import os
import shutil
import sqlite3
import stat
import subprocess
import time

import program
import tap

CANARY = "zyxcanary"


class Discretion(program.Case):
    def setUp(self):
        super().setUp()
        os.makedirs(self.path("tmp"))

    def environment(self, extra=None):
        return super().environment({"TMPDIR": self.path("tmp"), "SQLITE_TMPDIR": self.path("tmp"), **(extra or {})})

    def plant(self, name="db.sqlite"):
        path = self.path(name)
        with sqlite3.connect(path) as db:
            db.execute(f"CREATE TABLE p (id INTEGER PRIMARY KEY, email TEXT DEFAULT '{CANARY}default@example.com', last_name TEXT, doc JSON, note TEXT, "
                       f"kind \"enum('{CANARY}label@example.com')\", CHECK (email <> '{CANARY}check@example.com'))")
            db.execute(f"CREATE INDEX i ON p (email) WHERE email <> '{CANARY}index@example.com'")
            db.execute("CREATE TABLE kv (subject INTEGER, code TEXT, value TEXT)")
            db.execute("CREATE TABLE numbered (subject INTEGER, code TEXT, value TEXT)")
            db.execute("CREATE TABLE profile (id INTEGER PRIMARY KEY, doc JSON)")
            for i in range(60):
                word = CANARY + chr(97 + i // 26) + chr(97 + i % 26)
                db.execute("INSERT INTO p VALUES (?,?,?,?,?,?)",
                           (i, f"{CANARY}{i}@example.com", CANARY.upper() + chr(65 + i % 26), '{"users":{"%s%d@example.com":{"mail":"%s%d@example.org"}}}' % (CANARY, i, CANARY, i),
                            f"écrire à {CANARY}.note{i}@example.com demain", "x"))
                db.execute("INSERT INTO kv VALUES (?,?,?)", (i, f"{CANARY}{i}@example.net", f"06 39 98 {i:02d} 34"))
                db.execute("INSERT INTO numbered VALUES (?,?,?)", (i, word, f"p{i}@example.com"))
                db.execute("INSERT INTO profile VALUES (?,?)", (i, '{"by_login":{"%s":{"mail":"q%d@example.com"}}}' % (word, i)))
            db.execute(f'CREATE TABLE "{CANARY}table@example.com" ("{CANARY}column@example.com" TEXT, email TEXT, "06 39 98 77 11" TEXT)')
            db.executemany(f'INSERT INTO "{CANARY}table@example.com" VALUES (?,?,?)', [(f"a{i}@example.com", f"b{i}@example.com", "x") for i in range(30)])
            db.execute(f'CREATE TABLE child (id INTEGER, parent TEXT REFERENCES "{CANARY}table@example.com" (email))')
            db.execute(f'CREATE VIEW "{CANARY}view@example.com" AS SELECT * FROM "{CANARY}gone@example.com"')
            db.execute(f"CREATE VIEW failing AS SELECT json_extract('{CANARY}json@example.com', '$.x') AS email FROM p")
        return path

    def search(self, run, *words, source=()):
        """No word in what was said, in any file's name or in any file but the sources."""
        for word in words:
            self.assertNotIn(word.lower(), (run.out + run.err).lower())
            for name, data in self.written().items():
                if name in ("db.sqlite", "secret", *source):
                    continue
                self.assertNotIn(word.lower(), name.lower())
                self.assertEqual([data[max(0, at - 60):at + 60] for at in [data.lower().find(word.lower().encode())] if at >= 0], [], name)

    def test_no_value_leaves_the_program(self):
        path = self.plant()
        run = self.cassini("scan", "-v", "--all-columns", path)
        self.assertEqual(run.code, 3, run.err)
        self.assertTrue(run.map["columns"])
        self.search(run, CANARY, "06 39 98")
        found = {(f["column"], f.get("path")) for f in run.map["columns"] if f["attribute"] == "contact.email"}
        self.assertIn(("doc", "$.users{*}"), found)
        self.search(self.cassini("scan", "-v", "--rows", "all", "--lang", "fr", path), CANARY, "06 39 98")
        self.search(self.cassini("scan", "--plan", "-v", path), CANARY, "06 39 98")
        self.search(self.cassini("check", path), CANARY)
        self.search(self.cassini("report", "map/cassini-map.json", "-f", "csv", "-o", "all.csv"), CANARY, "06 39 98")
        self.search(self.cassini("explain", "map/cassini-map.json", "db.p.email"), CANARY)
        self.assertEqual(os.listdir(self.path("tmp")), [])

    def test_hidden_names_are_still_read(self):
        """What is not shown by its name is read by it: the table with an e-mail for a name is in the map, with its findings."""
        run = self.cassini("scan", self.plant())
        hidden = [o for o in run.map["objects"] if o["object"].startswith("{contact.email} #")]
        self.assertEqual(sorted(o["sampled"] for o in hidden), [0, 30])
        table = next(o["object"] for o in hidden if o["sampled"])
        columns = {c["column"] for c in run.map["columns"] if c["object"] == table}
        self.assertIn("email", columns)
        self.assertTrue(any(c.startswith("{contact.email} #") for c in columns), columns)
        again = self.cassini("scan", self.path("db.sqlite"))
        self.assertEqual([o["object"] for o in again.map["objects"]], [o["object"] for o in run.map["objects"]])

    def test_ordinary_names_are_not_hidden(self):
        names = ["email", "phone_2024", "tel_0", "t20240131", "paris", "marie", "order-2024-11-23", "a@b", "user@host", "v1.2.3", "FR76", "123456", "10.0.0.1"]
        with sqlite3.connect(self.path("n.sqlite")) as db:
            for name in names:
                db.execute(f'CREATE TABLE "{name}" ("{name}" TEXT)')
        run = self.cassini("scan", "n.sqlite")
        self.assertEqual({o["object"] for o in run.map["objects"]}, set(names))

    def test_a_file_name_is_data(self):
        name = f"{CANARY}.dupont@example.com.sqlite"
        self.plant(name)
        run = self.cassini("scan", "-v", name)
        self.assertEqual(run.map["sources"][0]["name"], "{contact.email} #1")
        self.search(run, CANARY, source=(name,))
        with open(self.path(name), "wb") as out:
            out.write(b"no database" * 1000)
        self.search(self.cassini("scan", "-v", name), CANARY, source=(name,))

    def test_modes_of_what_is_written(self):
        path = self.plant()
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.cassini("scan", path)
        self.cassini("report", "map/cassini-map.json", "-f", "csv", "-o", "all.csv")
        modes = {}
        for base, folders, files in os.walk(self.folder):
            for name in folders + files:
                modes[os.path.relpath(os.path.join(base, name), self.folder)] = stat.S_IMODE(os.stat(os.path.join(base, name)).st_mode)
        self.assertEqual({modes[m] for m in ("map/cassini-map.json", "map/cassini-map.html", "all.csv")}, {0o640})
        self.assertEqual(modes["map"] & 0o007, 0)
        state = {name: mode for name, mode in modes.items() if name.startswith("state/cassini")}
        self.assertGreaterEqual(len(state), 2)
        self.assertEqual(set(state.values()), {0o600, 0o700}, state)

    def test_no_core_and_no_look_inside(self):
        """The limit on core dumps is zero and the process is not dumpable: its /proc files belong to root, whoever started it."""
        user, binary, environment = {}, program.CASSINI, self.environment()
        if os.geteuid() == 0:  # root's files belong to root in any case
            user = {"user": 65534, "group": 65534, "extra_groups": []}
            os.chmod(self.folder, 0o777)
            binary = shutil.copy(program.CASSINI, self.folder)
            environment["CASSINI_RULES"] = shutil.copytree(os.path.join(program.SOURCE, "rules"), self.path("rules"))
        path = self.path("slow.sqlite")
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE p (email TEXT)")
            db.executemany("INSERT INTO p VALUES (?)", [(f"p{i}@example.com",) for i in range(20000)])
            db.execute("CREATE VIEW slow AS SELECT a.email FROM p a, p b, p c WHERE a.email || b.email || c.email = 'x'")
        process = subprocess.Popen([binary, "scan", path], cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        time.sleep(1)
        with open(f"/proc/{process.pid}/limits", encoding="utf-8") as text:
            core = next(line.split() for line in text if line.startswith("Max core"))
        self.assertEqual(core[4:6], ["0", "0"])
        self.assertEqual(os.stat(f"/proc/{process.pid}/environ").st_uid, 0)

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
