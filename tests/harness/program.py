"""program.py - runs cassini as a user would, in a folder of its own, and reads what it wrote."""
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

CASSINI = os.environ["CASSINI"]
EXAMPLE = os.environ.get("CASSINI_EXAMPLE", "")
SOURCE = os.environ["CASSINI_SOURCE"]
with open(CASSINI, "rb") as _binary:
    IS_INSTRUMENTED = b"__asan_init" in _binary.read()  # memory figures say nothing then


def schema_errors(written):
    """What the published schema has against a map, at most five lines; nothing where python3-jsonschema is absent."""
    try:
        import jsonschema
    except ImportError:
        return []
    with open(os.path.join(SOURCE, "src/map/cassini-map.schema.json"), encoding="utf-8") as text:
        validator = jsonschema.Draft7Validator(json.load(text))
    return [f"{'/'.join(map(str, e.path))}: {e.message[:300]}" for e, _ in zip(validator.iter_errors(written), range(5))]


class Run:
    """What one run said, wrote and ended with. Every map that a test makes a run write must follow the schema."""

    def __init__(self, done, folder, since=0):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        path = os.path.join(folder, "map", "cassini-map.json")
        self.map, self.map_errors = None, []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as text:
                self.map = json.load(text)
            if os.path.getsize(path) < 1 << 20 and os.path.getmtime(path) >= since:
                self.map_errors = schema_errors(self.map)

    def finding(self, column, attribute=None):
        """The finding on schema-less "object.column" or "object.column path", or None."""
        for f in self.map["columns"] if self.map else []:
            name = f"{f['object']}.{f['column']}" + (f" {f['path']}" if f.get("path") else "")
            if name == column and attribute in (None, f["attribute"]):
                return f
        return None


class Case(unittest.TestCase):
    """A temporary folder, HOME included, that is gone afterwards."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="cassini-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def forget_map(self):
        """As on a first night: a scan that can read nothing keeps the last map."""
        shutil.rmtree(self.path("map"), ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def environment(self, extra=None):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "MYSQL", "CASSINI_"))}
        env.update(HOME=self.folder, LC_ALL="C.UTF-8", XDG_STATE_HOME=self.path("state"))
        env.update(extra or {})
        return env

    def cassini(self, *args, env=None, timeout=120, stdin=None):
        since = time.time() - 1
        done = subprocess.run([CASSINI, *args], cwd=self.folder, env=self.environment(env), capture_output=True, input=stdin,
                              timeout=timeout, encoding="utf-8", errors="surrogateescape", check=False)
        self.assertNotIn("AddressSanitizer", done.stderr)
        self.assertNotIn("runtime error", done.stderr)
        self.assertGreaterEqual(done.returncode, 0, "killed by a signal: " + done.stderr)
        run = Run(done, self.folder, since)
        self.assertEqual(run.map_errors, [], "the map breaks its schema")
        return run

    def written(self):
        """The bytes of every file the program left below the folder, by path."""
        files = {}
        for base, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(base, name)
                if os.path.isfile(path):
                    with open(path, "rb") as data:
                        files[os.path.relpath(path, self.folder)] = data.read()
        return files
