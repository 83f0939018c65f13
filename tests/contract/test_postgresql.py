"""test_postgresql.py - the connector against a real PostgreSQL server, started for the test."""
import subprocess

import server_case
import servers
import tap

NAMES = ['qu"ote', "sp ace", "new\nline", "émoji 🙂", "a" * 63, "back\\slash"]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class PostgreSQL(server_case.ServerCase):
    server_class = servers.PostgreSQL
    database = "postgres"

    @classmethod
    def prepare(cls):
        cls.server.sql("""
            CREATE TABLE person (id serial PRIMARY KEY, email text, phone text, secret bytea);
            INSERT INTO person (email, phone) SELECT 'p'||i||'@example.com', '+3363998'||lpad(i::text, 4, '0') FROM generate_series(1, 500) i;
            CREATE TABLE doc (id serial PRIMARY KEY, body jsonb);
            INSERT INTO doc (body) SELECT jsonb_build_object('email', 'd'||i||'@example.org') FROM generate_series(1, 300) i;
            CREATE TABLE latin (courriel varchar(80)); INSERT INTO latin SELECT 'é'||i||'@exemple.test' FROM generate_series(1, 100) i;
            CREATE TABLE big (id bigserial PRIMARY KEY, filler text, late_email text);
            INSERT INTO big (filler, late_email) SELECT md5(i::text), CASE WHEN i > 18000 THEN 'late'||i||'@example.net' END FROM generate_series(1, 20000) i;
            ANALYZE big;
            CREATE TABLE parted (id int, email text) PARTITION BY RANGE (id);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000);
            CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (1000) TO (2000);
            INSERT INTO parted SELECT i, 'q'||i||'@example.com' FROM generate_series(0, 1999) i;
            CREATE TABLE nothing ();
            CREATE TABLE hidden (email text); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; INSERT INTO hidden VALUES ('h@example.com');
            CREATE VIEW people AS SELECT email FROM person;
            CREATE MATERIALIZED VIEW frozen AS SELECT email FROM person;
            CREATE DOMAIN mail AS text; CREATE TYPE mood AS ENUM ('sad', 'ok');
            CREATE TABLE typed (m mail, mo mood, a text[], i inet, u uuid, ts timestamptz, p point, x xml);
            INSERT INTO typed SELECT 't'||i||'@example.com', 'ok', ARRAY['arr'||i||'@example.com'], '192.0.2.7', gen_random_uuid(), now(), '(1,2)', '<a/>' FROM generate_series(1, 50) i;
            """)
        for name in NAMES:
            cls.server.sql(f"CREATE TABLE {quoted(name)} ({quoted(name)} text, email text); INSERT INTO {quoted(name)} (email) VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")

    def url(self):
        return self.server.url()

    def expected_gap(self, run):
        """Row-level security is the one gap of this database."""
        self.assertEqual([(g["object"], g["code"]) for g in run.map["gaps"]], [("hidden", "denied")] * len(run.map["gaps"]))
        self.assertTrue(run.map["gaps"])

    def test_finds_and_reads_everything(self):
        run = self.scan()
        self.assertEqual(run.code, 3, run.err)
        self.expected_gap(run)
        for column in ("person.email", "doc.body $.email", "latin.courriel", "parted.email", "people.email", "frozen.email", "typed.m", "typed.a $[]"):
            found = run.finding(column)
            self.assertIsNotNone(found, column)
            self.assertEqual(found["attribute"], "contact.email", column)
        self.assertIn("nothing", {o["object"] for o in run.map["objects"]})

    def test_partitions_are_read_once(self):
        run = self.scan()
        objects = {o["object"]: o for o in run.map["objects"]}
        self.assertEqual(objects["parted"]["parts"], 2)
        self.assertNotIn("parted_1", objects)

    def test_sample_is_spread_and_bounded(self):
        self.check_sample_is_spread_and_bounded()

    def test_every_row(self):
        run = self.scan("--rows", "all", "--no-stream")
        big = next(o for o in run.map["objects"] if o["object"] == "big")
        self.assertEqual((big["sampled"], big["drawn"]), (20000, "all"))

    def test_strange_names(self):
        self.check_strange_names(NAMES)

    def test_wrong_password(self):
        self.check_wrong_password()

    def test_unknown_host(self):
        self.check_unknown_host("postgresql")

    def test_silent_port(self):
        self.check_silent_port("postgresql")

    def test_read_only_though_the_account_may_write(self):
        before = self.server.sql("SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM person p")
        self.server.sql("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO reader;"
                        "CREATE OR REPLACE FUNCTION sneak() RETURNS text LANGUAGE plpgsql AS $$BEGIN INSERT INTO person (email) VALUES ('sneaked'); RETURN 'x'; END$$;"
                        "CREATE VIEW sneaky AS SELECT sneak() AS email")
        try:
            run = self.scan()
        finally:
            self.server.sql("DROP VIEW sneaky; REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM reader")
        self.assertIn("sneaky", {g["object"] for g in run.map["gaps"]})
        self.assertEqual(self.server.sql("SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM person p"), before)

    def test_table_without_permission(self):
        self.server.sql("REVOKE pg_read_all_data FROM reader; GRANT SELECT ON person TO reader; GRANT USAGE ON SCHEMA public TO reader")
        try:
            run = self.scan()
        finally:
            self.server.sql("REVOKE SELECT ON person FROM reader; GRANT pg_read_all_data TO reader")
        self.assertEqual(run.code, 3)
        self.assertIsNotNone(run.finding("person.email"))
        gaps = {g["object"]: g for g in run.map["gaps"]}
        self.assertEqual(gaps["big"]["code"], "denied")
        self.assertIn("grant", gaps["big"]["hint"])

    def test_sigint(self):
        self.server.sql("CREATE VIEW slow AS SELECT 'x'::text AS email FROM pg_sleep(60)")
        try:
            self.check_sigint()
        finally:
            self.server.sql("DROP VIEW slow")

    def test_server_killed(self):
        self.server.sql("CREATE VIEW slow AS SELECT 'x'::text AS email FROM pg_sleep(60)")
        try:
            self.check_server_killed()
        finally:
            self.server.sql("DROP VIEW slow")

    def test_table_dropped_while_scanned(self):
        self.server.sql("CREATE TABLE doomed (email text); INSERT INTO doomed VALUES ('x@example.com')")
        holder = subprocess.Popen([f"{self.server.bin}/psql", "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres", "-qAtX", "-c",
                                   "BEGIN; DROP TABLE doomed; SELECT pg_sleep(1); COMMIT"])
        run = self.scan()
        holder.wait()
        self.assertIn(run.code, (0, 3))
        self.assertIsNotNone(run.finding("person.email"))

    def test_alter_is_not_held_up(self):
        self.check_alter_is_not_held_up("ALTER TABLE big ALTER COLUMN filler SET DEFAULT 'x'", "SELECT id FROM big LIMIT 1", "--rows", "all")

    def test_alter_below_a_slow_view(self):
        gap = self.check_alter_below_a_slow_view("CREATE VIEW heavy AS SELECT late_email AS email FROM big WHERE pg_sleep(0.001) IS NOT NULL AND late_email < ''",
                                                 "DROP VIEW heavy", "ALTER TABLE big ALTER COLUMN filler SET DEFAULT 'x'",
                                                 "SELECT id FROM big LIMIT 1")
        self.assertIn("somebody waited", gap["reason"])

    def test_check_and_grants(self):
        run = self.cassini("check", *self.config())
        self.assertIn(run.code, (0, 3), run.err)
        grants = self.cassini("check", "--grants", self.url()).out
        self.assertIn("pg_read_all_data", grants)


if __name__ == "__main__":
    tap.main()
