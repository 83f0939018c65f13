"""test_copies.py - copies, joins, people and recipes of the example company, against what SQL says."""
import json
import re
import sqlite3
import subprocess

import program
import tap


class Copies(program.Case):
    def setUp(self):
        super().setUp()
        subprocess.run([program.EXAMPLE, self.path("db"), "1500"], check=True)
        self.names = ("erp", "crm", "support", "shop")
        run = self.cassini("scan", *(self.path("db", name + ".sqlite") for name in self.names))
        self.assertEqual(run.code, 0, run.err)
        self.map = run.map

    def query(self, name, sql):
        with sqlite3.connect(f"file:{self.path('db', name)}.sqlite?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()

    def test_names_and_towns_are_copies_where_the_people_are_the_same(self):
        pairs = {tuple(sorted(f"{c[s]['source']}.{c[s]['object']}.{c[s]['column']}" for s in "ab")): c for c in self.map["copies"]}
        names = [c for c in self.map["copies"] if c["attribute"] == "person.last_name" and c["a"]["source"] != c["b"]["source"]]
        self.assertTrue(names, sorted(pairs))
        for copy in names:
            self.assertGreaterEqual(copy["kappa"], 0.3)
            self.assertGreater(copy["matched"], 0)

    def test_people_are_those_of_the_e_mail_addresses_at_least(self):
        crm = {r[0].lower() for r in self.query("crm", "SELECT courriel FROM contact WHERE courriel IS NOT NULL")}
        erp = {r[0].lower() for r in self.query("erp", "SELECT email FROM customer WHERE email IS NOT NULL")}
        pair = next(p for p in self.map["people"]["pairs"] if {p["a"], p["b"]} == {"crm", "erp"})
        self.assertGreaterEqual(pair["persons"], len(crm & erp))
        self.assertLessEqual(pair["persons"], min(s["persons"] for s in self.map["people"]["systems"] if s["source"] in ("crm", "erp")))
        for conflict in pair["conflicts"]:
            if conflict["differing"] is not None:
                self.assertLessEqual(conflict["differing"], conflict["compared"])

    def test_small_counts_of_people_are_hidden(self):
        def counts(node, key=None):
            if isinstance(node, dict):
                for k, v in node.items():
                    yield from counts(v, k)
            elif isinstance(node, list):
                for v in node:
                    yield from counts(v, key)
            elif key in ("persons", "compared", "differing", "slips", "only_here", "known_in", "shared") and node is not None:
                yield node
        self.assertFalse([n for n in counts(self.map["people"]) if 0 < n < 10])

    def test_duplicates_are_sqls_own_count(self):
        for d in self.map["duplicates"]:
            if d["attribute"] != "contact.email" or d.get("path"):
                continue
            values, surplus = self.query(d["source"], f"SELECT count(*), sum(n - 1) FROM (SELECT count(*) n FROM \"{d['object']}\" WHERE trim(\"{d['column']}\") LIKE '%@%' GROUP BY lower(trim(\"{d['column']}\")) HAVING n > 1)")[0]
            self.assertEqual((d["values"], d["surplus"]), (values, surplus), d)

    def test_recipes_return_the_rows_that_they_state(self):
        text = self.cassini("report", self.path("map", "cassini-map.json"), "-f", "sql").out
        stated = re.findall(r"-- (?:rows of|join column of) (\w+):[^\n]*: (\d+) rows\n(.*?);\n", text, re.S)
        self.assertGreater(len(stated), 5)
        for source, rows, sql in stated:
            self.assertEqual(len(self.query(source, sql)), int(rows), sql)
        self.assertIn("application code cannot be seen", text)
        for source in self.names:
            for sql in re.findall(r"(SELECT type, name FROM sqlite_master.*?);\n", text, re.S):
                self.query(source, sql)

    def test_splink_settings_are_json_with_levels(self):
        settings = json.loads(self.cassini("report", self.path("map", "cassini-map.json"), "-f", "splink").out)
        self.assertTrue(settings["blocking_rules_to_generate_predictions"])
        for comparison in settings["comparisons"]:
            self.assertEqual(comparison["comparison_levels"][-1]["sql_condition"], "ELSE")

    def test_groups_say_it_in_a_sentence(self):
        for group in self.map["copy_groups"]:
            self.assertRegex(group["sentence"], r" of \d+ values of .* are also in ")


def address(i):
    return f"anna.b{i * 37 % 1000 + 1}@example.org"


class WithoutKeys(program.Case):
    """A shop whose guests may leave no address: 300 of 600 do, half of these are known to the other system."""

    def scan(self, guests):
        with sqlite3.connect(self.path("crm.sqlite")) as db:
            db.execute("CREATE TABLE contact(id INTEGER PRIMARY KEY, last_name TEXT, email TEXT)")
            db.executemany("INSERT INTO contact VALUES(?, ?, ?)", [(i, f"N{i}", address(i)) for i in range(400)])
        with sqlite3.connect(self.path("shop.sqlite")) as db:
            db.execute("CREATE TABLE guest(id INTEGER PRIMARY KEY, email TEXT, user_agent TEXT)")
            db.executemany("INSERT INTO guest VALUES(?, ?, 'Mozilla/5.0 (X11; Linux x86_64)')", guests)
        run = self.cassini("scan", self.path("crm.sqlite"), self.path("shop.sqlite"))
        self.assertEqual(run.code, 0, run.err)
        return run.map["people"]

    def test_they_are_taken_to_be_like_the_others(self):
        people = self.scan([(i, address(i + 250) if i < 300 else None) for i in range(600)])
        shop = next(s for s in people["systems"] if s["source"] == "shop")
        self.assertEqual((shop["persons"], shop["guessed"], shop["linkable"]), (600, 300, 0.5))
        self.assertEqual([p["persons"] for p in people["pairs"]], [300])
        self.assertEqual(people["persons"], 400 + 150 + 150)
        self.assertEqual(sum(s["persons"] for s in people["sets"]), people["persons"])

    def test_many_more_of_them_are_something_else(self):
        people = self.scan([(i, address(i + 250) if i < 300 else None) for i in range(2000)])
        shop = next(s for s in people["systems"] if s["source"] == "shop")
        self.assertEqual((shop["persons"], shop["guessed"]), (300, 0))
        self.assertEqual([p["persons"] for p in people["pairs"]], [150])


class References(program.Case):
    """A number that says whose row it is, declared or not, is a join and no copy; in a backup it is a copy like the rest."""

    def test_numbers_that_refer_are_joins(self):
        with sqlite3.connect(self.path("hr.sqlite")) as db:
            db.executescript("CREATE TABLE employee(employee_number TEXT PRIMARY KEY, last_name TEXT, email TEXT);"
                             "CREATE TABLE employee_backup(employee_number TEXT, last_name TEXT, email TEXT);"
                             "CREATE TABLE absence(id INTEGER PRIMARY KEY, employee_number TEXT REFERENCES employee(employee_number), reason TEXT);"
                             "CREATE TABLE badge(id INTEGER PRIMARY KEY, employee_number TEXT, door TEXT)")
            people = [("E%05d" % (i * 7919 % 100000), f"Name{i}", address(i)) for i in range(400)]
            db.executemany("INSERT INTO employee VALUES(?, ?, ?)", people)
            db.executemany("INSERT INTO employee_backup VALUES(?, ?, ?)", people[:300])
            db.executemany("INSERT INTO absence(employee_number, reason) VALUES(?, 'flu')", [(p[0],) for p in people[50:200]])
            db.executemany("INSERT INTO badge(employee_number, door) VALUES(?, 'north')", [(p[0],) for p in people[100:350]])
        found = self.cassini("scan", self.path("hr.sqlite")).map
        numbered = {f["object"] for f in found["columns"] if f["attribute"] == "id.employee"}
        self.assertLessEqual({"employee", "employee_backup", "absence", "badge"}, numbered)
        copies = {(c["a"]["object"], c["b"]["object"]) for c in found["copies"] if c["attribute"] == "id.employee"}
        self.assertEqual(copies, {("employee", "employee_backup")})
        joins = {(j["a"]["object"], j["b"]["object"], j["kind"]) for j in found["joins"]}
        self.assertIn(("badge", "employee", "reference"), joins)
        self.assertNotIn(("badge", "employee", "shared-number"), joins)


class AnotherAddress(program.Case):
    """800 people in a CRM, 600 of them in a mailing list, each tenth of these under an address of another provider: no key
    joins these. The list knows the postal code of half of its people."""

    FIRST = ("Anna", "Bernard", "Chloe", "David", "Emma", "Francois", "Gabriel", "Helene", "Isabelle", "Jacques")
    LAST = ("Martin", "Dubois", "Petit", "Moreau", "Leroy", "Roux", "Fournier", "Girard", "Lambert", "Rousseau", "Mercier", "Blanc", "Faure", "Garnier")

    def person(self, i, other=False):
        first, last = self.FIRST[i % 10], self.LAST[i // 10 % 14] + ("", "ot", "eau", "ier", "ac", "el")[i // 140]
        return (i, first, last, f"{first}.{last}@{'example.net' if other else 'example.org'}".lower(), "%05d" % (10000 + i * 61 % 80000))

    def scan(self, moved):
        people = {"crm": [self.person(i) for i in range(800)], "list": []}
        for i in range(200, 800):
            number, first, last, email, postal = self.person(i, i % 10 == 7)
            postal = postal if i // 10 % 2 == 0 else None
            people["list"].append((number, first, last, email, "%05d" % (99999 - i) if moved and i % 10 == 7 else postal))
        for name, rows in people.items():
            with sqlite3.connect(self.path(name + ".sqlite")) as db:
                db.execute("CREATE TABLE contact(id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT, postal_code TEXT)")
                db.executemany("INSERT INTO contact VALUES(?, ?, ?, ?, ?)", rows)
        run = self.cassini("scan", self.path("crm.sqlite"), self.path("list.sqlite"))
        self.assertEqual(run.code, 0, run.err)
        return run.map["people"]["pairs"][0]

    def test_who_is_missed_by_keys_is_made_up_for(self):
        pair = self.scan(False)  # keys join 540; names with a postal code 300, 30 of them new
        self.assertAlmostEqual(pair["missed"], 30, delta=2)
        self.assertAlmostEqual(pair["persons"], 600, delta=2)
        self.assertLessEqual(pair["interval"][0], 600)
        self.assertGreaterEqual(pair["interval"][1], 600)

    def test_nothing_is_added_where_names_show_nobody_missed(self):
        pair = self.scan(True)
        self.assertEqual((pair["persons"], pair["missed"]), (540, 0))


if __name__ == "__main__":
    tap.main()
