"""test_stdnum.py - our checks against those of python-stdnum, written by others from the same sources.

10 000 values a type: random ones of the right form, ones that we accept, and those with one character changed. A
type where we mean to accept more (WIDER) or less (NARROWER) says why; any other difference fails. Skipped where the package is missing."""
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
    "ch_ahv": "ch.ssn", "es_dni": "es.dni", "nl_bsn": "nl.bsn", "nl_onderwijsnummer": "nl.onderwijsnummer",
    "pt_cc": "pt.cc", "uk_nhs": "gb.nhs", "uk_utr": "gb.utr", "gr_amka": "gr.amka", "ee_lt_isikukood": "ee.ik",
    "pl_pesel": "pl.pesel", "ro_cnp": "ro.cnp", "bg_egn": "bg.egn", "hr_oib": "hr.oib", "ru_inn": "ru.inn",
    "ru_inn_company": "ru.inn", "ua_rnokpp": "ua.rntrc", "tr_kimlik": "tr.tckimlik", "us_ssn": "us.ssn",
    "br_cpf": "br.cpf", "cl_rut": "cl.rut", "co_nit": "co.nit", "in_aadhaar": "in_.aadhaar", "th_pin": "th.pin",
    "il_id": "il.idnr", "au_tfn": "au.tfn", "nz_ird": "nz.ird", "fr_siren": "fr.siren", "fr_siret": "fr.siret",
    "ch_uid": "ch.uid", "es_cif": "es.cif", "it_piva": "it.iva", "no_orgnr": "no.orgnr", "dk_cvr": "dk.cvr",
    "fi_ytunnus": "fi.ytunnus", "ee_registrikood": "ee.registrikood", "pl_regon": "pl.regon", "pl_nip": "pl.nip",
    "ro_cui": "ro.cui", "gr_afm": "gr.vat", "tr_vkn": "tr.vkn", "us_ein": "us.ein", "ca_bn": "ca.bn",
    "br_cnpj": "br.cnpj", "au_acn": "au.acn", "jp_corporate": "jp.cn", "lei": "lei", "vat_fr": "fr.tva",
    "vat_bg": "bg.vat", "vat_de": "de.vat", "vat_dk": "dk.cvr", "vat_ee": "ee.kmkr", "vat_el": "gr.vat",
    "vat_es": "es.nif", "vat_fi": "fi.alv", "vat_hr": "hr.oib", "vat_hu": "hu.anum", "vat_ie": "ie.vat",
    "vat_it": "it.iva", "vat_lt": "lt.pvm", "vat_lu": "lu.tva", "vat_mt": "mt.vat", "vat_nl": "nl.btw",
    "vat_pl": "pl.nip", "vat_ro": "ro.cf", "vat_se": "se.vat", "vat_si": "si.ddv", "vat_no": "no.mva",
    "vat_ch": "ch.vat", "iban": "iban", "es_ccc": "es.ccc", "no_account": "no.kontonr", "ch_reference": "ch.esr",
    "rf_reference": "iso11649", "sepa_creditor": "eu.at_02", "cusip": "cusip", "imei": "imei", "ean8": "ean",
    "ean13": "ean", "isbn10": "isbn", "issn": "issn", "imo_ship": "imo", "fr_nir": "fr.nir", "fr_spi": "fr.nif",
    "be_niss": "be.nn", "de_steuerid": "de.idnr", "at_svnr": "at.vnr", "es_nie": "es.nie", "it_cf": "it.codicefiscale",
    "pt_nif": "pt.nif", "uk_upn": "gb.upn", "ie_pps": "ie.pps", "se_personnummer": "se.personnummer",
    "no_fnr": "no.fodselsnummer", "dk_cpr": "dk.cpr", "fi_hetu": "fi.hetu", "is_kennitala": "is_.kennitala",
    "cz_rc": "cz.rc", "si_emso": "si.emso", "us_itin": "us.itin", "ca_sin": "ca.sin", "ar_cuit": "ar.cuit",
    "ec_cedula": "ec.ci", "mx_curp": "mx.curp", "in_pan": "in_.pan", "cn_ric": "cn.ric", "kr_rrn": "kr.rrn",
    "my_nric": "my.nric", "za_id": "za.idnr", "be_kbo": "be.vat", "se_orgnr": "se.orgnr", "cz_ico": "cz.dic",
    "rs_pib": "rs.pib", "ua_edrpou": "ua.edrpou", "pe_ruc": "pe.ruc", "au_abn": "au.abn", "in_gstin": "in_.gstin",
    "cn_uscc": "cn.uscc", "vat_at": "-at.uid", "vat_be": "be.vat", "vat_cy": "cy.vat", "vat_cz": "cz.dic",
    "vat_lv": "lv.pvn", "vat_pt": "pt.nif", "vat_sk": "sk.dph", "vat_gb": "gb.vat", "isin": "isin", "sedol": "gb.sedol",
    "us_aba": "us.rtn", "container": "iso6346",
}
WIDER = {
    "be_niss": "bis numbers and unknown days of birth",
    "es_nie": "K, L and M of children and residents abroad",
    "it_cf": "29 February of a year that may be 1900 or 2000",
    "uk_upn": "any local authority, theirs are a list",
    "ie_pps": "every second letter that was issued",
    "se_personnummer": "coordination numbers",
    "no_fnr": "D, H and synthetic numbers",
    "dk_cpr": "days whose century, read from the seventh digit, would be the future",
    "fi_hetu": "temporary numbers from 900",
    "is_kennitala": "the 19th century",
    "cz_rc": "rest 10 written 0; women and overflow months of all years",
    "us_itin": "groups 50-65 and the others that the IRS added",
    "mx_curp": "words that the register avoids; states are not listed",
    "cn_ric": "regions are not listed",
    "kr_rrn": "places of birth are not listed",
    "my_nric": "places of birth are not listed",
    "za_id": "29 February and days to come",
    "cz_ico": "numbers that begin with 9",
    "ua_edrpou": "rest 10 twice is written 0",
    "pe_ruc": "kind 16",
    "in_gstin": "states and holders are not listed",
    "cn_uscc": "the number of the organisation inside is not checked",
    "vat_cz": "numbers that begin with 9; women and overflow months",
    "vat_lv": "persons from 2017 on (32)",
    "vat_sk": "as rodné číslo",
}
NARROWER = {
    "be_niss": "months that are no bis number",
    "cz_rc": "month 21 to 50",
    "it_cf": "days above 71",
    "vat_lv": "centuries other than 0, 1 and 2",
    "vat_sk": "month 21 to 50",
    "fr_nir": "first digits 0, 5, 6 and 9 are not issued; unknown months",
    "fr_spi": "theirs did not test the control digits",
    "de_steuerid": "no digit three times in a row",
    "at_svnr": "the last six digits are a day",
    "pt_nif": "of those that begin with 4 only 45",
    "ca_sin": "0 and 8 are not issued",
    "ec_cedula": "a third digit of 6 is no person",
    "si_emso": "rest 1 is not issued",
    "in_pan": "holder K is not issued any more",
    "be_kbo": "only 0 and 1 are first digits",
    "se_orgnr": "the third digit tells it from a day of birth",
    "rs_pib": "no leading zero",
    "vat_be": "only 0 and 1 are first digits",
    "vat_cy": "first digits of persons and bodies",
    "vat_pt": "of those that begin with 4 only 45",
    "vat_gb": "rest 55 belongs to no series",
    "isin": "countries that exist",
    "us_aba": "districts of the Federal Reserve alone",
    "container": "U, J and Z alone",
}


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
        bad = [(v, a) for v, a in zip(values, ours(check, values))
               if (not strip or v[:2] == module[1:3].upper()) and a != theirs.is_valid(v[2:] if strip else v) and check not in (WIDER if a else NARROWER)]
        self.assertEqual(bad[:8], [], f"{len(bad)} of {len(values)} differ")

    return test


for name, where in PAIRS.items():
    setattr(Stdnum, "test_" + name, compare(name, where))

if __name__ == "__main__":
    tap.main()
