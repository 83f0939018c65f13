"""servers.py - throw-away PostgreSQL and MariaDB servers on free loopback ports, gone when the tests end."""
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _run_as(user):
    """Arguments that make subprocess run as user when we are root: servers refuse to be root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _folder(user):
    folder = tempfile.mkdtemp(prefix="cassini-server-")
    os.chmod(folder, 0o755)
    if os.geteuid() == 0:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    return folder


def _own_file(path, folder, user):
    """A copy of the file that the server's account alone may read."""
    copy = shutil.copy(path, folder)
    os.chmod(copy, 0o600)
    if os.geteuid() == 0:
        entry = pwd.getpwnam(user)
        os.chown(copy, entry.pw_uid, entry.pw_gid)


class PostgreSQL:
    name = "postgresql"
    settings = ""  # more of the server's options

    def own_file(self, path):
        _own_file(path, self.folder, "postgres")

    def __init__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not found:
            raise RuntimeError("no PostgreSQL server is installed")
        self.bin, self.folder, self.port = found[-1], _folder("postgres"), free_port()
        self.data = os.path.join(self.folder, "data")
        self.user = _run_as("postgres")
        subprocess.run([f"{self.bin}/initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
                       check=True, cwd="/", stdout=subprocess.DEVNULL, **self.user)
        with open(os.path.join(self.data, "pg_hba.conf"), "w", encoding="utf-8") as hba:
            hba.write("local all postgres trust\nhost all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        self.start()

    def start(self):
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off -c autovacuum=off {self.settings}"
        subprocess.run([f"{self.bin}/pg_ctl", "-D", self.data, "-s", "-w", "-l", os.path.join(self.folder, "log"), "-o", options, "start"],
                       check=True, cwd="/", **self.user)

    def sql(self, text, database="postgres", check=True):
        done = subprocess.run([f"{self.bin}/psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1"],
                              input=text, capture_output=True, encoding="utf-8", check=False)
        if check and done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def url(self, user="reader", database="postgres"):
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def make_reader(self, password="reader-password"):
        self.sql(f"CREATE ROLE reader LOGIN PASSWORD '{password}'; GRANT pg_read_all_data TO reader")

    def sessions(self):
        return int(self.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cassini'"))

    def running(self, word):
        """Is a statement of the scan under way that holds this word?"""
        return self.sql(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cassini' AND state = 'active' AND query LIKE '%{word}%'") != "0"

    def kill(self):
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as text:
            os.kill(int(text.readline()), signal.SIGQUIT)

    def stop(self):
        subprocess.run([f"{self.bin}/pg_ctl", "-D", self.data, "-s", "-m", "immediate", "stop"], check=False, cwd="/", stderr=subprocess.DEVNULL, **self.user)
        shutil.rmtree(self.folder, ignore_errors=True)


class MariaDB:
    name = "mysql"

    def own_file(self, path):
        _own_file(path, self.folder, "mysql")

    def __init__(self):
        self.folder, self.port = _folder("mysql"), free_port()
        self.data, self.socket = os.path.join(self.folder, "data"), os.path.join(self.folder, "sock")
        user = "mysql" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--user={user}", f"--datadir={self.data}", f"--tmpdir={self.folder}", "--auth-root-authentication-method=normal",
                        "--skip-test-db"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.arguments = ["mariadbd", "--no-defaults", f"--user={user}", f"--datadir={self.data}", f"--tmpdir={self.folder}", f"--port={self.port}", "--bind-address=127.0.0.1",
                          f"--socket={self.socket}", "--skip-name-resolve", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0",
                          "--innodb-buffer-pool-size=64M", "--character-set-server=utf8mb4"]
        self.process = None
        self.start()

    def start(self):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(self.arguments, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if subprocess.run(["mariadb-admin", "--no-defaults", "-uroot", f"-S{self.socket}", "ping"], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("MariaDB did not start")

    def sql(self, text, database=None, check=True):
        done = subprocess.run(["mariadb", "--no-defaults", "-uroot", f"-S{self.socket}", "-N", "-B", "--default-character-set=utf8mb4"] + ([database] if database else []),
                              input=text, capture_output=True, encoding="utf-8", check=False)
        if check and done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def url(self, user="reader", database=""):
        return f"mysql://{user}@127.0.0.1:{self.port}/{database}"

    def make_reader(self, password="reader-password"):
        self.sql(f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{password}'; GRANT SELECT, SHOW VIEW ON *.* TO reader@'127.0.0.1'")

    def sessions(self):
        return int(self.sql("SELECT count(*) FROM information_schema.PROCESSLIST WHERE USER = 'reader'"))

    def running(self, word):
        """Is a statement of the scan under way that holds this word?"""
        return self.sql(f"SELECT count(*) FROM information_schema.PROCESSLIST WHERE USER = 'reader' AND INFO LIKE '%{word}%'") != "0"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
