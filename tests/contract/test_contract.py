#!/usr/bin/env python3
"""test_contract.py - the contract suite on one connector: makes the database, runs the suite on it, compares the data after."""
import hashlib
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile

import fixtures
import servers

PASSWORD = "canary-pass-8731"


def suite(connector, *arguments):
    return subprocess.run([os.environ["CONTRACT"], connector, *arguments, f"wide={fixtures.WIDE[connector]}"], check=False, stdout=subprocess.PIPE,
                          encoding="utf-8")


def sums_of(folder):
    sums = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as data:
            sums[name] = hashlib.sha256(data.read()).hexdigest()
    return sums


def on_sqlite(folder):
    path = os.path.join(folder, "contract.db")
    db = sqlite3.connect(path)
    db.executescript(fixtures.sqlite())
    db.close()
    before = sums_of(folder)
    done = suite("sqlite", f"url=sqlite:{path}", "schema=", f"unreachable=sqlite:{folder}/none.db")
    return done, before, sums_of(folder)


def on_fake(folder):
    path = os.path.join(folder, "script")
    for name, text in (("script", fixtures.FAKE), ("silent", "fail open hang\n")):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)
    before = sums_of(folder)
    done = suite("fake", f"url=fake:{path}", "schema=", f"unreachable=fake:{folder}/none", f"silent=fake:{folder}/silent", f"password={PASSWORD}",
                 "denied=")
    return done, before, sums_of(folder)


def on_files(folder):
    fixtures.files(folder)
    before = sums_of(folder)
    done = suite("file", f"url=file:{folder}", "schema=", f"unreachable=file:{folder}/none", "suffix=.csv", "plain=yes")
    return done, before, sums_of(folder)


def on_server(server, schema, denied, fixture, checksum):
    """The account may write: that nothing was written is the session's doing."""
    try:
        server.sql(fixture)
        before = server.sql(checksum)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(8)
            database = schema if server.name == "mysql" else "postgres"
            silent = f"{server.name}://reader@127.0.0.1:{listener.getsockname()[1]}/{database}"
            done = suite(server.name, f"url={server.url(database=database)}", f"schema={schema}", f"password={PASSWORD}", f"denied={denied}",
                         f"unreachable={server.name}://reader@127.0.0.1:{servers.free_port()}/{database}", f"silent={silent}", "sneaky=yes")
        return done, before, server.sql(checksum)
    finally:
        server.stop()


def run(connector, folder):
    if connector == "sqlite":
        return on_sqlite(folder)
    if connector == "file":
        return on_files(folder)
    if connector == "fake":
        return on_fake(folder)
    if connector == "postgresql":
        tables = ["person", "visit", "many", "pair", "bare", "cells"]
        checksum = ";".join(f"SELECT md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {t} t" for t in tables)
        return on_server(servers.PostgreSQL(), "public", "public", fixtures.postgresql(), checksum)
    return on_server(servers.MariaDB(), "app", "other", fixtures.mysql(), "CHECKSUM TABLE app.person, app.visit, app.many, app.pair, app.bare, app.cells")


def main():
    with tempfile.TemporaryDirectory(prefix="cassini-contract-") as folder:
        done, before, after = run(sys.argv[1], folder)
    lines = done.stdout.splitlines()
    bailed = done.returncode != 0
    print("\n".join(line for line in lines if not line.startswith("1..")))
    n = sum(line.startswith(("ok ", "not ok ")) for line in lines)
    print("ok" if before and before == after else "not ok", n + 1, "- read-only: the data's checksum is the same after")
    print("not ok" if bailed else "ok", n + 2, f"- the suite ran to its end (code {done.returncode})")
    print(f"1..{n + 2}")
    sys.exit(bailed or before != after or any(line.startswith("not ok") for line in lines))


if __name__ == "__main__":
    main()
