#!/usr/bin/env python3
"""stream.py - keys streamed into fingerprints against a plain pull of the same columns, on servers of its own.

usage: stream.py BUILD_DIRECTORY [ROWS]       PostgreSQL and MariaDB, whichever is installed; a million rows"""
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
import servers

KEYS = {"contact.email": "email", "contact.phone": "phone", "id.customer": "number"}
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
RUNS = 20
failures = []


def ask(what, met):
    print("  asked: %s: %s" % (what, "met" if met else "MISSED"))
    if not met:
        failures.append(what)


def ticks(path, fields):
    with open(path, encoding="ascii") as stat:
        parts = stat.read().rsplit(")", 1)[1].split()
    return sum(int(parts[f - 3]) for f in fields) / os.sysconf("SC_CLK_TCK")


class PostgreSQL(servers.PostgreSQL):
    title = "PostgreSQL"
    settings = "-c shared_buffers=1GB"  # the table is cached whole, as MariaDB's is
    fill = """CREATE DATABASE bench;
        \\c bench
        CREATE TABLE customers (id bigint PRIMARY KEY, number text, name text, email text, phone text, city text, note text, changed timestamp);
        INSERT INTO customers SELECT i, 'C' || lpad((i::bigint * 7919 %% 100000000)::text, 8, '0'), 'Name ' || i %% 9999, 'user' || i || '@example' || i %% 97 || '.org',
            '+336' || lpad((i::bigint * 7907 %% 100000000)::text, 8, '0'), 'Town ' || i %% 3000, repeat('x', 60), now() FROM generate_series(1, %d) i;
        VACUUM ANALYZE customers; CREATE TABLE nobody (LIKE customers INCLUDING ALL)"""

    def cpu(self):
        """Seconds of the sessions that ended."""
        time.sleep(0.3)
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as text:
            return ticks("/proc/%s/stat" % text.readline().strip(), (16, 17))

    def address(self):
        return self.url("postgres", "bench")

    def pull(self, columns):
        return [f"{self.bin}/psql", "-qX", "-d", self.address(), "-c", f"COPY (SELECT {columns} FROM customers) TO STDOUT"]


class MariaDB(servers.MariaDB):
    title = "MariaDB"
    fill = """SET GLOBAL innodb_buffer_pool_size = 1 << 30; CREATE DATABASE bench; USE bench;
        CREATE TABLE customers (id bigint PRIMARY KEY, number varchar(20), name varchar(60), email varchar(100), phone varchar(20), city varchar(60), note text,
            changed timestamp) ENGINE=InnoDB;
        INSERT INTO customers SELECT seq, concat('C', lpad(seq * 7919 %% 100000000, 8, '0')), concat('Name ', seq %% 9999),
            concat('user', seq, '@example', seq %% 97, '.org'), concat('+336', lpad(seq * 7907 %% 100000000, 8, '0')), concat('Town ', seq %% 3000),
            repeat('x', 60), now() FROM seq_1_to_%d;
        ANALYZE TABLE customers; CREATE TABLE nobody LIKE customers"""

    def cpu(self):
        return ticks(f"/proc/{self.process.pid}/stat", (14, 15))

    def address(self):
        return self.url("root", "bench")

    def pull(self, columns):
        return ["mariadb", "--no-defaults", "-uroot", "-h127.0.0.1", f"-P{self.port}", "--quick", "-BN", "bench", "-e", f"SELECT {columns} FROM customers"]


def settle(server):
    """Until the server has written what was put into it: its background threads count as it does."""
    for _ in range(120):
        before = server.cpu()
        time.sleep(0.5)
        if server.cpu() - before < 0.01:
            return


class Cost:
    """Seconds of the clock, the least of some runs; seconds of the server, the mean of the middle half of them: its ticks
    are too coarse for one, and a neighbour on the machine makes some dear."""

    def __init__(self):
        self.clock, self.cpu = 1e9, []

    def add(self, clock, cpu):
        self.clock = min(self.clock, clock)
        self.cpu.append(cpu)

    def mean(self):
        middle = sorted(self.cpu)[len(self.cpu) // 4:-(len(self.cpu) // 4)]
        return sum(middle) / len(middle)


def plain(server, columns, cost):
    cpu, start = server.cpu(), time.monotonic()
    subprocess.run(server.pull(columns), check=True, stdout=subprocess.DEVNULL)
    cost.add(time.monotonic() - start, server.cpu() - cpu)


def stream(server, build, keys, cost, *options, table="customers"):
    """Rows, bytes."""
    cpu = server.cpu()
    run = subprocess.run([os.path.join(build, "tests/bench/bench-stream"), server.address(), table, *("%s=%s" % k for k in keys.items()), *options],
                         check=True, capture_output=True, encoding="utf-8")
    rows, size, seconds, _ = run.stdout.split()
    cost.add(float(seconds), server.cpu() - cpu)
    return int(rows), int(size)


def altered(server, build, keys):
    """The longest that an ALTER TABLE waits while keys stream: what the stream runs on is altered again and again."""
    child = subprocess.Popen([os.path.join(build, "tests/bench/bench-stream"), server.address(), "customers", *("%s=%s" % k for k in keys.items())],
                             stdout=subprocess.PIPE)
    ended, worst, times = threading.Event(), 0, 0
    threading.Thread(target=lambda: (child.communicate(), ended.set()), daemon=True).start()
    time.sleep(0.2)
    while not ended.is_set():
        start = time.monotonic()
        server.sql(f"ALTER TABLE customers ALTER COLUMN city SET DEFAULT 'a{times}'", "bench")
        if not ended.is_set():
            worst, times = max(worst, time.monotonic() - start), times + 1
        time.sleep(0.3)
    return worst, times


def compare(server, build, keys):
    """One after the other, again and again. What opening a session and listing the database cost the server does not
    count: a scan does that once."""
    columns, pulled, ours, opening = ", ".join(keys.values()), Cost(), Cost(), Cost()
    for _ in range(RUNS):
        plain(server, columns, pulled)
        rows, _ = stream(server, build, keys, ours)
        stream(server, build, keys, opening, table="nobody")
    cpu = ours.mean() - opening.mean()
    print("  %-42s %6.0f k rows/s, server %5.3f s;  plain %6.0f k rows/s, server %5.3f s:  %3.0f %%, %.2f x" % (
        columns, rows / ours.clock / 1e3, cpu, ROWS / pulled.clock / 1e3, pulled.mean(), pulled.clock / ours.clock * 100, cpu / pulled.mean()))
    if rows != ROWS:
        sys.exit(f"{rows} rows came, not {ROWS}")
    ask("70 % of the plain pull's rows a second", pulled.clock / ours.clock >= 0.7)
    ask("1.2 x its CPU on the server", cpu <= 1.2 * pulled.mean())


def filtered(server, build):
    """One e-mail column alone is sampled at the server where it can compute crc32."""
    email, every, kept = {"contact.email": "email"}, Cost(), Cost()
    for _ in range(RUNS):
        _, whole = stream(server, build, email, every)
        rows, size = stream(server, build, email, kept, "filtered")
    print("  email, crc32 at the server: %d rows, %.2f %% of the bytes, %.2f s, server %.2f s (whole: %.2f s, server %.2f s)" % (
        rows, size / whole * 100, kept.clock, kept.mean(), every.clock, every.mean()))
    ask("2 % of the column's bytes cross the wire", size <= 0.02 * whole)


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build"
    measured = 0
    for kind in (PostgreSQL, MariaDB):
        try:
            server = kind()
        except (RuntimeError, OSError, KeyError) as why:
            print(f"{kind.title}: {why}: SKIPPED")
            continue
        try:
            server.sql(kind.fill % ROWS)
            print(f"{kind.title}, {ROWS} rows")
            settle(server)
            for keys in (KEYS, {"contact.email": "email"}):
                compare(server, build, keys)
            if kind is MariaDB and ROWS >= 1000000:
                filtered(server, build)
            worst, times = altered(server, build, KEYS)
            print("  ALTER TABLE, %d times during the stream: waits %.2f s at most" % (times, worst))
            ask("an ALTER TABLE waits less than 1 s", times > 0 and worst < 1)
            measured += 1
        finally:
            server.stop()
    return 77 if not measured else 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
