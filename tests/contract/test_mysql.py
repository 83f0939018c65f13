"""test_mysql.py - the connector against a real MariaDB server, started for the test."""
import server_case
import servers
import tap

NAMES = ["tick`ed", "sp ace", "new\nline", "émoji", "a" * 64, "quo'te"]


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


class MariaDB(server_case.ServerCase):
    server_class = servers.MariaDB
    database = "app"

    @classmethod
    def prepare(cls):
        cls.server.sql("""
            CREATE DATABASE app; USE app;
            CREATE TABLE person (id int auto_increment PRIMARY KEY, email varchar(80), phone varchar(40), photo longblob);
            INSERT INTO person (email, phone) SELECT concat('p', seq, '@example.com'), concat('+3363998', lpad(seq, 4, '0')) FROM seq_1_to_500;
            CREATE TABLE doc (id int auto_increment PRIMARY KEY, body json);
            INSERT INTO doc (body) SELECT json_object('email', concat('d', seq, '@example.org')) FROM seq_1_to_300;
            CREATE TABLE latin (courriel varchar(80)) CHARACTER SET latin1; INSERT INTO latin SELECT concat('é', seq, '@exemple.test') FROM seq_1_to_100;
            CREATE TABLE big (id bigint auto_increment PRIMARY KEY, filler char(32), late_email varchar(80));
            INSERT INTO big (id, filler, late_email) SELECT seq * 7, md5(seq), IF(seq > 18000, concat('late', seq, '@example.net'), NULL) FROM seq_1_to_20000;
            ANALYZE TABLE big;
            CREATE TABLE composite (a varchar(20), b int, email varchar(80), PRIMARY KEY (a, b));
            INSERT INTO composite SELECT concat('k', seq % 50), seq, concat('c', seq, '@example.com') FROM seq_1_to_5000;
            CREATE TABLE parted (id int PRIMARY KEY, email varchar(80)) PARTITION BY HASH (id) PARTITIONS 4;
            INSERT INTO parted SELECT seq, concat('q', seq, '@example.com') FROM seq_1_to_2000;
            CREATE VIEW people AS SELECT email FROM person;
            CREATE TABLE typed (e enum('a','b'), s set('x','y'), g point, u uuid, i inet6, y year, b bit(8), d datetime, email text);
            INSERT INTO typed SELECT 'a', 'x,y', point(1,2), uuid(), '::1', 2020, b'1', now(), concat('t', seq, '@example.com') FROM seq_1_to_50;
            """)
        for name in NAMES:
            cls.server.sql(f"CREATE TABLE app.{quoted(name)} ({quoted(name)} text, email text); INSERT INTO app.{quoted(name)} (email) VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")

    def url(self):
        return self.server.url(database="app")

    def test_finds_and_reads_everything(self):
        run = self.check_finds_and_reads_everything()
        self.assertEqual(run.map["gaps"], [])
        for column in ("parted.email", "people.email", "composite.email", "typed.email"):
            self.assertIsNotNone(run.finding(column), column)
        self.assertEqual(run.map["sources"][0]["listing"], "visible to this account")

    def test_partitions_are_read_once(self):
        objects = {o["object"]: o for o in self.scan().map["objects"]}
        self.assertEqual(objects["parted"]["parts"], 4)

    def test_sample_is_spread_and_bounded(self):
        self.check_sample_is_spread_and_bounded()

    def test_every_row(self):
        self.check_every_row()
        run = self.scan("--rows", "all", "--no-stream")
        rows = {o["object"]: o["sampled"] for o in run.map["objects"]}
        self.assertEqual((rows["composite"], rows["parted"]), (5000, 2000))

    def stream_rows(self, key, options="", weight=1):
        """Every row of a table that takes its time by its weight comes once. Returns how many statements went on from a number
        of rows, and whether the first one took the rows as they lie."""
        self.server.sql("USE app; CREATE TABLE app.slow_rows (a varchar(20), b int, email varchar(80), first_name varchar(40) AS"
                        f" (IF(crc32(repeat(email, {weight})) = 0, NULL, concat('Anna', b))) VIRTUAL, PRIMARY KEY ({key}), KEY (email)) {options};"
                        " INSERT INTO app.slow_rows (a, b, email) SELECT concat('k', seq % 50), seq, concat('s', reverse(seq), '@example.com') FROM seq_1_to_12000;"
                        " ANALYZE TABLE app.slow_rows")
        self.server.sql("SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = ON")
        try:
            run = self.scan("--rows", "all")
            told = self.server.sql("SELECT sum(argument REGEXP 'ORDER BY .* LIMIT [0-9]+, [0-9]+$'), max(argument REGEXP ' FORCE INDEX .PRIMARY. LIMIT ')"
                                   " FROM mysql.general_log WHERE argument LIKE '%FROM `app`.`slow\\_rows`%'").split()
        finally:
            self.server.sql("SET GLOBAL general_log = OFF; DROP TABLE app.slow_rows")
        slow = next(o for o in run.map["objects"] if o["object"] == "slow_rows")
        self.assertEqual((slow["sampled"], slow["drawn"]), (12000, "all"))
        self.assertNotIn("slow_rows", {d["object"] for d in run.map["duplicates"]})
        return int(told[0]), told[1] == "1"

    def test_every_row_of_a_slow_table(self):
        """The first statements, of rows and of keys, run out of time in the middle of the table: the rest comes behind them."""
        self.assertEqual(self.stream_rows("a, b", weight=30000), (2, True))
        cut, as_they_lie = self.stream_rows("b", weight=30000)
        self.assertTrue(as_they_lie)
        self.assertGreaterEqual(cut, 2)  # a range may be cut as well

    def test_every_row_of_a_table_that_lies_in_another_order(self):
        for key, options in (("a DESC, b", ""), ("a(1), b", ""), ("b", "PARTITION BY HASH (b) PARTITIONS 4"), ("a, b", "ENGINE=Aria")):
            with self.subTest(key=key, options=options):
                self.assertEqual(self.stream_rows(key, options), (0, False))

    def test_strange_names(self):
        self.check_strange_names(NAMES)

    def test_wrong_password(self):
        self.check_wrong_password()

    def test_unknown_host(self):
        self.check_unknown_host("mysql")

    def test_silent_port(self):
        self.check_silent_port("mysql")

    def test_read_only_though_the_account_may_write(self):
        before = self.server.sql("CHECKSUM TABLE app.person")
        self.server.sql("GRANT ALL ON app.* TO reader@'127.0.0.1';\nDELIMITER //\n"
                        "CREATE FUNCTION app.sneak() RETURNS text BEGIN INSERT INTO app.person (email) VALUES ('sneaked'); RETURN 'x'; END//\nDELIMITER ;\n")
        self.server.sql("CREATE VIEW app.sneaky AS SELECT app.sneak() AS email")
        try:
            run = self.scan()
        finally:
            self.server.sql("DROP VIEW app.sneaky; DROP FUNCTION app.sneak; REVOKE ALL ON app.* FROM reader@'127.0.0.1'")
        self.assertIn("sneaky", {g["object"] for g in run.map["gaps"]})
        self.assertEqual(self.server.sql("CHECKSUM TABLE app.person"), before)

    def test_broken_view_is_a_gap(self):
        self.server.sql("CREATE TABLE app.base (email text); CREATE VIEW app.dangling AS SELECT email FROM app.base; DROP TABLE app.base")
        try:
            run = self.scan()
        finally:
            self.server.sql("DROP VIEW app.dangling")
        self.assertEqual({g["object"] for g in run.map["gaps"]}, {"dangling"})
        self.assertIsNotNone(run.finding("person.email"))

    def test_sigint(self):
        self.server.sql("CREATE VIEW app.slow AS SELECT concat('x', sleep(60)) AS email")
        try:
            self.check_sigint()
        finally:
            self.server.sql("DROP VIEW app.slow")

    def test_server_killed(self):
        self.server.sql("CREATE VIEW app.slow AS SELECT concat('x', sleep(60)) AS email")
        try:
            self.check_server_killed()
        finally:
            self.server.sql("DROP VIEW app.slow")

    def test_alter_is_not_held_up(self):
        self.check_alter_is_not_held_up("ALTER TABLE big COMMENT 'x'", "SELECT id FROM big LIMIT 1", "--rows", "all")

    def test_alter_below_a_slow_view(self):
        gap = self.check_alter_below_a_slow_view("CREATE VIEW app.heavy AS SELECT late_email AS email FROM app.big WHERE sleep(0.001) < 0", "DROP VIEW app.heavy",
                                                 "ALTER TABLE big COMMENT 'x'", "SELECT id FROM big LIMIT 1")
        self.assertIn("view_timeout", gap["reason"])

    def test_grants(self):
        self.assertIn("GRANT SELECT", self.cassini("check", "--grants", self.url()).out)
        self.assertEqual(self.cassini("check", *self.config()).code, 0)


if __name__ == "__main__":
    tap.main()
