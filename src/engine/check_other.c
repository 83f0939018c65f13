/* check_other.c - checks of companies, money, devices, contact, places and dates. */
#include "engine/check.h"

#include <arpa/inet.h>
#include <string.h>

gboolean
cs_check_siren(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 9, d) && !cs_check_all_same(d, 9) && cs_check_luhn(d, 9);
}

gboolean
cs_check_siret(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_digits(text, size, 14, d) || cs_check_all_same(d, 14) || !cs_check_luhn(d, 9))
        return FALSE;
    if (cs_check_luhn(d, 14))
        return TRUE;
    for (guint i = 0; i < 14; i++)
        sum += d[i];
    return cs_check_number(d, 0, 9) == 356000000 && sum % 5 == 0; /* La Poste ran out of Luhn numbers */
}

gboolean
cs_check_fr_vat(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 13 && !memcmp(text, "FR", 2) && cs_check_digits(text + 2, 11, 11, d) && cs_check_luhn(d + 2, 9) &&
           (12 + 3 * (cs_check_number(d, 2, 9) % 97)) % 97 == cs_check_number(d, 0, 2);
}

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

static guint
iban_modulus(const char *text, gsize size)
{
    guint rest = 0;

    for (gsize i = 0; i < size; i++) {
        char c = text[(i + 4) % size];

        rest = g_ascii_isdigit(c) ? (rest * 10 + (guint)(c - '0')) % 97 : (rest * 100 + (guint)(c - 'A') + 10) % 97;
    }
    return rest;
}

gboolean
cs_check_iban(const char *text, gsize size)
{
    if (size < 15 || size > 34 || !g_ascii_isdigit(text[2]) || !g_ascii_isdigit(text[3]))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(iban_forms); i++)
        if (!memcmp(iban_forms[i].country, text, 2))
            return size == iban_forms[i].size && iban_form_fits(iban_forms[i].form, text + 4) &&
                   iban_modulus(text, size) == 1;
    return FALSE;
}

gboolean
cs_check_bic(const char *text, gsize size)
{
    static const char countries[] = "ADAEAFAGAIALAMAOARATAUAWAXAZBABBBDBEBFBGBHBIBJBMBNBOBRBSBTBWBYBZCACDCFCG"
                                    "CHCICKCLCMCNCOCRCUCVCWCYCZDEDJDKDMDODZEC"
                                    "EEEGERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGTGUGWGYHKHNHRHTHUIDIE"
                                    "ILIMINIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKW"
                                    "KYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMQMRMSMTMUMVMWMXMYMZNA"
                                    "NCNENGNINLNONPNRNZOMPAPEPFPGPHPKPLPMPRPS"
                                    "PTPWPYQARERORSRURWSASBSCSDSESGSHSISKSLSMSNSOSRSSSTSVSXSYSZTCTDTGTHTJTLTM"
                                    "TNTOTRTTTVTWTZUAUGUSUYUZVAVCVEVGVIVNVUWF"
                                    "WSXKYEYTZAZMZW";

    if (size != 8 && size != 11)
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (!(i < 6 ? g_ascii_isupper(text[i]) : g_ascii_isupper(text[i]) || g_ascii_isdigit(text[i])))
            return FALSE;
    for (const char *c = countries; *c; c += 2)
        if (!memcmp(c, text + 4, 2))
            return TRUE;
    return FALSE;
}

gboolean
cs_check_luhn_text(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 2, CS_CHECK_DIGITS, d);

    return n && !cs_check_all_same(d, n) && cs_check_luhn(d, n);
}

/* Issuer ranges on the first four digits, with the lengths they use (bit n: n digits). */
gboolean
cs_check_card(const char *text, gsize size)
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

gboolean
cs_check_imei(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 15, d) && !cs_check_all_same(d, 15) && cs_check_luhn(d, 15);
}

gboolean
cs_check_ean13(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (!cs_check_digits(text, size, 13, d))
        return FALSE;
    for (guint i = 0; i < 13; i++)
        sum += i % 2 ? 3u * d[i] : d[i];
    return sum % 10 == 0;
}

gboolean
cs_check_ipv4(const char *text, gsize size)
{
    guint part = 0, parts = 1, digits = 0;

    if (size < 7 || size > 15)
        return FALSE;
    for (gsize i = 0; i < size; i++) {
        if (text[i] == '.') {
            if (!digits)
                return FALSE;
            parts++;
            part = digits = 0;
        } else if (!g_ascii_isdigit(text[i]) || (digits && !part)) {
            return FALSE; /* not a digit, or a leading zero */
        } else {
            part = part * 10 + (guint)(text[i] - '0');
            digits++;
            if (part > 255)
                return FALSE;
        }
    }
    return parts == 4 && digits;
}

gboolean
cs_check_ipv6(const char *text, gsize size)
{
    char copy[INET6_ADDRSTRLEN];
    guint8 bytes[16];

    if (size < 3 || size >= sizeof copy)
        return FALSE;
    memcpy(copy, text, size);
    copy[size] = 0;
    return inet_pton(AF_INET6, copy, bytes) == 1;
}

gboolean
cs_check_mac(const char *text, gsize size)
{
    guint nibbles = 0;

    for (gsize i = 0; i < size; i++) {
        if (g_ascii_isxdigit(text[i]))
            nibbles++;
        else if (text[i] != ':' && text[i] != '-' && text[i] != '.')
            return FALSE;
    }
    return nibbles == 12;
}

gboolean
cs_check_uuid(const char *text, gsize size)
{
    if (size != 36)
        return FALSE;
    for (guint i = 0; i < 36; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !g_ascii_isxdigit(text[i]))
            return FALSE;
    return text[14] >= '1' && text[14] <= '8' && strchr("89abAB", text[19]) != NULL;
}

/* What a pattern says badly: lengths, doubled dots, domains that are file names. */
gboolean
cs_check_email(const char *text, gsize size)
{
    static const char *const files[] = {"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "pdf", "html"};
    const char *at = memchr(text, '@', size), *end = text + size, *dot;

    if (!at || at == text || at - text > 64 || size > 254 || at[-1] == '.' || text[0] == '.')
        return FALSE;
    for (const char *c = text; c + 1 < end; c++)
        if (c[0] == '.' && c[1] == '.')
            return FALSE;
    dot = memrchr(at, '.', (gsize)(end - at));
    if (!dot || dot == at + 1 || end - dot < 3)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        if ((gsize)(end - dot - 1) == strlen(files[i]) && !g_ascii_strncasecmp(dot + 1, files[i], strlen(files[i])))
            return FALSE;
    return TRUE;
}

/* The phone normal form: an optional "+", then digits. */
gboolean
cs_check_phone(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gsize plus = size && text[0] == '+';
    guint n = cs_check_some_digits(text + plus, size - plus, 7, 15, d);

    return n && (!plus || d[0]) && !cs_check_all_same(d + 1, n - 1);
}

gboolean
cs_check_fr_phone(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gsize skip = 0;

    if (size == 12 && !memcmp(text, "+33", 3))
        skip = 3;
    else if (size == 10 && text[0] == '0')
        skip = 1;
    return skip && cs_check_digits(text + skip, size - skip, 9, d) && d[0] && !cs_check_all_same(d + 1, 8);
}

/* YYYY-MM-DD, YYYYMMDD, DD/MM/YYYY or MM/DD/YYYY with / . - between 1880 and 2100; a time may follow. */
gboolean
cs_check_date(const char *text, gsize size)
{
    guint part[3] = {0}, count[3] = {0}, n = 0;
    guint year, a, b;

    for (gsize i = 0; i < size && n < 3; i++) {
        if (g_ascii_isdigit(text[i]) && count[n] < 8) {
            part[n] = part[n] * 10 + (guint)(text[i] - '0');
            count[n]++;
        } else if (strchr("/.-", text[i]) && n < 2) {
            n++;
        } else if (n == 2 && (text[i] == ' ' || text[i] == 'T')) {
            break;
        } else {
            return FALSE;
        }
    }
    if (n == 0 && count[0] == 8) {
        year = part[0] / 10000;
        a = part[0] % 100;
        b = part[0] / 100 % 100;
    } else if (n == 2 && count[0] == 4 && count[1] <= 2 && count[2] <= 2) {
        year = part[0];
        a = part[2];
        b = part[1];
    } else if (n == 2 && count[2] == 4 && count[0] <= 2 && count[1] <= 2) {
        year = part[2];
        a = part[0];
        b = part[1];
    } else {
        return FALSE;
    }
    return year >= 1880 && year <= 2100 && (cs_check_day(year, b, a) || (count[2] == 4 && cs_check_day(year, a, b)));
}

gboolean
cs_check_postal_fr(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint area;

    if (!cs_check_digits(text, size, 5, d))
        return FALSE;
    area = d[0] * 10u + d[1];
    if (area == 97)
        return d[2] >= 1 && d[2] <= 8;
    if (area == 98)
        return d[2] == 0 || (d[2] >= 6 && d[2] <= 8);
    return area >= 1 && area <= 95;
}

/* Alnum form of the two French series. */
gboolean
cs_check_plate_fr(const char *text, gsize size)
{
    if (size == 7 && g_ascii_isalpha(text[0]))
        return memcmp(text, "SS", 2) && memcmp(text + 5, "SS", 2) && memcmp(text + 2, "000", 3);
    return size >= 4 && size <= 10 && g_ascii_isdigit(text[0]) && text[0] != '0';
}

/* "lat,lon" with at least three decimals each, or POINT(lon lat). */
gboolean
cs_check_coordinates(const char *text, gsize size)
{
    char copy[80], *end;
    double first, second;
    gboolean point;

    if (size < 7 || size >= sizeof copy)
        return FALSE;
    memcpy(copy, text, size);
    copy[size] = 0;
    point = g_ascii_strncasecmp(copy, "POINT", 5) == 0;
    first = g_ascii_strtod(point ? strpbrk(copy, "-0123456789") ? strpbrk(copy, "-0123456789") : copy : copy, &end);
    end += strspn(end, ",; ");
    second = g_ascii_strtod(end, NULL);
    if (point)
        return ABS(first) <= 180 && ABS(second) <= 90;
    return ABS(first) <= 90 && ABS(second) <= 180 && (first != 0 || second != 0);
}
