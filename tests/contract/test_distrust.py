"""test_distrust.py - the program on a connector that hangs, dies and lies: it says so, and the rest of the scan is whole."""
import os
import signal
import subprocess
import time

import program
import tap

GOOD = """
object good rows 200
column id integer key #
column email text "p#@example.com"
"""


class Distrust(program.Case):
    """Each scan reads a script of failures beside a healthy table."""

    def scan(self, script, extra="limits: {statement_timeout: 1s}", options=("--no-stream",), timeout=60):
        with open(self.path("script"), "w", encoding="utf-8") as out:
            out.write(script)
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write(f"sources:\n  - {{name: db, url: 'fake:{self.path('script')}', {extra}}}\n")
        self.forget_map()
        started = time.monotonic()
        run = self.cassini("scan", "-c", "cassini.yaml", *options, timeout=timeout)
        self.seconds = time.monotonic() - started
        return run

    def gaps(self, run):
        return {g.get("object"): g for g in run.map["gaps"]}

    def check_rest_is_whole(self, run):
        self.assertEqual(run.code, 3, run.err)
        self.assertEqual(run.finding("good.email")["attribute"], "contact.email")

    def check_bad(self, script, code, words):
        """The object "bad" is a gap with this code and these words; the good one is read."""
        run = self.scan("object bad rows 2000\ncolumn id integer key #\ncolumn email text \"b#@example.com\"\n" + script + GOOD)
        self.check_rest_is_whole(run)
        gap = self.gaps(run)["bad"]
        self.assertEqual(gap["code"], code, gap)
        self.assertIn(words, gap["reason"])
        return run

    def test_healthy(self):
        run = self.scan(GOOD)
        self.assertEqual((run.code, run.map["gaps"]), (0, []))

    def test_errors_of_each_call(self):
        for call in ("sample", "next"):
            for how in ("denied", "gone", "data", "unreachable", "limit"):
                with self.subTest(call=call, how=how):
                    self.check_bad(f"fail {call} {how}", how, "the script says so")

    def test_dies_half_way(self):
        """What came before is kept, and the next object gets a session of its own."""
        run = self.check_bad("fail next unreachable 700", "unreachable", "the script says so")
        bad = next(o for o in run.map["objects"] if o["object"] == "bad")
        self.assertEqual(bad["sampled"], 512)
        self.assertEqual(run.finding("bad.email")["attribute"], "contact.email")

    def test_hangs_until_its_deadline(self):
        for call in ("sample", "next"):
            self.check_bad(f"fail {call} hang", "timeout", "longer than allowed")
            self.assertLess(self.seconds, 4)

    def test_deaf(self):
        """Ignores deadline and cancel: left behind two seconds after the deadline."""
        for call in ("sample", "next"):
            self.check_bad(f"fail {call} deaf", "timeout", "left behind")
            self.assertLess(self.seconds, 6)

    def test_deaf_end_and_close(self):
        run = self.scan("fail close deaf\nobject bad rows 10\ncolumn email text \"b#@example.com\"\nfail end deaf\n" + GOOD)
        self.assertEqual(run.finding("bad.email")["attribute"], "contact.email")
        self.assertLess(self.seconds, 25)

    def test_deaf_open(self):
        run = self.scan("fail open deaf\n" + GOOD)
        self.assertEqual(run.code, 3)
        self.assertEqual([(g["code"], "left behind" in g["reason"]) for g in run.map["gaps"]], [("timeout", True)])
        self.assertLess(self.seconds, 14)

    def test_deaf_facts(self):
        run = self.scan("fail facts deaf\n" + GOOD)
        self.assertEqual(run.code, 3)
        self.assertLess(self.seconds, 9)

    def deaf(self, *names):
        return "".join(f"object {name} rows 9\ncolumn email text \"b#@example.com\"\nfail sample deaf\n" for name in names)

    def test_some_hang(self):
        """Each object that hangs costs its deadline (2 s) and 2 s more, and leaves the others alone."""
        run = self.scan(self.deaf("b0", "b1") + GOOD + self.deaf("h0", "h1") + GOOD.replace("good", "later"))
        self.check_rest_is_whole(run)
        self.assertIsNotNone(run.finding("later.email"))
        self.assertEqual(len(run.map["gaps"]), 4)
        self.assertLess(self.seconds, 4 * 4 + 3)

    def test_everything_hangs(self):
        """A source that says nothing three times in a row is asked no more; what it holds is named, another source is read."""
        with open(self.path("well"), "w", encoding="utf-8") as out:
            out.write(GOOD)
        run = self.scan(self.deaf(*(f"b{i}" for i in range(40))) + GOOD,
                        extra=f"limits: {{statement_timeout: 1s, sessions: 1}}}}\n  - {{name: well, url: 'fake:{self.path('well')}'", options=())
        self.assertEqual(run.code, 3, run.err)
        self.assertEqual(run.finding("good.email")["source"], "well")
        gaps = self.gaps(run)
        self.assertEqual({f"b{i}" for i in range(40)} | {"good"}, set(gaps))
        self.assertIn("asked no more", gaps["b7"]["reason"])
        self.assertIn("asked no more", gaps["good"]["reason"])
        self.assertLess(self.seconds, 3 * 4 + 6)

    def test_a_slow_server_that_says_so_is_asked_on(self):
        slow = "".join(f"object b{i} rows 9\ncolumn email text \"b#@example.com\"\nfail sample timeout\n" for i in range(5))
        self.check_rest_is_whole(self.scan(slow + GOOD))

    def test_refuses_to_open_later(self):
        run = self.scan("fail open auth\n" + GOOD)
        self.assertEqual(run.code, 3)
        self.assertEqual([g["code"] for g in run.map["gaps"]], ["auth"])

    def test_interrupted_while_deaf(self):
        with open(self.path("script"), "w", encoding="utf-8") as out:
            out.write("object bad rows 9\ncolumn email text \"x\"\nfail sample deaf\n")
        process = subprocess.Popen([program.CASSINI, "scan", f"fake:{self.path('script')}"], cwd=self.folder, env=self.environment(),
                                   stderr=subprocess.DEVNULL)
        time.sleep(1)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=10), 130)
        self.assertLess(time.monotonic() - started, 2)

    def test_lies(self):
        for lie, words in (("width", "wrong width"), ("null", "without bytes"), ("nodata", "without bytes"), ("ceiling", "over the ceiling"),
                           ("drawn", "how its rows were drawn"), ("rows", "more rows than memory"), ("more", "more rows than asked"),
                           ("cursor", "no rows to read"), ("values", "wrong width"), ("size", "larger than its whole")):
            with self.subTest(lie=lie):
                self.check_bad(f"lie {lie}\n", "protocol", words)

    def test_odd_results(self):
        self.check_bad("fail sample odd\n", "protocol", "means nothing")
        self.check_bad("fail next mute\n", "data", "without saying why")

    def test_lies_in_the_listing(self):
        """What was listed before is read all the same."""
        for lie in ("name", "type", "order", "key"):
            with self.subTest(lie=lie):
                first = "" if lie == "order" else GOOD
                run = self.scan(first + f"object bad rows 9\ncolumn email text \"x\"\nlie {lie}\n")
                self.assertEqual(run.code, 3)
                self.assertIn("something impossible", self.gaps(run)[None]["reason"])
                if first:
                    self.check_rest_is_whole(run)

    def test_describe_fails_half_way(self):
        for how, code in (("data", "data"), ("unreachable", "unreachable")):
            run = self.scan(f"fail describe {how} 1\n" + GOOD + "object never rows 1\ncolumn email text \"x\"\n")
            self.assertEqual(run.code, 3)
            self.assertEqual(self.gaps(run)[None]["code"], code)
            self.assertIsNotNone(run.finding("good.email"))

    def test_names_that_are_not_utf8(self):
        run = self.scan("object \"caf\\xe9\" rows 9\ncolumn email text \"x#@example.com\"\n" + GOOD)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual({o["object"]: o["sampled"] for o in run.map["objects"]}["caf\\xE9"], 9)
        self.assertIsNotNone(run.finding("good.email"))

    def test_values_that_are_not_utf8(self):
        run = self.scan("object bad rows 500\ncolumn email text \"\\xff\\x00b#@example.com\"\ncolumn cut text padded 100000 \"caf\\xe9\"\n" + GOOD)
        self.assertEqual(run.code, 0, run.err)
        self.assertIsNotNone(run.finding("good.email"))

    def test_huge_estimates(self):
        for estimate in ("1e300", "nan", "-inf", "9e17"):
            run = self.scan(f"object bad rows 300 estimate {estimate}\ncolumn id integer key #\ncolumn email text \"b#@example.com\"\n" + GOOD, options=())
            self.assertEqual(run.code, 0, run.err)
            self.assertEqual(run.finding("bad.email")["attribute"], "contact.email")

    def test_4000_columns(self):
        run = self.scan("object wide rows 300\ncolumns 3999 \"n#\"\ncolumn email text \"w#@example.com\"\n" + GOOD, extra="limits: {statement_timeout: 20s}")
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.finding("wide.email")["attribute"], "contact.email")

    def test_no_rows_and_no_columns(self):
        run = self.scan("object none rows 0\ncolumn email text \"x\"\nobject bare rows 5\n" + GOOD)
        self.assertEqual(run.code, 0, run.err)
        self.assertLessEqual({"none", "bare"}, {o["object"] for o in run.map["objects"]})

    def test_stream_dies(self):
        for how in ("unreachable", "deaf", "hang", "odd"):
            with self.subTest(how=how):
                run = self.scan(f"object bad rows 3000\ncolumn id integer key #\ncolumn email text \"b#@example.com\"\nfail stream {how}\n" + GOOD, options=())
                self.check_rest_is_whole(run)
                self.assertIn("bad", self.gaps(run))

    def test_endless_stream(self):
        """Only max_stream_bytes ends it."""
        run = self.scan("object bad rows 3000\ncolumn id integer key #\ncolumn email text \"b#@example.com\"\nlie endless\n" + GOOD, options=(),
                        extra="limits: {statement_timeout: 1s, max_stream_bytes: 5MB}")
        self.check_rest_is_whole(run)
        self.assertEqual(self.gaps(run)["bad"]["code"], "limit")

    def test_not_in_the_program_itself(self):
        """The installed program knows no such connector; the one of the tests lists it."""
        self.assertIn("fake", self.cassini("connectors").out)
        plain = subprocess.run([os.environ["CASSINI_PLAIN"], "connectors"], capture_output=True, encoding="utf-8", check=True)
        self.assertNotIn("fake", plain.stdout)


if __name__ == "__main__":
    tap.main()
