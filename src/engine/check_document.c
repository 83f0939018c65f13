/* check_document.c - passports, identity cards, licences: machine-readable lines and printed numbers. */
#include "engine/check.h"

#include <string.h>

/* Value of a character of a machine-readable zone: digits, A is 10, filler 0; -1: none of them (ICAO 9303-3). */
static int
mrz_value(char c)
{
    return g_ascii_isdigit(c) ? c - '0' : g_ascii_isupper(c) ? c - 'A' + 10 : c == '<' ? 0 : -1;
}

/* Does the digit behind size characters check them: 7 3 1 modulo 10? A filler stands for 0. */
static gboolean
mrz_digit(const char *text, gsize size)
{
    static const guint8 weights[3] = {7, 3, 1};
    guint sum = 0;

    for (gsize i = 0; i < size; i++) {
        int v = mrz_value(text[i]);

        if (v < 0)
            return FALSE;
        sum += (guint)v * weights[i % 3];
    }
    return sum % 10 == (guint)(text[size] == '<' ? 0 : mrz_value(text[size]));
}

/* Second line of a passport (TD3, 44) or of a card or visa of two lines (TD2, 36): number, birth, expiry. */
static gboolean
mrz_second_line(const char *text, gsize size)
{
    return (size == 44 || size == 36) && cs_check_among(text[20], "MFX<") && mrz_digit(text, 9) &&
           mrz_digit(text + 13, 6) && mrz_digit(text + 21, 6);
}

/* First line of TD1, TD2, TD3: kind of document, country, names or number. */
static gboolean
mrz_first_line(const char *text, gsize size)
{
    if ((size != 30 && size != 36 && size != 44) || !cs_check_among(text[0], "PIACV"))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (mrz_value(text[i]) < 0)
            return FALSE;
    return memchr(text, '<', size) && g_ascii_isupper(text[2]) &&
           (size == 30 ? mrz_digit(text + 5, 9) : memmem(text, size, "<<", 2) != NULL);
}

/* All lines together: TD1 (90), TD2 (72), TD3 (88), line breaks taken out by the normal form or not. */
static gboolean
mrz(const char *text, gsize size)
{
    char flat[96];
    gsize n = 0;

    for (gsize i = 0; i < size; i++)
        if (text[i] != '\n' && text[i] != '\r') {
            if (n == sizeof flat)
                return FALSE;
            flat[n++] = text[i];
        }
    if (n == 88 || n == 72)
        return mrz_first_line(flat, n / 2) && mrz_second_line(flat + n / 2, n / 2);
    return n == 90 && mrz_first_line(flat, 30) && mrz_digit(flat + 30, 6) && mrz_digit(flat + 38, 6);
}

/* French card before 2021: YYMM, department or office, serial; a 13th digit checks the others as in the
 * machine-readable line (décret 55-1397). */
static gboolean
fr_cni(const char *text, gsize size)
{
    guint month;

    if (size != 12 && size != 13)
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isdigit(text[i]) && !((text[i] == 'A' || text[i] == 'B') && i >= 4 && i < 7) &&
            !(i == 6 && g_ascii_isupper(text[i])) && !(i == 7 && g_ascii_isupper(text[i])))
            return FALSE;
    month = (guint)(text[2] - '0') * 10 + (guint)(text[3] - '0');
    return month >= 1 && month <= 12 && (size == 12 || mrz_digit(text, 12));
}

/* Card since 2021: nine characters, both letters and digits (ANTS). */
static gboolean
fr_cni_2021(const char *text, gsize size)
{
    guint letters = 0;

    if (!cs_check_form("XXXXXXXXX", text, size))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        letters += g_ascii_isupper(text[i]) != 0;
    return letters > 0 && letters < 9;
}

/* Number of the Belgian card: the first ten digits modulo 97, 0 is written 97 (BOSA). */
static gboolean
be_eid(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint64 rest;

    if (!cs_check_digits(text, size, 12, d) || !cs_check_number(d, 0, 10))
        return FALSE;
    rest = cs_check_number(d, 0, 10) % 97;
    return (rest ? rest : 97) == cs_check_number(d, 10, 2);
}

/* German card and passport: nine characters of 27 without vowels and look-alikes, and the ICAO check digit (BMI). */
static gboolean
de_document(const char *text, gsize size)
{
    if (!cs_check_form("XXXXXXXXX9", text, size) || !cs_check_among(text[0], "CFGHJKLMNPRTVWXYZ"))
        return FALSE;
    for (gsize i = 0; i < 9; i++)
        if (g_ascii_isupper(text[i]) && !cs_check_among(text[i], "CFGHJKLMNPRTVWXYZ"))
            return FALSE;
    return mrz_digit(text, 9);
}

/* Polish card: three letters and six digits, the first digit checks the others, 7 3 1 _ 7 3 1 7 3 modulo 10 (MSWiA). */
static gboolean
pl_dowod(const char *text, gsize size)
{
    static const guint8 weights[9] = {7, 3, 1, 0, 7, 3, 1, 7, 3};
    guint sum = 0;

    if (!cs_check_form("AAA999999", text, size))
        return FALSE;
    for (guint i = 0; i < 9; i++)
        sum += weights[i] * (guint)mrz_value(text[i]);
    return sum % 10 == (guint)(text[3] - '0');
}

/* British licence: five of the surname, decade, month (+ 50 women), day, year, initials, arbitrary (DVLA). */
static gboolean
uk_licence(const char *text, gsize size)
{
    guint month, day;

    if (!cs_check_form("XXXXX999999XX9AA", text, size) || !g_ascii_isupper(text[0]))
        return FALSE;
    for (gsize i = 1; i < 5; i++) /* short names are filled with 9 behind the letters */
        if (g_ascii_isdigit(text[i]) && (text[i] != '9' || (i < 4 && text[i + 1] != '9')))
            return FALSE;
    month = (guint)(text[6] - '0') * 10 + (guint)(text[7] - '0');
    day = (guint)(text[8] - '0') * 10 + (guint)(text[9] - '0');
    return cs_check_day(0, month > 50 ? month - 50 : month, day);
}

/* French licence: file number of twelve digits, YYMM of its opening and the department (ANTS). */
static gboolean
fr_licence(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 12, d))
        return FALSE;
    month = d[2] * 10u + d[3];
    return month >= 1 && month <= 12 && (d[4] || d[5]) && cs_check_number(d, 6, 6);
}

/* Italian card (CIE): two letters, five digits, two letters; licences add a check letter elsewhere: structure. */
static gboolean
it_cie(const char *text, gsize size)
{
    return cs_check_form("AA99999AA", text, size) && text[0] == 'C';
}

const struct cs_check cs_checks_document[] = {
    {"mrz", NULL, 0.00001, mrz, NULL},
    {"mrz_first_line", NULL, 0.0001, mrz_first_line, NULL},
    {"mrz_second_line", NULL, 0.0001, mrz_second_line, NULL},
    {"fr_cni", "999999999999", 0.12, fr_cni, NULL},
    {"fr_cni_2021", "XXXXXXXXX", 0.947, fr_cni_2021, NULL},
    {"be_eid", "999999999999", 0.01, be_eid, NULL},
    {"de_document", "XXXXXXXXX9", 0.0043, de_document, NULL},
    {"pl_dowod", "AAA999999", 0.1, pl_dowod, NULL},
    {"uk_licence", "AAAAA999999AA9AA", 0.073, uk_licence, NULL},
    {"fr_licence", "999999999999", 0.119, fr_licence, NULL},
    {"it_cie", "AA99999AA", 0.0385, it_cie, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
