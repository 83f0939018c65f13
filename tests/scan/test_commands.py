"""test_commands.py - commands, options, configuration and exit codes as a person meets them."""
import os
import sqlite3

import program
import tap


class Commands(program.Case):
    def setUp(self):
        super().setUp()
        with sqlite3.connect(self.path("a.sqlite")) as db:
            db.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT, first_name TEXT)")
            db.executemany("INSERT INTO person VALUES (?,?,?)", [(i, f"p{i}@example.com", "Marie") for i in range(300)])

    def config(self, text):
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write(text)

    def test_help_and_version(self):
        self.assertEqual(self.cassini("--help").code, 0)
        for command in ("scan", "check", "report", "explain", "rules", "connectors"):
            run = self.cassini(command, "--help")
            self.assertEqual(run.code, 0, command)
            self.assertIn("Usage", run.out)
        self.assertRegex(self.cassini("--version").out, r"^cassini \d+\.\d+\.\d+")

    def test_unknown_command_is_usage(self):
        run = self.cassini("scna")
        self.assertEqual(run.code, 2)
        self.assertIn("scan", run.err)

    def test_scan_without_anything_is_usage(self):
        run = self.cassini("scan")
        self.assertEqual(run.code, 2)
        self.assertIn("cassini.yaml", run.err)

    def test_configuration(self):
        self.config("sources:\n  - name: people\n    kind: crm\n    url: sqlite:" + self.path("a.sqlite") + "\n")
        run = self.cassini("scan", "-c", "cassini.yaml")
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.map["sources"][0]["name"], "people")

    def test_mistakes_name_line_and_nearest_key(self):
        self.config("sources:\n  - nmae: people\n    url: sqlite:a.sqlite\n")
        run = self.cassini("scan", "-c", "cassini.yaml")
        self.assertEqual(run.code, 2)
        self.assertIn("cassini.yaml:2", run.err)
        self.assertIn("nmae", run.err)
        self.assertIn("name", run.err)

    def test_malformed_yaml(self):
        self.config("sources: [\n  - {name: x\n")
        run = self.cassini("scan", "-c", "cassini.yaml")
        self.assertEqual(run.code, 2)
        self.assertIn("cassini.yaml:", run.err)

    def test_plan_reads_nothing(self):
        run = self.cassini("scan", "--plan", "a.sqlite")
        self.assertEqual(run.code, 0, run.err)
        self.assertIn("\n  person (table, ", run.out)
        self.assertRegex(run.out, r"\n    in all: \d+ statements, \d+ rows, \d+ kB, about 0\.\d seconds\n$")
        self.assertFalse(os.path.exists(self.path("map", "cassini-map.json")))

    def test_what_is_missing_is_named(self):
        for command, said in ((["scan", "b.sqlite"], 'no file or folder "b.sqlite"'), (["scan", "ftp://a/b"], 'no connector answers to "ftp://a/b"'),
                              (["check"], "name a database or file"), (["scan", "cassini.yaml"], "hint: name it with -c"),
                              (["scan", "--fail-on", "foo", "a.sqlite"], "hint: an attribute (contact.email), a kind of them (id.*)")):
            run = self.cassini(*command)
            self.assertEqual(run.code, 2)
            self.assertIn(said, run.err)

    def test_a_source_with_nothing_in_it_is_said(self):
        os.mkdir(self.path("empty"))
        run = self.cassini("scan", "empty")
        self.assertEqual(run.code, 0, run.err)
        self.assertIn('source "empty" has no table or file', run.err)
        self.assertIn("1 source, 0 tables and views", run.out)
        self.assertNotIn("has no table", self.cassini("scan", "a.sqlite").err)

    def test_the_page_of_a_failed_scan_promises_nothing(self):
        with open(self.path("broken.sqlite"), "wb") as out:
            out.write(b"SQLite format 3\0" + bytes(200))
        for urls, said in ((["broken.sqlite"], "Nothing could be read in 1\u00a0source"), (["broken.sqlite", "a.sqlite"], "1 of 1\u00a0table or view that the accounts can list")):
            self.assertEqual(self.cassini("scan", *urls).code, 3)
            with open(self.path("map", "cassini-map.html"), encoding="utf-8") as page:
                text = page.read()
            self.assertIn(said, text)
            self.assertNotIn("everything was read", text)
            self.assertIn("This map is incomplete.", text)

    def test_explain_of_an_object_names_its_columns(self):
        self.cassini("scan", "a.sqlite")
        run = self.cassini("explain", "map/cassini-map.json", "a.person")
        self.assertEqual(run.code, 2)
        self.assertRegex(run.err, r"name a column, such as a\.person\.email")

    def test_check(self):
        run = self.cassini("check", "a.sqlite")
        self.assertEqual(run.code, 0, run.err)
        missing = self.cassini("check", "b.sqlite")
        self.assertNotEqual(missing.code, 0)
        self.assertIn("b.sqlite", missing.err + missing.out)

    def test_grants(self):
        run = self.cassini("check", "--grants", "postgresql://reader@localhost/erp")
        self.assertEqual(run.code, 0, run.err)
        self.assertIn("GRANT", run.out)

    def test_rules_pass_their_examples(self):
        run = self.cassini("rules", "test")
        self.assertEqual(run.code, 0, run.err)
        self.assertRegex(run.out, r"\b0 failed")

    def test_rules_list_and_show(self):
        self.assertIn("fr-nir", self.cassini("rules", "list").out)
        self.assertIn("id.national", self.cassini("rules", "show", "fr-nir").out)
        self.assertEqual(self.cassini("rules", "show", "no-such-rule").code, 2)

    def test_a_wrong_rule_is_named(self):
        os.makedirs(self.path("rules"))
        with open(self.path("rules", "mine.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: mine\nversion: \"1\"\nrules:\n  - id: bad\n    attribute: contact.email\n    value: '(['\n")
        run = self.cassini("scan", "--rules", "rules", "a.sqlite")
        self.assertEqual(run.code, 2)
        self.assertIn("mine.yaml:6", run.err)

    def test_connectors_are_listed(self):
        run = self.cassini("connectors")
        self.assertEqual(run.code, 0)
        for name in ("sqlite", "postgresql", "mysql"):
            self.assertIn(name, run.out)

    def test_environment_names(self):
        run = self.cassini("scan", "a.sqlite", env={"CASSINI_OUTPUT_DIR": self.path("elsewhere"), "CASSINI_LANG": "fr"})
        self.assertEqual(run.code, 0, run.err)
        with open(self.path("elsewhere", "cassini-map.html"), encoding="utf-8") as text:
            self.assertIn('lang="fr"', text.read())


if __name__ == "__main__":
    tap.main()
