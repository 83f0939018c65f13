"""test_hostile_mariadb.py - a MariaDB server and its contents do their worst."""
import servers
import server_scan
import tap

MAILS = "INSERT INTO p (email) VALUES ('a@example.com'), ('b@example.com'), ('c@example.com');"


class HostileMariaDB(server_scan.HostileServer):
    server_class = servers.MariaDB
    slow_view = "CREATE VIEW slow AS SELECT concat('x', sleep(60)) AS email"
    huge_cell = """CREATE TABLE huge (id int PRIMARY KEY, email varchar(80), body longtext, raw longblob) ENGINE=MyISAM;
        INSERT INTO huge VALUES (1, 'a@example.com', repeat('x', 200000000), NULL), (2, 'b@example.com', NULL, repeat('y', 200000000)),
                                (3, 'c@example.com', 'short', '')"""
    long_documents = """CREATE TABLE docs (id int, body json);
        INSERT INTO docs SELECT seq, json_object('email', concat('p', seq, '@example.com'), 'zz_pad', repeat('x', 200000)) FROM seq_1_to_30"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.sql("SET GLOBAL max_allowed_packet = 1073741824")

    def test_widest_table(self):
        self.create(f"CREATE TABLE wide ({', '.join(f'c{i} tinyint' for i in range(1016))}, email varchar(80)) ENGINE=InnoDB;"
                    f"CREATE TABLE wider ({', '.join(f'c{i} tinyint' for i in range(2599))}, email varchar(80)) ENGINE=MyISAM;"
                    "INSERT INTO wide (email) VALUES ('a@example.com'), ('b@example.com'), ('c@example.com'); INSERT INTO wider (email) SELECT email FROM wide")
        for rows in ("sample", "all"):
            run = self.scan("--rows", rows)
            self.assertIsNotNone(run.finding("wide.email"))
            self.assertIsNotNone(run.finding("wider.email"))

    def test_latin1_invalid_and_nul(self):
        self.create("CREATE TABLE p (id int, email varchar(80), nom varchar(80)) CHARACTER SET latin1;"
                    "INSERT INTO p SELECT seq, concat('é', seq, '@exemple.test'), concat('L', char(0), 'éna') FROM seq_1_to_50;"
                    "CREATE TABLE b (id int, email varbinary(80)); INSERT INTO b SELECT seq, concat(x'e9', seq, '@exemple.test') FROM seq_1_to_50;"
                    "CREATE TABLE n (id int, email varchar(80)); INSERT INTO n SELECT seq, concat('a', seq, '@exemple.test', char(0)) FROM seq_1_to_50")
        run = self.scan()
        self.assertEqual(run.finding("p.email")["attribute"], "contact.email")
        self.assertEqual(run.map["gaps"], [])

    def test_tables_that_the_account_may_not_see(self):
        self.create("CREATE TABLE p (email varchar(80)); CREATE TABLE secret (email varchar(80));" + MAILS +
                    f"CREATE USER narrow@'127.0.0.1' IDENTIFIED BY '{server_scan.PASSWORD}'; GRANT SELECT ON p TO narrow@'127.0.0.1'")
        url = self.server.url("narrow", self.database)
        quiet = self.scan(url=url)
        self.assertEqual(quiet.map["sources"][0]["listing"], "visible to this account")
        run = self.scan(url=url, extra="    expect: [p, secret]\n", code=3)
        self.assertEqual(self.gap(run, "secret")["code"], "denied")
        self.assertIsNotNone(run.finding("p.email"))

    def test_closed_column(self):
        self.create("CREATE TABLE p (email varchar(80), phone varchar(40));" + MAILS +
                    f"CREATE USER thin@'127.0.0.1' IDENTIFIED BY '{server_scan.PASSWORD}'; GRANT SELECT (email) ON p TO thin@'127.0.0.1'")
        run = self.scan(url=self.server.url("thin", self.database))
        self.assertIsNotNone(run.finding("p.email"))
        self.assertIsNone(run.finding("p.phone"))

    def test_account_without_grants(self):
        self.create(f"CREATE USER nobody@'127.0.0.1' IDENTIFIED BY '{server_scan.PASSWORD}'")
        run = self.scan(url=self.server.url("nobody"), code=3)
        self.assertIn("nothing was granted", self.gap(run)["reason"])
        self.assertIn("--grants", self.gap(run)["hint"])

    def test_views_in_a_circle(self):
        """The engine refuses to make one by name; a table renamed into the place of the view's does it."""
        self.create("CREATE TABLE p (email varchar(80)); CREATE TABLE t (email varchar(80));" + MAILS +
                    "CREATE VIEW v1 AS SELECT email FROM t; DROP TABLE t; CREATE TABLE u (email varchar(80)); CREATE VIEW v2 AS SELECT email FROM u; DROP TABLE u;")
        run = self.scan(code=3)
        for name in ("v1", "v2"):
            self.assertEqual(self.gap(run, name)["code"], "gone")
        self.assertIsNotNone(run.finding("p.email"))


if __name__ == "__main__":
    tap.main()
