"""test_structure.py - values that hold others, stand beside a code, have no name, or are stored in another form."""
import base64
import json
import random
import sqlite3

import program
import tap

FIRST = ("Claire Paul Marie Jean Sophie Luc Anna Peter Julia Thomas Emma Hugo Laura Martin Nina Simon Eva Lucas Alice Felix "
         "Hannah Jonas Carla Diego Ines Pablo Lotte Daan Sanne Willem").split()
LAST = ("Dupont Martin Bernard Moreau Laurent Lefebvre Girard Mercier Schneider Fischer Weber Wagner Becker Hoffmann Koch Richter "
        "Smith Johnson Taylor Walker Harris Clarke Garcia Fernandez Gonzalez Rodriguez Jansen Visser Mulder Smit").split()
TOWNS = ("Lyon Nantes Rennes Dijon Angers Brest Toulon Annecy Bordeaux Grenoble Hamburg Dresden Leipzig Bremen Leeds Bristol Sevilla "
         "Granada Utrecht Eindhoven").split()
CAFES = ("José Hélène François Zoé Chloé Noël Agnès Jérôme Éloïse Anaïs Gaël Léa Théo Inès René Amélie Raphaël Joël Maël Irène "
         "Valérie Frédéric Stéphane Cécile").split()


class People:
    """Invented people, the same for the same number."""

    def __init__(self, n):
        draw = random.Random(n)
        self.first, self.last, self.town = draw.choice(FIRST), draw.choice(LAST), draw.choice(TOWNS)
        self.email = f"{self.first}.{self.last}{n}@example.org".lower()
        self.phone = f"06 39 98 {n // 100 % 100:02} {n % 100:02}"
        self.born = f"19{40 + n % 55}-{1 + n % 12:02}-{1 + n % 28:02}"


def card(p):
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{p.first} {p.last}\r\nEMAIL;TYPE=work:{p.email}\r\nTEL;TYPE=cell:{p.phone}\r\nBDAY:{p.born}\r\nEND:VCARD\r\n"


def meeting(p):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20260301T090000Z\r\nSUMMARY:Review\r\n"
            f"ATTENDEE;CN={p.first} {p.last}:mailto:{p.email}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def php(p):
    def text(t):
        return f's:{len(t.encode())}:"{t}";'
    return "a:2:{" + text("mail") + text(p.email) + text("ville") + text(p.town) + "}"


def xml(p):
    return f'<client><email>{p.email}</email><adresse ville="{p.town}"/></client>'


class Structure(program.Case):
    def scanned(self, tables, *args):
        """The run on a database of these tables: name → (declared columns, rows)."""
        db = sqlite3.connect(self.path("db.sqlite"))
        for name, (columns, rows) in tables.items():
            db.execute(f"create table {name} ({columns})")
            db.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)
        db.commit()
        db.close()
        run = self.cassini("scan", *args, self.path("db.sqlite"))
        self.assertEqual(run.code, 0, run.err)
        return run

    def assert_found(self, run, wanted):
        for place, attribute in wanted.items():
            self.assertIsNotNone(run.finding(place, attribute),
                                 (place, attribute, [(f["column"], f.get("path"), f["attribute"]) for f in run.map["columns"]]))

    def people(self, n=120):
        return [People(i) for i in range(n)]

    def test_documents_are_classified_by_path(self):
        rows = [(i, json.dumps({"mail": p.email, "adresse": {"ville": p.town}, "phones": [{"number": p.phone}]}), xml(p), php(p), card(p), meeting(p))
                for i, p in enumerate(self.people())]
        run = self.scanned({"dossier": ("id integer primary key, a text, b text, c text, d text, e text", rows)})
        self.assert_found(run, {"dossier.a $.mail": "contact.email", "dossier.a $.adresse.ville": "address.city", "dossier.a $.phones[].number": "contact.phone",
                                "dossier.b $.client.email": "contact.email", "dossier.b $.client.adresse@ville": "address.city",
                                "dossier.c $.mail": "contact.email", "dossier.c $.ville": "address.city"})
        for column, wanted in {"d": {"contact.email", "contact.phone", "person.name", "person.birth_date"}, "e": {"contact.email"}}.items():
            said = {f["attribute"] for f in run.map["columns"] if f["column"] == column and f.get("path")}
            self.assertLessEqual(wanted, said, column)

    def test_keys_that_are_data_are_not_repeated(self):
        rows = [(i, json.dumps({p.email: {"ville": p.town}})) for i, p in enumerate(self.people())]
        run = self.scanned({"cache": ("id integer primary key, doc text", rows)})
        self.assert_found(run, {"cache.doc ${*}.ville": "address.city"})
        self.assertFalse([f for f in run.map["columns"] if "@" in f.get("path", "")])

    def test_arrays_are_classified_by_their_elements(self):
        rows = [(i, json.dumps([p.email, "x" + p.email]), "{" + p.phone + "," + p.phone[:-1] + "7}") for i, p in enumerate(self.people())]
        run = self.scanned({"liste": ("id integer primary key, mails text, numeros text", rows)})
        self.assert_found(run, {"liste.mails $[]": "contact.email"})

    def test_codes_tell_what_stands_beside_them(self):
        rows = []
        for i, p in enumerate(self.people()):
            rows += [(i, "MAIL", p.email), (i, "DNAISS", p.born), (i, "NEWSLETTER", "ON"[i % 2]), (i, "COULEUR", ("rouge", "vert")[i % 2])]
        run = self.scanned({"attributs": ("client_id integer, code text, valeur text", rows)})
        self.assert_found(run, {"attributs.valeur [code=MAIL]": "contact.email", "attributs.valeur [code=DNAISS]": "person.birth_date",
                                "attributs.valeur [code=NEWSLETTER]": "consent.flag"})
        self.assertIsNone(run.finding("attributs.valeur [code=COULEUR]"))

    def test_codes_and_values_without_a_telling_name_are_told_by_their_rows(self):
        rows = []
        for i, p in enumerate(self.people()):
            rows += [(i, "A1", p.email), (i, "B7", p.phone), (i, "C3", ("S", "M", "L")[i % 3])]
        run = self.scanned({"zz_ext": ("ent integer, k2 text, txt text", rows)})
        self.assert_found(run, {"zz_ext.txt [k2=A1]": "contact.email", "zz_ext.txt [k2=B7]": "contact.phone"})
        self.assertIsNone(run.finding("zz_ext.txt [k2=C3]"))

    def test_a_blank_column_holds_no_codes(self):
        rows = []
        for i, p in enumerate(self.people()):
            rows += [(i, None, "email", p.email), (i, None, "phone", p.phone)]
        run = self.scanned({"moyens": ("personne_id integer, name text, type text, value text", rows)})
        self.assert_found(run, {"moyens.value [type=email]": "contact.email", "moyens.value [type=phone]": "contact.phone"})

    def test_bytes_may_be_codes(self):
        rows = []
        for i, p in enumerate(self.people()):
            rows += [(i, b"email", p.email.encode()), (i, b"phone", p.phone.encode())]
        run = self.scanned({"preferences": ("up_user integer, up_property blob, up_value blob", rows)})
        self.assert_found(run, {"preferences.up_value [up_property=email]": "contact.email",
                                "preferences.up_value [up_property=phone]": "contact.phone"})

    def test_numbers_of_attributes_are_codes_too(self):
        rows = []
        for i, p in enumerate(self.people()):
            rows += [(i, 7, p.email), (i, 9, p.phone)]
        run = self.scanned({"eav_varchar": ("entity_id integer, attribute_id integer, value text", rows)})
        self.assert_found(run, {"eav_varchar.value [attribute_id=7]": "contact.email", "eav_varchar.value [attribute_id=9]": "contact.phone"})

    def test_a_status_beside_a_name_is_no_code(self):
        rows = [(i, ("open", "closed", "late")[i % 3], f"{p.first} {p.last}", p.town) for i, p in enumerate(self.people())]
        run = self.scanned({"dossiers": ("id integer primary key, etat text, qui text, ou text", rows)})
        self.assertFalse([f for f in run.map["columns"] if "[" in f.get("path", "")])
        self.assert_found(run, {"dossiers.qui": "person.name"})

    def test_raw_imports_are_told_by_values_alone(self):
        rows = [(p.last.upper(), p.first, p.email, p.phone, f"{i} rue des Lilas", f"{10000 + i * 631 % 80000}", p.town, p.born, "AB"[i % 2], f"LOT{i % 9}")
                for i, p in enumerate(self.people(300))]
        run = self.scanned({"import_2021": (", ".join(f"c{i} text" for i in range(1, 11)), rows)})
        self.assert_found(run, {"import_2021.c1": "person.last_name", "import_2021.c2": "person.first_name", "import_2021.c3": "contact.email",
                                "import_2021.c4": "contact.phone", "import_2021.c5": "address.street", "import_2021.c6": "address.postal_code",
                                "import_2021.c7": "address.city", "import_2021.c8": "person.birth_date"})
        self.assertIsNone(run.finding("import_2021.c9"))
        self.assertIsNone(run.finding("import_2021.c10"))

    def test_other_forms_are_decoded_first_and_said(self):
        rows = []
        for i, p in enumerate(self.people(200)):
            name = f"{CAFES[i % len(CAFES)]} {p.last}"
            rows.append((base64.b64encode(p.email.encode()).decode(), p.phone.replace(" ", "").encode().hex(), name.upper(),
                         name.encode().decode("latin-1"), name.encode("latin-1")))
        run = self.scanned({"zt_crypt": ("v1 text, v2 text, v3 text, v4 text, v5 text", rows)})
        self.assert_found(run, {"zt_crypt.v1": "contact.email", "zt_crypt.v2": "contact.phone", "zt_crypt.v3": "person.name",
                                "zt_crypt.v4": "person.name", "zt_crypt.v5": "person.name"})
        said = {f["column"]: f.get("encoded") for f in run.map["columns"]}
        self.assertEqual(said, {"v1": "base64", "v2": "hex", "v3": None, "v4": "mojibake", "v5": "latin1"})

    def test_texts_are_counted_by_what_they_hold(self):
        people = self.people(400)
        rows = [(i, f"Le client rappelle demain matin pour sa commande numéro {i}, merci de préparer le dossier"
                 + (f", écrire à {p.email}" if i % 4 == 0 else "") + (f" ou appeler le {p.phone}" if i % 8 == 0 else "")) for i, p in enumerate(people)]
        run = self.scanned({"notes": ("id integer primary key, commentaire text", rows)})
        email, phone = (run.finding("notes.commentaire", a) for a in ("contact.email", "contact.phone"))
        self.assertEqual([(f["verdict"], f["hits"], f["tried"], f["per_thousand"]) for f in (email, phone)],
                         [("contains", 100, 400, 250), ("contains", 50, 400, 125)])
        self.assertNotIn("per_thousand", run.finding("notes.commentaire", "content.free_text") or {})

    def test_texts_stay_texts_however_many_are_read(self):
        rows = [(i, f"Rappeler {p.first} demain, commande{i}") for i, p in enumerate(self.people(12000))]
        run = self.scanned({"notes": ("id integer primary key, remarque text", rows)}, "--rows", "all")
        self.assertEqual([o["sampled"] for o in run.map["objects"]], [12000])
        evidence = {e["kind"]: e["weight"] for e in run.finding("notes.remarque", "content.free_text")["evidence"]}
        self.assertGreater(evidence["value.prose"], 0)

    def test_messages_of_a_program_are_no_texts_about_people(self):
        rows = [(i, (f"batch termine en {i} ms sans erreur", f"connexion refusee apres {i} essais du pool", f"timeout de la file {i} en attente")[i % 3])
                for i in range(600)]
        run = self.scanned({"app_log": ("id integer primary key, message text", rows)})
        self.assertIsNone(run.finding("app_log.message"))
        rows = [(i, f"{('Rappeler', 'Client', 'Devis', 'Merci', 'Attente')[i % 5]} {p.first} {p.last} demain pour la commande {i}", i)
                for i, p in enumerate(self.people(600))]
        run = self.scanned({"suivi": ("id integer primary key, message text, client_id integer", rows)})
        self.assert_found(run, {"suivi.message": "content.free_text"})

    def test_texts_that_name_people_need_no_telling_name(self):
        rows = [(i, f"{p.first} {p.last}, joint ce jour au {p.phone} puis par {p.email} : dossier {i} en attente de pièces") for i, p in enumerate(self.people())]
        run = self.scanned({"dossier": ("id integer primary key, zz9 text", rows)})
        self.assert_found(run, {"dossier.zz9": "content.free_text"})
        self.assertEqual(run.finding("dossier.zz9", "contact.email")["verdict"], "contains")

    def test_a_second_look_goes_to_undecided_columns_only(self):
        people = self.people(20000)

        def sampled(name, *values):
            rows = [(i, *(value(p) if i % 20 == 0 else None for value in values)) for i, p in enumerate(people)]
            run = self.scanned({name: ("id integer primary key, " + ", ".join(f"zz{k} text" for k in range(len(values))), rows)})
            return next(o for o in run.map["objects"] if o["object"] == name)["sampled"], run.finding(name + ".zz0")

        seen, found = sampled("decided", lambda p: p.email)
        self.assertLess(seen, 2000)
        self.assertEqual(found["attribute"], "contact.email")
        seen, found = sampled("undecided", lambda p: f"{p.first} {p.last}", lambda p: p.town, lambda p: p.first)
        self.assertGreater(seen, 3000)
        self.assertEqual(found["attribute"], "person.name")

    def test_a_foreign_key_holds_what_it_refers_to(self):
        people = self.people()
        db = sqlite3.connect(self.path("db.sqlite"))
        db.execute("create table clients (id integer primary key, email text unique, nom text, prenom text)")
        db.execute("create table suivi (id integer primary key, qui text references clients (email), etat text)")
        db.execute("create table relance (id integer primary key, zz9 text references suivi (qui), client integer references clients (id))")
        db.executemany("insert into clients values (?, ?, ?, ?)", [(i, p.email, p.last, p.first) for i, p in enumerate(people)])
        db.executemany("insert into relance values (?, null, ?)", [(i, i) for i in range(50)])
        db.commit()
        db.close()
        run = self.cassini("scan", self.path("db.sqlite"))
        self.assert_found(run, {"suivi.qui": "contact.email", "relance.zz9": "contact.email"})  # both are empty
        self.assertEqual([e["kind"] for e in run.finding("relance.zz9")["evidence"]], ["key.target"])
        self.assertIsNone(run.finding("relance.client", "contact.email"))
        self.assertIsNone(run.finding("suivi.etat"))

    def test_copies_make_the_less_certain_finding_more_certain(self):
        people = self.people(600)
        rows = [(i, p.last, p.first, p.email, p.phone) for i, p in enumerate(people)]
        lone = self.scanned({"crm": ("id integer primary key, nom text, prenom text, email text, tel text", rows)})
        self.assertFalse([f for f in lone.map["columns"] if "copy.of" in [e["kind"] for e in f["evidence"]]])
        db = sqlite3.connect(self.path("db.sqlite"))
        db.execute("create table zz_export (a text, b text)")
        db.executemany("insert into zz_export values (?, ?)", [(p.email, p.phone) for p in people])
        db.commit()
        db.close()
        run = self.cassini("scan", self.path("db.sqlite"))
        found = run.finding("zz_export.b", "contact.phone")
        self.assertIn("copy.of", [e["kind"] for e in found["evidence"]])
        self.assertGreater(found["confidence"], self.cassini("scan", "--no-stream", self.path("db.sqlite")).finding("zz_export.b")["confidence"])

    def test_words_of_other_things_are_nobodys_data(self):
        words = ("rouge vert bleu noir blanc gris rose jaune orange violet marron", "red green blue black white grey pink yellow brown silver gold",
                 "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
                 "Peugeot Renault Citroën Mercedes Ford Opel Fiat Toyota Honda Ferrari Porsche Skoda Volvo Nissan Mazda Tesla Jaguar",
                 "chien chat lapin cheval vache mouton poule canard cochon souris tortue", "pomme poire cerise fraise framboise banane melon prune abricot figue",
                 "Ventes Achats Comptabilité Production Logistique Informatique Juridique Marketing Qualité Maintenance",
                 "nouveau expédié livré annulé remboursé brouillon validé payé relancé archivé", "admin editor author contributor subscriber moderator owner guest",
                 "Chaise_haute Table_basse Lampe_de_bureau Armoire_deux_portes Lit_double Étagère_murale Fauteuil_club Miroir_ovale Coussin_carré",
                 "Office_chair Coffee_table Desk_lamp Corner_sofa Double_bed Wall_shelf Round_rug Oval_mirror Bar_stool Side_table",
                 "Écran_cassé Batterie_défectueuse Bruit_anormal Câble_arraché Bouton_bloqué Porte_qui_ferme_mal Réparation_sous_garantie")
        words = [[word.replace("_", " ") for word in line.split()] for line in words]
        rows = [(i, p.email, p.last, *(line[i % len(line)] for line in words)) for i, p in enumerate(self.people(300))]
        run = self.scanned({"clients": ("id integer primary key, email text, nom text, " + ", ".join(f"zz{i} text" for i in range(len(words))), rows)})
        self.assertEqual([(f["column"], f["attribute"]) for f in run.map["columns"] if f["column"].startswith("zz")], [])

    def test_no_value_reaches_the_map(self):
        rows = []
        for i, p in enumerate(self.people()):
            rows += [(i, "A1", p.email), (i, "B7", p.phone)]
        self.scanned({"zz_ext": ("ent integer, k2 text, txt text", rows)})
        for name, data in self.written().items():
            if name != "db.sqlite":
                self.assertNotIn(b"@example.org", data, name)


if __name__ == "__main__":
    tap.main()
