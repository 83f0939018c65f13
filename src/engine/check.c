<<<<<<< HEAD
/* check.c - checksums and structure checks of identifiers, on their normal form. Sources: the public
 * specifications named at each function; chance rates measured on random strings of the right shape. */
#include "engine/ruleset.h"

#include <arpa/inet.h>
#include <string.h>

static gboolean
all_digits(const char *t, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isdigit(t[i]))
            return FALSE;
    return n > 0;
}

static guint64
number(const char *t, gsize n)
{
    guint64 v = 0;

    for (gsize i = 0; i < n; i++)
        v = v * 10 + (guint64)(t[i] - '0');
    return v;
}

static gboolean
all_same(const char *t, gsize n)
{
    for (gsize i = 1; i < n; i++)
        if (t[i] != t[0])
            return FALSE;
    return TRUE;
}

/* ISO/IEC 7812-1 annex B */
static gboolean
check_luhn(const char *t, gsize n)
{
    guint sum = 0;

    if (!all_digits(t, n) || all_same(t, n))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        guint d = (guint)(t[n - 1 - i] - '0');

        if (i & 1)
            d = d > 4 ? d * 2 - 9 : d * 2;
=======
/* check.c - the named checks a rule can ask for, and the arithmetic they share. */
#include "engine/check.h"

#include "engine/ruleset.h"

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
>>>>>>> 6908518 (engine: rules, checks, matcher and the value packs)
        sum += d;
    }
    return sum % 10 == 0;
}

<<<<<<< HEAD
static gboolean
check_siren(const char *t, gsize n)
{
    return n == 9 && check_luhn(t, n);
}

/* La Poste (356000000) sums its digits instead */
static gboolean
check_siret(const char *t, gsize n)
{
    guint sum = 0;

    if (n != 14 || !all_digits(t, n))
        return FALSE;
    if (!memcmp(t, "356000000", 9)) {
        for (gsize i = 0; i < n; i++)
            sum += (guint)(t[i] - '0');
        return sum % 5 == 0 || check_luhn(t, n);
    }
    return check_luhn(t, 14) && check_luhn(t, 9);
}

/* key = 97 - number mod 97; Corsica 2A = 19, 2B = 18 */
static gboolean
check_fr_nir(const char *t, gsize n)
{
    char d[16];

    if (n != 15)
        return FALSE;
    memcpy(d, t, 15);
    if (d[5] == '2' && (d[6] == 'A' || d[6] == 'B')) {
        d[6] = d[6] == 'A' ? '9' : '8';
        d[5] = '1';
    }
    if (!all_digits(d, 15) || (d[0] != '1' && d[0] != '2' && d[0] != '3' && d[0] != '4' && d[0] != '7' && d[0] != '8'))
        return FALSE;
    return 97 - number(d, 13) % 97 == number(d + 13, 2);
}

static gboolean
check_fr_vat(const char *t, gsize n)
{
    if (n != 13 || t[0] != 'F' || t[1] != 'R' || !check_siren(t + 4, 9))
        return FALSE;
    return !all_digits(t + 2, 2) || (12 + 3 * (number(t + 4, 9) % 97)) % 97 == number(t + 2, 2);
}

static gboolean
check_fr_spi(const char *t, gsize n)
{
    return n == 13 && all_digits(t, n) && t[0] <= '3' && number(t, 10) % 511 == number(t + 10, 3);
}

static gboolean
check_be_niss(const char *t, gsize n)
{
    guint64 key;

    if (n != 11 || !all_digits(t, n))
        return FALSE;
    key = number(t + 9, 2);
    return 97 - number(t, 9) % 97 == key || 97 - (2000000000u + number(t, 9)) % 97 == key;
}

static gboolean
check_ean13(const char *t, gsize n)
{
    guint sum = 0;

    if (n != 13 || !all_digits(t, n))
        return FALSE;
    for (gsize i = 0; i < 13; i++)
        sum += (guint)(t[i] - '0') * (i & 1 ? 3 : 1);
    return sum % 10 == 0;
}

static gboolean
check_ch_ahv(const char *t, gsize n)
{
    return n == 13 && !memcmp(t, "756", 3) && check_ean13(t, n);
}

/* ISO 7064 MOD 11,10 with one digit of the first ten twice or thrice */
static gboolean
check_de_steuerid(const char *t, gsize n)
{
    guint counts[10] = {0}, repeated = 0, p = 10;

    if (n != 11 || !all_digits(t, n) || t[0] == '0')
        return FALSE;
    for (gsize i = 0; i < 10; i++) {
        guint s = ((guint)(t[i] - '0') + p) % 10;

        counts[t[i] - '0']++;
        p = ((s ? s : 10) * 2) % 11;
    }
    for (gsize i = 0; i < 10; i++)
        repeated += counts[i] > 1;
    return repeated == 1 && (11 - p) % 10 == (guint)(t[10] - '0');
}

static gboolean
check_es_dni(const char *t, gsize n)
{
    return n == 9 && all_digits(t, 8) && t[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[number(t, 8) % 23];
}

static gboolean
check_es_nie(const char *t, gsize n)
{
    char d[8];

    if (n != 9 || t[0] < 'X' || t[0] > 'Z')
        return FALSE;
    d[0] = (char)('0' + (t[0] - 'X'));
    memcpy(d + 1, t + 1, 7);
    return all_digits(d, 8) && t[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[number(d, 8) % 23];
}

/* codice fiscale: odd places by a table, even ones by value, sum mod 26 */
static gboolean
check_it_cf(const char *t, gsize n)
{
    static const guint8 odd[36] = {1,  0,  5,  7,  9,  13, 15, 17, 19, 21, 1,  0,  5,  7,  9,  13, 15, 17,
                                   19, 21, 2,  4,  18, 20, 11, 3,  6,  8,  12, 14, 16, 10, 22, 25, 24, 23};
    guint sum = 0;

    if (n != 16 || !strchr("ABCDEHLMPRST", t[8]))
        return FALSE;
    for (gsize i = 0; i < 15; i++) {
        guint v;

        if (g_ascii_isdigit(t[i]))
            v = (guint)(t[i] - '0');
        else if (t[i] >= 'A' && t[i] <= 'Z')
            v = (guint)(t[i] - 'A') + 10;
        else
            return FALSE;
        sum += i & 1 ? (v < 10 ? v : v - 10) : odd[v];
    }
    return t[15] == (char)('A' + sum % 26);
}

static gboolean
check_nl_bsn(const char *t, gsize n)
{
    int sum = 0;

    if (n != 9 || !all_digits(t, n) || all_same(t, n))
        return FALSE;
    for (int i = 0; i < 8; i++)
        sum += (t[i] - '0') * (9 - i);
    return (sum - (t[8] - '0')) % 11 == 0;
}

static gboolean
check_pt_nif(const char *t, gsize n)
{
    guint sum = 0, key;

    if (n != 9 || !all_digits(t, n) || t[0] == '0')
        return FALSE;
    for (guint i = 0; i < 8; i++)
        sum += (guint)(t[i] - '0') * (9 - i);
    key = 11 - sum % 11;
    return (key >= 10 ? 0 : key) == (guint)(t[8] - '0');
}

static gboolean
check_pesel(const char *t, gsize n)
{
    static const guint weights[] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    guint sum = 0, month;

    if (n != 11 || !all_digits(t, n))
        return FALSE;
    for (guint i = 0; i < 10; i++)
        sum += (guint)(t[i] - '0') * weights[i];
    month = (guint)number(t + 2, 2) % 20;
    return month >= 1 && month <= 12 && (10 - sum % 10) % 10 == (guint)(t[10] - '0');
}

/* ISO 13616: length by country, number mod 97 = 1 */
static gboolean
check_iban(const char *t, gsize n)
{
    static const char *const lengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 "
        "GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
        "MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 "
        "TN24 TR26 UA29 VA22 VG24 XK20";
    guint64 rest = 0;

    if (n < 15 || n > 34)
        return FALSE;
    for (const char *p = lengths; p; p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL)
        if (!memcmp(p, t, 2) && number(p + 2, 2) != n)
            return FALSE;
        else if (!memcmp(p, t, 2))
            break;
        else if (!strchr(p, ' '))
            return FALSE;
    for (gsize i = 0; i < n; i++) {
        char c = t[(i + 4) % n];

        if (g_ascii_isdigit(c))
            rest = (rest * 10 + (guint64)(c - '0')) % 97;
        else if (c >= 'A' && c <= 'Z')
            rest = (rest * 100 + (guint64)(c - 'A') + 10) % 97;
        else
            return FALSE;
    }
    return rest == 1;
}

static gboolean
check_card(const char *t, gsize n)
{
    guint two, four;

    if (n < 13 || n > 19 || !check_luhn(t, n))
        return FALSE;
    two = (guint)number(t, 2);
    four = (guint)number(t, 4);
    if (t[0] == '4')
        return n == 13 || n == 16 || n == 19;
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        return n == 16;
    if (two == 34 || two == 37)
        return n == 15;
    return n >= 14 && (two == 36 || two == 38 || (four >= 3000 && four <= 3059) || four == 6011 || two == 65 || (four >= 3528 && four <= 3589));
}

static gboolean
check_ipv4(const char *t, gsize n)
{
    char text[16];
    struct in_addr address;

    if (n < 7 || n > 15)
        return FALSE;
    memcpy(text, t, n);
    text[n] = '\0';
    return inet_pton(AF_INET, text, &address) == 1;
}

static gboolean
check_ipv6(const char *t, gsize n)
{
    char text[46];
    struct in6_addr address;

    if (n < 3 || n > 45)
        return FALSE;
    memcpy(text, t, n);
    text[n] = '\0';
    return inet_pton(AF_INET6, text, &address) == 1;
}

static gboolean
check_imei(const char *t, gsize n)
{
    return n == 15 && check_luhn(t, n);
}

/* No file names (logo@2x.png), no double dots. */
static gboolean
check_email(const char *t, gsize n)
{
    static const char *const files[] = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".css", ".js", NULL};
    g_autofree char *text = g_strndup(t, n);

    for (gsize i = 0; files[i]; i++)
        if (g_str_has_suffix(text, files[i]))
            return FALSE;
    return n <= 254 && !strstr(text, "..") && !strstr(text, ".@");
}

static const struct cs_check checks[] = {
    {"luhn", check_luhn, 0.1},          {"siren", check_siren, 0.1},         {"siret", check_siret, 0.011},
    {"fr_nir", check_fr_nir, 0.0056},   {"fr_vat", check_fr_vat, 0.001},     {"fr_spi", check_fr_spi, 0.0004},
    {"be_niss", check_be_niss, 0.0019}, {"ch_ahv", check_ch_ahv, 0.0002},    {"de_steuerid", check_de_steuerid, 0.0033},
    {"es_dni", check_es_dni, 0.043},    {"es_nie", check_es_nie, 0.043},     {"it_cf", check_it_cf, 0.001},
    {"nl_bsn", check_nl_bsn, 0.091},    {"pt_nif", check_pt_nif, 0.09},      {"pesel", check_pesel, 0.018},
    {"iban", check_iban, 0.0001},       {"card", check_card, 0.038},         {"ean13", check_ean13, 0.1},
    {"ipv4", check_ipv4, 0.01},         {"ipv6", check_ipv6, 0.001},         {"imei", check_imei, 0.1},
    {"email", check_email, 0.0001},
=======
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

/* chance: share of random strings of the right shape that pass, measured with 100 000 random digit strings
 * where the check is arithmetic. Sorted by name. */
static const struct cs_check checks[] = {
    {"aadhaar", cs_check_aadhaar, 0.08},
    {"at", cs_check_at, 0.0035},
    {"be_niss", cs_check_be_niss, 0.0019},
    {"bg", cs_check_bg, 0.011},
    {"bic", cs_check_bic, 0.02},
    {"ca_sin", cs_check_ca_sin, 0.08},
    {"card", cs_check_card, 0.0384},
    {"ch_ahv", cs_check_ch_ahv, 0.0002},
    {"coordinates", cs_check_coordinates, 0.05},
    {"cpf", cs_check_cpf, 0.0097},
    {"cz", cs_check_cz, 0.0098},
    {"date", cs_check_date, 0.01},
    {"de_steuerid", cs_check_de_steuerid, 0.0033},
    {"dk", cs_check_dk, 0.034},
    {"ean13", cs_check_ean13, 0.1},
    {"ee_lt", cs_check_ee_lt, 0.003},
    {"email", cs_check_email, 0.001},
    {"es_dni", cs_check_es_dni, 0.0385},
    {"es_nie", cs_check_es_nie, 0.0385},
    {"fi", cs_check_fi, 0.001},
    {"fr_nir", cs_check_fr_nir, 0.0056},
    {"fr_phone", cs_check_fr_phone, 0.08},
    {"fr_spi", cs_check_fr_spi, 0.0004},
    {"fr_vat", cs_check_fr_vat, 0.001},
    {"gr", cs_check_gr, 0.0039},
    {"hr", cs_check_hr, 0.0989},
    {"iban", cs_check_iban, 0.0103},
    {"ie_pps", cs_check_ie_pps, 0.0385},
    {"imei", cs_check_imei, 0.1003},
    {"ipv4", cs_check_ipv4, 0.02},
    {"ipv6", cs_check_ipv6, 0.001},
    {"it_cf", cs_check_it_cf, 0.0005},
    {"itin", cs_check_itin, 0.0436},
    {"lu", cs_check_lu, 0.0003},
    {"luhn", cs_check_luhn_text, 0.1},
    {"mac", cs_check_mac, 0.001},
    {"nl_bsn", cs_check_nl_bsn, 0.0913},
    {"no", cs_check_no, 0.0017},
    {"pan", cs_check_pan, 0.3},
    {"pesel", cs_check_pesel, 0.0181},
    {"phone", cs_check_phone, 0.1},
    {"plate_fr", cs_check_plate_fr, 0.5},
    {"postal_fr", cs_check_postal_fr, 0.95},
    {"pt_nif", cs_check_pt_nif, 0.0905},
    {"ro", cs_check_ro, 0.0018},
    {"se", cs_check_se, 0.0076},
    {"si", cs_check_si, 0.0036},
    {"siren", cs_check_siren, 0.0993},
    {"siret", cs_check_siret, 0.0108},
    {"ssn", cs_check_ssn, 0.8898},
    {"uk_nhs", cs_check_uk_nhs, 0.0913},
    {"uk_nino", cs_check_uk_nino, 0.4},
    {"uuid", cs_check_uuid, 0.001},
>>>>>>> 6908518 (engine: rules, checks, matcher and the value packs)
};

const struct cs_check *
cs_check_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++)
        if (!strcmp(checks[i].name, name))
            return &checks[i];
    return NULL;
}
