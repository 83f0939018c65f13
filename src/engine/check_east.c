/* check_east.c - numbers of persons in Central, Eastern and South-Eastern Europe and Türkiye. */
#include "engine/check.h"

#include <string.h>

/* PESEL: month + 20 from 2000, + 80 before 1900; 1 3 7 9 modulo 10 (MSWiA). */
static gboolean
pl_pesel(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_IS, 10, 10, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3}};
    static const guint16 century[5] = {1900, 2000, 2100, 2200, 1800};
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 11, d))
        return FALSE;
    month = d[2] * 10u + d[3];
    return cs_check_day(century[month / 20] + d[0] * 10u + d[1], month % 20, d[4] * 10u + d[5]) &&
           cs_formula_holds(&formula, d);
}

/* CNP: sex and century, YYMMDD, county, serial; 279146358279 modulo 11, 10 is 1 (Legea 105/1996). */
static gboolean
ro_cnp(const char *text, gsize size)
{
    static const guint8 weights[12] = {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_digits(text, size, 13, d) || !d[0])
        return FALSE;
    check = cs_check_weighted(d, weights, 12) % 11;
    return cs_check_yymmdd(d + 1) && (check == 10 ? 1 : check) == d[12];
}

/* Rodné číslo: month + 50 women, + 20 when serials ran out; divisible by 11, rest 10 written 0 until 1985
 * (zákon 133/2000). Nine digits before 1954 have no check. */
static gboolean
cz_rc(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint64 number;
    guint month;

    if (!cs_check_digits(text, size, 10, d))
        return FALSE;
    month = d[2] * 10u + d[3];
    if (month > 50)
        month -= 50;
    if (month > 20)
        month -= 20;
    if (!cs_check_short_day(d[0] * 10u + d[1], month, d[4] * 10u + d[5]))
        return FALSE;
    number = cs_check_number(d, 0, 10);
    return number % 11 == 0 || (d[9] == 0 && number / 10 % 11 == 10 && d[0] * 10u + d[1] <= 85);
}

/* EGN: month + 20 before 1900, + 40 from 2000; modulo 11 modulo 10 (GRAO). */
static gboolean
bg_egn(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_SUM_UNIT, 11, 9, {2, 4, 8, 5, 10, 9, 7, 3, 6}};
    static const guint16 century[3] = {1900, 1800, 2000};
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 10, d))
        return FALSE;
    month = d[2] * 10u + d[3];
    return month < 60 && cs_check_day(century[month / 20] + d[0] * 10u + d[1], month % 20, d[4] * 10u + d[5]) &&
           cs_formula_holds(&formula, d);
}

/* OIB: ISO 7064 MOD 11,10 (Porezna uprava). */
static gboolean
hr_oib(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && !cs_check_all_same(d, 11) && cs_check_mod11_10(d, 11);
}

/* EMŠO, JMBG of the former Yugoslavia: DDMMYYY, region, serial, modulo 11. */
static gboolean
si_emso(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_IS, 11, 12, {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];
    guint year;

    if (!cs_check_digits(text, size, 13, d))
        return FALSE;
    year = (guint)cs_check_number(d, 4, 3);
    return cs_check_day(year + (year < 800 ? 2000 : 1000), d[2] * 10u + d[3], d[0] * 10u + d[1]) &&
           cs_formula_holds(&formula, d);
}

/* Adóazonosító jel: 8, days since 1867, serial; weights 1…9 modulo 11 (Art. 2017. évi CL.). */
static gboolean
hu_adoazonosito(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_SUM_IS, 11, 9, {1, 2, 3, 4, 5, 6, 7, 8, 9}};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && d[0] == 8 && cs_formula_holds(&formula, d);
}

/* Személyi azonosító: sex and century, YYMMDD, serial; weights 1…10 modulo 11, from 1997 on 10…1. */
static gboolean
hu_szemelyi(const char *text, gsize size)
{
    static const guint8 up[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, down[10] = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
    guint8 d[CS_CHECK_DIGITS];
    gboolean late;

    if (!cs_check_digits(text, size, 11, d) || !d[0] || !cs_check_yymmdd(d + 1))
        return FALSE;
    late = d[0] == 3 || d[0] == 4 || d[1] * 10u + d[2] >= 97;
    return cs_check_weighted(d, late ? down : up, 10) % 11 == d[10];
}

/* Идентификационный номер: sex and century, DDMMYY, letter, serial, country letters, check 731 modulo 10 (Belarus). */
static gboolean
by_id(const char *text, gsize size)
{
    static const guint8 weights[3] = {7, 3, 1};
    guint sum = 0;

    if (!cs_check_form("1999999A999AA9", text, size) || !cs_check_among(text[7], "ABCKEMH"))
        return FALSE;
    for (guint i = 0; i < 13; i++)
        sum += weights[i % 3] * (guint)(g_ascii_isdigit(text[i]) ? text[i] - '0' : text[i] - 'A' + 10);
    return sum % 10 == (guint)(text[13] - '0');
}

/* ИНН of a person: two digits, each modulo 11 modulo 10 (ФНС). */
static gboolean
ru_inn(const char *text, gsize size)
{
    static const struct cs_formula first = {CS_SUM_UNIT, 11, 10, {7, 2, 4, 10, 3, 5, 9, 4, 6, 8}},
                                   second = {CS_SUM_UNIT, 11, 11, {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 12, d) && !cs_check_all_same(d, 12) && cs_formula_holds(&first, d) &&
           cs_formula_holds(&second, d);
}

/* СНИЛС: weights 9…1 modulo 101, 100 is 00 (ПФР). */
static gboolean
ru_snils(const char *text, gsize size)
{
    static const guint8 weights[9] = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && !cs_check_all_same(d, 11) &&
           cs_check_weighted(d, weights, 9) % 101 % 100 == cs_check_number(d, 9, 2);
}

/* РНОКПП: the first weight is -1, modulo 11 modulo 10 (ДПС). */
static gboolean
ua_rnokpp(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_SUM_UNIT, 11, 9, {10, 5, 7, 9, 4, 6, 10, 5, 7}};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && !cs_check_all_same(d, 10) && cs_formula_holds(&formula, d);
}

/* T.C. kimlik: the tenth digit is 7 × odd places - even ones, the eleventh the sum of the ten (NVİ). */
static gboolean
tr_kimlik(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint odd, even;

    if (!cs_check_digits(text, size, 11, d) || !d[0])
        return FALSE;
    odd = d[0] + d[2] + d[4] + d[6] + d[8];
    even = d[1] + d[3] + d[5] + d[7];
    return (7 * odd + 9 * even) % 10 == d[9] && (odd + even + d[9]) % 10 == d[10];
}

const struct cs_check cs_checks_east[] = {
    {"pl_pesel", "99999999999", 0.0181, pl_pesel, NULL},
    {"ro_cnp", "9999999999999", 0.003, ro_cnp, NULL},
    {"cz_rc", "9999999999", 0.0139, cz_rc, NULL},
    {"bg_egn", "9999999999", 0.011, bg_egn, NULL},
    {"hr_oib", "99999999999", 0.1, hr_oib, NULL},
    {"si_emso", "9999999999999", 0.0033, si_emso, NULL},
    /* TAJ: weights 3 and 7 modulo 10 (NEAK) */
    CS_FORMULA("hu_taj", "999999999", 0.1, CS_SUM_IS, 10, 8, 3, 7, 3, 7, 3, 7, 3, 7),
    {"hu_adoazonosito", "9999999999", 0.0091, hu_adoazonosito, NULL},
    {"hu_szemelyi", "99999999999", 0.003, hu_szemelyi, NULL},
    {"by_id", "1999999A999AA9", 0.0269, by_id, NULL},
    {"ru_inn", "999999999999", 0.0098, ru_inn, NULL},
    {"ru_snils", "99999999999", 0.01, ru_snils, NULL},
    {"ua_rnokpp", "9999999999", 0.1, ua_rnokpp, NULL},
    {"tr_kimlik", "99999999999", 0.009, tr_kimlik, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
