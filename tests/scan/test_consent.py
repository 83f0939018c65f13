"""test_consent.py - columns of consent: channel, polarity, purpose and what proves them. A refusal must never be read as a yes."""
import sqlite3

import program
import tap

YES = {
    "email": """optin_email newsletter email_marketing_consent abonne_newsletter consentement_email einwilligung_email toestemming_email
        consenso_email consentimento_email allow_email""",
    "sms": """opt_in_sms sms_consent consentement_sms acepta_sms toestemming_sms aceita_sms""",
    "all": """accepts_marketing marketing_optin acepta_publicidad werbung_erlaubt consenso_marketing aceita_marketing partner_optin
        optin_partenaires accept_cgv terms_accepted privacy_accepted gdpr_consent cookie_consent profiling_consent""",
    "phone": """accord_demarchage einwilligung_telefon""",
}
NO = {
    "all": """opt_out unsubscribed is_unsubscribed desabonne refus_pub ne_pas_contacter keine_werbung widerspruch_werbung werbesperre
        no_publicidad rechaza_publicidad lista_robinson no_pubblicita rifiuta_marketing non_contattare disiscritto geen_reclame
        nao_contactar recusa_marketing blacklisted marketing_blocked""",
    "email": """email_opt_out email_optout emailOptOut HasOptedOutOfEmail donotemail donotbulkemail do_not_email do_not_mail no_email
        desinscrit_newsletter opposition_email kein_newsletter newsletter_abgemeldet no_recibir_emails baja_newsletter
        geen_email afgemeld_nieuwsbrief nao_receber_email suppress_email""",
    "fax": """HasOptedOutOfFax""",
    "phone": """do_not_call DoNotCall refus_demarchage opposition_demarchage bloctel ne_pas_appeler no_llamar niet_bellen""",
    "post": """donotpostalmail""",
    "sms": """no_sms sms_unsubscribed refus_sms""",
}
PURPOSES = {
    "marketing": "newsletter accepts_marketing refus_pub keine_werbung no_publicidad bloctel",
    "partners": "optin_partenaires partner_optin",
    "profiling": "profiling_consent",
    "tracking": "cookie_consent",
    "terms": "accept_cgv terms_accepted privacy_accepted",
}


class Consent(program.Case):
    def scan(self, *tables):
        with sqlite3.connect(self.path("c.sqlite")) as db:
            for number, columns in enumerate(tables):
                db.execute(f"CREATE TABLE customers_{'abcdefghijklmnop'[number]} (id INTEGER PRIMARY KEY, email TEXT, first_name TEXT, last_name TEXT, {columns})")
        run = self.cassini("scan", "--no-stream", "--quiet", "c.sqlite")
        self.assertEqual(run.code, 0, run.err)
        return {c["column"]: c for c in run.map["consent"]}

    def flags(self, names):
        """Ten columns a table, as no table has more."""
        return self.scan(*(", ".join(f'"{n}" BOOLEAN' for n in names[i:i + 10]) for i in range(0, len(names), 10)))

    def check(self, lists, polarity):
        expected = {name: channel for channel, names in lists.items() for name in names.split()}
        found = self.flags(list(expected))
        self.assertEqual(sorted(set(expected) - set(found)), [], "not found")
        self.assertEqual({n: c["polarity"] for n, c in found.items() if c["polarity"] != polarity}, {})
        self.assertEqual({n: c["channel"] for n, c in found.items() if c["channel"] != expected[n]}, {})

    def test_a_yes_in_seven_languages(self):
        self.check(YES, "opt-in")

    def test_a_refusal_in_seven_languages(self):
        self.check(NO, "opt-out")

    def test_purposes(self):
        expected = {name: purpose for purpose, names in PURPOSES.items() for name in names.split()}
        found = self.flags(list(expected))
        self.assertEqual({n: found[n]["purpose"] for n in expected}, expected)

    def test_evidence_is_of_the_same_channel_and_sense(self):
        found = self.scan("optin_email BOOLEAN, optin_email_at TIMESTAMP, optin_email_source TEXT, optin_sms BOOLEAN, optin_sms_at TIMESTAMP, "
                          "optin_phone BOOLEAN, email_opt_out BOOLEAN, invitation_accepted_at TIMESTAMP, invited_by TEXT")
        evidence = {n: (c["evidence"]["date"], c["evidence"]["source"]) for n, c in found.items()}
        self.assertEqual(evidence["optin_email"], ("optin_email_at", "optin_email_source"))
        self.assertEqual(evidence["optin_sms"], ("optin_sms_at", None))
        self.assertEqual(evidence["optin_phone"], (None, None))
        self.assertEqual(evidence["email_opt_out"], (None, None))

    def test_a_table_of_consents_proves_by_its_other_columns(self):
        with sqlite3.connect(self.path("log.sqlite")) as db:
            db.execute("CREATE TABLE consents (id INTEGER PRIMARY KEY, customer_id INTEGER, granted BOOLEAN, recorded_at TIMESTAMP, ip TEXT, wording TEXT)")
        run = self.cassini("scan", "--no-stream", "--quiet", "log.sqlite")
        evidence = [c["evidence"] for c in run.map["consent"] if c["column"] == "granted"]
        self.assertEqual(evidence, [{"date": "recorded_at", "source": "ip", "text": "wording"}])

    def test_shown(self):
        self.flags(["optin_partenaires"])
        self.assertEqual(self.cassini("report", "map/cassini-map.json", "-f", "html", "--lang", "fr", "-o", "p.html").code, 0)
        with open(self.path("p.html"), encoding="utf-8") as html:
            self.assertIn("transmettre des données à des partenaires", html.read())


if __name__ == "__main__":
    tap.main()
