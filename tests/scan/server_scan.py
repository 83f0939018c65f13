"""server_scan.py - scans of a throw-away server, a database of its own for each test."""
import os
import signal
import socket
import subprocess
import threading
import time

import program

PASSWORD = "canary-pass-8731"


class ServerScan(program.Case):
    """Subclasses name the class of the server."""
    server_class = None
    number = 0

    @classmethod
    def setUpClass(cls):
        cls.server = cls.server_class()
        cls.addClassCleanup(cls.server.stop)
        cls.server.make_reader(PASSWORD)

    def setUp(self):
        super().setUp()
        ServerScan.number += 1
        self.database = f"t{ServerScan.number}"
        self.write("password", PASSWORD + "\n", 0o600)

    def write(self, name, text, mode=0o644):
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(self.path(name), mode)

    def create(self, sql, options=""):
        self.server.sql(f"CREATE DATABASE {self.database} {options}")
        self.server.sql(sql, self.database)

    def config(self, extra="", url=None, password="password_file: password"):
        lines = ["sources:", "  - name: db", f"    url: \"{url or self.server.url(database=self.database)}\"", f"    {password}" if password else ""]
        self.write("cassini.yaml", "\n".join(lines) + "\n" + extra)
        return ["-c", "cassini.yaml"]

    def scan(self, *options, extra="", url=None, password="password_file: password", code=0, env=None):
        self.forget_map()
        run = self.cassini("scan", *options, *self.config(extra, url, password), env=env)
        self.assertNotIn(PASSWORD, run.out + run.err + str(run.map))
        self.assertEqual(run.code, code, run.err)
        return run

    def gap(self, run, name=None):
        """The one gap on this object (None: on the source), with a hint a person can follow."""
        found = [g for g in run.map["gaps"] if g.get("object") == name]
        self.assertEqual(len(found), 1, run.map["gaps"])
        return found[0]

    def start(self, extra=""):
        return subprocess.Popen([program.CASSINI, "scan", *self.config(extra)], cwd=self.folder, env=self.environment(),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace")

    def wait_until(self, what, seconds=15):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if what():
                return
            time.sleep(0.02)
        self.fail("it did not come to that in time")

    def stop_and_see(self, number):
        """The scan is stopped while a statement runs: 130, at once, nothing left on the server, the last map kept."""
        os.makedirs(self.path("map"), exist_ok=True)
        self.write("map/cassini-map.json", "the last map")
        process = self.start()
        self.wait_until(lambda: self.server.running("slow"))
        started = time.monotonic()
        process.send_signal(number)
        process.communicate(timeout=10)
        self.assertLess(time.monotonic() - started, 2.0)
        self.assertEqual(process.returncode, 130)
        self.wait_until(lambda: not self.server.sessions(), 2)
        self.assertEqual(self.written()["map/cassini-map.json"], b"the last map")
        self.assertEqual(os.listdir(self.path("map")), ["cassini-map.json"])

    def read_map(self):
        return program.Run(subprocess.CompletedProcess([], 0, "", ""), self.folder)


class HostileServer(ServerScan):
    """What holds on every server. Subclasses give the statements that differ: slow_view, huge_cell, long_documents."""

    def test_sigint(self):
        self.create(self.slow_view)
        self.stop_and_see(signal.SIGINT)

    def test_sigterm(self):
        self.create(self.slow_view)
        self.stop_and_see(signal.SIGTERM)

    def test_wire_cut_in_mid_scan(self):
        """A server that falls silent costs one wait for its statement and one for a new session, not one an object."""
        self.create("".join(f"CREATE TABLE t{i:02d} (email varchar(80)); INSERT INTO t{i:02d} VALUES ('a{i}@example.com'), ('b{i}@example.com');"
                            for i in range(40)) + self.slow_view.replace("slow", "t20_slow"))
        proxy = Proxy(self.server.port)
        self.addCleanup(proxy.close)
        url = self.server.url(database=self.database).replace(str(self.server.port), str(proxy.port))
        self.config("    limits: {sessions: 1, statement_timeout: 2s}\n", url)
        process = subprocess.Popen([program.CASSINI, "scan", "-c", "cassini.yaml"], cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, encoding="utf-8", errors="replace")
        self.wait_until(lambda: self.server.running("slow"))
        proxy.silent.set()
        started = time.monotonic()
        _, err = process.communicate(timeout=90)
        self.assertLess(time.monotonic() - started, 40)
        self.assertEqual(process.returncode, 3, err)
        result = self.read_map()
        self.assertIsNotNone(result.finding("t05.email"))
        unread = {g["object"] for g in result.map["gaps"]}
        self.assertLessEqual({"t20_slow", "t25", "t39"}, unread)
        self.assertEqual({g["code"] for g in result.map["gaps"]} - {"timeout", "unreachable"}, set())

    def test_dropped_while_scanned(self):
        self.create(f"{self.slow_view.replace('60', '2')}; CREATE TABLE zz_doomed (email varchar(80)); INSERT INTO zz_doomed VALUES ('x@example.com');"
                    "CREATE TABLE zzz (email varchar(80)); INSERT INTO zzz VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")
        self.config("    limits: {sessions: 1}\n")
        process = subprocess.Popen([program.CASSINI, "scan", "-c", "cassini.yaml"], cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, encoding="utf-8", errors="replace")
        self.wait_until(lambda: self.server.running("slow"))
        self.server.sql("DROP TABLE zz_doomed", self.database)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, err)
        result = self.read_map()
        self.assertEqual(self.gap(result, "zz_doomed")["code"], "gone")
        self.assertIn("zz_doomed", err)
        self.assertIsNotNone(result.finding("zzz.email"))

    def test_slow_view_is_a_gap(self):
        self.create(self.slow_view + "; CREATE TABLE zzz (email varchar(80)); INSERT INTO zzz VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')")
        started = time.monotonic()
        run = self.scan(extra="    limits: {statement_timeout: 1s}\n", code=3)
        self.assertLess(time.monotonic() - started, 20)
        gap = self.gap(run, "slow")
        self.assertEqual(gap["code"], "timeout")
        self.assertTrue(gap["hint"])
        self.assertIsNotNone(run.finding("zzz.email"))

    def test_empty_database(self):
        self.create("SELECT 1")
        run = self.scan()
        self.assertEqual((run.map["objects"], run.map["columns"], run.map["gaps"]), ([], [], []))
        self.assertIn("map/cassini-map.html", self.written())

    def test_a_huge_cell_keeps_memory_flat(self):
        self.create(self.huge_cell)
        run = self.scan("--rows", "all")
        self.assertIsNotNone(run.finding("huge.email"))
        self.assertTrue(program.IS_INSTRUMENTED or run.map["run"]["peak_kib"] < 150 * 1024, run.map["run"]["peak_kib"])

    def test_a_document_cut_at_the_ceiling(self):
        self.create(self.long_documents)
        found = self.scan().finding("docs.body $.email")
        self.assertEqual((found["attribute"], found["truncated"]), ("contact.email", True))

    def test_nonsense_instead_of_a_server(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def answer():
                for _ in range(2):
                    client, _ = listener.accept()
                    client.sendall(b"HTTP/1.1 400 Bad Request\r\nX: canary-nonsense\r\n\r\n")
                    client.close()
            threading.Thread(target=answer, daemon=True).start()
            run = self.scan(url=f"{self.server.name}://reader@127.0.0.1:{listener.getsockname()[1]}/x", code=3)
        self.assertIn("127.0.0.1", run.err)
        self.assertNotIn("canary-nonsense", run.err)
        self.assertIn("port", self.gap(run)["hint"])

    def test_no_such_database(self):
        run = self.scan(url=self.server.url(database="not_there"), code=3)
        self.assertIn("not_there", self.gap(run)["reason"])


class Proxy:
    """A server seen through a wire that can be cut: nothing is refused, nothing is answered any more."""

    def __init__(self, port):
        self.target, self.silent = port, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.sockets = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.sockets.append(client)
            if self.silent.is_set():
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            self.sockets.append(server)
            for a, b in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(a, b), daemon=True).start()

    def pump(self, source, target):
        try:
            while data := source.recv(65536):
                if self.silent.is_set():
                    continue
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.close()
        for s in self.sockets:
            s.close()
