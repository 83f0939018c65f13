"""test_example.py - the embedded example company, from databases to map and page."""
import json
import os
import re
import subprocess

import program
import tap


class Example(program.Case):
    def setUp(self):
        super().setUp()
        subprocess.run([program.EXAMPLE, self.path("db"), "1500"], check=True)
        self.urls = [self.path("db", name + ".sqlite") for name in ("erp", "crm", "support", "shop")]

    def test_finds_what_is_there(self):
        run = self.cassini("scan", *self.urls)
        self.assertEqual(run.code, 0, run.err)
        for column, attribute in {
            "customer.email": "contact.email", "contact.courriel": "contact.email", "contact.tel_portable": "contact.phone",
            "customer.iban": "finance.iban", "contact.nom": "person.last_name", "contact.prenom": "person.first_name",
            "customer.birth_date": "person.birth_date", "employee.social_security_number": "id.national",
            "company_customer.siret": "org.registration", "account.password_hash": "credential.password",
            "account.profile $.phones[].number": "contact.phone", "events.payload $.actor.email": "contact.email",
            "events.payload $.watchers{*}": "contact.email", "web_session.ip_address": "online.ip",
        }.items():
            found = run.finding(column)
            self.assertIsNotNone(found, column)
            self.assertEqual(found["attribute"], attribute, column)
        note = run.finding("note.texte", "contact.phone")
        self.assertEqual(note["verdict"], "contains")

    def test_decoys_are_left_alone(self):
        run = self.cassini("scan", *self.urls)
        for column in ("product.ean", "product.sku", "sales_order.order_no", "sales_order.status", "payment.bank_reference",
                       "web_order.tracking_number", "opportunite.montant", "stock.warehouse", "article.title"):
            self.assertIsNone(run.finding(column), column)

    def test_copies_link_the_same_customers(self):
        run = self.cassini("scan", *self.urls)
        pairs = {tuple(sorted(f"{c[s]['source']}.{c[s]['object']}.{c[s]['column']}" for s in "ab")) for c in run.map["copies"]}
        self.assertIn(("crm.contact.courriel", "erp.customer.email"), pairs)
        self.assertIn(("crm.contact.tel_portable", "erp.customer.mobile"), pairs)
        self.assertIn(("crm.contact.code_client", "erp.customer.customer_no"), pairs)
        self.assertFalse([p for p in pairs if "product" in p[0] + p[1]])

    def test_containment_is_what_was_generated(self):
        run = self.cassini("scan", *self.urls)
        copy = next(c for c in run.map["copies"] if c["a"]["column"] == "courriel" and c["b"]["column"] == "email" and c["b"]["source"] == "erp")
        crm = {r[0].lower() for r in self.query("crm", "SELECT courriel FROM contact WHERE courriel IS NOT NULL")}
        erp = {r[0].lower() for r in self.query("erp", "SELECT email FROM customer WHERE email IS NOT NULL")}
        self.assertAlmostEqual(copy["containment_ab"], len(crm & erp) / len(crm), delta=0.05)
        self.assertAlmostEqual(copy["containment_ba"], len(crm & erp) / len(erp), delta=0.05)

    def query(self, name, sql):
        import sqlite3
        with sqlite3.connect(f"file:{self.path('db', name)}.sqlite?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()

    def test_no_stream_finds_no_copies(self):
        run = self.cassini("scan", "--no-stream", *self.urls)
        self.assertEqual(run.code, 0)
        self.assertEqual(run.map["copies"], [])

    def test_the_page_stands_alone(self):
        self.cassini("scan", "--lang", "fr", *self.urls)
        with open(self.path("map", "cassini-map.html"), encoding="utf-8") as text:
            page = text.read()
        self.assertIn("Carte des données personnelles", page)
        self.assertIn("default-src 'none'", page)
        self.assertEqual(re.findall(r"""(?:src|href)=["'](?!#)[^"']*""", page), [])
        self.assertEqual(re.findall(r"url\(|@import|fetch\(|XMLHttpRequest", page), [])

    def test_report_again_from_the_map(self):
        self.cassini("scan", *self.urls)
        page = self.cassini("report", "map/cassini-map.json", "-o", "again.html", "--lang", "en")
        self.assertEqual(page.code, 0, page.err)
        table = self.cassini("report", "map/cassini-map.json", "-f", "csv")
        self.assertEqual(table.code, 0, table.err)
        self.assertIn('"contact.email"', table.out)
        with open(self.path("map", "cassini-map.json"), encoding="utf-8") as text:
            before = json.load(text)
        again = self.cassini("report", "map/cassini-map.json", "-f", "json", "-o", "again.json")
        self.assertEqual(again.code, 0, again.err)
        with open(self.path("again.json"), encoding="utf-8") as text:
            self.assertEqual(json.load(text)["columns"], before["columns"])

    def test_explain_names_the_evidence(self):
        self.cassini("scan", *self.urls)
        run = self.cassini("explain", "map/cassini-map.json", "crm.contact.courriel")
        self.assertEqual(run.code, 0, run.err)
        self.assertIn("contact.email", run.out)
        self.assertIn("courriel", run.out)

    def test_source_files_are_untouched(self):
        before = {url: open(url, "rb").read() for url in self.urls}
        self.cassini("scan", *self.urls)
        self.assertEqual(before, {url: open(url, "rb").read() for url in self.urls})
        self.assertEqual(sorted(os.listdir(self.path("db"))), sorted(os.path.basename(u) for u in self.urls))


if __name__ == "__main__":
    tap.main()
