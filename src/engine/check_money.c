/* check_money.c - bank accounts, banks, payment cards, securities, references of payments. */
#include "engine/check.h"

#include <string.h>

/* Length of an IBAN and the classes of its national part, country by country (SWIFT registry 101). */
static const struct {
    char country[3];
    guint8 size;
    const char *form; /* counts and classes: n digits, a upper-case letters, c both */
} iban_forms[] = {
    {"AD", 24, "8n12c"},    {"AE", 23, "19n"},      {"AL", 28, "8n16c"},    {"AT", 20, "16n"},
    {"AZ", 28, "4a20c"},    {"BA", 20, "16n"},      {"BE", 16, "12n"},      {"BG", 22, "4a6n8c"},
    {"BH", 22, "4a14c"},    {"BI", 27, "23n"},      {"BR", 29, "23n1a1c"},  {"BY", 28, "4c4n16c"},
    {"CH", 21, "5n12c"},    {"CR", 22, "18n"},      {"CY", 28, "8n16c"},    {"CZ", 24, "20n"},
    {"DE", 22, "18n"},      {"DJ", 27, "23n"},      {"DK", 18, "14n"},      {"DO", 28, "4c20n"},
    {"EE", 20, "16n"},      {"EG", 29, "25n"},      {"ES", 24, "20n"},      {"FI", 18, "14n"},
    {"FK", 18, "2a12n"},    {"FO", 18, "14n"},      {"FR", 27, "10n11c2n"}, {"GB", 22, "4a14n"},
    {"GE", 22, "2a16n"},    {"GI", 23, "4a15c"},    {"GL", 18, "14n"},      {"GR", 27, "7n16c"},
    {"GT", 28, "24c"},      {"HN", 28, "4a20n"},    {"HR", 21, "17n"},      {"HU", 28, "24n"},
    {"IE", 22, "4a14n"},    {"IL", 23, "19n"},      {"IQ", 23, "4a15n"},    {"IS", 26, "22n"},
    {"IT", 27, "1a10n12c"}, {"JO", 30, "4a4n18c"},  {"KW", 30, "4a22c"},    {"KZ", 20, "3n13c"},
    {"LB", 28, "4n20c"},    {"LC", 32, "4a24c"},    {"LI", 21, "5n12c"},    {"LT", 20, "16n"},
    {"LU", 20, "3n13c"},    {"LV", 21, "4a13c"},    {"LY", 25, "21n"},      {"MC", 27, "10n11c2n"},
    {"MD", 24, "20c"},      {"ME", 22, "18n"},      {"MK", 19, "3n10c2n"},  {"MN", 20, "16n"},
    {"MR", 27, "23n"},      {"MT", 31, "4a5n18c"},  {"MU", 30, "4a19n3a"},  {"NI", 28, "4a20n"},
    {"NL", 18, "4a10n"},    {"NO", 15, "11n"},      {"OM", 23, "3n16c"},    {"PK", 24, "4a16c"},
    {"PL", 28, "24n"},      {"PS", 29, "4a21c"},    {"PT", 25, "21n"},      {"QA", 29, "4a21c"},
    {"RO", 24, "4a16c"},    {"RS", 22, "18n"},      {"RU", 33, "14n15c"},   {"SA", 24, "2n18c"},
    {"SC", 31, "4a20n3a"},  {"SD", 18, "14n"},      {"SE", 24, "20n"},      {"SI", 19, "15n"},
    {"SK", 24, "20n"},      {"SM", 27, "1a10n12c"}, {"SO", 23, "19n"},      {"ST", 25, "21n"},
    {"SV", 28, "4a20n"},    {"TL", 23, "19n"},      {"TN", 24, "20n"},      {"TR", 26, "6n16c"},
    {"UA", 29, "6n19c"},    {"VA", 22, "18n"},      {"VG", 24, "4a16n"},    {"XK", 20, "16n"},
    {"YE", 30, "4a4n18c"},
};

static gboolean
iban_form_fits(const char *form, const char *bban)
{
    while (*form) {
        guint count = 0;
        char class;

        while (g_ascii_isdigit(*form))
            count = count * 10 + (guint)(*form++ - '0');
        class = *form++;
        for (; count; count--, bban++) {
            gboolean digit = g_ascii_isdigit(*bban), letter = g_ascii_isupper(*bban);

            if (!(class == 'n' ? digit : class == 'a' ? letter : digit || letter))
                return FALSE;
        }
    }
    return TRUE;
}

/* IBAN: ISO 13616 lengths and forms, ISO 7064 MOD 97-10 over the whole with the first four characters last. */
static gboolean
iban(const char *text, gsize size)
{
    if (size < 15 || size > 34 || !g_ascii_isdigit(text[2]) || !g_ascii_isdigit(text[3]))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(iban_forms); i++)
        if (!memcmp(iban_forms[i].country, text, 2))
            return size == iban_forms[i].size && iban_form_fits(iban_forms[i].form, text + 4) &&
                   cs_check_mod97(text, size, 4) == 1;
    return FALSE;
}

/* Letters of a French account number as digits: A and J are 1, B, K and S 2, … */
static int
rib_digit(char c)
{
    if (g_ascii_isdigit(c))
        return c - '0';
    return c < 'A' || c > 'Z' ? -1 : c <= 'I' ? c - 'A' + 1 : c <= 'R' ? c - 'J' + 1 : c - 'S' + 2;
}

/* RIB: 97 - (89 × bank + 15 × branch + 3 × account) modulo 97 (CFONB). */
static gboolean
fr_rib(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    if (size != 23)
        return FALSE;
    for (gsize i = 0; i < size; i++) {
        int v = (i < 10 || i > 20) && !g_ascii_isdigit(text[i]) ? -1 : rib_digit(text[i]);

        if (v < 0)
            return FALSE;
        d[i] = (guint8)v;
    }
    return cs_check_number(d, 0, 5) && cs_check_number(d, 10, 11) &&
           97 - (89 * cs_check_number(d, 0, 5) + 15 * cs_check_number(d, 5, 5) + 3 * cs_check_number(d, 10, 11)) % 97 ==
               cs_check_number(d, 21, 2);
}

/* An IBAN of France or Monaco whose account passes the RIB key too. */
static gboolean
iban_fr(const char *text, gsize size)
{
    return size == 27 && (!memcmp(text, "FR", 2) || !memcmp(text, "MC", 2)) && iban(text, size) && fr_rib(text + 4, 23);
}

/* Account of Belgium: the first ten digits modulo 97, 0 is written 97 (Febelfin). */
static gboolean
be_account(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint64 rest;

    if (!cs_check_digits(text, size, 12, d) || !cs_check_number(d, 0, 10))
        return FALSE;
    rest = cs_check_number(d, 0, 10) % 97;
    return (rest ? rest : 97) == cs_check_number(d, 10, 2);
}

static guint
ccc_digit(const guint8 *digits)
{
    static const guint8 weights[10] = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
    guint check = 11 - cs_check_weighted(digits, weights, 10) % 11;

    return check == 11 ? 0 : check == 10 ? 1 : check;
}

/* CCC of Spain: powers of two modulo 11, one digit for bank and branch, one for the account (CSB). */
static gboolean
es_ccc(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS], bank[10] = {0};

    if (!cs_check_digits(text, size, 20, d) || !cs_check_number(d, 0, 8))
        return FALSE;
    memcpy(bank + 2, d, 8);
    return ccc_digit(bank) == d[8] && ccc_digit(d + 10) == d[9];
}

/* BBAN of Italy and San Marino: CIN letter, odd places by the table of the codice fiscale, modulo 26 (CBI). */
static gboolean
it_bban(const char *text, gsize size)
{
    static const guint8 odd[26] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                   20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    guint sum = 0;

    if (!cs_check_form("A9999999999XXXXXXXXXXXX", text, size))
        return FALSE;
    for (guint i = 1; i < size; i++) {
        guint n = g_ascii_isdigit(text[i]) ? (guint)(text[i] - '0') : (guint)(text[i] - 'A');

        sum += i % 2 ? odd[n] : n;
    }
    return (char)('A' + sum % 26) == text[0];
}

/* NIB of Portugal, accounts of Bosnia, Montenegro, North Macedonia, Serbia, Slovenia, Tunisia …: ISO 7064 MOD 97-10
 * over the national number (SIBS). */
static gboolean
pt_nib(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 21, d) && cs_check_number(d, 0, 18) && cs_check_mod97(text, size, 0) == 1;
}

/* Reference of a Swiss payment slip: recursive modulo 10 through a table (SIX). */
static gboolean
ch_reference(const char *text, gsize size)
{
    static const guint8 table[10] = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 16, 27, d), carry = 0;

    if (n != 16 && n != 27)
        return FALSE;
    for (guint i = 0; i + 1 < n; i++)
        carry = table[(carry + d[i]) % 10];
    return !cs_check_all_same(d, n) && (10 - carry) % 10 == d[n - 1];
}

/* RF creditor reference: ISO 11649. */
static gboolean
rf_reference(const char *text, gsize size)
{
    if (size < 5 || size > 25 || memcmp(text, "RF", 2) || !cs_check_form("99", text + 2, 2))
        return FALSE;
    for (gsize i = 4; i < size; i++)
        if (!g_ascii_isdigit(text[i]) && !g_ascii_isupper(text[i]))
            return FALSE;
    return cs_check_mod97(text, size, 4) == 1;
}

/* SEPA creditor identifier (AT-02): MOD 97-10 over country, key and what follows the three letters of the business. */
static gboolean
sepa_creditor(const char *text, gsize size)
{
    char core[36];

    if (size < 8 || size > 35 || !cs_check_form("AA99XXX", text, 7) || !cs_check_country(text))
        return FALSE;
    for (gsize i = 7; i < size; i++)
        if (!g_ascii_isdigit(text[i]) && !g_ascii_isupper(text[i]))
            return FALSE;
    memcpy(core, text, 4);
    memcpy(core + 4, text + 7, size - 7);
    return cs_check_mod97(core, size - 3, 4) == 1;
}

/* BIC: ISO 9362, a country in places 5 and 6. */
static gboolean
bic(const char *text, gsize size)
{
    return (cs_check_form("AAAAAAXX", text, size) || cs_check_form("AAAAAAXXXXX", text, size)) &&
           cs_check_country(text + 4);
}

static gboolean
luhn(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 2, CS_CHECK_DIGITS, d);

    return n && !cs_check_all_same(d, n) && cs_check_luhn(d, n);
}

/* Issuer ranges on the first four digits, with the lengths they use (bit n: n digits). */
static gboolean
card(const char *text, gsize size)
{
#define LONG_CARD (1u << 16 | 1u << 17 | 1u << 18 | 1u << 19)
#define ANY_CARD (LONG_CARD | 1u << 12 | 1u << 13 | 1u << 14 | 1u << 15)
    static const struct {
        guint16 low, high;
        guint32 sizes;
    } issuers[] = {{2200, 2204, LONG_CARD},
                   {2221, 2720, 1u << 16},
                   {3000, 3059, LONG_CARD | 1u << 14 | 1u << 15},
                   {3095, 3095, LONG_CARD | 1u << 14 | 1u << 15},
                   {3400, 3499, 1u << 15},
                   {3528, 3589, LONG_CARD},
                   {3600, 3699, LONG_CARD | 1u << 14 | 1u << 15},
                   {3700, 3799, 1u << 15},
                   {3800, 3999, LONG_CARD | 1u << 14 | 1u << 15},
                   {4000, 4999, 1u << 13 | 1u << 16 | 1u << 19},
                   {5000, 5099, ANY_CARD},
                   {5100, 5599, 1u << 16},
                   {5600, 5899, ANY_CARD},
                   {6000, 6999, ANY_CARD},
                   {8100, 8299, 1u << 16},
                   {9792, 9792, 1u << 16}};
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 12, 19, d);
    guint64 head;

    if (!n || !cs_check_luhn(d, n))
        return FALSE;
    head = cs_check_number(d, 0, 4);
    for (gsize i = 0; i < G_N_ELEMENTS(issuers); i++)
        if (head >= issuers[i].low && head <= issuers[i].high && issuers[i].sizes >> n & 1)
            return TRUE;
    return FALSE;
}

/* Track 1 or 2 of a magnetic stripe: the card number between its sentinels (ISO/IEC 7813). */
static gboolean
card_track(const char *text, gsize size)
{
    gsize skip = size > 2 && !memcmp(text, "%B", 2) ? 2 : size > 1 && *text == ';' ? 1 : 0, n = skip;

    while (n < size && g_ascii_isdigit(text[n]))
        n++;
    return skip && n < size && text[n] == (skip == 2 ? '^' : '=') && card(text + skip, n - skip);
}

/* MM/YY, MM/YYYY, MMYY: a month; years from 2000 to 2099. */
static gboolean
card_expiry(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 4, 6, d), month;

    if (n != 4 && n != 6)
        return FALSE;
    month = d[0] * 10u + d[1];
    return month >= 1 && month <= 12 && (n == 4 || (d[2] == 2 && d[3] == 0));
}

/* ISIN: ISO 6166, letters as two digits, Luhn. */
static gboolean
isin(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = 0;

    if (!cs_check_form("AAXXXXXXXXX9", text, size) || (!cs_check_country(text) && memcmp(text, "XS", 2)))
        return FALSE;
    for (gsize i = 0; i < size; i++) {
        if (g_ascii_isdigit(text[i])) {
            d[n++] = (guint8)(text[i] - '0');
        } else {
            d[n++] = (guint8)((text[i] - 'A' + 10) / 10);
            d[n++] = (guint8)((text[i] - 'A' + 10) % 10);
        }
    }
    return cs_check_luhn(d, n);
}

/* CUSIP: every second value doubled, digits added, modulo 10 (ANSI X9.6). */
static gboolean
cusip(const char *text, gsize size)
{
    guint sum = 0;

    if (!cs_check_form("XXXXXXXX9", text, size))
        return FALSE;
    for (guint i = 0; i < 8; i++) {
        guint v = g_ascii_isdigit(text[i]) ? (guint)(text[i] - '0') : (guint)(text[i] - 'A') + 10;

        v *= i % 2 ? 2 : 1;
        sum += v / 10 + v % 10;
    }
    return (10 - sum % 10) % 10 == (guint)(text[8] - '0');
}

/* SEDOL: weights 1 3 1 7 3 9 1 modulo 10, no vowels (London Stock Exchange). */
static gboolean
sedol(const char *text, gsize size)
{
    static const guint8 weights[7] = {1, 3, 1, 7, 3, 9, 1};
    guint sum = 0;

    if (!cs_check_form("XXXXXX9", text, size) || (g_ascii_isdigit(text[0]) && !cs_check_form("9999999", text, size)))
        return FALSE;
    for (guint i = 0; i < 7; i++) {
        if (cs_check_among(text[i], "AEIOU"))
            return FALSE;
        sum += weights[i] * (guint)(g_ascii_isdigit(text[i]) ? text[i] - '0' : text[i] - 'A' + 10);
    }
    return sum % 10 == 0;
}

/* Routing number of a bank in the USA: 3 7 1 modulo 10, first two digits of a Federal Reserve district (ABA). */
static gboolean
us_aba(const char *text, gsize size)
{
    static const guint8 weights[9] = {3, 7, 1, 3, 7, 1, 3, 7, 1};
    guint8 d[CS_CHECK_DIGITS];
    guint district;

    if (!cs_check_digits(text, size, 9, d))
        return FALSE;
    district = d[0] * 10u + d[1];
    return (district <= 12 || (district >= 21 && district <= 32) || (district >= 61 && district <= 72) ||
            district == 80) &&
           cs_check_number(d, 0, 9) && cs_check_weighted(d, weights, 9) % 10 == 0;
}

/* Address on the Ethereum chain: 40 hexadecimal digits behind 0x; Bitcoin's have Base58 or Bech32 alphabets. */
static gboolean
crypto_address(const char *text, gsize size)
{
    static const char base58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
                      bech32[] = "023456789acdefghjklmnpqrstuvwxyz";
    const char *alphabet = base58;
    gsize skip = 1;

    if (size == 42 && !memcmp(text, "0x", 2))
        alphabet = "0123456789abcdefABCDEF", skip = 2;
    else if (size >= 42 && size <= 62 && !memcmp(text, "bc1", 3))
        alphabet = bech32, skip = 3;
    else if (size < 26 || size > 35 || (*text != '1' && *text != '3'))
        return FALSE;
    for (gsize i = skip; i < size; i++)
        if (!cs_check_among(text[i], alphabet))
            return FALSE;
    return TRUE;
}

const struct cs_check cs_checks_money[] = {
    {"iban", "de99999999999999999999", 0.0103, iban, NULL},
    {"iban_fr", "fr9999999999999999999999999", 9e-05, iban_fr, NULL},
    {"fr_rib", "99999999999999999999999", 0.0098, fr_rib, NULL},
    {"be_account", "999999999999", 0.01, be_account, NULL},
    {"es_ccc", "99999999999999999999", 0.01, es_ccc, NULL},
    {"it_bban", "A9999999999XXXXXXXXXXXX", 0.0385, it_bban, NULL},
    {"pt_nib", "999999999999999999999", 0.0097, pt_nib, NULL},
    /* Account of the Netherlands before IBAN (eleven test) and of Norway (NICS) */
    CS_FORMULA("nl_account", "9999999999", 0.0909, CS_SUM_ZERO, 11, 10, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1),
    CS_FORMULA("no_account", "99999999999", 0.0909, CS_SUM_ZERO, 11, 11, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1),
    {"ch_reference", "999999999999999999999999999", 0.1, ch_reference, NULL},
    {"rf_reference", "rf99999999999999", 0.0103, rf_reference, NULL},
    {"sepa_creditor", "fr99XXX999999", 0.0103, sepa_creditor, NULL},
    {"bic", "AAAAAAXX", 0.37, bic, NULL},
    {"luhn", "9999999999999999", 0.1, luhn, NULL},
    {"card", "9999999999999999", 0.0384, card, NULL},
    {"card_track", NULL, 0.00001, card_track, NULL},
    {"card_expiry", "9999", 0.12, card_expiry, NULL},
    {"isin", "AAXXXXXXXXX9", 0.037, isin, NULL},
    {"cusip", "XXXXXXXX9", 0.1, cusip, NULL},
    {"sedol", "XXXXXX9", 0.027, sedol, NULL},
    {"us_aba", "999999999", 0.038, us_aba, NULL},
    {"crypto_address", NULL, 0.0001, crypto_address, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
