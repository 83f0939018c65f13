"""test_hostile_machine.py - a machine that does its worst: full disks, signals, patterns without end, memory refused."""
import ctypes
import os
import platform
import signal
import sqlite3
import struct
import subprocess
import time

import program
import tap


def refuse_executable_memory():
    """A seccomp filter: mmap and mprotect with PROT_WRITE|PROT_EXEC fail with EPERM, in this process and what it starts."""
    mmap, mprotect = {"x86_64": (9, 10), "aarch64": (222, 226)}[platform.machine()]
    program_text = [(0x20, 0, 0, 0),           # load the number of the call
                    (0x15, 1, 0, mmap), (0x15, 0, 4, mprotect),
                    (0x20, 0, 0, 32),          # load the protection, the low half of the third argument
                    (0x54, 0, 0, 6),           # and it with PROT_WRITE|PROT_EXEC
                    (0x15, 0, 1, 6), (0x06, 0, 0, 0x00050001),  # both: EPERM
                    (0x06, 0, 0, 0x7FFF0000)]  # else: allowed
    code = b"".join(struct.pack("HBBI", *line) for line in program_text)
    buffer = ctypes.create_string_buffer(code)
    libc = ctypes.CDLL(None, use_errno=True)
    fprog = struct.pack("HxxxxxxP", len(program_text), ctypes.addressof(buffer))
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    if libc.prctl(22, 2, ctypes.c_char_p(fprog), 0, 0):  # PR_SET_SECCOMP
        raise OSError(ctypes.get_errno(), "seccomp")


class HostileMachine(program.Case):
    def db(self, name, *statements):
        path = self.path(name)
        with sqlite3.connect(path) as db:
            for s in statements:
                db.execute(*s) if isinstance(s, tuple) else db.execute(s)
        db.close()
        return path

    def test_disk_full_keeps_the_last_map(self):
        good = self.db("g.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')")
        self.assertEqual(self.cassini("scan", good).code, 0)
        before = self.written()["map/cassini-map.json"]
        done = subprocess.run(["sh", "-c", 'ulimit -f 2; trap "" XFSZ; exec "$0" scan "$1"', program.CASSINI, good], cwd=self.folder,
                              env=self.environment(), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertEqual(self.written()["map/cassini-map.json"], before)
        self.assertEqual([f for f in os.listdir(self.path("map")) if "tmp" in f.lower() or f.startswith(".")], [])
        self.assertIn("cassini-map.json", done.stderr)

    def test_a_full_file_system_keeps_the_last_map(self):
        """A real one, of 64 KiB, in a mount namespace of the test's own."""
        script = f"""mkdir -p map && mount -t tmpfs -o size=64k tmpfs map && echo last >map/cassini-map.json && head -c 60000 /dev/zero >map/fill
            '{program.CASSINI}' scan '{self.path("g.sqlite")}'; echo "exit $?"; cat map/cassini-map.json; ls map"""
        self.db("g.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')")
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script], cwd=self.folder, env=self.environment(), capture_output=True, text=True,
                              timeout=60, check=False)
        if "exit" not in done.stdout:
            self.skipTest("no mount namespace here")
        self.assertEqual(done.stdout.splitlines(), ["exit 4", "last", "cassini-map.json", "fill"])
        self.assertIn("No space left", done.stderr)

    def test_output_to_a_full_device(self):
        good = self.db("g.sqlite", "CREATE TABLE p (email TEXT)", "INSERT INTO p VALUES ('a@example.com')")
        self.assertEqual(self.cassini("scan", good).code, 0)
        for command in (["report", "map/cassini-map.json", "-f", "csv"], ["rules", "list"], ["scan", "--plan", good], ["connectors"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([program.CASSINI, *command], cwd=self.folder, env=self.environment(), stdout=full, stderr=subprocess.PIPE,
                                      text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 4, command)
            self.assertIn("standard output", done.stderr)

    def test_output_folder_cannot_be_made(self):
        good = self.db("g.sqlite", "CREATE TABLE p (email TEXT)")
        with open(self.path("file"), "w", encoding="utf-8"):
            pass
        run = self.cassini("scan", "-o", "file/map", good)
        self.assertEqual(run.code, 4)
        self.assertIn("file", run.err)

    def stop(self, number):
        path = self.db("big.sqlite", "CREATE TABLE p (email TEXT)",
                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 400000) INSERT INTO p SELECT 'p'||i||'@example.com' FROM n",
                       "CREATE VIEW slow AS SELECT a.email FROM p a, p b, p c WHERE a.email || b.email || c.email = 'x'")
        os.makedirs(self.path("map"))
        with open(self.path("map", "cassini-map.json"), "w", encoding="utf-8") as out:
            out.write("the last map")
        process = subprocess.Popen([program.CASSINI, "scan", path], cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        time.sleep(1.0)
        started = time.monotonic()
        process.send_signal(number)
        process.communicate(timeout=10)
        self.assertLess(time.monotonic() - started, 2.0)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(self.written()["map/cassini-map.json"], b"the last map")
        self.assertEqual(os.listdir(self.path("map")), ["cassini-map.json"])

    def test_sigint_ends_within_two_seconds(self):
        self.stop(signal.SIGINT)

    def test_sigterm_too(self):
        self.stop(signal.SIGTERM)

    def test_regex_without_end(self):
        path = self.db("r.sqlite", "CREATE TABLE p (id INTEGER PRIMARY KEY, evil TEXT, email TEXT)",
                       *[("INSERT INTO p VALUES (?,?,?)", (i, "a" * 200 + "!" + str(i), f"p{i}@example.com")) for i in range(200)])
        os.makedirs(self.path("rules"))
        with open(self.path("rules", "mine.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: mine\nversion: \"1\"\nrules:\n  - id: endless\n    attribute: contact.social\n    value: '\\A(?:a+)+\\z'\n"
                      "  - id: mail\n    attribute: contact.email\n    value: '\\A\\S+@\\S+\\z'\n    weight: 9\n    chance: 0.001\n")
        started = time.monotonic()
        run = self.cassini("scan", "--rules", "rules", path)
        self.assertEqual(run.code, 0, run.err)
        self.assertLess(time.monotonic() - started, 60)
        self.assertIsNotNone(run.finding("p.email"))
        limit, = run.map["run"]["rule_limits"]
        self.assertRegex(limit, r"^endless: [1-9]\d*$")

    def test_a_limit_is_no_mismatch(self):
        """Values on which the rule came to no answer leave the others to decide: 60 match, 300 are not known."""
        path = self.db("r.sqlite", "CREATE TABLE p (id INTEGER PRIMARY KEY, zz TEXT)",
                       *[("INSERT INTO p VALUES (?,?)", (i, "a" * (i % 60 + 3) if i < 60 else "a" * 100 + "!" + str(i))) for i in range(360)])
        os.makedirs(self.path("rules"))
        with open(self.path("rules", "mine.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: mine\nversion: \"1\"\nrules:\n  - id: endless\n    attribute: contact.email\n    value: '\\A(?:a+)+\\z'\n    weight: 9\n"
                      "    chance: 0.001\n")
        found = self.cassini("scan", "--rules", "rules", path).finding("p.zz")
        self.assertIsNotNone(found)
        self.assertEqual((found["hits"], found["tried"]), (60, 60))

    def test_jit_switched_off(self):
        path = self.db("j.sqlite", "CREATE TABLE p (email TEXT)", *[("INSERT INTO p VALUES (?)", (f"p{i}@example.com",)) for i in range(50)])
        run = self.cassini("scan", path, env={"CASSINI_NO_JIT": "1"})
        self.assertEqual(run.code, 0, run.err)
        self.assertIsNotNone(run.finding("p.email"))
        self.assertIs(run.map["run"]["jit"], False)

    def test_jit_memory_refused(self):
        """Memory that is writable and executable is refused by the kernel, as under MemoryDenyWriteExecute: said once, same result."""
        path = self.db("j.sqlite", "CREATE TABLE p (email TEXT)", *[("INSERT INTO p VALUES (?)", (f"p{i}@example.com",)) for i in range(50)])
        before = self.cassini("scan", path)
        done = subprocess.run([program.CASSINI, "scan", path], cwd=self.folder, env=self.environment(), capture_output=True, text=True, timeout=120,
                              check=False, preexec_fn=refuse_executable_memory)
        self.assertEqual(done.returncode, 0, done.stderr)
        run = program.Run(done, self.folder)
        self.assertIs(before.map["run"]["jit"], True)
        self.assertIs(run.map["run"]["jit"], False)
        self.assertEqual(run.map["columns"], before.map["columns"])
        self.assertEqual(run.err.count("JIT"), 1)


if __name__ == "__main__":
    tap.main()
