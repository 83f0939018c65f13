"""test_file.py - CSV and TSV files: encodings, delimiters and headers found out; files and folders that do their worst."""
import gzip
import os
import sqlite3

import program
import tap

ROWS = [(f"C{i:05d}", f"Élodie Pérez {i}", f"client{i}@example.org", f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/19{i % 60 + 30}") for i in range(300)]
HEADER = ("code", "nom", "adresse électronique", "naissance")


def text(rows, delimiter=";", end="\r\n"):
    return "".join(delimiter.join(row) + end for row in rows)


class Files(program.Case):
    def put(self, name, content):
        path = self.path("files", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(content)
        return path

    def scan(self, *args, code=0):
        run = self.cassini("scan", *(args or [self.path("files")]))
        self.assertEqual(run.code, code, run.err)
        return run

    def configured(self, *lines, code=0):
        with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
            out.write("sources:\n  - name: files\n    connector: file\n    url: files\n" + "".join(f"    {line}\n" for line in lines))
        return self.scan("-c", self.path("cassini.yaml"), code=code)

    def object(self, run, name):
        return next(o for o in run.map["objects"] if o["object"] == name)

    def test_every_encoding_is_found(self):
        rows = text([HEADER] + ROWS)
        encodings = {"utf-8": "utf-8", "utf-8-sig": "bom", "utf-16-le": "u16le", "utf-16-be": "u16be", "iso-8859-1": "latin1"}
        for encoding, name in encodings.items():
            mark = "\ufeff" if "16" in encoding else ""
            self.put(name + ".csv", (mark + rows).encode(encoding))
        self.put("cp1252.csv", rows.replace("Élodie", "Œlodie").encode("cp1252"))
        run = self.scan()
        for name in [*encodings.values(), "cp1252"]:
            self.assertIsNotNone(run.finding(f"{name}.csv.adresse électronique", "contact.email"), name)
            self.assertEqual(self.object(run, name + ".csv")["sampled"], 300, name)

    def test_every_delimiter_is_found(self):
        for name, delimiter in (("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")):
            self.put(name + ".txt", text([HEADER] + ROWS, delimiter, "\n").encode())
        self.put("excel.csv", b"sep=|\r\n" + text([HEADER] + ROWS, "|").encode())
        run = self.scan()
        for name in ("comma.txt", "semicolon.txt", "tab.txt", "bar.txt", "excel.csv"):
            self.assertIsNotNone(run.finding(f"{name}.adresse électronique", "contact.email"), name)
            self.assertEqual(self.object(run, name)["sampled"], 300)

    def test_line_ends_quotes_and_one_column(self):
        self.put("mac.csv", text([HEADER] + ROWS, end="\r").encode())
        self.put("quoted.csv", ("name,note,email\n" + "".join(f'"Doe, {i}","says ""yes"",\nthen no","q{i}@example.org"\n' for i in range(300))).encode())
        self.put("one.csv", ("email\n" + "".join(f"one{i}@example.org\n" for i in range(300))).encode())
        self.put("no-end.csv", b"name,email\nDoe,a@example.org\nRoe,b@example.org\nPoe,c@example.org")
        run = self.scan()
        for name, column, rows in (("mac.csv", "adresse électronique", 300), ("quoted.csv", "email", 300), ("one.csv", "email", 300), ("no-end.csv", "email", 3)):
            self.assertIsNotNone(run.finding(f"{name}.{column}", "contact.email"), name)
            self.assertEqual(self.object(run, name)["sampled"], rows, name)

    def test_a_first_row_of_data_is_no_header(self):
        self.put("bare.csv", text(ROWS).encode())
        self.put("words.csv", "".join(f"{n};{c}\n" for n, c in [("Canarytest", "Lyon"), ("Durand", "Paris"), ("Petit", "Nantes")]).encode())
        run = self.scan()
        self.assertIsNotNone(run.finding("bare.csv.C", "contact.email"))
        self.assertEqual(self.object(run, "bare.csv")["sampled"], 300)
        for path, content in self.written().items():
            if not path.startswith("files"):
                self.assertNotIn(b"Canarytest", content, path)

    def test_settings_decide(self):
        self.put("a/x.csv", text([HEADER] + ROWS, ";").encode("latin-1"))
        self.put("b/y.dat", text(ROWS, "~").encode("latin-1"))
        run = self.configured("pattern: 'b/*.dat'", "delimiter: '~'", "encoding: ISO-8859-1", "header: no")
        self.assertEqual([(o["schema"], o["object"]) for o in run.map["objects"]], [("b", "y.dat")])
        self.assertIsNotNone(run.finding("y.dat.C", "contact.email"))
        for line, word in (("delimiter: ab", "delimiter"), ("encoding: klingon", "encoding"), ("header: maybe", "header")):
            with open(self.path("cassini.yaml"), "w", encoding="utf-8") as out:
                out.write(f"sources:\n  - {{name: files, connector: file, url: files, {line}}}\n")
            run = self.cassini("scan", "-c", self.path("cassini.yaml"))
            self.assertNotEqual(run.code, 0)
            self.assertIn(word, run.err + str(run.map and run.map["gaps"]))

    def test_folders_are_schemas_and_links_are_left(self):
        self.put("2024/march/x.csv", text([HEADER] + ROWS).encode())
        self.put("y.csv.gz", gzip.compress(text([HEADER] + ROWS).encode()))
        secret = self.path("secret.csv")
        with open(secret, "w", encoding="utf-8") as out:
            out.write(text([HEADER] + ROWS))
        os.symlink(secret, self.path("files", "link.csv"))
        os.symlink(self.folder, self.path("files", "up"))
        os.mkfifo(self.path("files", "pipe.csv"))
        run = self.scan(code=3)
        self.assertEqual({(o["schema"], o["object"]) for o in run.map["objects"] if o.get("sampled")}, {("2024/march", "x.csv"), ("", "y.csv.gz")})
        self.assertIn("symbolic link", " ".join(g["reason"] for g in run.map["gaps"]))

    def test_hostile_content_ends_in_a_gap_or_in_rows(self):
        good = text([HEADER] + ROWS).encode()
        self.put("good.csv", good)
        self.put("nul.csv", good.replace(b"C00007", b"C\0\xff\xfe7"))
        self.put("ragged.csv", good + b"only;two\r\n" + b";" * 3000 + b"\r\n\r\n\r\n")
        self.put("empty.csv", b"")
        self.put("blank.csv", b"\n\r\n\n")
        self.put("noise.csv", bytes(range(256)) * 200)
        self.put("zip.csv", b"PK\003\004" + bytes(5000))
        self.put("cut.csv.gz", gzip.compress(good)[:-30])
        self.put("open.csv", good * 30 + b'C1;"never closed;x@example.org;01/01/1970\r\n' + good * 30)
        run = self.scan(code=3)
        for name in ("good.csv", "nul.csv", "ragged.csv"):
            self.assertIsNotNone(run.finding(f"{name}.adresse électronique", "contact.email"), name)
        reasons = {g["object"]: g["reason"] for g in run.map["gaps"]}
        self.assertIn("spreadsheet", reasons["zip.csv"])
        self.assertIn("gzip", reasons["cut.csv.gz"])
        self.assertIn("quoted cell does not end", reasons["open.csv"])

    def test_huge_cells_keep_memory_flat(self):
        with open(self.put("huge.csv", text([HEADER] + ROWS).encode()), "ab") as out:
            out.write(b"C9;")
            for _ in range(200):
                out.write(b"x" * (1 << 20))
            out.write(b";huge@example.org;01/01/1970\r\n" + text(ROWS).encode())
        for rows in ("sample", "all"):
            run = self.scan("--rows", rows, self.path("files"))
            self.assertIsNotNone(run.finding("huge.csv.adresse électronique", "contact.email"))
            self.assertTrue(program.IS_INSTRUMENTED or run.map["run"]["peak_kib"] < 150 * 1024, run.map["run"]["peak_kib"])

    def test_large_file_is_read_in_places(self):
        with open(self.put("large.csv", text([HEADER]).encode()), "ab") as out:
            block = 'C1;"Élodie ""P"",\nthen";person%d@example.org;01/02/1970\r\n'
            for i in range(0, 500000, 1000):
                out.write("".join(block % (i + k) for k in range(1000)).encode())
        run = self.scan()
        large = self.object(run, "large.csv")
        self.assertEqual(large["drawn"], "range")
        self.assertAlmostEqual(large["rows"] / 500000, 1, delta=0.1)
        self.assertIsNotNone(run.finding("large.csv.adresse électronique", "contact.email"))

    def test_exports_are_copies_of_a_database_and_of_each_other(self):
        """One with a header, one without: their columns are copies of the table's; few are not counted out."""
        with sqlite3.connect(self.path("crm.sqlite")) as db:
            db.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, code TEXT, name TEXT, email TEXT, born TEXT)")
            db.executemany("INSERT INTO customer (code, name, email, born) VALUES (?,?,?,?)", ROWS)
            db.execute("CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT, email TEXT)")
            db.executemany("INSERT INTO staff (name, email) VALUES (?,?)", [(n, e) for _, n, e, _ in ROWS[290:] + [("", f"S{i}", f"s{i}@example.org", "") for i in range(30)]])
        self.put("export.csv", text([HEADER] + ROWS[:200]).encode("latin-1"))
        self.put("bare.csv", text([(n, e.upper(), d) for _, n, e, d in ROWS[100:297]], ",").encode())
        run = self.scan(self.path("files"), self.path("crm.sqlite"))
        copies = {tuple(sorted(f"{c[s]['object']}.{c[s]['column']}" for s in "ab")): c for c in run.map["copies"] if c["attribute"] == "contact.email"}
        for pair, common in ((("customer.email", "export.csv.adresse électronique"), 200), (("bare.csv.B", "customer.email"), 197),
                             (("bare.csv.B", "export.csv.adresse électronique"), 100), (("customer.email", "staff.email"), 10), (("bare.csv.B", "staff.email"), None)):
            self.assertIn(pair, copies)
            self.assertEqual(copies[pair]["common"], common, pair)
        few = copies["bare.csv.B", "staff.email"]
        self.assertFalse([k for k in ("common", "rows_a", "rows_b", "matched", "equal", "near") if 0 < (few.get(k) or 0) < 10], few)
        pages = self.cassini("report", "map/cassini-map.json", "-f", "sql").out + "".join(g["sentence"] for g in run.map["copy_groups"])
        self.assertNotRegex(pages, r"\b[1-9] (rows|of \d+ values)")
        self.assertEqual(run.map["people"]["pairs"][0]["persons"], len({e for _, _, e, _ in ROWS[:200] + ROWS[100:297]}))

    def test_nothing_changes_in_the_folder(self):
        path = self.put("x.csv", text([HEADER] + ROWS).encode())
        before = os.stat(path), os.listdir(self.path("files"))
        self.scan()
        after = os.stat(path), os.listdir(self.path("files"))
        self.assertEqual((before[0].st_mtime_ns, before[0].st_size, before[1]), (after[0].st_mtime_ns, after[0].st_size, after[1]))


if __name__ == "__main__":
    tap.main()
