/* check_national.c - checks of persons' national, tax and health numbers, country by country.
 *
 * Each takes the alnum normal form: upper-case letters and digits, no separators. */
#include "engine/check.h"

#include <string.h>

gboolean
cs_check_fr_nir(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    char plain[16];
    guint month;

    if (size != 15)
        return FALSE;
    memcpy(plain, text, 15);
    if (plain[5] == '2' && (plain[6] == 'A' || plain[6] == 'B')) {
        plain[5] = '1';
        plain[6] = plain[6] == 'A' ? '9' : '8';
    }
    if (!cs_check_digits(plain, 15, 15, d) || !memchr("123478", plain[0], 6))
        return FALSE;
    month = d[3] * 10 + d[4];
    if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50))
        return FALSE;
    if (!d[5] && !d[6])
        return FALSE;
    return 97 - cs_check_number(d, 0, 13) % 97 == cs_check_number(d, 13, 2);
}

gboolean
cs_check_fr_spi(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 13, d) && d[0] <= 3 && cs_check_number(d, 0, 10) > 0 &&
           cs_check_number(d, 0, 10) % 511 == cs_check_number(d, 10, 3);
}

gboolean
cs_check_be_niss(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint64 base, key;
    guint month, day;

    if (!cs_check_digits(text, size, 11, d))
        return FALSE;
    month = (d[2] * 10u + d[3]) % 20; /* bis numbers add 20 or 40 */
    day = d[4] * 10u + d[5];
    if (d[2] * 10u + d[3] > 52 || month > 12 || day > 31 || (month && day && !cs_check_day(0, month, day)))
        return FALSE;
    base = cs_check_number(d, 0, 9);
    key = cs_check_number(d, 9, 2);
    return base && (97 - base % 97 == key || 97 - (2000000000u + base) % 97 == key);
}

gboolean
cs_check_lu(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS], v[12];

    if (!cs_check_digits(text, size, 13, d))
        return FALSE;
    if (!cs_check_day((guint)cs_check_number(d, 0, 4), (guint)cs_check_number(d, 4, 2),
                      (guint)cs_check_number(d, 6, 2)) ||
        d[0] < 1 || d[0] > 2)
        return FALSE;
    memcpy(v, d, 11);
    v[11] = d[12];
    return cs_check_luhn(d, 12) && cs_check_verhoeff(v, 12);
}

gboolean
cs_check_ch_ahv(const char *text, gsize size)
{
    return size == 13 && !memcmp(text, "756", 3) && cs_check_ean13(text, size);
}

gboolean
cs_check_de_steuerid(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint seen[10] = {0}, repeated = 0;

    if (!cs_check_digits(text, size, 11, d) || !d[0])
        return FALSE;
    for (guint i = 0; i < 10; i++) {
        seen[d[i]]++;
        if (i > 1 && d[i] == d[i - 1] && d[i] == d[i - 2])
            return FALSE;
    }
    for (guint i = 0; i < 10; i++) {
        if (seen[i] > 3)
            return FALSE;
        repeated += seen[i] > 1;
    }
    return repeated == 1 && cs_check_mod11_10(d, 11);
}

static gboolean
spanish_letter(guint64 number, char letter)
{
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == letter;
}

gboolean
cs_check_es_dni(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 9 && cs_check_digits(text, 8, 8, d) && cs_check_number(d, 0, 8) > 0 &&
           spanish_letter(cs_check_number(d, 0, 8), text[8]);
}

gboolean
cs_check_es_nie(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 9 && text[0] >= 'X' && text[0] <= 'Z' && cs_check_digits(text + 1, 7, 7, d) &&
           spanish_letter((guint64)(text[0] - 'X') * 10000000 + cs_check_number(d, 0, 7), text[8]);
}

/* Digit of a codice fiscale, also in its homocode letter; -1: neither. */
static int
italian_digit(char c)
{
    const char *letters = "LMNPQRSTUV", *at;

    if (g_ascii_isdigit(c))
        return c - '0';
    at = strchr(letters, c);
    return c && at ? (int)(at - letters) : -1;
}

gboolean
cs_check_it_cf(const char *text, gsize size)
{
    static const guint8 odd[26] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                   20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    static const char form[] = "LLLLLLDDMDDLDDDL";
    guint sum = 0;
    int day;

    if (size != 16)
        return FALSE;
    for (guint i = 0; i < 16; i++) {
        if (form[i] == 'D' ? italian_digit(text[i]) < 0 : !g_ascii_isupper(text[i]))
            return FALSE;
        if (form[i] == 'M' && !strchr("ABCDEHLMPRST", text[i]))
            return FALSE;
    }
    day = italian_digit(text[9]) * 10 + italian_digit(text[10]);
    if (day < 1 || day > 71 || (day > 31 && day < 41))
        return FALSE;
    for (guint i = 0; i < 15; i++) {
        guint n = g_ascii_isdigit(text[i]) ? (guint)(text[i] - '0') : (guint)(text[i] - 'A');

        sum += i % 2 ? n : odd[n];
    }
    return (char)('A' + sum % 26) == text[15];
}

gboolean
cs_check_nl_bsn(const char *text, gsize size)
{
    static const guint8 weights[8] = {9, 8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS] = {0};
    guint n = cs_check_some_digits(text, size, 8, 9, d);

    if (!n)
        return FALSE;
    if (n == 8) { /* a spreadsheet dropped the zero */
        memmove(d + 1, d, 8);
        d[0] = 0;
    }
    return !cs_check_all_same(d, 9) && (cs_check_weighted(d, weights, 8) + 11 - d[8]) % 11 == 0;
}

gboolean
cs_check_pt_nif(const char *text, gsize size)
{
    static const guint8 weights[8] = {9, 8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_digits(text, size, 9, d) || !d[0] || (d[0] == 4 && d[1] != 5))
        return FALSE;
    check = 11 - cs_check_weighted(d, weights, 8) % 11;
    return (check >= 10 ? 0 : check) == d[8];
}

gboolean
cs_check_uk_nino(const char *text, gsize size)
{
    static const char *const unused[] = {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"};
    guint8 d[CS_CHECK_DIGITS];

    if ((size != 8 && size != 9) || !g_ascii_isupper(text[0]) || !g_ascii_isupper(text[1]))
        return FALSE;
    if (strchr("DFIQUV", text[0]) || strchr("DFIQUVO", text[1]) || !cs_check_digits(text + 2, 6, 6, d))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(unused); i++)
        if (!memcmp(text, unused[i], 2))
            return FALSE;
    return size == 8 || (text[8] >= 'A' && text[8] <= 'D');
}

gboolean
cs_check_uk_nhs(const char *text, gsize size)
{
    static const guint8 weights[9] = {10, 9, 8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && !cs_check_all_same(d, 10) &&
           11 - cs_check_weighted(d, weights, 9) % 11 == (d[9] ? d[9] : 11u);
}

gboolean
cs_check_ie_pps(const char *text, gsize size)
{
    static const guint8 weights[7] = {8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint sum;

    if ((size != 8 && size != 9) || !cs_check_digits(text, 7, 7, d))
        return FALSE;
    sum = cs_check_weighted(d, weights, 7);
    if (size == 9) {
        if ((text[8] < 'A' || text[8] > 'I') && !(text[8] && strchr("WTX", text[8])))
            return FALSE;
        if (text[8] <= 'I')
            sum += 9u * (guint)(text[8] - 'A' + 1);
    }
    return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == text[7];
}

gboolean
cs_check_pesel(const char *text, gsize size)
{
    static const guint8 weights[10] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    static const guint16 century[5] = {1900, 2000, 2100, 2200, 1800};
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 11, d))
        return FALSE;
    month = d[2] * 10u + d[3];
    return cs_check_day(century[month / 20] + d[0] * 10u + d[1], month % 20, d[4] * 10u + d[5]) &&
           (10 - cs_check_weighted(d, weights, 10) % 10) % 10 == d[10];
}

gboolean
cs_check_se(const char *text, gsize size)
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

gboolean
cs_check_no(const char *text, gsize size)
{
    static const guint8 w1[9] = {3, 7, 6, 1, 8, 9, 4, 5, 2}, w2[10] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
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
    return cs_check_short_day(d[4] * 10u + d[5], month, day) && (11 - cs_check_weighted(d, w1, 9) % 11) % 11 == d[9] &&
           (11 - cs_check_weighted(d, w2, 10) % 11) % 11 == d[10];
}

/* Only the date: numbers issued since 2007 need not satisfy the modulus. */
gboolean
cs_check_dk(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) &&
           cs_check_short_day(d[4] * 10u + d[5], d[2] * 10u + d[3], d[0] * 10u + d[1]);
}

/* 11 characters with the century sign, 10 when the sign was a "-" or "+" that the normal form dropped. */
gboolean
cs_check_fi(const char *text, gsize size)
{
    static const char control[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    guint8 d[CS_CHECK_DIGITS];
    char plain[9];
    guint sign = size == 11;

    if (size != 10 && size != 11)
        return FALSE;
    if (sign && (!text[6] || !strchr("-+YXWVUABCDEF", text[6])))
        return FALSE;
    memcpy(plain, text, 6);
    memcpy(plain + 6, text + 6 + sign, 3);
    if (!cs_check_digits(plain, 9, 9, d) || cs_check_number(d, 6, 3) < 2)
        return FALSE;
    return cs_check_short_day(d[4] * 10u + d[5], d[2] * 10u + d[3], d[0] * 10u + d[1]) &&
           control[cs_check_number(d, 0, 9) % 31] == text[9 + sign];
}

gboolean
cs_check_at(const char *text, gsize size)
{
    static const guint8 weights[10] = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 10, d) || !d[0])
        return FALSE;
    month = d[6] * 10u + d[7];
    if (month >= 13 && month <= 15)
        month = 1; /* the serials of a day ran out */
    return cs_check_short_day(d[8] * 10u + d[9], month, d[4] * 10u + d[5]) &&
           cs_check_weighted(d, weights, 10) % 11 == d[3];
}

gboolean
cs_check_ro(const char *text, gsize size)
{
    static const guint8 weights[12] = {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_digits(text, size, 13, d) || !d[0])
        return FALSE;
    check = cs_check_weighted(d, weights, 12) % 11;
    return cs_check_short_day(d[1] * 10u + d[2], d[3] * 10u + d[4], d[5] * 10u + d[6]) &&
           (check == 10 ? 1 : check) == d[12];
}

gboolean
cs_check_cz(const char *text, gsize size)
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

gboolean
cs_check_gr(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) &&
           cs_check_short_day(d[4] * 10u + d[5], d[2] * 10u + d[3], d[0] * 10u + d[1]) && cs_check_luhn(d, 11);
}

gboolean
cs_check_bg(const char *text, gsize size)
{
    static const guint8 weights[9] = {2, 4, 8, 5, 10, 9, 7, 3, 6};
    static const guint16 century[3] = {1900, 1800, 2000};
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 10, d))
        return FALSE;
    month = d[2] * 10u + d[3];
    return month < 60 && cs_check_day(century[month / 20] + d[0] * 10u + d[1], month % 20, d[4] * 10u + d[5]) &&
           cs_check_weighted(d, weights, 9) % 11 % 10 == d[9];
}

gboolean
cs_check_ee_lt(const char *text, gsize size)
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

gboolean
cs_check_hr(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && !cs_check_all_same(d, 11) && cs_check_mod11_10(d, 11);
}

gboolean
cs_check_si(const char *text, gsize size)
{
    static const guint8 weights[12] = {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint year;

    if (!cs_check_digits(text, size, 13, d))
        return FALSE;
    year = (guint)cs_check_number(d, 4, 3);
    return cs_check_day(year + (year < 800 ? 2000 : 1000), d[2] * 10u + d[3], d[0] * 10u + d[1]) &&
           (11 - cs_check_weighted(d, weights, 12) % 11) % 11 == d[12];
}

gboolean
cs_check_ssn(const char *text, gsize size)
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

gboolean
cs_check_itin(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint group;

    if (!cs_check_digits(text, size, 9, d) || d[0] != 9)
        return FALSE;
    group = d[3] * 10u + d[4];
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group != 89 && group != 93);
}

gboolean
cs_check_ca_sin(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 9, d) && d[0] && d[0] != 8 && cs_check_luhn(d, 9);
}

gboolean
cs_check_cpf(const char *text, gsize size)
{
    static const guint8 weights[10] = {11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint first, second;

    if (!cs_check_digits(text, size, 11, d) || cs_check_all_same(d, 11))
        return FALSE;
    first = cs_check_weighted(d, weights + 1, 9) % 11;
    second = cs_check_weighted(d, weights, 10) % 11;
    return (first < 2 ? 0 : 11 - first) == d[9] && (second < 2 ? 0 : 11 - second) == d[10];
}

gboolean
cs_check_aadhaar(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gboolean palindrome = TRUE;

    if (!cs_check_digits(text, size, 12, d) || d[0] < 2)
        return FALSE;
    for (guint i = 0; i < 6; i++)
        palindrome &= d[i] == d[11 - i];
    return !palindrome && cs_check_verhoeff(d, 12);
}

gboolean
cs_check_pan(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    if (size != 10 || !cs_check_digits(text + 5, 4, 4, d) || !cs_check_number(d, 0, 4) || !g_ascii_isupper(text[9]))
        return FALSE;
    for (guint i = 0; i < 5; i++)
        if (!g_ascii_isupper(text[i]))
            return FALSE;
    return strchr("PCHFATBLJG", text[3]) != NULL;
}
