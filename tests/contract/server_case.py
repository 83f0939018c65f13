"""server_case.py - what must hold on every server: the same checks for PostgreSQL and MariaDB."""
import os
import signal
import socket
import subprocess
import threading
import time

import program

PASSWORD = "canary-pass-8731"


class ServerCase(program.Case):
    """Subclasses give the class of the server and the SQL that differs."""
    server_class = None

    @classmethod
    def setUpClass(cls):
        cls.server = cls.server_class()
        cls.addClassCleanup(cls.server.stop)
        cls.server.make_reader(PASSWORD)
        cls.prepare()

    def setUp(self):
        super().setUp()
        with open(self.path("password"), "w", encoding="utf-8") as out:
            out.write(PASSWORD + "\n")
        os.chmod(self.path("password"), 0o600)

    def config(self, url=None, extra="", password=True):
        text = f"sources:\n  - name: db\n    url: \"{url or self.url()}\"\n" + ("    password_file: password\n" if password else "") + extra
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write(text)
        return ["-c", "cassini.yaml"]

    def scan(self, *options, url=None, extra="", **kw):
        run = self.cassini("scan", *options, *self.config(url, extra), **kw)
        self.assertNotIn(PASSWORD, run.out + run.err + str(run.map))
        return run

    def check_finds_and_reads_everything(self):
        run = self.scan()
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.finding("person.email")["attribute"], "contact.email")
        self.assertEqual(run.finding("person.phone")["attribute"], "contact.phone")
        self.assertEqual(run.finding("doc.body $.email")["attribute"], "contact.email")
        self.assertEqual(run.finding("latin.courriel")["attribute"], "contact.email")
        self.assertEqual(run.map["sources"][0]["tls"].split()[0] in ("none", "TLSv1.3", "TLSv1.2", "TLS"), True)
        return run

    def check_sample_is_spread_and_bounded(self):
        run = self.scan()
        big = next(o for o in run.map["objects"] if o["object"] == "big")
        self.assertGreaterEqual(big["sampled"], 900)
        self.assertLessEqual(big["sampled"], 4000)  # the second, larger look included
        self.assertIn(big["drawn"], ("random", "range"))
        # every region of the table has e-mail addresses of its own shape; the sample must have met the last tenth
        self.assertIsNotNone(run.finding("big.late_email"), "the last tenth of the table was not sampled")

    def check_every_row(self):
        run = self.scan("--rows", "all", "--no-stream")
        self.assertEqual(run.code, 0, run.err)
        big = next(o for o in run.map["objects"] if o["object"] == "big")
        self.assertEqual((big["sampled"], big["drawn"]), (20000, "all"))

    def check_strange_names(self, names):
        run = self.scan()
        self.assertEqual({f["object"] for f in run.map["columns"] if f["object"] in names and f["column"] == "email"}, set(names))

    def check_wrong_password(self):
        with open(self.path("password"), "w", encoding="utf-8") as out:
            out.write("wrong-canary\n")
        run = self.scan()
        self.assertEqual(run.code, 3)
        self.assertIn("refuses the account reader", run.err)
        self.assertNotIn("wrong-canary", run.out + run.err)

    def check_unknown_host(self, scheme):
        run = self.scan(url=f"{scheme}://reader@no-such-host.invalid/x")
        self.assertEqual(run.code, 3)
        self.assertIn("no-such-host.invalid", run.err)

    def check_silent_port(self, scheme):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(8)
            started = time.monotonic()
            run = self.scan(url=f"{scheme}://reader@127.0.0.1:{listener.getsockname()[1]}/x")
            self.assertLess(time.monotonic() - started, 60)
        self.assertEqual(run.code, 3)
        self.assertIn("127.0.0.1", run.err)

    def start(self, *options):
        return subprocess.Popen([program.CASSINI, "scan", *options, *self.config()], cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, encoding="utf-8", errors="replace")

    def wait_for_session(self):
        until = time.monotonic() + 10
        while time.monotonic() < until and not self.server.sessions():
            time.sleep(0.02)

    def check_sigint(self):
        process = self.start()
        self.wait_for_session()
        time.sleep(0.5)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        self.assertLess(time.monotonic() - started, 2.5)
        until = time.monotonic() + 2
        while time.monotonic() < until and self.server.sessions():
            time.sleep(0.1)
        self.assertEqual(self.server.sessions(), 0)

    def check_server_killed(self):
        process = self.start()
        self.wait_for_session()
        time.sleep(0.5)
        self.server.kill()
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, err)
        self.assertTrue(os.path.exists(self.path("map", "cassini-map.json")))
        time.sleep(0.5)
        self.server.start()

    def check_alter_is_not_held_up(self, alter, select, *options):
        """ALTER TABLE again and again while cassini reads, and a SELECT that queues behind it: both are quick."""
        worst, alone = {"alter": 0.0, "select": 0.0}, {"alter": 0.0, "select": 0.0}
        runs = {"alter": 0, "select": 0}
        stop = threading.Event()

        def once(key, sql, figures):
            started = time.monotonic()
            self.server.sql(sql, self.database)
            figures[key] = max(figures[key], time.monotonic() - started)

        def work(key, sql):
            while not stop.is_set():
                once(key, sql, worst)
                runs[key] += 1
                time.sleep(0.02)

        for _ in range(3):  # what the client itself takes, when nobody scans
            once("alter", alter, alone)
            once("select", select, alone)

        threads = [threading.Thread(target=work, args=("alter", alter)), threading.Thread(target=work, args=("select", select))]
        for t in threads:
            t.start()
        run = self.scan(*options)
        stop.set()
        for t in threads:
            t.join()
        print(f"# {' '.join(options) or 'sample'}: {runs['alter']} ALTER TABLE, the slowest {worst['alter']:.2f} s (alone {alone['alter']:.2f});"
              f" {runs['select']} SELECT behind them, the slowest {worst['select']:.2f} s (alone {alone['select']:.2f})", flush=True)
        self.assertIn(run.code, (0, 3), run.err)
        for key, seconds in worst.items():
            self.assertLess(seconds - alone[key], 1.0, key)
        return run

    def check_alter_below_a_slow_view(self, create, drop, alter, select):
        """A view that computes for 20 s holds the table below it: its sample gives way, and the view is a gap with its reason."""
        self.server.sql(create)
        try:
            run = self.check_alter_is_not_held_up(alter, select, "--no-stream")
        finally:
            self.server.sql(drop)
        gap = next(g for g in run.map["gaps"] if g["object"] == "heavy")
        self.assertEqual(gap["code"], "timeout")
        self.assertIsNotNone(run.finding("person.email"))
        return gap
