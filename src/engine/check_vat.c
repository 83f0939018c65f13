/* check_vat.c - VAT numbers of the EU and its neighbours, with the country in front.
 *
 * Formats: European Commission, VIES; formulas: the same offices as in check_company.c and check_west.c, since most VAT
 * numbers are a national number behind two letters. */
#include "engine/check.h"

#include <string.h>

/* Is what follows the country what the check of that name accepts? */
static gboolean
rest_passes(const char *country, const char *check, const char *text, gsize size)
{
    const struct cs_check *c;

    if (size < 4 || memcmp(text, country, 2))
        return FALSE;
    c = cs_check_find(check);
    return c && cs_check_accepts(c, text + 2, size - 2);
}

/* France: digits (12 + 3 × (SIREN modulo 97)) modulo 97; keys with letters have another formula and are not checked but
 * for the SIREN (BOI-TVA-DECLA-20-10-10-10). Monaco: 000 in front of the number. */
static gboolean
vat_fr(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS], key[2];

    if (size != 13 || memcmp(text, "FR", 2) || !cs_check_digits(text + 4, 9, 9, d) || cs_check_all_same(d, 9))
        return FALSE;
    if (cs_check_number(d, 0, 3) && !cs_check_luhn(d, 9))
        return FALSE;
    if (cs_check_digits(text + 2, 2, 2, key))
        return (12 + 3 * (cs_check_number(d, 0, 9) % 97)) % 97 == cs_check_number(key, 0, 2);
    return cs_check_form("XX", text + 2, 2) && !cs_check_among(text[2], "IO") && !cs_check_among(text[3], "IO");
}

/* Austria: U, seven digits, every second doubled and its digits added, 10 - (sum + 4) modulo 10 (BMF). */
static gboolean
vat_at(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 4;

    if (size != 11 || memcmp(text, "ATU", 3) || !cs_check_digits(text + 3, 8, 8, d) || cs_check_all_same(d, 8))
        return FALSE;
    for (guint i = 0; i < 7; i++)
        sum += i % 2 ? d[i] * 2u / 10 + d[i] * 2u % 10 : d[i];
    return (10 - sum % 10) % 10 == d[7];
}

static gboolean
vat_be(const char *text, gsize size)
{
    return rest_passes("BE", "be_kbo", text, size);
}

/* Bulgaria: nine digits 1…8 modulo 11, at rest 10 3…10; ten digits: a person's EGN, a foreigner's number
 * (21 19 17 13 11 9 7 3 1 modulo 10), or others (4 3 2 7 6 5 4 3 2 modulo 11). */
static gboolean
vat_bg(const char *text, gsize size)
{
    static const struct cs_formula foreigner = {CS_SUM_IS, 10, 9, {21, 19, 17, 13, 11, 9, 7, 3, 1}},
                                   other = {CS_MINUS_IS, 11, 9, {4, 3, 2, 7, 6, 5, 4, 3, 2}};
    static const guint8 w1[8] = {1, 2, 3, 4, 5, 6, 7, 8}, w2[8] = {3, 4, 5, 6, 7, 8, 9, 10};
    guint8 d[CS_CHECK_DIGITS];
    guint check, n = size > 2 && !memcmp(text, "BG", 2) ? cs_check_some_digits(text + 2, size - 2, 9, 10, d) : 0;

    if (!n || cs_check_all_same(d, n))
        return FALSE;
    if (n == 10)
        return rest_passes("BG", "bg_egn", text, size) || cs_formula_holds(&foreigner, d) ||
               cs_formula_holds(&other, d);
    check = cs_check_weighted(d, w1, 8) % 11;
    if (check == 10)
        check = cs_check_weighted(d, w2, 8) % 11 % 10;
    return check == d[8];
}

static gboolean
vat_cy(const char *text, gsize size)
{
    return rest_passes("CY", "cy_tic", text, size);
}

/* Czechia: IČO of a company, rodné číslo of a person, or 6 and eight digits of a body without either. */
static gboolean
vat_cz(const char *text, gsize size)
{
    static const struct cs_formula special = {CS_MINUS_IS, 11, 7, {8, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];
    guint rest;

    if (rest_passes("CZ", "cz_rc", text, size) || rest_passes("CZ", "cz_ico", text, size))
        return TRUE;
    if (size != 11 || memcmp(text, "CZ6", 3) || !cs_check_digits(text + 3, 8, 8, d))
        return FALSE;
    rest = cs_check_weighted(d, special.weights, 7) % 11;
    return (8 - (10 - rest + 11) % 11 + 10) % 10 == d[7];
}

/* Germany: ISO 7064 MOD 11,10 (BZSt). */
static gboolean
vat_de(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 11 && !memcmp(text, "DE", 2) && cs_check_digits(text + 2, 9, 9, d) && d[0] &&
           !cs_check_all_same(d, 9) && cs_check_mod11_10(d, 9);
}

static gboolean
vat_dk(const char *text, gsize size)
{
    return rest_passes("DK", "dk_cvr", text, size);
}

/* Estonia: 3 7 1 modulo 10. */
static gboolean
vat_ee(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_SUM_ZERO, 10, 9, {3, 7, 1, 3, 7, 1, 3, 7, 1}};
    guint8 d[CS_CHECK_DIGITS];

    return size == 11 && !memcmp(text, "EE", 2) && cs_check_digits(text + 2, 9, 9, d) && !cs_check_all_same(d, 9) &&
           cs_formula_holds(&formula, d);
}

/* Greece writes EL, banks write GR. */
static gboolean
vat_el(const char *text, gsize size)
{
    return rest_passes("EL", "gr_afm", text, size) || rest_passes("GR", "gr_afm", text, size);
}

/* Spain: DNI or NIE of a person, CIF of a body. */
static gboolean
vat_es(const char *text, gsize size)
{
    return rest_passes("ES", "es_cif", text, size) || rest_passes("ES", "es_dni", text, size) ||
           rest_passes("ES", "es_nie", text, size);
}

static gboolean
vat_fi(const char *text, gsize size)
{
    return rest_passes("FI", "fi_ytunnus", text, size);
}

static gboolean
vat_hr(const char *text, gsize size)
{
    return rest_passes("HR", "hr_oib", text, size);
}

/* Hungary: 9 7 3 1 modulo 10. */
static gboolean
vat_hu(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_IS, 10, 7, {9, 7, 3, 1, 9, 7, 3}};
    guint8 d[CS_CHECK_DIGITS];

    return size == 10 && !memcmp(text, "HU", 2) && cs_check_digits(text + 2, 8, 8, d) && !cs_check_all_same(d, 8) &&
           cs_formula_holds(&formula, d);
}

/* Ireland: as PPS; the old form had a letter, + or * in the second place and 0 in front of the sum. */
static gboolean
vat_ie(const char *text, gsize size)
{
    char plain[8];

    if (rest_passes("IE", "ie_pps", text, size))
        return TRUE;
    if (size != 10 || memcmp(text, "IE", 2) || g_ascii_isdigit(text[3]))
        return FALSE;
    plain[0] = '0';
    memcpy(plain + 1, text + 4, 5);
    plain[6] = text[2];
    plain[7] = text[9];
    return cs_check_accepts(cs_check_find("ie_pps"), plain, 8);
}

static gboolean
vat_it(const char *text, gsize size)
{
    return rest_passes("IT", "it_piva", text, size);
}

/* Lithuania: nine digits, the eighth 1, or twelve, the eleventh 1; weights 1…9 1…, at rest 10 from 3 on (VMI). */
static gboolean
vat_lt(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = size > 2 && !memcmp(text, "LT", 2) ? cs_check_some_digits(text + 2, size - 2, 9, 12, d) : 0;
    guint up = 0, again = 0;

    if ((n != 9 && n != 12) || d[n - 2] != 1)
        return FALSE;
    for (guint i = 0; i + 1 < n; i++) {
        up += d[i] * (1 + i % 9);
        again += d[i] * (1 + (i + 2) % 9);
    }
    return (up % 11 == 10 ? again % 11 % 10 : up % 11) == d[n - 1];
}

/* Luxembourg: the first six digits modulo 89. */
static gboolean
vat_lu(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 10 && !memcmp(text, "LU", 2) && cs_check_digits(text + 2, 8, 8, d) && cs_check_number(d, 0, 6) &&
           cs_check_number(d, 0, 6) % 89 == cs_check_number(d, 6, 2);
}

/* Latvia: a company 9 1 4 8 3 10 2 5 7 6 1 modulo 11 is 3; a person: personas kods. */
static gboolean
vat_lv(const char *text, gsize size)
{
    static const guint8 weights[11] = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1};
    guint8 d[CS_CHECK_DIGITS];

    if (size != 13 || memcmp(text, "LV", 2) || !cs_check_digits(text + 2, 11, 11, d))
        return FALSE;
    return d[0] > 3 ? cs_check_weighted(d, weights, 11) % 11 == 3 : rest_passes("LV", "lv_pk", text, size);
}

/* Malta: 3 4 6 7 8 9 and the two check digits 10 1, modulo 37. */
static gboolean
vat_mt(const char *text, gsize size)
{
    static const guint8 weights[8] = {3, 4, 6, 7, 8, 9, 10, 1};
    guint8 d[CS_CHECK_DIGITS];

    return size == 10 && !memcmp(text, "MT", 2) && cs_check_digits(text + 2, 8, 8, d) && d[0] &&
           !cs_check_all_same(d, 8) && cs_check_weighted(d, weights, 8) % 37 == 0;
}

/* The Netherlands: RSIN or BSN, B, two digits; since 2020 sole traders have ISO 7064 MOD 97-10 over all. */
static gboolean
vat_nl(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    if (!cs_check_form("nl999999999b99", text, size) || !memcmp(text + 12, "00", 2) ||
        !cs_check_digits(text + 2, 9, 9, d) || cs_check_all_same(d, 9))
        return FALSE;
    return cs_check_mod97(text, size, 0) == 1 || cs_check_accepts(cs_check_find("nl_bsn"), text + 2, 9);
}

static gboolean
vat_pl(const char *text, gsize size)
{
    return rest_passes("PL", "pl_nip", text, size);
}

static gboolean
vat_pt(const char *text, gsize size)
{
    return rest_passes("PT", "pt_nif", text, size);
}

/* Romania: CUI of a company, CNP of a person. */
static gboolean
vat_ro(const char *text, gsize size)
{
    return rest_passes("RO", "ro_cui", text, size) || rest_passes("RO", "ro_cnp", text, size);
}

/* Sweden: organisation or personal number and 01. */
static gboolean
vat_se(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 14 && !memcmp(text, "SE", 2) && !memcmp(text + 12, "01", 2) &&
           cs_check_digits(text + 2, 10, 10, d) && !cs_check_all_same(d, 10) && cs_check_luhn(d, 10);
}

/* Slovenia: 8…2, 11 - rest, 10 is 0, 11 is not issued (FURS). */
static gboolean
vat_si(const char *text, gsize size)
{
    static const guint8 weights[7] = {8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint rest;

    if (size != 10 || memcmp(text, "SI", 2) || !cs_check_digits(text + 2, 8, 8, d) || !d[0] || cs_check_all_same(d, 8))
        return FALSE;
    rest = cs_check_weighted(d, weights, 7) % 11;
    return rest && (11 - rest) % 10 == d[7];
}

/* Slovakia: divisible by 11, first digit not 0, third 2, 3, 4, 7, 8 or 9; or rodné číslo (Finančná správa). */
static gboolean
vat_sk(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    if (size != 12 || memcmp(text, "SK", 2) || !cs_check_digits(text + 2, 10, 10, d))
        return FALSE;
    return rest_passes("SK", "cz_rc", text, size) || (d[0] && cs_check_among(text[4], "234789") &&
                                                      !cs_check_all_same(d, 10) && cs_check_number(d, 0, 10) % 11 == 0);
}

/* United Kingdom (XI: Northern Ireland): 8…2 and the last two digits modulo 97, plain or + 55; branches add three
 * digits; GD and HA are departments (HMRC, VAT notice 727). */
static gboolean
vat_gb(const char *text, gsize size)
{
    static const guint8 weights[9] = {8, 7, 6, 5, 4, 3, 2, 10, 1};
    guint8 d[CS_CHECK_DIGITS];
    guint sum;

    if (size < 7 || (memcmp(text, "GB", 2) && memcmp(text, "XI", 2)))
        return FALSE;
    if (size == 7)
        return cs_check_digits(text + 4, 3, 3, d) &&
               ((!memcmp(text + 2, "GD", 2) && d[0] < 5) || (!memcmp(text + 2, "HA", 2) && d[0] >= 5));
    if ((size != 11 && size != 14) || !cs_check_digits(text + 2, size - 2, (guint)size - 2, d) ||
        !cs_check_number(d, 0, 7))
        return FALSE;
    sum = cs_check_weighted(d, weights, 9) % 97;
    return sum == 0 || (sum == 42 && cs_check_number(d, 0, 3) >= 100);
}

/* Norway: organisation number and MVA; Switzerland: UID and its suffix. */
static gboolean
vat_no(const char *text, gsize size)
{
    if (size > 2 && !memcmp(text, "NO", 2))
        text += 2, size -= 2;
    return size == 12 && !memcmp(text + 9, "MVA", 3) && cs_check_accepts(cs_check_find("no_orgnr"), text, 9);
}

static gboolean
vat_ch(const char *text, gsize size)
{
    return size > 12 && cs_check_accepts(cs_check_find("ch_uid"), text, size);
}

/* One-stop-shop numbers: EU and IM. No formula is published: structure. */
static gboolean
vat_oss(const char *text, gsize size)
{
    return cs_check_form("eu999999999", text, size) || cs_check_form("im9999999999", text, size);
}

const struct cs_check cs_checks_vat[] = {
    {"vat_fr", "fr99999999999", 0.00097, vat_fr, NULL}, {"vat_at", "atu99999999", 0.1, vat_at, NULL},
    {"vat_be", "be9999999999", 0.00206, vat_be, NULL},  {"vat_bg", "bg999999999", 0.1, vat_bg, NULL},
    {"vat_cy", "cy99999999A", 0.0227, vat_cy, NULL},    {"vat_cz", "cz99999999", 0.1, vat_cz, NULL},
    {"vat_de", "de999999999", 0.09, vat_de, NULL},      {"vat_dk", "dk99999999", 0.0818, vat_dk, NULL},
    {"vat_ee", "ee999999999", 0.1, vat_ee, NULL},       {"vat_el", "el999999999", 0.1, vat_el, NULL},
    {"vat_es", "esA9999999X", 0.043, vat_es, NULL},     {"vat_fi", "fi99999999", 0.0909, vat_fi, NULL},
    {"vat_hr", "hr99999999999", 0.1, vat_hr, NULL},     {"vat_hu", "hu99999999", 0.1, vat_hu, NULL},
    {"vat_ie", "ie9999999A", 0.0385, vat_ie, NULL},     {"vat_it", "it99999999999", 0.0104, vat_it, NULL},
    {"vat_lt", "lt999999999", 0.01, vat_lt, NULL},      {"vat_lu", "lu99999999", 0.01, vat_lu, NULL},
    {"vat_lv", "lv99999999999", 0.066, vat_lv, NULL},   {"vat_mt", "mt99999999", 0.0243, vat_mt, NULL},
    {"vat_nl", "nl999999999b99", 0.099, vat_nl, NULL},  {"vat_pl", "pl9999999999", 0.0909, vat_pl, NULL},
    {"vat_pt", "pt999999999", 0.081, vat_pt, NULL},     {"vat_ro", "ro9999999999", 0.09, vat_ro, NULL},
    {"vat_se", "se999999999901", 0.011, vat_se, NULL},  {"vat_si", "si99999999", 0.0818, vat_si, NULL},
    {"vat_sk", "sk9999999999", 0.06, vat_sk, NULL},     {"vat_gb", "gb999999999", 0.0196, vat_gb, NULL},
    {"vat_no", "no999999999mva", 0.0909, vat_no, NULL}, {"vat_ch", "che999999999tva", 0.0909, vat_ch, NULL},
    {"vat_oss", "eu999999999", 1, vat_oss, NULL},       {NULL, NULL, 0, NULL, NULL},
};
