/* check_company.c - numbers of companies and other bodies in registers and tax offices. */
#include "engine/check.h"

#include <string.h>

/* n digits, not all the same, that pass Luhn. */
static gboolean
luhn_of(const char *text, gsize size, guint n)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, n, d) && !cs_check_all_same(d, n) && cs_check_luhn(d, n);
}

/* SIREN: Luhn (Insee). */
static gboolean
fr_siren(const char *text, gsize size)
{
    return luhn_of(text, size, 9);
}

/* SIRET: Luhn over 14 digits and over the SIREN; La Poste ran out of Luhn numbers: digit sum divisible by 5 (Insee). */
static gboolean
fr_siret(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_digits(text, size, 14, d) || cs_check_all_same(d, 14) || !cs_check_luhn(d, 9))
        return FALSE;
    if (cs_check_luhn(d, 14))
        return TRUE;
    for (guint i = 0; i < 14; i++)
        sum += d[i];
    return cs_check_number(d, 0, 9) == 356000000 && sum % 5 == 0;
}

/* RNA of associations: W, department, seven digits; no checksum (décret 2011-1910). */
static gboolean
fr_rna(const char *text, gsize size)
{
    return cs_check_form("w9X9999999", text, size);
}

/* UAI of schools: seven digits and their number modulo 23 in the alphabet without I O Q. */
static gboolean
fr_uai(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 8 && cs_check_digits(text, 7, 7, d) && cs_check_number(d, 0, 7) &&
           "ABCDEFGHJKLMNPRSTUVWXYZ"[cs_check_number(d, 0, 7) % 23] == text[7];
}

/* FINESS of health establishments: Luhn over nine characters, 2A and 2B of Corsica without their letter. */
static gboolean
fr_finess(const char *text, gsize size)
{
    char plain[9];

    if (size != 9)
        return FALSE;
    memcpy(plain, text, 9);
    if (plain[1] == 'A' || plain[1] == 'B')
        plain[1] = '0';
    return plain[0] <= '9' && plain[2] == '0' && luhn_of(plain, 9, 9);
}

/* KBO/BCE: the first eight digits and the last two add up to 97 multiples (BCE). */
static gboolean
be_kbo(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && d[0] <= 1 && cs_check_number(d, 0, 8) &&
           97 - cs_check_number(d, 0, 8) % 97 == cs_check_number(d, 8, 2);
}

/* UID: CHE and nine digits, 5 4 3 2 7 6 5 4 modulo 11 (BFS); the suffixes of the VAT register may follow. */
static gboolean
ch_uid(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_IS, 11, 8, {5, 4, 3, 2, 7, 6, 5, 4}};
    static const char *const suffixes[] = {"", "MWST", "TVA", "IVA", "HR", "RC"};
    guint8 d[CS_CHECK_DIGITS];
    gboolean known = FALSE;

    if (size < 12 || memcmp(text, "CHE", 3) || !cs_check_digits(text + 3, 9, 9, d))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
        known |= size - 12 == strlen(suffixes[i]) && !memcmp(text + 12, suffixes[i], size - 12);
    return known && !cs_check_all_same(d, 9) && cs_formula_holds(&formula, d);
}

/* CIF: kind, province and number, Luhn as a digit or as a letter of JABCDEFGHI; which one
 * depends on the kind, on which sources differ: both pass (Orden EHA/451/2008). */
static gboolean
es_cif(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint check = 10;

    if (size != 9 || !cs_check_among(text[0], "ABCDEFGHJNPQRSUVW") || !cs_check_digits(text + 1, 7, 7, d))
        return FALSE;
    for (d[7] = 0; d[7] < 10; d[7]++)
        if (cs_check_luhn(d, 8))
            check = d[7];
    return text[8] == (char)('0' + check) || text[8] == "JABCDEFGHI"[check];
}

/* Partita IVA: Luhn; the office in places 8-10 is 001-100, 120, 121, 888 or 999 (Agenzia delle Entrate). */
static gboolean
it_piva(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint office;

    if (!cs_check_digits(text, size, 11, d) || !cs_check_number(d, 0, 7))
        return FALSE;
    office = (guint)cs_check_number(d, 7, 3);
    return ((office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 || office == 999) &&
           cs_check_luhn(d, 11);
}

/* Organisationsnummer: Luhn, the third digit at least 2, so that it is no day of birth (Bolagsverket). */
static gboolean
se_orgnr(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && d[0] && d[2] >= 2 && !cs_check_all_same(d, 10) && cs_check_luhn(d, 10);
}

/* Registrikood: weights 1…7, at rest 10 again with 3…9 (EVS). */
static gboolean
ee_registrikood(const char *text, gsize size)
{
    static const guint8 w1[7] = {1, 2, 3, 4, 5, 6, 7}, w2[7] = {3, 4, 5, 6, 7, 8, 9};
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_digits(text, size, 8, d) || !cs_check_among(text[0], "1789"))
        return FALSE;
    check = cs_check_weighted(d, w1, 7) % 11;
    if (check == 10)
        check = cs_check_weighted(d, w2, 7) % 11 % 10;
    return check == d[7];
}

/* IČO: 8…2 modulo 11 modulo 10, rest 0 and 1 give 1 and 0 (ČSÚ). */
static gboolean
cz_ico(const char *text, gsize size)
{
    static const guint8 weights[7] = {8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 8, d) && cs_check_number(d, 0, 7) &&
           (11 - cs_check_weighted(d, weights, 7) % 11) % 10 == d[7];
}

/* REGON: 9 or 14 digits, modulo 11, 10 is 0 (GUS). */
static gboolean
pl_regon(const char *text, gsize size)
{
    static const struct cs_formula nine = {CS_SUM_UNIT, 11, 8, {8, 9, 2, 3, 4, 5, 6, 7}},
                                   fourteen = {CS_SUM_UNIT, 11, 13, {2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8}};
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 9, 14, d);

    if ((n != 9 && n != 14) || cs_check_all_same(d, n) || !cs_formula_holds(&nine, d))
        return FALSE;
    return n == 9 || cs_formula_holds(&fourteen, d);
}

/* CUI/CIF: 753217532 on the number filled up from the left, times 10 modulo 11 modulo 10 (ANAF). */
static gboolean
ro_cui(const char *text, gsize size)
{
    static const guint8 weights[9] = {7, 5, 3, 2, 1, 7, 5, 3, 2};
    guint8 d[CS_CHECK_DIGITS] = {0}, padded[10] = {0};
    guint n = cs_check_some_digits(text, size, 2, 10, d);

    if (!n || !d[0] || cs_check_all_same(d, n))
        return FALSE;
    memcpy(padded + 10 - n, d, n);
    return cs_check_weighted(padded, weights, 9) * 10 % 11 % 10 == padded[9];
}

/* ΑΦΜ: powers of two from 256, modulo 11 modulo 10 (ΑΑΔΕ). */
static gboolean
gr_afm(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_digits(text, size, 9, d) || cs_check_all_same(d, 9))
        return FALSE;
    for (guint i = 0; i < 8; i++)
        sum += (guint)d[i] << (8 - i);
    return sum % 11 % 10 == d[8];
}

/* PIB and others with ISO 7064 MOD 11,10 over nine digits (Serbia). */
static gboolean
rs_pib(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 9, d) && d[0] && !cs_check_all_same(d, 9) && cs_check_mod11_10(d, 9);
}

/* ЄДРПОУ: weights 1…7 (below 30 and over 60 million) or 7 1…6, at rest 10 all two more (Держстат). */
static gboolean
ua_edrpou(const char *text, gsize size)
{
    static const guint8 low[7] = {1, 2, 3, 4, 5, 6, 7}, middle[7] = {7, 1, 2, 3, 4, 5, 6};
    guint8 d[CS_CHECK_DIGITS], weights[7];
    guint check;

    if (!cs_check_digits(text, size, 8, d) || cs_check_all_same(d, 8))
        return FALSE;
    memcpy(weights, d[0] >= 3 && d[0] <= 5 ? middle : low, 7);
    check = cs_check_weighted(d, weights, 7) % 11;
    for (guint i = 0; check == 10 && i < 7; i++)
        weights[i] += 2;
    if (check == 10)
        check = cs_check_weighted(d, weights, 7) % 11 % 10;
    return check == d[7];
}

/* ОГРН: the first twelve digits modulo 11 (ФНС). */
static gboolean
ru_ogrn(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 13, 15, d);

    if ((n != 13 && n != 15) || !cs_check_among(text[0], n == 13 ? "1256789" : "34"))
        return FALSE;
    return cs_check_number(d, 0, n - 1) % (n == 13 ? 11 : 13) % 10 == d[n - 1];
}

/* VKN of Türkiye: each digit plus its distance from the end, times a power of two modulo 9 (GİB). */
static gboolean
tr_vkn(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_digits(text, size, 10, d) || cs_check_all_same(d, 10))
        return FALSE;
    for (guint i = 0; i < 9; i++) {
        guint v = (d[i] + 9 - i) % 10;

        if (v)
            v = (v << (9 - i)) % 9 ? (v << (9 - i)) % 9 : 9;
        sum += v;
    }
    return (10 - sum % 10) % 10 == d[9];
}

/* EIN: prefixes that the campuses of the IRS issue; no checksum. */
static gboolean
us_ein(const char *text, gsize size)
{
    static const char unused[] = "00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97";
    guint8 d[CS_CHECK_DIGITS];

    if (!cs_check_digits(text, size, 9, d) || cs_check_all_same(d, 9))
        return FALSE;
    for (const char *u = unused; *u; u += u[2] ? 3 : 2)
        if (u[0] == text[0] && u[1] == text[1])
            return FALSE;
    return TRUE;
}

/* Business number of Canada: Luhn over nine digits, an account (RC0001) may follow (CRA). */
static gboolean
ca_bn(const char *text, gsize size)
{
    if (size == 15 && (!cs_check_form("AA9999", text + 9, 6) || text[9] != 'R'))
        return FALSE;
    return (size == 9 || size == 15) && luhn_of(text, 9, 9);
}

/* CNPJ: two digits modulo 11, 10 is 0 (Receita Federal). */
static gboolean
br_cnpj(const char *text, gsize size)
{
    static const struct cs_formula first = {CS_MINUS_UNIT, 11, 12, {5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}},
                                   second = {CS_MINUS_UNIT, 11, 13, {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 14, d) && !cs_check_all_same(d, 14) && cs_formula_holds(&first, d) &&
           cs_formula_holds(&second, d);
}

/* RUC of Peru: kind 10, 15, 16, 17 or 20, modulo 11 (SUNAT). */
static gboolean
pe_ruc(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_UNIT, 11, 10, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];

    if (!cs_check_digits(text, size, 11, d) ||
        !((d[0] == 1 && cs_check_among(text[1], "0567")) || (d[0] == 2 && !d[1])))
        return FALSE;
    return (11 - cs_check_weighted(d, formula.weights, 10) % 11) % 10 == d[10];
}

/* ABN: the first digit less 1, weights 10 1 3 … 19 modulo 89 (ABR). */
static gboolean
au_abn(const char *text, gsize size)
{
    static const guint8 weights[11] = {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19};
    guint8 d[CS_CHECK_DIGITS];

    if (!cs_check_digits(text, size, 11, d) || cs_check_number(d, 0, 2) < 11)
        return FALSE;
    d[0]--;
    return cs_check_weighted(d, weights, 11) % 89 == 0;
}

/* GSTIN of India: state, PAN, registration, Z, Luhn over 36 characters. */
static gboolean
in_gstin(const char *text, gsize size)
{
    guint sum = 0;

    if (!cs_check_form("99AAAAA9999AXzX", text, size))
        return FALSE;
    for (guint i = 0; i < 14; i++) {
        guint v = g_ascii_isdigit(text[i]) ? (guint)(text[i] - '0') : (guint)(text[i] - 'A') + 10;

        v *= i % 2 ? 2 : 1;
        sum += v / 36 + v % 36;
    }
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(36 - sum % 36) % 36] == text[14];
}

/* Unified social credit code of China: base 31, powers of 3 (GB 32100). */
static gboolean
cn_uscc(const char *text, gsize size)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    guint sum = 0, weight = 1;

    if (!cs_check_form("XX999999XXXXXXXXXX", text, size))
        return FALSE;
    for (guint i = 0; i < 18; i++)
        if (!cs_check_among(text[i], alphabet))
            return FALSE;
    for (guint i = 0; i < 17; i++) {
        sum += weight * (guint)(strchr(alphabet, text[i]) - alphabet);
        weight = weight * 3 % 31;
    }
    return alphabet[(31 - sum % 31) % 31] == text[17];
}

/* Corporate number of Japan: the first digit checks the others, 9 - sum of 1 and 2 alternating modulo 9 (NTA). */
static gboolean
jp_corporate(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_digits(text, size, 13, d) || cs_check_all_same(d, 13))
        return FALSE;
    for (guint i = 1; i < 13; i++)
        sum += d[i] * (i % 2 ? 2u : 1u);
    return 9 - sum % 9 == d[0];
}

/* LEI: ISO 17442, ISO 7064 MOD 97-10. */
static gboolean
lei(const char *text, gsize size)
{
    return cs_check_form("XXXXXXXXXXXXXXXXXX99", text, size) && cs_check_mod97(text, 20, 0) == 1;
}

const struct cs_check cs_checks_company[] = {
    {"fr_siren", "999999999", 0.1, fr_siren, NULL},
    {"fr_siret", "99999999999999", 0.01, fr_siret, NULL},
    {"fr_rna", "w9X9999999", 1, fr_rna, NULL},
    {"fr_uai", "9999999A", 0.0385, fr_uai, NULL},
    {"fr_finess", "999999999", 0.01, fr_finess, NULL},
    {"be_kbo", "9999999999", 0.00206, be_kbo, NULL},
    {"ch_uid", "che999999999", 0.0909, ch_uid, NULL},
    {"es_cif", "A9999999X", 0.037, es_cif, NULL},
    {"it_piva", "99999999999", 0.0104, it_piva, NULL},
    {"se_orgnr", "9999999999", 0.072, se_orgnr, NULL},
    /* Organisasjonsnummer (Brønnøysund), CVR (Erhvervsstyrelsen), Y-tunnus (PRH) */
    CS_FORMULA("no_orgnr", "999999999", 0.0909, CS_SUM_ZERO, 11, 9, 3, 2, 7, 6, 5, 4, 3, 2, 1),
    CS_FORMULA("dk_cvr", "19999999", 0.0909, CS_SUM_ZERO, 11, 8, 2, 7, 6, 5, 4, 3, 2, 1),
    CS_FORMULA("fi_ytunnus", "99999999", 0.0909, CS_SUM_ZERO, 11, 8, 7, 9, 10, 5, 8, 4, 2, 1),
    {"ee_registrikood", "99999999", 0.04, ee_registrikood, NULL},
    {"cz_ico", "99999999", 0.1, cz_ico, NULL},
    {"pl_regon", "999999999", 0.1, pl_regon, NULL},
    /* NIP: 657234567 modulo 11, 10 is not issued (MF) */
    CS_FORMULA("pl_nip", "9999999999", 0.0909, CS_SUM_ZERO, 11, 10, 6, 5, 7, 2, 3, 4, 5, 6, 7, 10),
    {"ro_cui", "9999999999", 0.09, ro_cui, NULL},
    {"gr_afm", "999999999", 0.1, gr_afm, NULL},
    {"rs_pib", "999999999", 0.09, rs_pib, NULL},
    {"ua_edrpou", "99999999", 0.1, ua_edrpou, NULL},
    /* ИНН of a company (ФНС) */
    CS_FORMULA("ru_inn_company", "9999999999", 0.1, CS_SUM_UNIT, 11, 9, 2, 4, 10, 3, 5, 9, 4, 6, 8),
    {"ru_ogrn", "9999999999999", 0.07, ru_ogrn, NULL},
    {"tr_vkn", "9999999999", 0.1, tr_vkn, NULL},
    {"us_ein", "999999999", 0.83, us_ein, NULL},
    {"ca_bn", "999999999", 0.1, ca_bn, NULL},
    {"br_cnpj", "99999999999999", 0.0099, br_cnpj, NULL},
    {"pe_ruc", "99999999999", 0.005, pe_ruc, NULL},
    {"au_abn", "99999999999", 0.0101, au_abn, NULL},
    /* ACN: weights 8…1 modulo 10 (ASIC) */
    CS_FORMULA("au_acn", "999999999", 0.1, CS_MINUS_IS, 10, 8, 8, 7, 6, 5, 4, 3, 2, 1),
    {"in_gstin", "99AAAAA9999AXzX", 0.0278, in_gstin, NULL},
    {"cn_uscc", "XX999999XXXXXXXXXX", 0.0054, cn_uscc, NULL},
    {"jp_corporate", "9999999999999", 0.1, jp_corporate, NULL},
    {"lei", "XXXXXXXXXXXXXXXXXX99", 0.0103, lei, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
