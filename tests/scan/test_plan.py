"""test_plan.py - what --plan expects a scan to take, against what the scan then measures; on real servers, SQLite and files."""
import csv
import os
import re
import sqlite3
import unittest

import servers
import server_scan
import program
import tap

FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Dennis", "Frances", "Niklaus")
LAST = ("Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Hamilton", "Ritchie", "Allen", "Wirth", "Naur", "Perlis")
REMARKS = ("asked for a call back in the morning", "wants the invoice sent to the office from now on", "delivery was late and one parcel was open", "")
MEMBERS, BOOKINGS = 2600, 7000
COST = re.compile(r"    in all: (\d+) statements?, (\d+) rows?, ([\d.]+) (bytes|kB|MB), about ([\d.]+) (seconds|minutes)")
SCHEMA = """CREATE TABLE member (id int PRIMARY KEY, first_name varchar(40), last_name varchar(60), email varchar(120), phone varchar(30),
 street varchar(80), city varchar(60), joined date);
CREATE TABLE booking (id int PRIMARY KEY, member_id int NOT NULL, room varchar(20), starts timestamp NULL, price decimal(8,2), remark text,
 FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE room (code varchar(20) PRIMARY KEY, seats int, has_screen int);
CREATE TABLE tariff (id int PRIMARY KEY, label varchar(60), price decimal(8,2));
"""


def members(n=MEMBERS):
    for i in range(1, n + 1):
        first, last = FIRST[i % 10], LAST[i * 7 % 12]
        yield (i, first, last, f"{first}.{last}{i}@example.org".lower(), f"+33 6 39 98 {i // 100 % 100:02d} {i % 100:02d}",
               f"{i % 180 + 1} rue des Lilas", ("Lyon", "Paris", "Nantes", "Lille")[i % 4], f"20{i % 20 + 4:02d}-{i % 12 + 1:02d}-{i % 28 + 1:02d}")


def bookings():
    for i in range(1, BOOKINGS + 1):
        yield (i, i * 11 % MEMBERS + 1, f"R{i % 30}", f"2025-{i % 12 + 1:02d}-{i % 28 + 1:02d} {i % 12 + 8:02d}:00:00", i % 900 / 10, REMARKS[i % 4] or None)


def rooms():
    return [(f"R{i}", i * 4, i % 2) for i in range(30)]


def tariffs():
    return [(i, f"tariff {i}", i * 3.5) for i in range(8)]


TABLES = (("member", members), ("booking", bookings), ("room", rooms), ("tariff", tariffs))


class Plan:
    def plan(self, *args):
        run = self.cassini("scan", "--plan", *args)
        self.assertEqual(run.code, 0, run.err)
        return run.out

    def expected(self, text, place=0):
        """statements, rows, bytes, seconds of the source at that place"""
        found = COST.findall(text)
        self.assertTrue(found, text)
        statements, rows, size, unit, time, of = found[place]
        return (int(statements), int(rows), float(size) * {"bytes": 1, "kB": 1e3, "MB": 1e6}[unit], float(time) * (60 if of == "minutes" else 1))

    def compare(self, text, measured, place=0):
        for what, expected in zip(("statements", "rows", "bytes"), self.expected(text, place)):
            self.assertLessEqual(expected, 2 * measured[what], f"{what}: too much\n{text}{measured}")
            self.assertGreaterEqual(2 * expected, measured[what], f"{what}: too little\n{text}{measured}")

    def sqlite(self, name="club.sqlite"):
        with sqlite3.connect(self.path(name)) as db:
            db.executescript(SCHEMA.replace("int PRIMARY KEY", "integer PRIMARY KEY"))
            for table, rows in TABLES:
                rows = list(rows())
                db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        db.close()
        return name


class OnServer(Plan, server_scan.ServerScan):
    def fill(self):
        quote = lambda v: "NULL" if v is None else str(v) if isinstance(v, (int, float)) else f"'{v}'"
        inserts = "".join(f"INSERT INTO {table} VALUES " + ", ".join("(" + ", ".join(map(quote, row)) + ")" for row in rows()) + ";" for table, rows in TABLES)
        self.create(SCHEMA + inserts + self.settle)

    def test_a_database_never_seen(self):
        self.fill()
        text = self.plan(*self.config())
        self.assertIn("expected, from names and statistics:", text)
        self.compare(text, self.scan().map["run"]["cost"][0])

    def test_every_row(self):
        self.fill()
        text = self.plan("--rows", "all", *self.config())
        self.compare(text, self.scan("--rows", "all").map["run"]["cost"][0])


class PostgreSQL(OnServer):
    server_class = servers.PostgreSQL
    settle = "ANALYZE;"

    def is_counted(self):
        """The server's statistics come a moment after the rows."""
        return int(self.server.sql("SELECT coalesce(sum(n_live_tup), 0) FROM pg_stat_user_tables", self.database)) >= MEMBERS + BOOKINGS

    def touched(self):
        return self.server.sql("SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables", self.database)

    def test_no_table_is_read(self):
        self.fill()
        self.wait_until(self.is_counted)
        before = self.touched()
        self.plan(*self.config())
        self.assertEqual(self.touched(), before)
        self.scan()
        self.wait_until(lambda: self.touched() != before)

    def test_tables_that_nobody_analysed(self):
        self.settle = ""
        self.fill()
        self.wait_until(self.is_counted)
        text = self.plan(*self.config())
        self.compare(text, self.scan().map["run"]["cost"][0])


class MariaDB(OnServer):
    server_class = servers.MariaDB
    settle = "ANALYZE TABLE member, booking, room, tariff;"


class Local(Plan, program.Case):
    def test_sqlite(self):
        name = self.sqlite()
        text = self.plan(name)
        self.compare(text, self.cassini("scan", name).map["run"]["cost"][0])

    def test_files(self):
        os.mkdir(self.path("exports"))
        for table, rows in TABLES[:2]:
            with open(self.path("exports", table + ".csv"), "w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow([line.split()[0] for line in SCHEMA.split(f"CREATE TABLE {table} (")[1].split(";")[0].split(", ")][:len(next(iter(rows())))])
                writer.writerows(rows())
        text = self.plan("exports")
        self.compare(text, self.cassini("scan", "exports").map["run"]["cost"][0])

    def test_sources_add_up(self):
        text = self.plan(self.sqlite(), self.sqlite("again.sqlite"))
        one, two, both = (self.expected(text, i) for i in range(3))
        for i in range(3):
            self.assertAlmostEqual(one[i] + two[i], both[i], delta=both[i] / 10)
        self.assertIn("all sources, side by side:", text)

    def test_the_last_map_is_the_better_guide(self):
        name = self.sqlite()
        measured = self.cassini("scan", name).map["run"]["cost"][0]
        text = self.plan(name)
        self.assertIn("expected, from the last map:", text)
        statements, rows, size, _ = self.expected(text)
        self.assertEqual((statements, rows), (measured["statements"], measured["rows"]))
        self.assertAlmostEqual(size, measured["bytes"], delta=measured["bytes"] / 10)

    def test_the_last_map_grows_with_the_tables(self):
        name = self.sqlite()
        self.cassini("scan", name)
        with sqlite3.connect(self.path(name)) as db:
            db.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(members(MEMBERS * 10))[MEMBERS:])
        db.close()
        text = self.plan(name)
        self.assertIn("expected, from the last map:", text)
        self.compare(text, self.cassini("scan", name).map["run"]["cost"][0])

    def test_other_settings_use_what_the_last_map_found(self):
        name = self.sqlite()
        self.cassini("scan", name)
        text = self.plan(name, "--no-stream")
        self.assertIn("expected, from the last map's findings and statistics:", text)
        self.assertIn("keys for copies: 0 statements, 0 rows, 0 bytes (0 objects)", text)
        self.compare(text, self.cassini("scan", "--no-stream", name).map["run"]["cost"][0])

    def test_a_map_of_something_else_is_no_guide(self):
        name = self.sqlite()
        self.cassini("scan", name)
        os.remove(self.path(name))
        with sqlite3.connect(self.path(name)) as db:
            db.executescript("CREATE TABLE parcel (id integer PRIMARY KEY, weight real); CREATE TABLE depot (id integer PRIMARY KEY, code text);")
        db.close()
        self.assertIn("expected, from names and statistics:", self.plan(name))

    def test_a_damaged_map_is_passed_over(self):
        name = self.sqlite()
        os.mkdir(self.path("old"))
        with open(self.path("old", "cassini-map.json"), "w", encoding="utf-8") as out:
            out.write("{}")
        run = self.cassini("scan", "--plan", name, "-o", "old")
        self.assertEqual(run.code, 0)
        self.assertIn("not used for the estimate", run.err)
        self.assertIn("expected, from names and statistics:", run.out)

    def test_a_ceiling_on_what_is_streamed_holds(self):
        name = self.sqlite()
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write(f"sources:\n  - {{name: club, url: {name}, limits: {{max_stream_bytes: 20kB}}}}\n")
        self.assertRegex(self.plan("-c", "cassini.yaml"), r"keys for copies: \d+ statements?, \d+ rows, (20 kB|\d+ bytes)")


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (Local, PostgreSQL, MariaDB))


if __name__ == "__main__":
    tap.main()
