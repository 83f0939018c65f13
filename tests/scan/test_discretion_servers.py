"""test_discretion_servers.py - canaries in all that a server can say: comments, labels, bounds, notices, errors."""
import unittest

import servers
import server_scan
import tap

CANARY = "zyxcanary"


class DiscretionServer(server_scan.ServerScan):
    def test_nothing_of_it_is_repeated(self):
        self.create(self.planted)
        run = self.scan("-v", "--all-columns", code=3)
        self.assertIsNotNone(run.finding("p.email"))
        self.assertIn("failing", {g["object"] for g in run.map["gaps"]})
        runs = [run, self.cassini("scan", "-v", "--plan", "-c", "cassini.yaml"), self.cassini("check", "-c", "cassini.yaml"),
                self.cassini("report", "map/cassini-map.json", "-f", "csv", "-o", "all.csv")]
        for said in runs:
            self.assertNotIn(CANARY, said.out + said.err)
        for name, data in self.written().items():
            self.assertEqual([data[max(0, at - 60):at + 60] for at in [data.lower().find(CANARY.encode())] if at >= 0], [], name)
        self.assertTrue([o for o in run.map["objects"] if o["object"].startswith("{contact.email} #")])


class PostgreSQL(DiscretionServer):
    server_class = servers.PostgreSQL
    planted = f"""
        CREATE TYPE mood AS ENUM ('{CANARY}label@example.com', 'ok');
        CREATE TABLE p (id int, email text DEFAULT '{CANARY}default@example.com' CHECK (email <> '{CANARY}check@example.com'), m mood);
        COMMENT ON TABLE p IS 'ask {CANARY}table@example.com'; COMMENT ON COLUMN p.email IS 'ask {CANARY}column@example.com';
        CREATE INDEX ON p ((email || '{CANARY}index@example.com')) WHERE email <> '{CANARY}where@example.com';
        INSERT INTO p SELECT i, '{CANARY}'||i||'@example.com', 'ok' FROM generate_series(1, 60) i;
        CREATE TABLE parted (email text) PARTITION BY LIST (email);
        CREATE TABLE "{CANARY}part@example.com" PARTITION OF parted FOR VALUES IN ('{CANARY}bound@example.com');
        INSERT INTO parted VALUES ('{CANARY}bound@example.com');
        CREATE TABLE "{CANARY}name@example.com" ("{CANARY}col@example.com" text PRIMARY KEY);
        CREATE TABLE child (x text REFERENCES "{CANARY}name@example.com");
        CREATE FUNCTION loud(t text) RETURNS text LANGUAGE plpgsql AS $$BEGIN RAISE NOTICE 'seen %', t; RAISE WARNING 'seen %', t; RETURN t; END$$;
        CREATE VIEW noisy AS SELECT loud(email) AS email FROM p;
        CREATE VIEW failing AS SELECT email::int AS n FROM p;
        CREATE FUNCTION angry(t text) RETURNS text LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'bad %', t; END$$;
        CREATE VIEW raising AS SELECT angry(email) AS email FROM p;
        CREATE TABLE j (d jsonb); INSERT INTO j SELECT jsonb_build_object('{CANARY}'||i||'@example.com', 'q'||i||'@example.com') FROM generate_series(1, 60) i"""


class MariaDB(DiscretionServer):
    server_class = servers.MariaDB
    planted = f"""
        CREATE TABLE p (id int, email varchar(80) DEFAULT '{CANARY}default@example.com' COMMENT 'ask {CANARY}column@example.com'
            CHECK (email <> '{CANARY}check@example.com'), m enum('{CANARY}label@example.com', 'ok'), s set('{CANARY}set@example.com'))
            COMMENT 'ask {CANARY}table@example.com';
        INSERT INTO p SELECT seq, concat('{CANARY}', seq, '@example.com'), 'ok', NULL FROM seq_1_to_60;
        CREATE TABLE parted (email varchar(80)) PARTITION BY LIST COLUMNS (email) (PARTITION `{CANARY}part` VALUES IN ('{CANARY}bound@example.com'));
        CREATE TABLE `{CANARY}name@example.com` (`{CANARY}col@example.com` varchar(80) PRIMARY KEY);
        CREATE TABLE child (x varchar(80), FOREIGN KEY (x) REFERENCES `{CANARY}name@example.com` (`{CANARY}col@example.com`));
        CREATE TABLE j (d json); INSERT INTO j SELECT json_object(concat('{CANARY}', seq, '@example.com'), 'x') FROM seq_1_to_60;
        DELIMITER //
        CREATE FUNCTION angry(t text) RETURNS text DETERMINISTIC BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{CANARY}signal@example.com'; RETURN t; END //
        DELIMITER ;
        CREATE VIEW failing AS SELECT angry(email) AS email FROM p"""


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (PostgreSQL, MariaDB))


if __name__ == "__main__":
    tap.main()
