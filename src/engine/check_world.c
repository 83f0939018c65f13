/* check_world.c - numbers of persons outside Europe: America, Asia, Africa, Oceania. */
#include "engine/check.h"

#include <string.h>

/* Luhn over n digits, not all the same, the first not 0. */
static gboolean
luhn_number(const char *text, gsize size, guint n, guint8 *ret_digits)
{
    return cs_check_digits(text, size, n, ret_digits) && ret_digits[0] && !cs_check_all_same(ret_digits, n) &&
           cs_check_luhn(ret_digits, n);
}

/* SSN: areas, groups and serials that are issued; no checksum (SSA). */
static gboolean
us_ssn(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint64 area, number;

    if (!cs_check_digits(text, size, 9, d) || cs_check_all_same(d, 9))
        return FALSE;
    area = cs_check_number(d, 0, 3);
    number = cs_check_number(d, 0, 9);
    return area && area != 666 && area < 900 && cs_check_number(d, 3, 2) && cs_check_number(d, 5, 4) &&
           number != 78051120 && number != 219099999 && number != 123456789;
}

/* ITIN: 9, groups 50-65, 70-88, 90-92, 94-99 (IRS). */
static gboolean
us_itin(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint group;

    if (!cs_check_digits(text, size, 9, d) || d[0] != 9)
        return FALSE;
    group = d[3] * 10u + d[4];
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group != 89 && group != 93);
}

/* NPI of health professionals: Luhn behind the prefix 80840 (CMS). */
static gboolean
us_npi(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS] = {8, 0, 8, 4, 0};

    return cs_check_digits(text, size, 10, d + 5) && (d[5] == 1 || d[5] == 2) && cs_check_luhn(d, 15);
}

/* DEA registration: two letters, (d1 + d3 + d5) + 2 × (d2 + d4 + d6) modulo 10 (21 CFR 1301). */
static gboolean
us_dea(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 9 && cs_check_among(text[0], "ABCDEFGHJKLMPRSTUX") && g_ascii_isupper(text[1]) &&
           cs_check_digits(text + 2, 7, 7, d) && (d[0] + d[2] + d[4] + 2u * (d[1] + d[3] + d[5])) % 10 == d[6];
}

/* Medicare Beneficiary Identifier: classes of eleven places, letters without S L O I B Z (CMS). */
static gboolean
us_mbi(const char *text, gsize size)
{
    if (!cs_check_form("1AX9AX9AA99", text, size))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (cs_check_among(text[i], "SLOIBZ"))
            return FALSE;
    return TRUE;
}

/* SIN: Luhn; 0 and 8 are not issued (Service Canada). */
static gboolean
ca_sin(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return luhn_number(text, size, 9, d) && d[0] != 8;
}

/* CPF: two digits modulo 11, 10 is 0 (Receita Federal). */
static gboolean
br_cpf(const char *text, gsize size)
{
    static const struct cs_formula first = {CS_MINUS_UNIT, 11, 9, {10, 9, 8, 7, 6, 5, 4, 3, 2}},
                                   second = {CS_MINUS_UNIT, 11, 10, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && !cs_check_all_same(d, 11) && cs_formula_holds(&first, d) &&
           cs_formula_holds(&second, d);
}

/* CUIT and CUIL of Argentina: kind of person, DNI, modulo 11, 10 is written 9 (AFIP). */
static gboolean
ar_cuit(const char *text, gsize size)
{
    static const guint8 weights[10] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    static const char kinds[] = "20 23 24 27 30 33 34 50 51 55";
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_digits(text, size, 11, d) || !memmem(kinds, sizeof kinds - 1, text, 2))
        return FALSE;
    check = (11 - cs_check_weighted(d, weights, 10) % 11) % 11;
    return (check == 10 ? 9 : check) == d[10];
}

/* RUT of Chile: weights 2…7 from the right, modulo 11, 10 is K (Servicio de Impuestos Internos). */
static gboolean
cl_rut(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = size ? cs_check_some_digits(text, size - 1, 7, 8, d) : 0, sum = 0;

    for (guint i = 0; i < n; i++)
        sum += d[n - 1 - i] * (2 + i % 6);
    return n && !cs_check_all_same(d, n) && "0K987654321"[sum % 11] == text[size - 1];
}

/* NIT and RUT of Colombia: primes from the right, modulo 11 (DIAN). */
static gboolean
co_nit(const char *text, gsize size)
{
    static const guint8 primes[9] = {3, 7, 13, 17, 19, 23, 29, 37, 41};
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 9, 10, d), sum = 0;

    for (guint i = 0; i + 1 < n; i++)
        sum += d[n - 2 - i] * (guint)primes[i];
    return n && !cs_check_all_same(d, n) && "01987654321"[sum % 11] - '0' == d[n - 1];
}

/* Cédula of Ecuador: province 01-24 or 30, third digit below 6, Luhn (Registro Civil). */
static gboolean
ec_cedula(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint province;

    if (!cs_check_digits(text, size, 10, d) || d[2] > 5)
        return FALSE;
    province = d[0] * 10u + d[1];
    return ((province >= 1 && province <= 24) || province == 30) && cs_check_luhn(d, 10);
}

/* CURP: letters, YYMMDD, sex, state, letters; 18…2 over an alphabet of 37 modulo 10 (RENAPO). */
static gboolean
mx_curp(const char *text, gsize size)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ"; /* ? stands for Ñ */
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_form("AAAA999999AAAAAAX9", text, size) || !cs_check_among(text[10], "HMX"))
        return FALSE;
    cs_check_digits(text + 4, 6, 6, d);
    if (!cs_check_yymmdd(d))
        return FALSE;
    for (guint i = 0; i < 17; i++)
        sum += (18 - i) * (guint)(strchr(alphabet, text[i]) - alphabet);
    return (10 - sum % 10) % 10 == (guint)(text[17] - '0');
}

/* RFC of Mexico: letters, YYMMDD and a homonym key; its control is not public enough to test: structure (SAT). */
static gboolean
mx_rfc(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gsize letters = size == 13 ? 4 : 3;

    if ((size != 13 && size != 12) || !cs_check_form(letters == 4 ? "AAAA" : "AAA", text, letters))
        return FALSE;
    return cs_check_digits(text + letters, 6, 6, d) && cs_check_yymmdd(d) &&
           cs_check_form("XX", text + letters + 6, 2) && (g_ascii_isdigit(text[size - 1]) || text[size - 1] == 'A');
}

/* Aadhaar: Verhoeff, first digit 2-9, no palindrome (UIDAI). */
static gboolean
in_aadhaar(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gboolean palindrome = TRUE;

    if (!cs_check_digits(text, size, 12, d) || d[0] < 2)
        return FALSE;
    for (guint i = 0; i < 6; i++)
        palindrome &= d[i] == d[11 - i];
    return !palindrome && cs_check_verhoeff(d, 12);
}

/* PAN: the fourth letter is the holder's status (Income Tax Department). */
static gboolean
in_pan(const char *text, gsize size)
{
    return cs_check_form("AAAAA9999A", text, size) && memcmp(text + 5, "0000", 4) &&
           cs_check_among(text[3], "PCHFATBLJG");
}

/* Resident identity number of China: region, YYYYMMDD, serial, ISO 7064 MOD 11-2 (GB 11643). */
static gboolean
cn_ric(const char *text, gsize size)
{
    static const guint8 weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    guint8 d[CS_CHECK_DIGITS];

    return size == 18 && cs_check_digits(text, 17, 17, d) && d[0] && cs_check_number(d, 6, 4) >= 1850 &&
           cs_check_number(d, 6, 4) < 2100 &&
           cs_check_day((guint)cs_check_number(d, 6, 4), d[10] * 10u + d[11], d[12] * 10u + d[13]) &&
           "10X98765432"[cs_check_weighted(d, weights, 17) % 11] == text[17];
}

/* Resident registration number of Korea: YYMMDD, sex and century, weights 2…9 2…5 modulo 11. */
static gboolean
kr_rrn(const char *text, gsize size)
{
    static const guint8 weights[12] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 13, d) && cs_check_yymmdd(d) &&
           (11 - cs_check_weighted(d, weights, 12) % 11) % 10 == d[12];
}

/* My Number of Japan: weights 6 5 4 3 2 7 6 5 4 3 2, modulo 11, rests 0 and 1 give 0 (Order of 2014). */
static const struct cs_formula jp_formula = {CS_MINUS_UNIT, 11, 11, {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}};
static gboolean
jp_my_number(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 12, d) && !cs_check_all_same(d, 12) && cs_formula_holds(&jp_formula, d);
}

/* NRIC and FIN of Singapore: 2765432 modulo 11 through a table of letters. */
static gboolean
sg_nric(const char *text, gsize size)
{
    static const guint8 weights[7] = {2, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint sum;

    if (size != 9 || !cs_check_among(text[0], "STFG") || !cs_check_digits(text + 1, 7, 7, d))
        return FALSE;
    sum = cs_check_weighted(d, weights, 7) + (text[0] == 'T' || text[0] == 'G' ? 4 : 0);
    return (text[0] == 'S' || text[0] == 'T' ? "JZIHGFEDCBA" : "XWUTRQPNMLK")[sum % 11] == text[8];
}

/* HKID: letter, six digits, weights 8…2, modulo 11, A is 10 (Immigration Department). */
static gboolean
hk_hkid(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum, check;

    if (size != 8 || !g_ascii_isupper(text[0]) || !cs_check_digits(text + 1, 6, 6, d))
        return FALSE;
    sum = 36u * 9 + 8u * (guint)(text[0] - 'A' + 10);
    for (guint i = 0; i < 6; i++)
        sum += d[i] * (7 - i);
    check = text[7] == 'A' ? 10 : g_ascii_isdigit(text[7]) ? (guint)(text[7] - '0') : 99;
    return check <= 10 && (sum + check) % 11 == 0;
}

/* MyKad of Malaysia: YYMMDD, place of birth, serial; no checksum (JPN). */
static gboolean
my_nric(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint place;

    if (!cs_check_digits(text, size, 12, d) || !cs_check_yymmdd(d))
        return FALSE;
    place = d[6] * 10u + d[7];
    return place && place != 17 && place != 18 && place != 19 && place != 20 && place != 69 && place != 70 &&
           place != 73 && place != 80 && place != 81 && (place < 94 || place > 97);
}

/* Citizen number of Thailand: weights 13…2 modulo 11 modulo 10. */
static gboolean
th_pin(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_UNIT, 11, 12, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];
    guint rest;

    if (!cs_check_digits(text, size, 13, d) || !d[0] || d[0] == 9)
        return FALSE;
    rest = cs_check_weighted(d, formula.weights, 12) % 11;
    return (11 - rest) % 10 == d[12];
}

/* Teudat zehut of Israel: Luhn over nine digits, leading zeros may miss. */
static gboolean
il_id(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 7, 9, d);

    return n && !cs_check_all_same(d, n) && cs_check_luhn(d, n);
}

/* Identity number of South Africa: YYMMDD, serial, citizenship 0-2, Luhn (Home Affairs). */
static gboolean
za_id(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 13, d) && cs_check_yymmdd(d) && d[10] <= 2 && cs_check_luhn(d, 13);
}

/* National number of Egypt: century 2 or 3, YYMMDD, governorate, serial, check of undisclosed formula: structure. */
static gboolean
eg_nid(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint place;

    if (!cs_check_digits(text, size, 14, d) || (d[0] != 2 && d[0] != 3))
        return FALSE;
    place = d[7] * 10u + d[8];
    return cs_check_yymmdd(d + 1) && place && (place <= 35 || place == 88);
}

/* Medicare card of Australia: 1 3 7 9 modulo 10, issue number not 0 (Services Australia). */
static gboolean
au_medicare(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_SUM_IS, 10, 8, {1, 3, 7, 9, 1, 3, 7, 9}};
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 10, 11, d);

    return n && d[0] >= 2 && d[0] <= 6 && d[9] && cs_formula_holds(&formula, d);
}

/* IRD number of New Zealand: 32765432, at rest 10 again with 74325276 (Inland Revenue); eight digits get a zero. */
static gboolean
nz_ird(const char *text, gsize size)
{
    static const guint8 w1[8] = {3, 2, 7, 6, 5, 4, 3, 2}, w2[8] = {7, 4, 3, 2, 5, 2, 7, 6};
    guint8 d[CS_CHECK_DIGITS] = {0};
    guint n = cs_check_some_digits(text, size, 8, 9, d), check;

    if (n == 8) {
        memmove(d + 1, d, 8);
        d[0] = 0;
    }
    if (!n || cs_check_number(d, 0, 9) < 10000000 || cs_check_number(d, 0, 9) > 150000000)
        return FALSE;
    check = (11 - cs_check_weighted(d, w1, 8) % 11) % 11;
    if (check == 10)
        check = (11 - cs_check_weighted(d, w2, 8) % 11) % 11;
    return check == d[8];
}

const struct cs_check cs_checks_world[] = {
    {"us_ssn", "999999999", 0.889, us_ssn, NULL},
    {"us_itin", "999999999", 0.044, us_itin, NULL},
    {"us_npi", "9999999999", 0.02, us_npi, NULL},
    {"us_dea", "AA9999999", 0.0692, us_dea, NULL},
    {"us_mbi", "1AX9AX9AA99", 0.25, us_mbi, NULL},
    {"ca_sin", "999999999", 0.08, ca_sin, NULL},
    {"br_cpf", "99999999999", 0.0099, br_cpf, NULL},
    {"ar_cuit", "99999999999", 0.01, ar_cuit, NULL},
    {"cl_rut", "99999999X", 0.0278, cl_rut, NULL},
    {"co_nit", "9999999999", 0.0909, co_nit, NULL},
    {"ec_cedula", "9999999999", 0.015, ec_cedula, NULL},
    /* Cédula of Uruguay: 2987634 and the check digit modulo 10 (DNIC) */
    CS_FORMULA("uy_ci", "99999999", 0.1, CS_SUM_ZERO, 10, 8, 2, 9, 8, 7, 6, 3, 4, 1),
    {"mx_curp", "AAAA999999AAAAAAX9", 0.0004, mx_curp, NULL},
    {"mx_rfc", "AAAA999999XXX", 0.012, mx_rfc, NULL},
    {"in_aadhaar", "999999999999", 0.08, in_aadhaar, NULL},
    {"in_pan", "AAAAA9999A", 0.385, in_pan, NULL},
    {"cn_ric", "99999999999999999X", 3e-05, cn_ric, NULL},
    {"kr_rrn", "9999999999999", 0.0036, kr_rrn, NULL},
    {"jp_my_number", "999999999999", 0.0909, jp_my_number, NULL},
    {"sg_nric", "A9999999A", 0.0059, sg_nric, NULL},
    {"hk_hkid", "A999999X", 0.0278, hk_hkid, NULL},
    {"my_nric", "999999999999", 0.031, my_nric, NULL},
    {"th_pin", "9999999999999", 0.0727, th_pin, NULL},
    {"il_id", "999999999", 0.1, il_id, NULL},
    {"za_id", "9999999999999", 0.00095, za_id, NULL},
    {"eg_nid", "99999999999999", 0.0026, eg_nid, NULL},
    /* Tax file number (ATO) */
    CS_FORMULA("au_tfn", "999999999", 0.0909, CS_SUM_ZERO, 11, 9, 1, 4, 3, 7, 5, 8, 6, 9, 10),
    {"au_medicare", "9999999999", 0.045, au_medicare, NULL},
    {"nz_ird", "999999999", 0.0136, nz_ird, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
