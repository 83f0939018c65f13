/* check.c - the named checks a rule can ask for, and the arithmetic they share. */
#include "engine/check.h"

#include <string.h>

guint
cs_check_some_digits(const char *text, gsize size, guint min, guint max, guint8 *ret_digits)
{
    if (size < min || size > max || size > CS_CHECK_DIGITS)
        return 0;
    for (gsize i = 0; i < size; i++) {
        if (!g_ascii_isdigit(text[i]))
            return 0;
        ret_digits[i] = (guint8)(text[i] - '0');
    }
    return (guint)size;
}

gboolean
cs_check_digits(const char *text, gsize size, guint n, guint8 *ret_digits)
{
    return cs_check_some_digits(text, size, n, n, ret_digits) == n;
}

guint64
cs_check_number(const guint8 *digits, guint first, guint count)
{
    guint64 n = 0;

    for (guint i = first; i < first + count; i++)
        n = n * 10 + digits[i];
    return n;
}

gboolean
cs_check_luhn(const guint8 *digits, guint n)
{
    guint sum = 0;

    for (guint i = 0; i < n; i++) {
        guint d = digits[n - 1 - i];

        if (i & 1)
            d = d > 4 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    return sum % 10 == 0;
}

gboolean
cs_check_verhoeff(const guint8 *digits, guint n)
{
    static const guint8 turn[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    guint c = 0;

    for (guint i = 0; i < n; i++) {
        guint d = digits[n - 1 - i];

        for (guint k = 0; k < i % 8; k++)
            d = turn[d];
        /* product in the dihedral group of order 10: 0-4 rotations, 5-9 reflections */
        if (c < 5)
            c = d < 5 ? (c + d) % 5 : 5 + (c + d - 5) % 5;
        else
            c = d < 5 ? 5 + (c - 5 + 5 - d) % 5 : (c - 5 + 5 - (d - 5)) % 5;
    }
    return c == 0;
}

gboolean
cs_check_mod11_10(const guint8 *digits, guint n)
{
    guint product = 10;

    for (guint i = 0; i + 1 < n; i++) {
        guint sum = (digits[i] + product) % 10;

        product = (sum ? sum : 10) * 2 % 11;
    }
    return (11 - product) % 10 == digits[n - 1];
}

guint
cs_check_mod97(const char *text, gsize size, gsize first)
{
    guint rest = 0;

    for (gsize i = 0; i < size; i++) {
        char c = text[(i + first) % size];

        rest = g_ascii_isdigit(c) ? (rest * 10 + (guint)(c - '0')) % 97 : (rest * 100 + (guint)(c - 'A') + 10) % 97;
    }
    return rest;
}

gboolean
cs_check_ean(const guint8 *digits, guint n)
{
    guint sum = 0;

    for (guint i = 0; i < n; i++)
        sum += i % 2 ? 3u * digits[n - 1 - i] : digits[n - 1 - i];
    return sum % 10 == 0;
}

gboolean
cs_check_all_same(const guint8 *digits, guint n)
{
    for (guint i = 1; i < n; i++)
        if (digits[i] != digits[0])
            return FALSE;
    return TRUE;
}

guint
cs_check_weighted(const guint8 *digits, const guint8 *weights, guint n)
{
    guint sum = 0;

    for (guint i = 0; i < n; i++)
        sum += (guint)digits[i] * weights[i];
    return sum;
}

gboolean
cs_formula_holds(const struct cs_formula *formula, const guint8 *digits)
{
    guint n = formula->n, m = formula->modulus, rest = cs_check_weighted(digits, formula->weights, n) % m;

    switch (formula->rest) {
    case CS_SUM_IS:
        return rest == digits[n];
    case CS_SUM_UNIT:
        return rest % 10 == digits[n];
    case CS_MINUS_IS:
        return (m - rest) % m == digits[n];
    case CS_MINUS_UNIT:
        return (m - rest) % m % 10 == digits[n];
    case CS_SUM_ZERO:
        break;
    }
    return rest == 0;
}

gboolean
cs_check_day(guint year, guint month, guint day)
{
    static const guint8 days[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return FALSE;
    if (month == 2 && day == 29 && year)
        return (year % 4 == 0 && year % 100) || year % 400 == 0;
    return TRUE;
}

gboolean
cs_check_short_day(guint yy, guint month, guint day)
{
    return cs_check_day(1900 + yy, month, day) || cs_check_day(2000 + yy, month, day);
}

gboolean
cs_check_ddmmyy(const guint8 *d)
{
    return cs_check_short_day(d[4] * 10u + d[5], d[2] * 10u + d[3], d[0] * 10u + d[1]);
}

gboolean
cs_check_yymmdd(const guint8 *d)
{
    return cs_check_short_day(d[0] * 10u + d[1], d[2] * 10u + d[3], d[4] * 10u + d[5]);
}

gboolean
cs_check_form(const char *form, const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        gboolean digit = g_ascii_isdigit(text[i]), letter = g_ascii_isupper(text[i]), fits;

        switch (form[i]) {
        case '\0':
            return FALSE;
        case '9':
            fits = digit;
            break;
        case '1':
            fits = digit && text[i] != '0';
            break;
        case 'A':
            fits = letter;
            break;
        case 'X':
            fits = digit || letter;
            break;
        case 'H':
            fits = digit || (text[i] >= 'A' && text[i] <= 'F');
            break;
        default:
            fits = g_ascii_toupper(form[i]) == text[i];
        }
        if (!fits)
            return FALSE;
    }
    return form[size] == '\0';
}

gboolean
cs_check_among(char c, const char *letters)
{
    return c && strchr(letters, c) != NULL;
}

gboolean
cs_check_country(const char *two)
{
    static const char countries[] =
        "ADAEAFAGAIALAMAOARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDE"
        "DJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGTGUGWGYHKHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJP"
        "KE"
        "KGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNU"
        "NZ"
        "OMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTGTHTJTKTLTMTNTOTRTTTV"
        "TW"
        "TZUAUGUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

    for (const char *c = countries; *c; c += 2)
        if (c[0] == two[0] && c[1] == two[1])
            return TRUE;
    return FALSE;
}

static const struct cs_check *const tables[] = {
    cs_checks_west,     cs_checks_north, cs_checks_east,   cs_checks_world,   cs_checks_company,
    cs_checks_vat,      cs_checks_money, cs_checks_device, cs_checks_contact, cs_checks_place,
    cs_checks_document, cs_checks_goods, cs_checks_date,
};

const struct cs_check *
cs_check_at(guint index)
{
    for (gsize t = 0; t < G_N_ELEMENTS(tables); t++)
        for (const struct cs_check *c = tables[t]; c->name; c++)
            if (!index--)
                return c;
    return NULL;
}

const struct cs_check *
cs_check_find(const char *name)
{
    for (gsize t = 0; t < G_N_ELEMENTS(tables); t++)
        for (const struct cs_check *c = tables[t]; c->name; c++)
            if (!strcmp(c->name, name))
                return c;
    return NULL;
}

gboolean
cs_check_accepts(const struct cs_check *check, const char *text, gsize size)
{
    guint8 digits[CS_CHECK_DIGITS];
    guint n;

    if (check->fn)
        return check->fn(text, size);
    if (!cs_check_form(check->form, text, size))
        return FALSE;
    n = cs_check_some_digits(text, size, 1, CS_CHECK_DIGITS, digits);
    return n && !cs_check_all_same(digits, n) && cs_formula_holds(check->formula, digits);
}
