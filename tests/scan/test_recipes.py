"""test_recipes.py - the statements that a report gives to the owners of copies, run on real servers: they return what they state."""
import re
import sqlite3
import unittest

import servers
import server_scan
import tap

PEOPLE = 400
FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Dennis", "Frances", "Niklaus")


def rows():
    """Customers, and a list of half of them; every tenth of these has another number there, five are in it twice."""
    customers = [(i, FIRST[i % 10], f"person{i}@example.org", f"+33 6 39 98 {i // 100:02d} {i % 100:02d}") for i in range(1, PEOPLE + 1)]
    listed = [(i, f"PERSON{i}@Example.org ", f"06.39.98.{(i + 5000 if i % 10 == 0 else i) // 100:02d}.{i % 100:02d}") for i in range(1, PEOPLE // 2 + 1)]
    return customers, listed + [(1000 + i, f"person{i}@example.org", None) for i in range(1, 16)]


def iban(number):
    """A German one, its check digits right."""
    body = f"{number * 7919 % 10 ** 8:08d}{number:010d}"
    return f"DE{98 - int(body + '131400') % 97:02d}{body}"


def odd_rows():
    """What is no key of a person and is found by a statement all the same: a function's mailbox, two numbers in one cell,
    an IBAN with a slip, a name nobody has, in both tables; the list has each several times."""
    customers = [(i, f"person{i}@example.org", f"+33 6 39 98 {i // 100:02d} {i % 100:02d}", iban(i), f"user_{i}") for i in range(1, PEOPLE + 1)]
    odd = ("info@example.org", "06 39 98 90 01 or 06 39 98 90 02", "DE00" + iban(1)[4:], "anonymous")
    listed = [(i, f"Person{i}@example.org", f"063998{i // 100:02d}{i % 100:02d}", iban(i).lower(), f"USER_{i}") for i in range(1, PEOPLE // 2 + 1)]
    return customers + [(PEOPLE + 1, *odd)], listed + [(1000 + i, *odd) for i in range(7)]


class Recipes(server_scan.ServerScan):
    def fill(self):
        customers, listed = rows()
        quote = lambda v: "NULL" if v is None else str(v) if isinstance(v, int) else f"'{v}'"
        values = lambda list_: ", ".join("(" + ", ".join(map(quote, row)) + ")" for row in list_)
        self.create("CREATE TABLE customer (id int PRIMARY KEY, first_name varchar(40), email varchar(80), phone varchar(40));"
                    "CREATE TABLE newsletter_list (id int PRIMARY KEY, email varchar(80), phone varchar(40));"
                    "CREATE TABLE visit (id int PRIMARY KEY, customer int NOT NULL, CONSTRAINT visitor FOREIGN KEY (customer) REFERENCES customer (id));"
                    f"INSERT INTO customer VALUES {values(customers)}; INSERT INTO newsletter_list VALUES {values(listed)};"
                    "CREATE VIEW everybody AS SELECT email FROM customer;" + self.trigger)

    def lines(self, sql):
        said = self.server.sql(sql + ";", self.database)
        return said.split("\n") if said else []

    def test_statements_return_what_they_state(self):
        self.fill()
        run = self.scan()
        stated = [(what, n) for what, n in self.check_statements(run).items() if ".email" in what]
        self.assertEqual([n for what, n in stated if "is in" in what and "differs" not in what], [PEOPLE // 2 + 15], stated)
        self.assertIn(30, [n for what, n in stated if "another row" in what], stated)
        self.assertEqual([n for what, n in stated if "differs" in what], [PEOPLE // 20], stated)

    def check_statements(self, run):
        """Each returns what it states, to the row. Statements by their words."""
        text = self.cassini("report", "map/cassini-map.json", "-f", "sql").out
        stated = re.findall(r"-- ((?:rows of|join column of) db:[^\n]*): ([^:\n]*) rows\n(.*?);\n", text, re.S)
        for what, number, sql in stated:
            found = len(self.lines(sql))
            self.assertEqual("fewer than 10" if found < 10 else str(found), number, what + "\n" + sql)
        for c in run.map["copies"]:
            self.assertFalse([k for k in ("rows_interval_a", "rows_interval_b") if c[k] and c[k][0] != c[k][1]], c)
        return {what: int(number) for what, number, _ in stated if number.isdigit()}

    def test_values_that_are_nobodys_key(self):
        customers, listed = odd_rows()
        values = lambda list_: ", ".join("(" + ", ".join(str(v) if isinstance(v, int) else f"'{v}'" for v in row) + ")" for row in list_)
        columns = "id int PRIMARY KEY, email varchar(80), phone varchar(40), iban varchar(40), username varchar(40)"
        self.create(f"CREATE TABLE customer ({columns}); CREATE TABLE newsletter_list ({columns});"
                    f"INSERT INTO customer VALUES {values(customers)}; INSERT INTO newsletter_list VALUES {values(listed)};" + self.analyze)
        stated = self.check_statements(self.scan())
        for column in ("email", "phone", "iban", "username"):
            self.assertEqual([n for what, n in stated.items() if f"newsletter_list.{column} whose value is in" in what and "differs" not in what],
                             [len(listed)], stated)

    def test_what_lower_case_is_depends_on_the_server(self):
        people = lambda name: ", ".join(f"({i}, '{name(i)}@example.org')" for i in range(1, PEOPLE + 1))
        self.create("CREATE TABLE customer (id int PRIMARY KEY, email varchar(80)); CREATE TABLE newsletter_list (id int PRIMARY KEY, email varchar(80));"
                    f"INSERT INTO customer VALUES {people('josé{}'.format)}; INSERT INTO newsletter_list VALUES {people(lambda i: ('JOSÉ' if i <= 3 else 'josé') + str(i))};" + self.analyze)
        self.scan()
        text = self.cassini("report", "map/cassini-map.json", "-f", "sql").out
        (about, low, high, sql), = re.findall(r"whose value is in [^\n]*: about (\d+) \(between (\d+) and (\d+)\) rows\n(.*?);\n", text, re.S)
        self.assertEqual([int(about), int(low), int(high)], [PEOPLE, PEOPLE - 3, PEOPLE + 3])
        self.assertTrue(int(low) <= len(self.lines(sql)) <= int(high), text)

    def test_more_values_than_a_fingerprint_keeps(self):
        self.create("CREATE TABLE customer (id int PRIMARY KEY, email varchar(80), phone varchar(40));"
                    "CREATE TABLE newsletter_list (id int PRIMARY KEY, email varchar(80), phone varchar(40));"
                    f"INSERT INTO customer SELECT n, concat('person', n, '@example.org'), concat('+336', 10000000 + n * 97) FROM {self.numbers(70000)};"
                    f"INSERT INTO newsletter_list SELECT n, concat('PERSON', n * 8, '@example.org'), concat('06', 10000000 + (n * 8 + CASE WHEN n % 100 = 0 THEN 1 ELSE 0 END) * 97) FROM {self.numbers(9000)};"
                    + self.analyze)
        run = self.scan()
        self.assertTrue([c for c in run.map["copies"] if c["level"] > 0])
        stated = self.check_statements(run)
        inside = [n for what, n in stated.items() if "newsletter_list.email whose value is in" in what]
        self.assertEqual(sorted(inside), [87, 8750], stated)

    def test_what_dropping_a_copy_touches(self):
        self.fill()
        self.scan()
        text = self.cassini("report", "map/cassini-map.json", "-f", "sql").out
        said = [line for _, sql in re.findall(r"-- what depends on (db:[^\n]*):\n(SELECT .*?);\n", text, re.S) for line in self.lines(sql)]
        for word in ("view", "everybody", "trigger", "watch", "foreign key", "visit"):
            self.assertTrue([line for line in said if word in line], (word, said))


class PostgreSQL(Recipes):
    server_class = servers.PostgreSQL
    analyze = "ANALYZE;"
    numbers = staticmethod(lambda n: f"generate_series(1, {n}) n")
    trigger = ("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;"
               "CREATE TRIGGER watch BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION nothing(); ANALYZE;")


class MariaDB(Recipes):
    server_class = servers.MariaDB
    analyze = ""
    numbers = staticmethod(lambda n: f"(SELECT seq AS n FROM seq_1_to_{n}) s")
    trigger = "CREATE TRIGGER watch BEFORE INSERT ON customer FOR EACH ROW SET NEW.first_name = NEW.first_name;"


class SQLite(Recipes):
    analyze = ""
    numbers = staticmethod(lambda n: f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) SELECT n FROM s)")
    trigger = "CREATE TRIGGER watch BEFORE INSERT ON customer BEGIN SELECT 1; END;"

    @classmethod
    def setUpClass(cls):
        """There is no server."""

    def database_file(self):
        db = sqlite3.connect(self.path("db.sqlite"))
        db.create_function("concat", -1, lambda *parts: "".join(map(str, parts)))
        return db

    def create(self, sql, options=""):
        db = self.database_file()
        db.executescript(sql)
        db.close()

    def config(self, extra="", url=None, password=None):
        return super().config(extra, url or f"sqlite:{self.path('db.sqlite')}", password=None)

    def lines(self, sql):
        db = self.database_file()
        found = ["\t".join(map(str, row)) for row in db.execute(sql)]
        db.close()
        return found


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (PostgreSQL, MariaDB, SQLite))


if __name__ == "__main__":
    tap.main()
