"""test_apps.py - packs of known applications: when one is recognised, what its labels are worth, how they are checked."""
import json
import os
import shutil
import sqlite3

import program
import tap

WORDPRESS = """
CREATE TABLE {p}users (ID INTEGER PRIMARY KEY, user_login TEXT, user_pass TEXT, user_nicename TEXT, user_email TEXT, user_url TEXT, display_name TEXT);
CREATE TABLE {p}usermeta (umeta_id INTEGER PRIMARY KEY, user_id INTEGER, meta_key TEXT, meta_value TEXT);
CREATE TABLE {p}posts (ID INTEGER PRIMARY KEY, post_author INTEGER, post_content TEXT, post_title TEXT, post_status TEXT, comment_status TEXT);
CREATE TABLE {p}comments (comment_ID INTEGER PRIMARY KEY, comment_post_ID INTEGER, comment_author_email TEXT, comment_author_IP TEXT);
CREATE TABLE {p}options (option_id INTEGER PRIMARY KEY, option_name TEXT, option_value TEXT, autoload TEXT);
"""


class Apps(program.Case):
    def build(self, schema, fill=None):
        if os.path.exists(self.path("site.sqlite")):
            os.remove(self.path("site.sqlite"))
        with sqlite3.connect(self.path("site.sqlite")) as db:
            db.executescript(schema)
            if fill:
                fill(db)

    def scan(self, *options, **kwargs):
        run = self.cassini("scan", "--no-stream", "--quiet", *options, "site.sqlite", **kwargs)
        self.assertEqual(run.code, 0, run.err)
        with open(self.path("map", "cassini-map.json"), encoding="utf-8") as text:
            return json.load(text)

    def found(self, found, table, column, path=None):
        return [c for c in found["columns"] if (c["object"], c["column"], c.get("path")) == (table, column, path)]

    def evidence(self, finding):
        return [e for e in finding["evidence"] if e["kind"].startswith("app:")]

    def objects(self, found):
        return {o["object"]: o for o in found["objects"]}

    def test_recognised_under_any_prefix(self):
        for prefix in ("", "wp_", "shop_7_"):
            self.build(WORDPRESS.format(p=prefix))
            found = self.scan()
            objects = self.objects(found)
            self.assertEqual({o["application"] for o in objects.values()}, {"WordPress"}, prefix)
            self.assertEqual((objects[prefix + "users"]["kind"], objects[prefix + "users"]["subjects"]), ("person", ["user"]))
            login = self.found(found, prefix + "users", "user_nicename")[0]
            self.assertEqual(login["attribute"], "online.username")
            self.assertEqual([e["kind"] for e in self.evidence(login)], ["app:wordpress"])
            self.assertGreater(login["confidence"], 0.95)

    def test_two_in_one_schema(self):
        self.build(WORDPRESS.format(p="a_") + WORDPRESS.format(p="b_"))
        self.assertEqual({o["application"] for o in self.scan()["objects"]}, {"WordPress"})

    def test_strangers_are_left_alone(self):
        self.build("""CREATE TABLE users (id INTEGER, login TEXT, password TEXT, email TEXT);
                      CREATE TABLE posts (id INTEGER, author INTEGER, content TEXT, status TEXT);
                      CREATE TABLE comments (id INTEGER, post_id INTEGER, author_email TEXT, body TEXT);
                      CREATE TABLE options (name TEXT, value TEXT);""")
        found = self.scan()
        self.assertEqual({o["application"] for o in found["objects"]}, {None})
        self.assertFalse([e for c in found["columns"] for e in self.evidence(c)])

    def test_too_little_of_it(self):
        for gone in (("posts", "comments", "options"), ("usermeta", "users", "posts")):
            self.build(WORDPRESS.format(p="wp_") + "".join(f"DROP TABLE wp_{t};" for t in gone))
            self.assertEqual({o["application"] for o in self.scan()["objects"]}, {None})

    def test_part_of_it_is_enough(self):
        self.build(WORDPRESS.format(p="wp_2_") + "DROP TABLE wp_2_users;")
        self.assertEqual({o["application"] for o in self.scan()["objects"]}, {"WordPress"})

    def test_off(self):
        self.build(WORDPRESS.format(p="wp_"))
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write("sources:\n  - {name: site, connector: sqlite, url: site.sqlite}\nscan: {app_packs: no, stream: no}\n")
        self.assertEqual(self.cassini("scan", "--quiet", "-c", "cassini.yaml", "-o", "configured").code, 0)
        with open(self.path("configured", "cassini-map.json"), encoding="utf-8") as text:
            configured = json.load(text)
        os.remove(self.path("cassini.yaml"))
        for found in (self.scan("--no-app-packs"), self.scan(env={"CASSINI_NO_APP_PACKS": "yes"}), configured):
            self.assertEqual({o["application"] for o in found["objects"]}, {None})
            self.assertFalse([e for c in found["columns"] for e in self.evidence(c)])

    def test_a_label_dismisses_what_only_names_say(self):
        """post_title holds no title of a person; without the pack nothing is certain."""
        self.build(WORDPRESS.format(p="wp_") + "ALTER TABLE wp_posts ADD COLUMN guid TEXT; ALTER TABLE wp_users ADD COLUMN user_status INTEGER;")
        found = self.scan()
        self.assertEqual(self.found(found, "wp_posts", "post_title") + self.found(found, "wp_posts", "guid"), [])

    def test_values_refute_a_label(self):
        def fill(db):
            db.executemany("INSERT INTO wp_users (user_login, user_email, user_url, display_name) VALUES (?, ?, ?, ?)",
                           [(f"anna{i}@mail{i % 5}.example", f"room {i} of hall", f"anna{i}@mail{i % 5}.example", "Marie Martin") for i in range(200)])
            db.executemany("INSERT INTO wp_posts (post_title) VALUES (?)", [(f"jean{i}@mail{i % 5}.example",) for i in range(200)])
        self.build(WORDPRESS.format(p="wp_"), fill)
        found = self.scan()
        # a column of e-mail addresses full of other things: the label is worth nothing, the map says so
        email = self.found(found, "wp_users", "user_email")[0]
        self.assertEqual([e["weight"] for e in self.evidence(email)], [0])
        # what is labelled otherwise, or as nothing, and full of e-mail addresses holds e-mail addresses
        for place in (("wp_users", "user_url"), ("wp_users", "user_login"), ("wp_posts", "post_title")):
            column = self.found(found, *place)[0]
            self.assertEqual(column["attribute"], "contact.email", place)
            self.assertEqual([e["weight"] for e in self.evidence(column)], [0], place)
            self.assertIn("refuted", self.evidence(column)[0]["detail"])
        alone = self.found(self.scan("--no-app-packs"), "wp_users", "user_email")[0]
        self.assertEqual(email["confidence"], alone["confidence"])

    def test_what_only_looks_like_an_address(self):
        """The id of a message is labelled never, which values do not refute."""
        self.rules(self.GOOD, mine="pack: mine\ntables:\n  aa: {columns: {x1: never, x2: none}}\n")
        for folder in ("core", "lists"):
            shutil.copytree(os.path.join(os.environ["CASSINI_SOURCE"], "rules", folder), self.path("rules", folder))
        self.build("CREATE TABLE aa (x1 TEXT, x2 TEXT); CREATE TABLE bb (y1, y2); CREATE TABLE cc (z1, z2);",
                   lambda db: db.executemany("INSERT INTO aa VALUES (?, ?)", [(f"anna.b{i}@mail{i % 5}.example",) * 2 for i in range(200)]))
        found = self.scan("--rules", "rules")
        self.assertEqual([len(self.found(found, "aa", column)) for column in ("x1", "x2")], [0, 1])

    def test_labels_of_codes(self):
        def fill(db):
            rows = [(i, key, value.format(i)) for i in range(40) for key, value in
                    (("_billing_phone", "0{0:02} opaque"), ("_billing_company", "Lot {0}"), ("colour", "red {0}"))]
            db.executemany("INSERT INTO wp_postmeta (post_id, meta_key, meta_value) VALUES (?, ?, ?)", rows)
        self.build(WORDPRESS.format(p="wp_") + """
            CREATE TABLE wp_postmeta (meta_id INTEGER PRIMARY KEY, post_id INTEGER, meta_key TEXT, meta_value TEXT);
            CREATE TABLE wp_woocommerce_order_items (order_item_id INTEGER, order_item_name TEXT, order_id INTEGER);
            CREATE TABLE wp_woocommerce_order_itemmeta (meta_id INTEGER, order_item_id INTEGER);
            CREATE TABLE wp_woocommerce_sessions (session_key TEXT, session_value TEXT, session_expiry INTEGER);
            CREATE TABLE wp_woocommerce_api_keys (consumer_key TEXT, consumer_secret TEXT);""", fill)
        found = self.scan()
        company = self.found(found, "wp_postmeta", "meta_value", "[meta_key=_billing_company]")
        self.assertEqual([c["attribute"] for c in company], ["work.employer"])
        self.assertEqual([e["kind"] for e in self.evidence(company[0])], ["app:woocommerce"])
        self.assertEqual(self.found(found, "wp_postmeta", "meta_value", "[meta_key=colour]"), [])

    def test_shown(self):
        self.build(WORDPRESS.format(p="wp_"))
        self.scan()
        text = self.cassini("explain", "map/cassini-map.json", "site.wp_users.user_nicename").out
        self.assertIn("app:wordpress", text)
        self.assertIn("WordPress, a known application, keeps it here", text)
        page = self.cassini("report", "map/cassini-map.json", "-f", "html", "--lang", "fr", "-o", "p.html")
        self.assertEqual(page.code, 0)
        with open(self.path("p.html"), encoding="utf-8") as html:
            text = html.read()
        self.assertIn("Une table de WordPress, application connue.", text)
        self.assertIn("WordPress, application connue, la conserve ici", text)

    def test_listed_and_shown_one_by_one(self):
        listed = self.cassini("rules", "list").out
        self.assertRegex(listed, r"(?m)^app:wordpress +WordPress +known by users ")
        shown = self.cassini("rules", "show", "app:wordpress").out
        self.assertRegex(shown, r"(?m)^    user_login +online.username$")
        self.assertRegex(shown, r"(?m)^    post_title +none$")
        self.assertRegex(shown, r"(?m)^  users +person user$")
        self.assertRegex(self.cassini("rules", "show", "app:rt").out, r"(?m)^    messageid +never$")
        self.assertEqual(self.cassini("rules", "show", "app:nothing").code, 2)

    def rules(self, signatures, **packs):
        shutil.rmtree(self.path("rules"), ignore_errors=True)
        os.makedirs(self.path("rules", "apps"))
        with open(self.path("rules", "one.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: one\nrules:\n  - {id: names, attribute: id.customer, names: {strong: [customer_number, client_code, client_key]}, "
                      "name_examples: {match: [customer_number, client_code, client_key], no_match: [weight, colour, height]}}\n")
        for name, text in {"signatures": "pack: signatures\napplications:\n" + signatures, **packs}.items():
            with open(self.path("rules", "apps", name + ".yaml"), "w", encoding="utf-8") as out:
                out.write(text)

    GOOD = "  mine:\n    title: Mine\n    tables:\n      aa: [x1, x2]\n      bb: [y1, y2]\n      cc: [z1, z2]\n"

    def test_lint(self):
        pack = "pack: mine\ntables:\n  aa: {columns: {x1: contact.email}}\n"
        self.rules(self.GOOD, mine=pack)
        self.assertEqual(self.cassini("rules", "lint", "--rules", "rules").code, 0)
        for text, complaint in ((pack.replace("contact.email", "contact.mail"), "mine.yaml:3: \"contact.mail\" is no attribute"),
                                (pack.replace("{x1: contact.email}", "{x1: contact.email, X1: contact.phone}"), "labelled twice"),
                                (pack + "  AA: {columns: {x2: none}}\n", "described twice"),
                                (pack + "  dd: {}\n", "neither a kind nor a label"),
                                (pack + "  dd: {kind: thing}\n", "no kind of table"),
                                (pack + "  dd: {kind: person, subjects: [martian]}\n", "no people"),
                                (pack.replace("pack: mine", "pack: yours"), "must be called so"),
                                (pack.replace("columns", "colums"), "did you mean \"columns\"")):
            self.rules(self.GOOD, mine=text)
            run = self.cassini("rules", "lint", "--rules", "rules")
            self.assertEqual(run.code, 1, complaint)
            self.assertIn(complaint, run.err)
        self.rules(self.GOOD, mine=pack, stray=pack)
        self.assertIn("apps/stray.yaml: no signature", self.cassini("rules", "lint", "--rules", "rules").err)
        self.rules(self.GOOD.replace("      cc: [z1, z2]\n", ""), mine=pack)
        self.assertIn("a signature needs 3 tables", self.cassini("rules", "lint", "--rules", "rules").err)
        self.rules(self.GOOD.replace("[z1, z2]", "[z1]"), mine=pack)
        self.assertIn('table "cc" needs 2 columns', self.cassini("rules", "lint", "--rules", "rules").err)
        self.rules(self.GOOD)
        self.assertEqual(self.cassini("rules", "lint", "--rules", "rules").code, 1)

    def test_rules_test_tries_each_signature(self):
        pack = "pack: mine\ntables:\n  aa: {columns: {x1: contact.email}}\n"
        self.rules(self.GOOD, mine=pack)
        self.assertIn("1 applications, 0 failed", self.cassini("rules", "test", "--rules", "rules").out)
        # labels of tables that the application does not have
        self.rules(self.GOOD, mine=pack.replace("aa", "dd"))
        self.assertIn("none of these has a label", self.cassini("rules", "test", "--rules", "rules").err)
        # the tables of one application are those of another
        self.rules(self.GOOD + self.GOOD.replace("mine:", "twin:"), mine=pack, twin=pack.replace("mine", "twin"))
        self.assertIn('taken for those of "twin"', self.cassini("rules", "test", "--rules", "rules").err)

    def test_a_broken_pack_is_told_and_the_scan_goes_on(self):
        self.rules(self.GOOD, mine="pack: mine\ntables:\n  aa: {columns: {x1: nothing.known}}\n")
        self.build("CREATE TABLE aa (x1, x2); CREATE TABLE bb (y1, y2); CREATE TABLE cc (z1, z2);")
        run = self.cassini("scan", "--no-stream", "--rules", "rules", "site.sqlite")
        self.assertEqual(run.code, 3)
        self.assertIn("a pack of a known application has mistakes", run.err)
        self.assertEqual(self.cassini("scan", "--no-stream", "--no-app-packs", "--rules", "rules", "site.sqlite").code, 0)


if __name__ == "__main__":
    tap.main()
