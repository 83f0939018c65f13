"""fixtures.py - the database of the contract suite, the same on every engine."""
import gzip
import os

WIDE = {"sqlite": 2000, "postgresql": 1600, "mysql": 1017, "fake": 4000, "file": 4000}


def _wide(n, kind):
    return ", ".join(f"c{i} {kind}" for i in range(1, n + 1))


def sqlite():
    """In the unit of SQL that the sqlite3 module runs."""
    n = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
    return f"""
        CREATE TABLE person (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, note text, photo blob);
        INSERT INTO person {n.format(100)} SELECT i, 'p' || i || '@example.com', CASE WHEN i % 2 THEN 'n' END, x'00ff6900' FROM n;
        CREATE TABLE visit (id integer PRIMARY KEY, person_id integer REFERENCES person (id));
        INSERT INTO visit {n.format(10)} SELECT i, i FROM n;
        CREATE TABLE many (id integer PRIMARY KEY, email varchar(80), filler text);
        INSERT INTO many {n.format(20000)} SELECT i * 7, CASE WHEN i % 50 THEN 'M' || i || '@Example.com' ELSE 'é' || i || '@Example.com' END,
          hex(randomblob(16)) FROM n;
        CREATE TABLE "nothing" (id integer PRIMARY KEY, email text);
        CREATE TABLE cells (id integer PRIMARY KEY, body text, raw blob);
        INSERT INTO cells VALUES (1, replace(hex(zeroblob(1500000)), '0', 'x'), NULL), (2, replace(hex(zeroblob(50000)), '0', 'é'), NULL),
          (3, 'short', NULL), (4, 'é', randomblob(2000000));
        CREATE TABLE pair (a text, b integer, email text, PRIMARY KEY (a, b)) WITHOUT ROWID;
        INSERT INTO pair {n.format(3000)} SELECT 'k''' || (i % 50), i, 'c' || i || '@example.com' FROM n;
        CREATE TABLE bare (email text);
        INSERT INTO bare {n.format(3000)} SELECT 'b' || i || '@example.com' FROM n;
        CREATE VIEW people AS SELECT email FROM person;
        CREATE VIEW slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS email FROM n WHERE i < 0;
        CREATE VIEW bad AS SELECT json_extract('canary' || email, '$.x') AS email FROM person;
        CREATE TABLE "odd ""na`me\\'" (email text); INSERT INTO "odd ""na`me\\'" VALUES ('o@example.com');
        CREATE TABLE wide ({_wide(WIDE["sqlite"], "text")});
        INSERT INTO wide (c1, c{WIDE["sqlite"]}) VALUES ('a', 'b'), ('c', 'd'), ('e', 'f');
        """


def postgresql():
    return f"""
        CREATE TABLE person (id int PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, note text, photo bytea);
        COMMENT ON TABLE person IS 'people we know'; COMMENT ON COLUMN person.email IS 'where to write';
        INSERT INTO person SELECT i, 'p' || i || '@example.com', CASE WHEN i % 2 = 1 THEN 'n' END, '\\x00ff6900' FROM generate_series(1, 100) i;
        CREATE TABLE visit (id int PRIMARY KEY, person_id int REFERENCES person (id)); INSERT INTO visit SELECT i, i FROM generate_series(1, 10) i;
        CREATE TABLE many (id bigint PRIMARY KEY, email varchar(80), filler text);
        INSERT INTO many SELECT i * 7, CASE WHEN i % 50 = 0 THEN 'é' ELSE 'M' END || i || '@Example.com', md5(i::text) FROM generate_series(1, 20000) i;
        CREATE TABLE nothing (id int PRIMARY KEY, email text);
        CREATE TABLE cells (id int PRIMARY KEY, body text, raw bytea);
        INSERT INTO cells VALUES (1, repeat('x', 3000000), NULL), (2, repeat('é', 100000), NULL), (3, 'short', NULL), (4, 'é', decode(repeat('00ff', 1000000), 'hex'));
        CREATE TABLE pair (a text, b int, email text, PRIMARY KEY (a, b));
        INSERT INTO pair SELECT 'k''' || (i % 50), i, 'c' || i || '@example.com' FROM generate_series(1, 3000) i;
        CREATE TABLE bare (email text); INSERT INTO bare SELECT 'b' || i || '@example.com' FROM generate_series(1, 3000) i;
        CREATE VIEW people AS SELECT email FROM person;
        CREATE VIEW slow AS SELECT 'x'::text AS email FROM pg_sleep(60);
        CREATE VIEW bad AS SELECT ('canary' || email)::int AS email FROM person;
        CREATE TABLE "odd ""na`me\\'" (email text); INSERT INTO "odd ""na`me\\'" VALUES ('o@example.com');
        CREATE TABLE wide ({_wide(WIDE["postgresql"], "text")}); INSERT INTO wide (c1, c1600) VALUES ('a', 'b'), ('c', 'd'), ('e', 'f');
        CREATE TABLE denied (email text);
        CREATE FUNCTION sneak() RETURNS text LANGUAGE plpgsql AS $$BEGIN INSERT INTO person (id, email) VALUES (999, 'sneaked'); RETURN 'x'; END$$;
        CREATE VIEW sneaky AS SELECT sneak() AS email;
        CREATE ROLE reader LOGIN PASSWORD 'canary-pass-8731';
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO reader; REVOKE ALL ON denied FROM reader;
        ANALYZE many;
        """


def mysql():
    return f"""
        CREATE DATABASE app; USE app;
        CREATE TABLE person (id int PRIMARY KEY, email varchar(80) NOT NULL UNIQUE COMMENT 'where to write', note text, photo blob) COMMENT 'people we know';
        INSERT INTO person SELECT seq, concat('p', seq, '@example.com'), IF(seq % 2, 'n', NULL), x'00ff6900' FROM seq_1_to_100;
        CREATE TABLE visit (id int PRIMARY KEY, person_id int, FOREIGN KEY (person_id) REFERENCES person (id)); INSERT INTO visit SELECT seq, seq FROM seq_1_to_10;
        CREATE TABLE many (id bigint PRIMARY KEY, email varchar(80), filler char(32));
        INSERT INTO many SELECT seq * 7, concat(IF(seq % 50, 'M', 'é'), seq, '@Example.com'), md5(seq) FROM seq_1_to_20000;
        CREATE TABLE nothing (id int PRIMARY KEY, email text);
        CREATE TABLE cells (id int PRIMARY KEY, body longtext, raw longblob);
        INSERT INTO cells VALUES (1, repeat('x', 3000000), NULL), (2, repeat('é', 100000), NULL), (3, 'short', NULL), (4, 'é', repeat(x'00ff', 1000000));
        CREATE TABLE pair (a varchar(20), b int, email text, PRIMARY KEY (a, b));
        INSERT INTO pair SELECT concat('k''', seq % 50), seq, concat('c', seq, '@example.com') FROM seq_1_to_3000;
        CREATE TABLE bare (email text); INSERT INTO bare SELECT concat('b', seq, '@example.com') FROM seq_1_to_3000;
        CREATE VIEW people AS SELECT email FROM person;
        CREATE VIEW slow AS SELECT concat('x', sleep(60)) AS email;
        CREATE TABLE `odd "na``me\\'` (email text); INSERT INTO `odd "na``me\\'` VALUES ('o@example.com');
        CREATE TABLE wide ({_wide(WIDE["mysql"], "int")}) ; INSERT INTO wide (c1, c1017) VALUES (1, 2), (3, 4), (5, 6);
        ANALYZE TABLE many;
        DELIMITER //
        CREATE FUNCTION sneak() RETURNS text BEGIN INSERT INTO person (id, email) VALUES (999, 'sneaked'); RETURN 'x'; END//
        CREATE FUNCTION fail() RETURNS text DETERMINISTIC BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'canary p1@example.com'; RETURN 'x'; END//
        DELIMITER ;
        CREATE VIEW sneaky AS SELECT sneak() AS email;
        CREATE VIEW bad AS SELECT fail() AS email;
        CREATE DATABASE other; CREATE TABLE other.denied (email text);
        CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'canary-pass-8731';
        GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE, SHOW VIEW ON app.* TO reader@'127.0.0.1';
        """


FAKE = f"""
object person rows 100 comment "people we know"
column id integer key #
column email text required comment "where to write" "p#@example.com"
column note text null 2 "n"
column photo bytes "\\x00\\xffi\\x00"
object visit rows 10
column id integer key #
column person_id integer refs person id #
object many rows 20000
column id integer key step 7 #
column email text every 50 "é#@Example.com" "M#@Example.com"
column filler text "0123456789abcdef0123456789abcdef"
object nothing rows 0
column id integer key #
column email text "x"
object cells rows 4
column id integer key #
column body text padded 300000 every 4 "short" "x"
object pair rows 3000
column a text key "k'"
column b integer key #
column email text "c#@example.com"
object bare rows 3000
column email text "b#@example.com"
object people view rows 100
column email text "p#@example.com"
object slow view
column email text "x"
fail sample hang
object bad view
column email text "canary"
fail next data
object "odd \\"na`me\\\\'" rows 1
column email text "o@example.com"
object denied rows 1 denied
column email text "d@example.com"
object wide rows 3
columns {WIDE["fake"]} "w#"
"""


def files(folder):
    """As CSV: what would be views are files; slow and bad are gzip, one of 16 GiB of one cell, one cut off."""
    numbers = range(1, 101)
    zeros = gzip.compress(bytes(64 << 20))
    tables = {
        "person": b"id,email,note,photo\n" + b"".join(b"%d,p%d@example.com,%s,\0\xffi\0\n" % (i, i, b"n" if i % 2 else b"") for i in numbers),
        "visit": b"id,person_id\n" + b"".join(b"%d,%d\n" % (i, i) for i in range(1, 11)),
        "many": b"id,email,filler\n" + b"".join(b"%d,%s%d@Example.com,%032x\n" % (i * 7, b"M" if i % 50 else "é".encode(), i, i) for i in range(1, 20001)),
        "nothing": b"id,email\n",
        "cells": b"id,body,raw\n1," + b"x" * 3000000 + b",\n2," + "é".encode() * 100000 + b',\n3,short,\n4,"\xc3\xa9",' + b"\0\xff" * 1000000 + b"\n",
        "pair": b"a,b,email\n" + b"".join(b"k'%d,%d,c%d@example.com\n" % (i % 50, i, i) for i in range(1, 3001)),
        "bare": b"email\n" + b"".join(b"b%d@example.com\n" % i for i in range(1, 3001)),
        "people": b"email\n" + b"".join(b"p%d@example.com\n" % i for i in numbers),
        "slow": gzip.compress(b"email\na@example.com\n") + zeros * 256,
        "bad": gzip.compress(b"email\n" + b"canary@example.com\n" * 100)[:-8],
        "odd \"na`me\\'": b"email\no@example.com\n",
        "wide": ",".join(f"c{i}" for i in range(1, WIDE["file"] + 1)).encode() + b"\n" + b"".join(
            pair[:1] + b"," * (WIDE["file"] - 1) + pair[1:] + b"\n" for pair in (b"ab", b"cd", b"ef")),
    }
    for name, content in tables.items():
        with open(os.path.join(folder, name + ".csv"), "wb") as out:
            out.write(content)
