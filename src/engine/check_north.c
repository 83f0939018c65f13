/* check_north.c - numbers of persons in the Nordic and Baltic countries. */
#include "engine/check.h"

#include <string.h>

/* Personnummer: Luhn over YYMMDDNNNC; day + 60 for samordningsnummer (Skatteverket SKV 704). */
static gboolean
se_personnummer(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 10, 12, d), first, day;

    if (n != 10 && n != 12)
        return FALSE;
    first = n - 10;
    if (first && !(d[0] == 1 && d[1] >= 8) && !(d[0] == 2 && d[1] == 0))
        return FALSE;
    day = (guint)cs_check_number(d, first + 4, 2);
    return cs_check_short_day((guint)cs_check_number(d, first, 2), (guint)cs_check_number(d, first + 2, 2),
                              day > 60 ? day - 60 : day) &&
           cs_check_luhn(d + first, 10);
}

/* Fødselsnummer: two digits modulo 11; day + 40 D-number, month + 40 H-number, + 65 or 80 test persons (Skatteetaten).
 */
static gboolean
no_fnr(const char *text, gsize size)
{
    static const struct cs_formula first = {CS_MINUS_IS, 11, 9, {3, 7, 6, 1, 8, 9, 4, 5, 2}},
                                   second = {CS_MINUS_IS, 11, 10, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];
    guint day, month;

    if (!cs_check_digits(text, size, 11, d))
        return FALSE;
    day = d[0] * 10u + d[1];
    month = d[2] * 10u + d[3];
    if (day > 40)
        day -= 40;
    if (month > 80)
        month -= 80;
    else if (month > 65)
        month -= 65;
    else if (month > 40)
        month -= 40;
    return cs_check_short_day(d[4] * 10u + d[5], month, day) && cs_formula_holds(&first, d) &&
           cs_formula_holds(&second, d);
}

/* CPR: only the date, since numbers issued from 2007 on need not satisfy the modulus (CPR-kontoret). */
static gboolean
dk_cpr(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && cs_check_ddmmyy(d);
}

/* Henkilötunnus: the nine digits modulo 31 (DVV). 11 characters with the century sign, 10 when the sign was a "-" or
 * "+" that the normal form dropped. */
static gboolean
fi_hetu(const char *text, gsize size)
{
    static const char control[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    guint8 d[CS_CHECK_DIGITS];
    char plain[9];
    guint sign = size == 11;

    if (size != 10 && size != 11)
        return FALSE;
    if (sign && !cs_check_among(text[6], "-+YXWVUABCDEF"))
        return FALSE;
    memcpy(plain, text, 6);
    memcpy(plain + 6, text + 6 + sign, 3);
    return cs_check_digits(plain, 9, 9, d) && cs_check_number(d, 6, 3) >= 2 && cs_check_ddmmyy(d) &&
           control[cs_check_number(d, 0, 9) % 31] == text[9 + sign];
}

/* Kennitala: DDMMYY, serial, check digit modulo 11, century 8, 9 or 0 (Þjóðskrá); companies add 40 to the day. */
static gboolean
is_kennitala(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_IS, 11, 8, {3, 2, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];
    guint day;

    if (!cs_check_digits(text, size, 10, d) || (d[9] != 0 && d[9] < 8))
        return FALSE;
    day = d[0] * 10u + d[1];
    return cs_check_day(0, d[2] * 10u + d[3], day > 40 ? day - 40 : day) && cs_formula_holds(&formula, d);
}

/* P-tal of the Faroes: DDMMYY and three digits, 9…2 and 1 modulo 11; not needed since 2012: only the date. */
static gboolean
fo_ptal(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 9, d) && cs_check_ddmmyy(d);
}

/* Isikukood and asmens kodas: century and sex, YYMMDD, serial; two rounds modulo 11 (EVS 585). */
static gboolean
ee_lt_isikukood(const char *text, gsize size)
{
    static const guint8 w1[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}, w2[10] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_digits(text, size, 11, d) || d[0] < 1 || d[0] > 8 ||
        !cs_check_day(1800 + (d[0] - 1u) / 2 * 100 + d[1] * 10u + d[2], d[3] * 10u + d[4], d[5] * 10u + d[6]))
        return FALSE;
    check = cs_check_weighted(d, w1, 10) % 11;
    if (check == 10)
        check = cs_check_weighted(d, w2, 10) % 11 % 10;
    return check == d[10];
}

/* Personas kods: DDMMYY, century 0-2, serial; 1 plus the sum modulo 11 (MK noteikumi). From 2017 on 32 and anything. */
static gboolean
lv_pk(const char *text, gsize size)
{
    static const guint8 weights[10] = {10, 5, 8, 4, 2, 1, 6, 3, 7, 9};
    guint8 d[CS_CHECK_DIGITS];

    if (!cs_check_digits(text, size, 11, d))
        return FALSE;
    if (d[0] == 3 && d[1] == 2)
        return !cs_check_all_same(d + 2, 9);
    return d[6] <= 2 && cs_check_ddmmyy(d) && (1 + cs_check_weighted(d, weights, 10)) % 11 % 10 == d[10];
}

const struct cs_check cs_checks_north[] = {
    {"se_personnummer", "9999999999", 0.0073, se_personnummer, NULL},
    {"no_fnr", "99999999999", 0.0025, no_fnr, NULL},
    {"dk_cpr", "9999999999", 0.0366, dk_cpr, NULL},
    {"fi_hetu", "999999-999X", 0.001, fi_hetu, NULL},
    {"is_kennitala", "9999999999", 0.0019, is_kennitala, NULL},
    {"fo_ptal", "999999999", 0.0366, fo_ptal, NULL},
    {"ee_lt_isikukood", "99999999999", 0.0029, ee_lt_isikukood, NULL},
    {"lv_pk", "99999999999", 0.011, lv_pk, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
