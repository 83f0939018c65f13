#!/usr/bin/env python3
"""scan.py - whole scans, as ratios measured in one run. See README.md beside this file.

usage: scan.py small=postgresql://… large=postgresql://…   the same schema with few and with many rows
       scan.py FILE.sqlite …                                any databases; without arguments: the example company
"""
import ctypes
import os
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("CASSINI_BUILD", os.path.join(os.path.dirname(__file__), "..", "..", "build"))
CASSINI = os.environ.get("CASSINI", os.path.join(BUILD, "cassini"))
MEMORY = 150 * 1024
failures = []


def measure(command, env=None, runs=3):
    """Seconds of the clock, seconds of CPU, peak KiB; the fastest of the runs."""
    best = None
    for _ in range(runs):
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
        text = child.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(child.pid, 0)
        took = time.monotonic() - started
        if os.waitstatus_to_exitcode(status) not in (0, 3):
            sys.exit("%s failed: %s" % (command[0], text.strip()[-300:]))
        run = (took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
        best = min(best, run) if best else run
    return best


def scan(folder, urls, *options, runs=3):
    state = dict(os.environ, XDG_STATE_HOME=os.path.join(folder, "state"))
    return measure([CASSINI, "scan", "--quiet", "-o", os.path.join(folder, "map"), *options, *urls], state, runs)


def line(what, run, note=""):
    print("  %-44s %7.2f s  cpu %6.2f s  %5.0f MiB  %s" % (what, run[0], run[1], run[2] / 1024, note))


def ask(what, met):
    print("  asked: %s: %s" % (what, "met" if met else "MISSED"))
    if not met:
        failures.append(what)


def copy_all(url):
    """Seconds that libpq's COPY of every table takes, one after the other, to nowhere."""
    psql = ["psql", "-qAtX", "-d", url, "-v", "ON_ERROR_STOP=1"]
    tables = subprocess.run(psql + ["-c", "SELECT format('%I.%I', relnamespace::regnamespace, relname) FROM pg_class WHERE "
        "relkind IN ('r','m','p') AND NOT relispartition AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"],
        check=True, capture_output=True, text=True).stdout.split("\n")
    copies = "".join("COPY (SELECT * FROM %s) TO STDOUT;\n" % t for t in tables if t)
    started = time.monotonic()
    subprocess.run(psql, input=copies, text=True, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def servers(folder, small, large):
    print("the same schema, small and large")
    few = scan(folder, [small], "--no-stream")
    many = scan(folder, [large], "--no-stream")
    line("sampled, small", few)
    line("sampled, large", many, "%.2f x" % (many[0] / few[0]))
    ask("large sampled in under 2 s", many[0] < 2)
    ask("at most 1.5 x or 0.5 s over the small one", many[0] <= max(few[0] * 1.5, few[0] + 0.5))
    plain = copy_all(large)
    every = scan(folder, [large], "--no-stream", "--rows", "all")
    print("  %-44s %7.2f s" % ("plain COPY of the same tables", plain))
    line("every row classified", every, "%.2f x COPY" % (every[0] / plain))
    ask("every row in at most 4 x COPY", every[0] <= 4 * plain)
    ask("peak memory under 150 MiB", max(few[2], many[2], every[2]) < MEMORY)


def files(folder, paths):
    print("%d SQLite files" % len(paths))
    sampled, whole = scan(folder, paths, "--no-stream"), scan(folder, paths)
    every = scan(folder, paths, "--no-stream", "--rows", "all")
    line("sampled", sampled)
    line("sampled, copies found", whole, "%.2f x" % (whole[0] / sampled[0]))
    line("every row classified", every, "%.2f x" % (every[0] / sampled[0]))
    ask("sampled and compared in under 2 s", whole[0] < 2)
    ask("peak memory under 150 MiB", max(sampled[2], whole[2], every[2]) < MEMORY)


def make_wide(folder, name, columns, rows, value):
    path = os.path.join(folder, name + ".sqlite")
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("CREATE TABLE wide (%s)" % ", ".join("c%d TEXT" % c for c in range(columns)))
    db.executemany("INSERT INTO wide VALUES (%s)" % ",".join("?" * columns),
                   ([value(r, c) for c in range(columns)] for r in range(rows)))
    db.commit()
    db.close()
    return path


def document(row, column):
    return "{%s}" % ",".join('"k%d":%d' % (k, row * 1000 + column) for k in range(300))


def wide(folder):
    """Every row of what takes the most memory: distinct values in very many columns, and in places of documents."""
    print("wide tables, every row")
    two = [make_wide(folder, n, 1600, 3000, lambda r, c: "%x-%x" % (r, c)) for n in ("one", "two")]
    for what, paths in (("two tables of 1 600 columns at once", two),
                        ("200 JSON columns of 300 keys", [make_wide(folder, "keys", 200, 40, document)]),
                        ("24 JSON columns of 300 keys, 1 100 rows", [make_wide(folder, "rows", 24, 1100, document)])):
        run = scan(folder, paths, "--no-stream", "--rows", "all", runs=1)
        line(what, run)
        ask("peak memory under 150 MiB", run[2] < MEMORY)
        for path in paths:
            os.unlink(path)


def first_query(folder):
    """Seconds from the start of a scan to its first query at a PostgreSQL server, played by this thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [CASSINI, "scan", "--quiet", "-o", os.path.join(folder, "map"),
                   "postgresql://reader@127.0.0.1:%d/db" % server.getsockname()[1]]
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 env=dict(os.environ, XDG_STATE_HOME=os.path.join(folder, "state"), PGPASSFILE=os.devnull))
        server.settimeout(10)
        peer = server.accept()[0]
        with peer:
            while struct.unpack("!II", peer.recv(8, socket.MSG_PEEK))[1] in (80877103, 80877104):
                peer.recv(8)
                peer.sendall(b"N")  # neither TLS nor GSSAPI here
            peer.recv(65536)
            status = b"S" + struct.pack("!I", 24) + b"server_version\0" + b"15.0\0"
            peer.sendall(b"R" + struct.pack("!II", 8, 0) + status + b"Z" + struct.pack("!I", 5) + b"I")
            kind = peer.recv(1)
            took = time.monotonic() - started
        child.wait()
        if kind not in (b"Q", b"P"):
            sys.exit("the scan sent no query to the server played here")
    return took


def first_open(folder):
    """Seconds from the start of a scan to the moment when it opens an SQLite file."""
    path = os.path.join(folder, "start.sqlite")
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE IF NOT EXISTS t (a)")
    db.close()
    libc = ctypes.CDLL(None)
    watch = libc.inotify_init()
    libc.inotify_add_watch(watch, path.encode(), 0x20)  # IN_OPEN
    started = time.monotonic()
    child = subprocess.Popen([CASSINI, "scan", "--quiet", "-o", os.path.join(folder, "map"), path], stdout=subprocess.DEVNULL,
                             env=dict(os.environ, XDG_STATE_HOME=os.path.join(folder, "state")))
    os.read(watch, 4096)
    took = time.monotonic() - started
    child.wait()
    os.close(watch)
    return took


def startup(folder):
    print("start")
    line("an empty program", measure(["true"]))
    line("all rules read and listed", measure([CASSINI, "rules", "list"], runs=10))
    query = min(first_query(folder) for _ in range(10))
    opened = min(first_open(folder) for _ in range(10))
    print("  %-44s %7.1f ms\n  %-44s %7.1f ms" % ("start-up to the first query of a server", query * 1e3,
                                                  "start-up to the opening of an SQLite file", opened * 1e3))
    ask("start-up to first query under 50 ms", max(query, opened) < 0.05)


def main():
    named = dict(a.split("=", 1) for a in sys.argv[1:] if re.match(r"(small|large)=", a))
    paths = [a for a in sys.argv[1:] if not re.match(r"(small|large)=", a)]
    if not os.access(CASSINI, os.X_OK):
        print("scan.py: %s is not built. SKIPPED" % CASSINI)
        return 77
    with tempfile.TemporaryDirectory() as folder:
        startup(folder)
        if set(named) == {"small", "large"}:
            servers(folder, named["small"], named["large"])
        elif named:
            sys.exit("give small= and large= together")
        else:
            print("no servers given (small=URL large=URL): their part is SKIPPED")
        maker = os.path.join(BUILD, "tests", "example", "example-company")
        if not paths and os.access(maker, os.X_OK):
            subprocess.run([maker, os.path.join(folder, "company")], check=True, stdout=subprocess.DEVNULL)
            paths = [os.path.join(folder, "company", f) for f in sorted(os.listdir(os.path.join(folder, "company"))) if f.endswith(".sqlite")]
        if paths:
            files(folder, paths)
        wide(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
