"""test_suspects.py - columns that only what other columns hold can tell: a copy under a name that says nothing is found and
told why; numbers that merely look alike are not. On real servers, beside a file of another system."""
import json
import random
import sqlite3
import unittest

import servers
import server_scan
import tap

PEOPLE = 400
FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Dennis", "Frances", "Niklaus")
SERIAL = 410000000


def people():
    """Of each: number, first name, e-mail, telephone, number as a customer, bonus card; the cards follow one another."""
    draw = random.Random(7)
    phones = draw.sample(range(600000000, 799999999), PEOPLE)
    numbers = draw.sample(range(100000000, 399999999), PEOPLE)
    return [(i, FIRST[i % 10], f"person{i}@example.org", f"+48 {p // 10**6} {p // 1000 % 1000:03d} {p % 1000:03d}", str(n), str(SERIAL + i))
            for i, (p, n) in enumerate(zip(phones, numbers))]


def bare(phone):
    return phone[4:].replace(" ", "")


def old_system(rows):
    """Half of them in another system, under names that tell nothing."""
    draw = random.Random(8)
    kept = rows[:PEOPLE // 2]
    others = draw.sample(kept, len(kept))
    unrelated = draw.sample(range(100000000, 999999999), len(kept))
    return [(row[2], bare(row[3]), str(unrelated[i]), str(SERIAL + 100 + i), others[i][4], row[4]) for i, row in enumerate(kept)]


class Suspects(server_scan.ServerScan):
    def setUp(self):
        super().setUp()
        rows = people()
        values = ", ".join(f"({i}, '{name}', '{mail}', '{phone}', '{number}', '{card}')" for i, name, mail, phone, number, card in rows)
        self.create("CREATE TABLE customer (id int PRIMARY KEY, first_name varchar(40), email varchar(80), phone varchar(40),"
                    f" customer_number varchar(20), membership_number varchar(20)); INSERT INTO customer VALUES {values};" + self.settle)
        with sqlite3.connect(self.path("old.sqlite")) as db:
            db.execute("CREATE TABLE t12 (c1 TEXT, c7 TEXT, c8 TEXT, c9 TEXT, c10 TEXT, c11 TEXT)")
            db.executemany("INSERT INTO t12 VALUES (?, ?, ?, ?, ?, ?)", old_system(rows))
            db.execute("CREATE TABLE t13 (c1 INTEGER)")
            db.executemany("INSERT INTO t13 VALUES (?)", [(int(bare(row[3])),) for row in rows[100:300]])
            db.execute("CREATE TABLE t14 (c1 INTEGER)")
            db.executemany("INSERT INTO t14 VALUES (?)", [(SERIAL + i,) for i in range(300)])

    def config(self, extra="", url=None, password="password_file: password"):
        options = super().config(extra, url, password)
        with open(self.path("cassini.yaml"), "a", encoding="utf-8") as out:
            out.write(f"  - {{name: old, url: \"{self.path('old.sqlite')}\"}}\n")
        return options

    def told(self, run, column):
        """The evidence on a column of the old system that another one gave, or None."""
        finding = next((f for f in run.map["columns"] if f["source"] == "old" and f"{f['object']}.{f['column']}" == column), None)
        return finding and (finding, next((e for e in finding["evidence"] if e["kind"].startswith("copy.")), None))

    def test_bare_telephone_numbers_are_told_by_those_of_the_other_system(self):
        run = self.scan()
        finding, why = self.told(run, "t12.c7")
        self.assertEqual(finding["attribute"], "contact.phone")
        self.assertGreaterEqual(finding["confidence"], 0.9)
        self.assertEqual((why["kind"], why["hits"], why["of"]), ("copy.values", PEOPLE // 2, PEOPLE // 2))
        self.assertRegex(why["word"], r"^db\..*customer\.phone$")
        copies = [c for c in run.map["copies"] if {c["a"]["column"], c["b"]["column"]} == {"c7", "phone"}]
        self.assertEqual([max(c["containment_ab"], c["containment_ba"]) for c in copies], [1.0])
        group = next(g for g in run.map["copy_groups"] if g["id"] == copies[0]["group"])
        self.assertIn("t12.c7", group["sentence"] + json.dumps(group))

    def test_it_is_said_in_words(self):
        self.scan()
        said = self.cassini("explain", "map/cassini-map.json", "old.t12.c7").out
        self.assertRegex(said, r"copy\.values +It holds the same values as db\.\S*customer\.phone: 200 of 200")
        for language, words in (("en", "It holds the same values as db."), ("fr", "Elle contient les mêmes valeurs que db.")):
            self.cassini("report", "map/cassini-map.json", "-f", "html", "--lang", language, "-o", "page.html")
            with open(self.path("page.html"), encoding="utf-8") as page:
                self.assertIn(words, page.read())

    def test_a_table_of_nothing_else_is_looked_into(self):
        finding, why = self.told(self.scan(), "t13.c1")
        self.assertEqual((finding["attribute"], why["hits"]), ("contact.phone", 200))

    def test_numbers_that_look_alike_are_not_told(self):
        run = self.scan()
        for column, what in (("t12.c8", "numbers of nothing known"), ("t12.c9", "numbers that follow one another"),
                             ("t12.c10", "numbers of other people"), ("t14.c1", "numbers that follow one another, alone")):
            self.assertIsNone(self.told(run, column), what)

    def test_numbers_given_out_are_told_where_the_people_agree(self):
        finding, why = self.told(self.scan(), "t12.c11")
        self.assertEqual((finding["attribute"], why["kind"]), ("id.customer", "copy.people"))

    def test_people_are_those_of_both(self):
        pair = next(p for p in self.scan().map["people"]["pairs"] if {p["a"], p["b"]} == {"db", "old"})
        self.assertEqual(pair["persons"], 300)  # t12 has the first 200, t13 those from 100 on

    def test_the_same_seed_gives_the_same_map(self):
        maps = []
        for _ in range(2):
            found = self.scan("--seed", "5").map
            del found["run"]
            for source in found["sources"]:
                source.pop("seconds", None)
            maps.append(found)
        self.assertEqual(maps[0], maps[1])

    def test_not_without_the_key_pass(self):
        run = self.scan("--no-stream")
        self.assertIsNone(run.finding("t12.c7"))


class PostgreSQL(Suspects):
    server_class = servers.PostgreSQL
    settle = "ANALYZE;"


class MariaDB(Suspects):
    server_class = servers.MariaDB
    settle = "ANALYZE TABLE customer;"


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (PostgreSQL, MariaDB))


if __name__ == "__main__":
    tap.main()
