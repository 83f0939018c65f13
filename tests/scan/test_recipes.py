"""test_recipes.py - the statements that a report gives to the owners of copies, run on real servers: they return what they state."""
import re
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
        text = self.cassini("report", "map/cassini-map.json", "-f", "sql").out
        stated = re.findall(r"-- (rows of|join column of) db:([^\n]*): (\d+|fewer than 10) rows\n(.*?);\n", text, re.S)
        for _, what, number, sql in stated:
            found = len(self.lines(sql))
            self.assertEqual("fewer than 10" if found < 10 else str(found), number, what + "\n" + sql)
        inside = [(what, number) for kind, what, number, _ in stated if "is in" in what and ".email" in what and "differs" not in what]
        self.assertEqual([number for _, number in inside], [str(PEOPLE // 2 + 15)], text)
        self.assertIn("30", [number for _, what, number, _ in stated if "another row" in what and ".email" in what], text)
        differing = [number for _, what, number, _ in stated if "differs" in what and ".email" in what]
        self.assertEqual(differing, [str(PEOPLE // 20)], text)
        self.assertTrue(run.map["copies"])

    def test_what_dropping_a_copy_touches(self):
        self.fill()
        self.scan()
        text = self.cassini("report", "map/cassini-map.json", "-f", "sql").out
        said = [line for _, sql in re.findall(r"-- what depends on (db:[^\n]*):\n(SELECT .*?);\n", text, re.S) for line in self.lines(sql)]
        for word in ("view", "everybody", "trigger", "watch", "foreign key", "visit"):
            self.assertTrue([line for line in said if word in line], (word, said))


class PostgreSQL(Recipes):
    server_class = servers.PostgreSQL
    trigger = ("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;"
               "CREATE TRIGGER watch BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION nothing(); ANALYZE;")


class MariaDB(Recipes):
    server_class = servers.MariaDB
    trigger = "CREATE TRIGGER watch BEFORE INSERT ON customer FOR EACH ROW SET NEW.first_name = NEW.first_name;"


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (PostgreSQL, MariaDB))


if __name__ == "__main__":
    tap.main()
