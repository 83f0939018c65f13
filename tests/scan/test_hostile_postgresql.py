"""test_hostile_postgresql.py - a PostgreSQL server and its contents do their worst."""
import servers
import server_scan
import tap


class HostilePostgreSQL(server_scan.HostileServer):
    server_class = servers.PostgreSQL
    slow_view = "CREATE VIEW slow AS SELECT 'x'::text AS email FROM pg_sleep(60)"
    huge_cell = """CREATE TABLE huge (id int PRIMARY KEY, email text, body text, raw bytea);
        ALTER TABLE huge ALTER body SET STORAGE EXTERNAL;
        INSERT INTO huge SELECT 1, 'a@example.com', repeat('x', 200000000), NULL;
        INSERT INTO huge SELECT 2, 'b@example.com', NULL, convert_to(repeat('y', 200000000), 'UTF8');
        INSERT INTO huge VALUES (3, 'c@example.com', 'short', '')"""
    long_documents = """CREATE TABLE docs (id int, body jsonb);
        INSERT INTO docs SELECT i, jsonb_build_object('email', 'p'||i||'@example.com', 'zz_pad', repeat('x', 200000)) FROM generate_series(1, 30) i"""

    def test_widest_table(self):
        self.create(f"CREATE TABLE wide ({', '.join(f'c{i} int' for i in range(1599))}, email text);"
                    "INSERT INTO wide (email) VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")
        self.assertIsNotNone(self.scan().finding("wide.email"))

    def test_no_columns(self):
        self.create("CREATE TABLE nothing (); CREATE TABLE p (email text); INSERT INTO p VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")
        run = self.scan()
        self.assertEqual({o["object"]: o["columns"] for o in run.map["objects"]}, {"nothing": 0, "p": 1})
        self.assertIsNotNone(run.finding("p.email"))

    def test_views_in_a_circle(self):
        self.create("CREATE TABLE p (email text); INSERT INTO p VALUES ('a@example.com'), ('b@example.com'), ('c@example.com');"
                    "CREATE VIEW v1 AS SELECT email FROM p; CREATE VIEW v2 AS SELECT email FROM v1; CREATE OR REPLACE VIEW v1 AS SELECT email FROM v2")
        run = self.scan(code=3)
        for name in ("v1", "v2"):
            self.assertIn("definition", self.gap(run, name)["reason"])
            self.assertIn("SELECT * FROM", self.gap(run, name)["hint"])
        self.assertIsNotNone(run.finding("p.email"))

    def test_row_level_security(self):
        self.create("CREATE TABLE hidden (email text); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; INSERT INTO hidden VALUES ('a@example.com');"
                    "CREATE TABLE p (email text); INSERT INTO p VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")
        run = self.scan(code=3)
        gap = self.gap(run, "hidden")
        self.assertEqual(gap["code"], "denied")
        self.assertIn("BYPASSRLS", gap["hint"])
        self.assertIsNotNone(run.finding("p.email"))

    def test_without_permission(self):
        self.create("CREATE SCHEMA shut; CREATE TABLE shut.inside (email text); CREATE TABLE closed (email text); CREATE TABLE ajar (email text, phone text);"
                    "CREATE ROLE narrow LOGIN PASSWORD 'canary-pass-8731'; GRANT SELECT (email) ON ajar TO narrow;"
                    "INSERT INTO ajar SELECT 'p'||i||'@example.com', '+336399812'||i FROM generate_series(10, 40) i")
        run = self.scan(url=self.server.url("narrow", self.database), code=3)
        for name in ("inside", "closed", "ajar"):
            self.assertEqual(self.gap(run, name)["code"], "denied")
            self.assertIn("--grants", self.gap(run, name)["hint"])
        self.assertEqual(self.gap(run, "ajar")["column"], "phone")
        self.assertIsNotNone(run.finding("ajar.email"))

    def test_bytes_that_are_no_utf8(self):
        self.create("CREATE TABLE p (id int, email text, nom text);"
                    "INSERT INTO p SELECT i, 'p'||i||'@example.com', convert_from(E'L\\\\351na', 'SQL_ASCII') FROM generate_series(1, 50) i",
                    "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        self.assertIsNotNone(self.scan().finding("p.email"))

    def test_latin1_database(self):
        self.create("CREATE TABLE p (id int, email text); INSERT INTO p SELECT i, chr(233)||i||'@exemple.test' FROM generate_series(1, 50) i",
                    "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        self.assertIsNotNone(self.scan().finding("p.email"))


if __name__ == "__main__":
    tap.main()
