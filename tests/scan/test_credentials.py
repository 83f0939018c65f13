"""test_credentials.py - every way to give a password works, none of them shows it; TLS is verified off loopback."""
import os
import subprocess
import time

import program
import servers
import server_scan
import tap

TABLE = "CREATE TABLE p (email varchar(80)); INSERT INTO p VALUES ('a@example.com'), ('b@example.com'), ('c@example.com')"


def certificate(folder, *names):
    """An authority, and a server's certificate and key signed by it for these names."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test authority")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server")
    with open(os.path.join(folder, "names"), "w", encoding="utf-8") as out:
        out.write("subjectAltName=" + ",".join(names))
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.pem")


class Credentials(server_scan.ServerScan):
    """What holds for both servers; each names its own file and variable."""

    def setUp(self):
        super().setUp()
        self.create(TABLE)

    def works(self, run):
        self.assertEqual(run.code, 0, run.err)
        self.assertIsNotNone(run.finding("p.email"))
        for name, data in self.written().items():
            if name not in ("password", ".pgpass", ".my.cnf", "give.sh"):
                self.assertNotIn(server_scan.PASSWORD.encode(), data, name)

    def test_url_alone(self):
        self.personal_file(server_scan.PASSWORD)
        self.works(self.cassini("scan", "-v", self.server.url(database=self.database)))

    def test_personal_file_with_a_wrong_password(self):
        self.personal_file("wrong-canary")
        run = self.cassini("scan", "-v", self.server.url(database=self.database))
        self.assertEqual(run.code, 3)
        self.assertIn("refuses the account reader", run.err)
        self.assertIn(self.file_name, run.err)
        self.assertNotIn("wrong-canary", run.err + str(run.map))

    def test_clients_own_variable(self):
        self.works(self.cassini("scan", "-v", self.server.url(database=self.database), env={self.variable: server_scan.PASSWORD}))

    def test_named_variable(self):
        self.works(self.scan("-v", password="password: ${ERP_PASSWORD}", env={"ERP_PASSWORD": server_scan.PASSWORD}))

    def test_password_file(self):
        self.works(self.scan("-v"))

    def test_password_file_that_everybody_reads(self):
        os.chmod(self.path("password"), 0o644)
        run = self.scan("-v", code=3)
        self.assertIn("chmod 600 password", run.err)

    def test_password_command(self):
        """Its child sees neither another source's password nor has one in its arguments."""
        self.write("give.sh", f"#!/bin/sh\nenv >seen-environment\ncat /proc/$PPID/cmdline >seen-arguments\ncat password\n", 0o755)
        self.config("  - name: other\n    url: sqlite:other.sqlite\n    password: ${OTHER_PASSWORD}\n", password="password_command: ./give.sh")
        run = self.cassini("scan", "-v", "-c", "cassini.yaml", env={"OTHER_PASSWORD": "hunter-canary"})
        self.assertIsNotNone(run.finding("p.email"), run.err)
        self.assertIn(b"PATH=", self.written()["seen-environment"])
        for name in ("seen-environment", "seen-arguments"):
            self.assertNotIn(b"canary", self.written()[name])

    def test_password_command_that_fails(self):
        run = self.scan("-v", password="password_command: sh -c 'echo canary-on-stderr >&2; exit 7'", code=3)
        self.assertIn("ended with 7", run.err)
        self.assertNotIn("canary-on-stderr", run.err)

    def test_password_command_that_hangs_is_left_by_a_signal(self):
        process = subprocess.Popen([program.CASSINI, "scan", *self.config(password="password_command: sleep 40")], cwd=self.folder,
                                   env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        process.terminate()
        self.assertEqual(process.wait(timeout=2.5), 130)

    def verify(self, expected, extra="", code=3):
        run = self.scan(url=self.far_url(), extra=extra, code=code)
        if code:
            gap = self.gap(run)
            self.assertIn(expected, gap["reason"])
            self.assertIn("tls.ca", gap["hint"])
        else:
            self.assertIn(expected, run.map["sources"][0]["tls"])

    def test_tls(self):
        """Off loopback the certificate and its name are verified by default, and the map says what was used."""
        self.verify("tls.mode verify-full")  # the server has none
        self.enable_tls(*self.far_names)
        self.verify("tls.mode verify-full")  # an authority that nobody trusts
        self.verify("verify-full", "    tls: {ca: ca.pem}\n", 0)
        self.verify("require", "    tls: {mode: require}\n", 0)
        here = self.scan("-v").map["sources"][0]["tls"]
        self.assertRegex(here, self.on_loopback)
        run = self.scan(extra="    tls: {mode: verify-full}\n", code=3)
        self.assertIn("verify-full", self.gap(run)["reason"])
        self.enable_tls("DNS:somebody.example.net")
        self.verify("tls.mode verify-full", "    tls: {ca: ca.pem}\n")  # trusted, but for another host


class PostgreSQL(Credentials):
    server_class, variable, file_name = servers.PostgreSQL, "PGPASSWORD", "~/.pgpass"
    far_names = ["DNS:db.example.org"]
    on_loopback = r"^TLSv1\.[23] prefer$"

    def personal_file(self, password):
        self.write(".pgpass", f"127.0.0.1:{self.server.port}:*:reader:{password}\n", 0o600)

    def far_url(self):
        return f"postgresql://reader@db.example.org:{self.server.port}/{self.database}?hostaddr=127.0.0.1"

    def enable_tls(self, *names):
        certificate(self.folder, *names)
        for name in ("server.pem", "server.key"):
            self.server.own_file(self.path(name))
        self.server.sql("ALTER SYSTEM SET ssl = on")
        self.server.sql(f"ALTER SYSTEM SET ssl_cert_file = '{self.server.folder}/server.pem'")
        self.server.sql(f"ALTER SYSTEM SET ssl_key_file = '{self.server.folder}/server.key'")
        self.server.sql("SELECT pg_reload_conf()")
        time.sleep(0.5)

    def test_127_in_a_name_is_no_loopback(self):
        run = self.scan(url=self.far_url().replace("db.example.org", "127.evil.example.org"), code=3)
        self.assertIn("verify-full", self.gap(run)["reason"])


class MariaDB(Credentials):
    server_class, variable, file_name = servers.MariaDB, "MYSQL_PWD", "~/.my.cnf"
    far_names = ["IP:0.0.0.0", "DNS:0.0.0.0"]
    on_loopback = r"^none \(loopback\)$"  # the client library cannot prefer TLS, only insist on it

    def personal_file(self, password):
        self.write(".my.cnf", f"[client]\npassword={password}\n", 0o600)

    def far_url(self):
        """0.0.0.0 reaches this machine and is no loopback address."""
        return f"mysql://reader@0.0.0.0:{self.server.port}/{self.database}"

    def enable_tls(self, *names):
        certificate(self.folder, *names)
        for name in ("server.pem", "server.key"):
            self.server.own_file(self.path(name))
        self.server.kill()
        self.server.arguments = [a for a in self.server.arguments if not a.startswith("--ssl")] + \
            [f"--ssl-cert={self.server.folder}/server.pem", f"--ssl-key={self.server.folder}/server.key"]
        self.server.start()


def load_tests(loader, _tests, _pattern):
    import unittest
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (PostgreSQL, MariaDB))


if __name__ == "__main__":
    tap.main()
