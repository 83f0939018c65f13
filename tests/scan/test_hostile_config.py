"""test_hostile_config.py - configurations that are no YAML, or too much of it: file and line, exit 2, nothing echoed."""
import program
import tap

SOURCE = "sources:\n  - name: a\n    url: sqlite:a.sqlite\n"


class HostileConfig(program.Case):
    def refused(self, text, *words):
        with open(self.path("cassini.yaml"), "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
        run = self.cassini("scan", "-c", "cassini.yaml", timeout=20)
        self.assertEqual(run.code, 2, run.err)
        for word in words:
            self.assertIn(word, run.err)
        self.assertNotIn("canary", run.err)
        return run.err

    def test_no_yaml(self):
        self.refused("sources: [\n  - {name: x\n", "cassini.yaml:2:")
        self.refused("sources:\n\t- name: x\n", "cassini.yaml:2:")
        self.refused("sources:\n  - name: \"x\n", "cassini.yaml:3:")
        self.refused(b"sources:\n  - name: \xff\xfe\n", "cassini.yaml:")
        self.refused(bytes(range(256)) * 40, "cassini.yaml:")
        self.refused("", "empty", "sources")

    def test_too_much(self):
        self.refused("sources: " + "[" * 5000, "cassini.yaml:1:")
        self.refused("a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nsources: [*b,*b]\n", "cassini.yaml:2", "aliases")
        self.refused("sources:\n" + "  - {name: a}\n" * 3000000, "cassini.yaml", "larger")

    def test_wrong_shapes(self):
        self.refused("- a\n- b\n", "cassini.yaml:1:")
        self.refused("sources: 7\n", "cassini.yaml:1:", "list")
        self.refused("sources:\n  - sqlite:a.sqlite\n", "cassini.yaml:2:", "name and url")
        self.refused("sources:\n  - name: a\n    url: [x]\n", "cassini.yaml:3:")
        self.refused(SOURCE + SOURCE, "cassini.yaml:4:", "sources")

    def test_unknown_keys_name_the_nearest(self):
        for key, near in (("nmae", "name"), ("inclde", "include"), ("pasword_file", "password_file"), ("limit", "limits")):
            self.refused(SOURCE + f"    {key}: canary\n", "cassini.yaml:4:", f'"{key}"', f'"{near}"')
        self.refused(SOURCE + "scna: {}\n", "cassini.yaml:4:", '"scan"')
        self.refused(SOURCE + "scan: {sample_row: 7}\n", "cassini.yaml:4:", '"sample_rows"')
        self.refused(SOURCE + "    limits: {sesions: 7}\n", "cassini.yaml:4:", '"sessions"')
        self.refused(SOURCE + "    tls: {mod: require}\n", "cassini.yaml:4:", '"mode"')

    def test_wrong_values(self):
        self.refused(SOURCE + "    tls: {mode: maybe}\n", "cassini.yaml:4:", "verify-full")
        self.refused(SOURCE + "    limits: {sessions: many}\n", "cassini.yaml:4:", "sessions")
        self.refused(SOURCE + "    limits: {statement_timeout: soon}\n", "cassini.yaml:4:", "30s")
        self.refused(SOURCE + "    connector: oracl\n", "cassini.yaml:4:", "cassini connectors")
        self.refused(SOURCE + "    kind: shop\n", "cassini.yaml:4:", "website")

    def test_a_file_that_is_not_there(self):
        run = self.cassini("scan", "-c", "nowhere.yaml")
        self.assertEqual(run.code, 2)
        self.assertIn("nowhere.yaml", run.err)
        self.assertIn("No such file", run.err)

    def test_passwords_in_urls_and_files(self):
        """However they are dressed, they are refused and not repeated; the ways that work are named."""
        for url in ("postgresql://u:pw-canary@h/d", "postgresql://u:pw%2Dcanary@h/d", "postgresql://u@h/d?password=canary", "mysql://u:canary/x@h/d",
                    "postgresql://u:cana?ry@h/d", "postgresql://u@h/d?sslmode=require&%70assword=canary", "postgresql://u@h/d?PASSWORD=canary",
                    "postgresql://u:ca@nary@h/d", "host=h user=u password=canary", "postgresql://h/d?user=u&sslpassword=canary"):
            run = self.cassini("scan", "-v", url)
            self.assertEqual(run.code, 2, url)
            self.assertNotIn("nary", run.err)
            for way in ("password_file", "password_command", "~/.pgpass", "~/.my.cnf", "${NAME}"):
                self.assertIn(way, run.err)
            self.refused(f"sources:\n  - name: a\n    connector: postgresql\n    url: \"{url}\"\n", "cassini.yaml:4:", "password_file")
        self.refused(SOURCE + "    password: hunter-canary\n", "cassini.yaml:4:", "password_command")
        self.assertEqual({name for name in self.written() if name.startswith("map")}, set())

    def test_urls_without_a_password_pass(self):
        for url in ("postgresql://u@127.0.0.1:1/d", "postgresql://127.0.0.1:1/d?user=a@b", "postgresql://u@[::1]:1/d?application_name=x",
                    "mysql://u:@127.0.0.1:1/d"):
            self.assertEqual(self.cassini("scan", url).code, 3, url)


if __name__ == "__main__":
    tap.main()
