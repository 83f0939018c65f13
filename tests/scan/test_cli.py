"""test_cli.py - options, environment, help, completions and manual pages: all tell of one table."""
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess

import program
import tap


class Cli(program.Case):
    def setUp(self):
        super().setUp()
        with sqlite3.connect(self.path("customers.sqlite")) as db:
            db.execute("CREATE TABLE contacts (id INTEGER PRIMARY KEY, email TEXT, first_name TEXT)")
            db.executemany("INSERT INTO contacts VALUES (?,?,?)", [(i, f"p{i}@example.com", "Marie") for i in range(300)])
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write("sources:\n  - {name: customers, kind: crm, url: customers.sqlite}\n")

    def commands(self):
        text = self.cassini("--help").out
        return re.findall(r"^  ([a-z]+) {2,}", text.split("Commands:")[1].split("Example:")[0], re.M)

    def options(self, command):
        """Long names, in the order of --help."""
        return re.findall(r"^  (?:-[a-z],| {3}) --([a-z-]+)", self.cassini("help", command).out, re.M)

    def test_help_fits_a_screen(self):
        for command in [None, *self.commands()]:
            run = self.cassini("help", *([command] if command else []))
            self.assertEqual(run.code, 0, command)
            lines = run.out.splitlines()
            self.assertLessEqual(len(lines), 40, command)
            for line in lines:
                self.assertLessEqual(len(line), 100 if command is None else 80, line)

    def test_help_and_verb_help_are_one(self):
        for command in self.commands():
            self.assertEqual(self.cassini(command, "--help").out, self.cassini("help", command).out)

    def test_examples_run(self):
        first = self.cassini("scan", "customers.sqlite")
        self.assertEqual(first.code, 0, first.err)
        for command in self.commands():
            text = self.cassini("help", command).out
            example = text.split("Example:\n  ")[1].strip()
            words = shlex.split(example)
            self.assertEqual(words[:2], ["cassini", command])
            run = self.cassini(*words[1:])
            self.assertEqual(run.code, 0, example + "\n" + run.err)

    def test_unknown_option_names_the_nearest(self):
        run = self.cassini("scan", "--sampel-rows", "3", "customers.sqlite")
        self.assertEqual(run.code, 2)
        self.assertIn("--sample-rows", run.err)

    def test_option_without_value(self):
        run = self.cassini("scan", "customers.sqlite", "--seed")
        self.assertEqual(run.code, 2)
        self.assertIn("--seed", run.err)

    def test_wrong_values(self):
        for args in (["--seed", "x"], ["--rows", "some"], ["--as-of", "someday"], ["--sample-rows", "0"], ["--plan=perhaps"]):
            run = self.cassini("scan", "customers.sqlite", *args)
            self.assertEqual(run.code, 2, args)
            self.assertIn(args[0].split("=")[0], run.err)

    def test_operands_are_counted(self):
        self.assertEqual(self.cassini("report").code, 2)
        self.assertEqual(self.cassini("explain", "a").code, 2)
        self.assertEqual(self.cassini("connectors", "sqlite").code, 2)

    def test_flag_over_environment_over_file_over_default(self):
        def seed(*args, env=None):
            run = self.cassini("scan", "-c", "cassini.yaml", *args, env=env)
            self.assertEqual(run.code, 0, run.err)
            return run.map["run"]["seed"]

        self.assertEqual(seed(), 1)
        with open(self.path("cassini.yaml"), "a", encoding="utf-8") as out:
            out.write("scan: {seed: 2}\n")
        self.assertEqual(seed(), 2)
        self.assertEqual(seed(env={"CASSINI_SEED": "3"}), 3)
        self.assertEqual(seed("--seed=4", env={"CASSINI_SEED": "3"}), 4)

    def test_every_option_has_an_environment_name(self):
        """A wrong value in the environment is refused by name, so it was read."""
        for command in self.commands():
            usage = re.search(r"^Usage: cassini \S+(.*)$", self.cassini("help", command).out, re.M).group(1)
            operands = [w for w in usage.replace("[OPTION…]", "").split() if w.isupper()]
            for line in re.findall(r"^  (?:-[a-z],| {3}) (--.*)$", self.cassini("help", command).out, re.M):
                name, kind = re.match(r"--([a-z-]+) ?(\S*)", line).groups()
                variable = "CASSINI_" + name.upper().replace("-", "_")
                takes_words = "|" in kind or kind in ("", "N") or not kind.isupper()
                if not takes_words:
                    continue
                run = self.cassini(command, *operands, env={variable: "perhaps"})
                self.assertEqual(run.code, 2, variable)
                self.assertIn(variable, run.err)

    def test_a_flag_in_the_environment_can_say_no(self):
        with open(self.path("cassini.yaml"), "a", encoding="utf-8") as out:
            out.write("scan: {stream: false}\n")
        self.assertFalse(self.cassini("scan").map["run"]["streamed"])
        self.assertTrue(self.cassini("scan", env={"CASSINI_NO_STREAM": "no"}).map["run"]["streamed"])

    def test_quiet_says_nothing(self):
        self.assertEqual(self.cassini("scan", "-q", "customers.sqlite").err, "")
        with open(self.path("broken.sqlite"), "w", encoding="utf-8") as out:
            out.write("not a database at all, by any reading of its first bytes\n" * 40)
        self.assertIn('broken": not read', self.cassini("scan", "-q", "customers.sqlite", "sqlite:broken.sqlite").err)
        self.assertIn("contacts", self.cassini("scan", "customers.sqlite").err)

    def test_fail_on(self):
        self.assertEqual(self.cassini("scan", "--fail-on", "contact.*", "customers.sqlite").code, 1)
        self.assertEqual(self.cassini("scan", "--fail-on", "finance.*,sensitivity:4", "customers.sqlite").code, 0)
        wrong = self.cassini("scan", "--fail-on", "contact.emial", "customers.sqlite")
        self.assertEqual(wrong.code, 2)
        self.assertIn("contact.email", wrong.err)
        self.assertEqual(self.cassini("scan", "--fail-on", "contact.*", "customers.sqlite", "missing.sqlite").code, 2)

    def test_the_last_map_is_kept_where_nothing_answers(self):
        """A night without network does not cost the map of the night before."""
        nothing = ("scan", "sqlite:empty.sqlite")
        with open(self.path("empty.sqlite"), "w", encoding="utf-8") as out:
            out.write("not a database at all, by any reading of its first bytes\n" * 40)
        first = self.cassini(*nothing)
        self.assertEqual(first.code, 3, first.err)
        self.assertTrue(first.map["gaps"], "without a map to keep, the gaps are told")
        self.assertEqual(self.cassini("scan", "customers.sqlite").code, 0)
        with open(self.path("map/cassini-map.json"), "rb") as text:
            before = text.read()
        run = self.cassini(*nothing)
        self.assertEqual(run.code, 3)
        self.assertIn("the last map was kept", run.err)
        with open(self.path("map/cassini-map.json"), "rb") as text:
            self.assertEqual(text.read(), before)
        self.assertEqual(self.cassini("scan", "customers.sqlite", "sqlite:empty.sqlite").code, 3)
        with open(self.path("map/cassini-map.json"), "rb") as text:
            self.assertNotEqual(text.read(), before, "what could be read is told")

    def test_full_standard_output_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([program.CASSINI, "connectors"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 4)

    def test_completions_know_every_option(self):
        for shell, form in (("bash", "--{}"), ("zsh", "--{}"), ("fish", "-l {}")):
            text = self.cassini("completion", shell).out
            for command in self.commands():
                self.assertIn(command, text)
                for option in self.options(command):
                    self.assertIn(form.format(option), text, shell)
            if shutil.which(shell):
                checked = subprocess.run([shell, "-n"], input=text, encoding="utf-8", capture_output=True, check=False)
                self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertEqual(self.cassini("completion", "csh").code, 2)

    def test_bash_completes(self):
        def complete(*words):
            script = self.cassini("completion", "bash").out + f"""
COMP_WORDS=({' '.join(words)} ''); COMP_CWORD={len(words)}
[ -n "$LAST" ] && COMP_WORDS[-1]=$LAST
_cassini; printf '%s\\n' "${{COMPREPLY[@]}}"
"""
            env = self.environment({"LAST": complete.last})
            return subprocess.run(["bash", "--norc"], input=script, env=env, cwd=self.folder, encoding="utf-8",
                                  capture_output=True, check=True).stdout.split()

        complete.last = ""
        self.assertEqual(set(self.commands()) - set(complete("cassini")), set())
        self.assertEqual(complete("cassini", "scan", "--rows"), ["sample", "all"])
        self.assertIn("test", complete("cassini", "rules"))
        complete.last = "--se"
        self.assertEqual(complete("cassini", "scan"), ["--seed"])

    def test_manual_page_has_every_option_and_no_other(self):
        with open(os.path.join(program.SOURCE, "src", "cli", "cassini.1"), encoding="utf-8") as page:
            text = page.read().replace("\\-", "-")
        told = set(re.findall(r"--([a-z][a-z-]+)", text)) - {"help", "version"}
        known = {option for command in self.commands() for option in self.options(command)}
        self.assertEqual(told, known)
        for command in self.commands():
            self.assertRegex(text, rf"\.B {command}\b")

    def test_manual_pages_are_well_formed(self):
        folder = os.path.join(program.SOURCE, "src", "cli")
        pages = [name for name in os.listdir(folder) if re.search(r"\.[1-8]$", name)]
        self.assertGreaterEqual(len(pages), 1)
        for name in pages:
            path = os.path.join(folder, name)
            for checker in (["mandoc", "-T", "lint", "-W", "warning"], ["man", "--warnings", "-l", "-Tutf8"]):
                if not shutil.which(checker[0]):
                    continue
                done = subprocess.run([*checker, path], capture_output=True, encoding="utf-8", check=False,
                                      env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
                self.assertEqual((done.returncode, done.stderr), (0, ""), name)

    def page(self, name):
        with open(os.path.join(program.SOURCE, "src", "cli", name), encoding="utf-8") as page:
            return page.read().replace("\\-", "-")

    def source(self, *names):
        with open(os.path.join(program.SOURCE, *names), encoding="utf-8") as text:
            return text.read()

    def test_manual_pages_of_files_know_every_key(self):
        """The keys are read from the tables that the program checks files against."""
        def keys(text, pattern):
            return {key for table in re.findall(pattern, text) for key in re.findall(r'"([a-z_]+)"', table)}

        config = keys("".join(self.source("src", "scan", part) for part in ("config.c", "config_source.c")), r"(?:known|_keys)\[\] = \{([^}]*)\}")
        self.assertIn("window", config)
        rules = keys(self.source("src", "engine", "rule.c"), r"rule_keys\[\] = \{([^}]*)\}")
        self.assertIn("needs_name", rules)
        schema = json.loads(self.source("src", "map", "cassini-map.schema.json"))
        for name, known in (("cassini.yaml.5", config), ("cassini-rules.5", rules), ("cassini-map.5", set(schema["properties"]))):
            words = set(re.findall(r"[a-z_]+", self.page(name)))
            self.assertEqual(known - words, set(), name)

    def test_the_configurations_of_the_docs_are_right(self):
        blocks = [self.source("README.md").split("```yaml\n")[1].split("```")[0]]
        for name in ("cassini.yaml.5", "cassini.1"):
            blocks.append(next(b.split(".EE")[0] for b in self.page(name).split(".EX\n")[1:] if "sources:" in b))
        os.makedirs(self.path("data"))
        shutil.copy(self.path("customers.sqlite"), self.path("data", "shop.sqlite"))
        for block in blocks:
            with open(self.path("doc.yaml"), "w", encoding="utf-8") as out:
                out.write(block)
            run = self.cassini("check", "-c", "doc.yaml", "--grants")
            self.assertEqual(run.code, 0, run.err + block)


if __name__ == "__main__":
    tap.main()
