"""test_table.py - findings as CSV: what a spreadsheet opens without harm and without guessing."""
import csv
import io
import sqlite3

import program
import tap


class Table(program.Case):
    def setUp(self):
        super().setUp()
        with sqlite3.connect(self.path("odd.sqlite")) as db:
            db.execute('CREATE TABLE "=cmd|calc" ("+email" TEXT, "@phone" TEXT, "-iban, ""x""" TEXT, first_name TEXT, last_name TEXT)')
            db.executemany('INSERT INTO "=cmd|calc" VALUES (?, ?, ?, ?, ?)',
                           [(f"user{i}@shop{i % 7}.example", f"+33 1 99 00 {i // 100:02} {i % 100:02}", None, "Marie", "Martin") for i in range(300)])
        self.assertEqual(self.cassini("scan", "--no-stream", "odd.sqlite").code, 0)

    def rows(self, language):
        self.assertEqual(self.cassini("report", "map/cassini-map.json", "-f", "csv", "--lang", language, "-o", "t.csv").code, 0)
        with open(self.path("t.csv"), "rb") as data:
            raw = data.read()
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
        return list(csv.reader(io.StringIO(raw[3:].decode(), newline=""), delimiter=";" if language == "fr" else ","))

    def test_no_cell_is_a_formula(self):
        rows = self.rows("en")
        self.assertTrue(any(row[3] == "'+email" for row in rows))
        for row in rows:
            for cell in row:
                self.assertNotIn(cell[:1], tuple("=+-@\t\r"), cell)

    def test_every_line_is_as_wide_as_its_head(self):
        for language in ("en", "fr"):
            rows = self.rows(language)
            self.assertEqual({len(row) for row in rows}, {21})
            self.assertEqual(len(set(rows[0])), 21)

    def test_speaks_its_language(self):
        english, french = self.rows("en"), self.rows("fr")
        email = [next(row for row in rows if row[6] == "contact.email") for rows in (english, french)]
        self.assertEqual([row[7] for row in email], ["Email address", "Adresse électronique"])
        self.assertRegex(email[0][11], r"^\d\.\d\d$")
        self.assertRegex(email[1][11], r"^\d,\d\d$")
        self.assertEqual([row[13] for row in email], ["300", "300"])

    def test_decisions_stand_beside_their_findings(self):
        self.cassini("review", "confirm", "map/cassini-map.json", "odd.=cmd|calc.first_name", "--reason", "=1+1", "--author", "Claire")
        self.assertTrue(any(row[3] == "first_name" and row[20].startswith("confirmed – Claire") and row[20].endswith(": =1+1") for row in self.rows("en")))
        self.assertEqual([row[20] for row in self.rows("fr") if row[3] == "last_name"], [""])


if __name__ == "__main__":
    tap.main()
