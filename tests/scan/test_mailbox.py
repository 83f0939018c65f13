"""test_mailbox.py - addresses and numbers that reach a function or the organisation itself are told from those of persons."""
import sqlite3

import program
import tap

ROLES = ("info", "contact", "sales", "support", "service.client", "compta", "kontakt", "ventas", "geral", "amministrazione", "administratie", "accueil")
FIRST = ("marie", "jean", "anna", "luis", "giulia", "pieter", "sofia", "karl", "emma", "hugo", "lea", "noah")


class Mailbox(program.Case):
    def scan(self, schema, *tables, options=("--no-stream",)):
        with sqlite3.connect(self.path("m.sqlite")) as db:
            db.executescript(schema)
            for name, rows in tables:
                db.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
        run = self.cassini("scan", "--quiet", *options, "m.sqlite")
        self.assertEqual(run.code, 0, run.err)
        return run

    def test_an_organisation_s_mailboxes_are_no_finding(self):
        schema = "CREATE TABLE suppliers (id INTEGER PRIMARY KEY, company_name TEXT, siren TEXT, email TEXT, buyer_email TEXT);"
        rows = [(i, f"Firm {i} SA", str(900000000 + i), f"{ROLES[i % 12]}@firm{i}.example", f"{FIRST[i % 12]}.martin{i}@firm{i}.example") for i in range(200)]
        run = self.scan(schema, ("suppliers", rows))
        self.assertIsNone(run.finding("suppliers.email", "contact.email"))
        weak = [c for c in run.map["candidates"] if c["column"] == "email" and c["attribute"] == "contact.email"][0]
        self.assertEqual(weak["role_share"], 1)
        self.assertIn("value.roles", [e["kind"] for e in weak["evidence"]])
        person = run.finding("suppliers.buyer_email", "contact.email")
        self.assertGreater(person["confidence"], 0.9)
        self.assertEqual(person["role_share"], 0)

    def test_in_a_table_of_people_they_are_counted_and_shown(self):
        schema = "CREATE TABLE customers (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT);"
        rows = [(i, FIRST[i % 12].title(), "Martin", f"{ROLES[i % 12] if i % 4 == 0 else FIRST[i % 12] + '.martin'}{i}@mail{i % 7}.example") for i in range(200)]
        run = self.scan(schema, ("customers", rows))
        found = run.finding("customers.email", "contact.email")
        self.assertGreater(found["confidence"], 0.9)
        self.assertEqual(found["role_share"], 0.25)
        self.assertIn("25 % of its addresses are of functions", self.cassini("explain", "map/cassini-map.json", "m.customers.email").out)
        self.assertEqual(self.cassini("report", "map/cassini-map.json", "-f", "html", "--lang", "fr", "-o", "p.html").code, 0)
        with open(self.path("p.html"), encoding="utf-8") as page:
            self.assertIn("des adresses sont celles de fonctions", page.read())

    def test_a_number_on_nearly_every_row_is_the_organisation_s(self):
        schema = "CREATE TABLE staff (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, phone TEXT, switchboard_phone TEXT);"
        rows = [(i, FIRST[i % 12].title(), "Martin", f"+33 6 39 98 {i // 100:02} {i % 100:02}",
                 "+33 1 99 00 12 34" if i % 10 else f"+33 1 99 00 99 {i // 10:02}") for i in range(200)]
        run = self.scan(schema, ("staff", rows))
        self.assertIsNotNone(run.finding("staff.phone", "contact.phone"))
        self.assertIsNone(run.finding("staff.switchboard_phone", "contact.phone"))

    def test_rows_are_not_joined_by_them(self):
        """Two firms, one mailbox: not one person known twice. Persons with the same address are."""
        schema = "".join(f"CREATE TABLE {t} (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT);" for t in ("customers", "subscribers"))
        for local, expected in ((lambda i: FIRST[i % 12] + f".martin{i}", 120), (lambda i: ROLES[i % 12] + str(i), 0)):
            tables = [(t, [(i, FIRST[(i + shift) % 12].title(), f"Name{shift}{i}", f"{local(i)}@mail.example") for i in range(120)])
                      for shift, t in enumerate(("customers", "subscribers"))]
            run = self.scan("".join(f"DROP TABLE IF EXISTS {t};" for t, _ in tables) + schema, *tables, options=())
            copies = [c for c in run.map["copies"] if c["attribute"] == "contact.email"]
            self.assertEqual(len(copies), 1, "a copy of the column all the same")
            self.assertEqual(copies[0]["matched"], expected)


if __name__ == "__main__":
    tap.main()
