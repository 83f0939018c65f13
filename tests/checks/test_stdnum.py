"""test_stdnum.py - our checks against those of python-stdnum, written by others from the same sources.

10 000 values a type: random ones of the right form, ones that we accept, and those with one character changed. A
difference that is meant is explained in OURS; any other fails. Skipped where the package is missing."""
import importlib
import os
import random
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.environ["CASSINI_SOURCE"], "tests", "harness"))
import tap  # noqa: E402

try:
    import stdnum  # noqa: F401
except ImportError:
    print("1..0 # SKIP python3-stdnum is not installed")
    sys.exit(0)

VALUES = 10000
PROGRAM = os.environ["CASSINI_CHECK_VALUES"]

# check: module of stdnum. "-XX" takes the country off before asking.
PAIRS = {
    "ch_ahv": "ch.ssn", "es_dni": "es.dni", "nl_bsn": "nl.bsn",
    "nl_onderwijsnummer": "nl.onderwijsnummer", "pt_cc": "pt.cc", "uk_nhs": "gb.nhs", "uk_utr": "gb.utr",
    "gr_amka": "gr.amka", "ee_lt_isikukood": "ee.ik", "pl_pesel": "pl.pesel", "ro_cnp": "ro.cnp", "bg_egn": "bg.egn",
    "hr_oib": "hr.oib", "ru_inn": "ru.inn", "ru_inn_company": "ru.inn", "ua_rnokpp": "ua.rntrc",
    "tr_kimlik": "tr.tckimlik", "us_ssn": "us.ssn", "br_cpf": "br.cpf",
    "cl_rut": "cl.rut", "co_nit": "co.nit", "in_aadhaar": "in_.aadhaar", "th_pin": "th.pin", "il_id": "il.idnr", "au_tfn": "au.tfn", "nz_ird": "nz.ird",
    "fr_siren": "fr.siren", "fr_siret": "fr.siret", "ch_uid": "ch.uid", "es_cif": "es.cif",
    "it_piva": "it.iva", "no_orgnr": "no.orgnr", "dk_cvr": "dk.cvr", "fi_ytunnus": "fi.ytunnus",
    "ee_registrikood": "ee.registrikood", "pl_regon": "pl.regon", "pl_nip": "pl.nip", "ro_cui": "ro.cui",
    "gr_afm": "gr.vat", "tr_vkn": "tr.vkn", "us_ein": "us.ein", "ca_bn": "ca.bn",
    "br_cnpj": "br.cnpj", "au_acn": "au.acn", "jp_corporate": "jp.cn", "lei": "lei", "vat_fr": "fr.tva", "vat_bg": "bg.vat", "vat_de": "de.vat", "vat_dk": "dk.cvr", "vat_ee": "ee.kmkr",
    "vat_el": "gr.vat", "vat_es": "es.nif", "vat_fi": "fi.alv", "vat_hr": "hr.oib", "vat_hu": "hu.anum", "vat_ie": "ie.vat",
    "vat_it": "it.iva", "vat_lt": "lt.pvm", "vat_lu": "lu.tva", "vat_mt": "mt.vat", "vat_nl": "nl.btw",
    "vat_pl": "pl.nip", "vat_ro": "ro.cf", "vat_se": "se.vat", "vat_si": "si.ddv", "vat_no": "no.mva", "vat_ch": "ch.vat", "iban": "iban", "es_ccc": "es.ccc", "no_account": "no.kontonr",
    "ch_reference": "ch.esr", "rf_reference": "iso11649", "sepa_creditor": "eu.at_02", "cusip": "cusip",
    "imei": "imei", "ean8": "ean", "ean13": "ean", "isbn10": "isbn", "issn": "issn",
    "imo_ship": "imo", }
OURS = {}


def random_value(rng, form):
    digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    kinds = {"9": digits, "1": digits[1:], "A": letters, "X": digits + letters, "H": digits + letters[:6]}
    return "".join(rng.choice(kinds[c]) if c in kinds else c.upper() for c in form)


def ours(check, values):
    text = "".join(f"{check} {v}\n" for v in values)
    out = subprocess.run([PROGRAM], input=text, capture_output=True, text=True, check=True).stdout
    return [line == "1" for line in out.split()]


def mixed_values(rng, check, form):
    """A third that we accept where enough can be found, a third with one character changed, the rest random."""
    pool = list({random_value(rng, form) for _ in range(VALUES * 4)})
    good = [v for v, ok in zip(pool, ours(check, pool)) if ok][:VALUES // 3]
    changed = []
    for value in (rng.choice(good or pool) for _ in range(VALUES // 3)):
        at = rng.randrange(len(value))
        same = "0123456789" if value[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        changed.append(value[:at] + rng.choice(same) + value[at + 1:])
    return (good + changed + pool)[:VALUES]


def forms():
    out = subprocess.run([PROGRAM, "--chance"], capture_output=True, text=True, check=True).stdout
    return {name: form for name, form, *_ in (line.split("\t") for line in out.splitlines())}


class Stdnum(unittest.TestCase):
    forms = forms()  # of random values, by check


def compare(check, module):
    def test(self):
        strip = module.startswith("-")
        theirs = importlib.import_module("stdnum." + module.lstrip("-"))
        values = mixed_values(random.Random(check), check, self.forms[check])
        explained = OURS.get(check, lambda value: False)
        bad = [(v, a) for v, a in zip(values, ours(check, values))
               if a != theirs.is_valid(v[2:] if strip else v) and not explained(v)]
        self.assertEqual(bad[:8], [], f"{len(bad)} of {len(values)} differ")

    return test


for name, where in PAIRS.items():
    setattr(Stdnum, "test_" + name, compare(name, where))

if __name__ == "__main__":
    tap.main()
