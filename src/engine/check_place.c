/* check_place.c - postal codes, coordinates, vehicles. */
#include "engine/check.h"

#include <string.h>

/* France: departments 01-95, 971-978, 98x (La Poste). */
static gboolean
postal_fr(const char *text, gsize size)
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

/* Germany: 01001 to 99998 (Deutsche Post). */
static gboolean
postal_de(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 5, d) && cs_check_number(d, 0, 5) >= 1001 && cs_check_number(d, 0, 5) <= 99998;
}

/* Spain: the first two digits are a province, 01-52 (Correos). */
static gboolean
postal_es(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 5, d) && d[0] * 10u + d[1] >= 1 && d[0] * 10u + d[1] <= 52;
}

/* The Netherlands: no leading zero, no SA, SD, SS (PostNL). */
static gboolean
postal_nl(const char *text, gsize size)
{
    return cs_check_form("1999AA", text, size) && memcmp(text + 4, "SA", 2) && memcmp(text + 4, "SD", 2) &&
           memcmp(text + 4, "SS", 2);
}

/* United Kingdom: inward code of a digit and two letters without C I K M O V, outward code of two to four characters
 * (BS 7666). */
static gboolean
postal_gb(const char *text, gsize size)
{
    static const char *const outward[] = {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};

    if (size < 5 || size > 7 || !cs_check_form("9AA", text + size - 3, 3) || cs_check_among(text[0], "QVX") ||
        cs_check_among(text[size - 2], "CIKMOV") || cs_check_among(text[size - 1], "CIKMOV"))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(outward); i++)
        if (cs_check_form(outward[i], text, size - 3))
            return TRUE;
    return size == 6 && !memcmp(text, "GIR0AA", 6);
}

/* Canada: no D F I O Q U, first letter no W or Z (Canada Post). */
static gboolean
postal_ca(const char *text, gsize size)
{
    if (!cs_check_form("A9A9A9", text, size) || cs_check_among(text[0], "WZ"))
        return FALSE;
    for (gsize i = 0; i < size; i += 2)
        if (cs_check_among(text[i], "DFIOQU"))
            return FALSE;
    return TRUE;
}

/* Ireland: routing key and four characters, no B G I J L M O Q S U Z (Eircode). */
static gboolean
postal_ie(const char *text, gsize size)
{
    if (!cs_check_form("A99XXXX", text, size) && !cs_check_form("d6wXXXX", text, size))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (cs_check_among(text[i], "BGIJLMOQSUZ"))
            return FALSE;
    return TRUE;
}

/* Plate of the series of 2009: no I, O, U, no SS, WW only abroad, not 000 (arrêté of 9 February 2009). */
static gboolean
plate_fr(const char *text, gsize size)
{
    if (!cs_check_form("AA999AA", text, size) || !memcmp(text, "SS", 2) || !memcmp(text + 5, "SS", 2) ||
        !memcmp(text + 2, "000", 3))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (cs_check_among(text[i], "IOU"))
            return FALSE;
    return TRUE;
}

/* Series before 2009: up to four digits, up to three letters, a department. */
static gboolean
plate_fr_old(const char *text, gsize size)
{
    gsize digits = 0, letters = 0;

    while (digits < size && g_ascii_isdigit(text[digits]))
        digits++;
    while (digits + letters < size && g_ascii_isupper(text[digits + letters]))
        letters++;
    text += digits + letters;
    size -= digits + letters;
    if (!digits || digits > 4 || !letters || letters > 3 || text[-(gssize)(digits + letters)] == '0')
        return FALSE;
    if (size == 3)
        return text[0] == '9' && text[1] == '7' && text[2] >= '1' && text[2] <= '6';
    return size == 2 &&
           (g_ascii_isdigit(text[1]) ? text[0] != '0' || text[1] != '0'
                                     : !memcmp(text, "2A", 2) || !memcmp(text, "2B", 2)) &&
           (text[0] < '9' || text[1] <= '5');
}

static gboolean
has_one_of(const char *text, gsize size, const char *letters)
{
    for (gsize i = 0; i < size; i++)
        if (cs_check_among(text[i], letters))
            return TRUE;
    return FALSE;
}

/* Spain since 2000: four digits, three consonants without Q and Ñ (DGT). */
static gboolean
plate_es(const char *text, gsize size)
{
    return cs_check_form("9999AAA", text, size) && !has_one_of(text + 4, 3, "AEIOUQ");
}

/* United Kingdom since 2001: area, age 02-29 or 51-79, three letters without I and Q (DVLA). */
static gboolean
plate_gb(const char *text, gsize size)
{
    guint age;

    if (!cs_check_form("AA99AAA", text, size) || cs_check_among(text[0], "IQZ") || cs_check_among(text[1], "IQZ") ||
        has_one_of(text + 4, 3, "IQ"))
        return FALSE;
    age = (guint)(text[2] - '0') * 10 + (guint)(text[3] - '0');
    return (age >= 2 && age <= 29) || (age >= 51 && age <= 79);
}

/* VIN: ISO 3779, no I O Q; with the check digit of North America and China (49 CFR 565.15). */
static gboolean
vin_form(const char *text, gsize size)
{
    if (!cs_check_form("XXXXXXXXXXXXXXXXX", text, size))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (cs_check_among(text[i], "IOQ"))
            return FALSE;
    return cs_check_form("999", text + 14, 3); /* the end of the serial is digits with nearly every maker */
}

static gboolean
vin(const char *text, gsize size)
{
    static const char values[] = "12345678012345070923456789"; /* of A to Z */
    static const guint8 weights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    guint sum = 0;

    if (!vin_form(text, size))
        return FALSE;
    for (guint i = 0; i < 17; i++)
        sum += weights[i] * (guint)(g_ascii_isdigit(text[i]) ? text[i] - '0' : values[text[i] - 'A'] - '0');
    return "0123456789X"[sum % 11] == text[8];
}

/* "lat,lon" with at least three decimals each, or POINT(lon lat). */
static gboolean
coordinates(const char *text, gsize size)
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

/* EWKB or WKB of a point in hexadecimal (OGC 06-103r4). */
static gboolean
wkb_point(const char *text, gsize size)
{
    if ((size != 42 && size != 50) || (memcmp(text, "0101000000", 10) && memcmp(text, "0101000020", 10)))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isxdigit(text[i]))
            return FALSE;
    return TRUE;
}

/* Geohash of seven characters or more: base 32 without a, i, l, o. */
static gboolean
geohash(const char *text, gsize size)
{
    guint digits = 0;

    if (size < 7 || size > 12)
        return FALSE;
    for (gsize i = 0; i < size; i++) {
        if (!cs_check_among(text[i], "0123456789bcdefghjkmnpqrstuvwxyz"))
            return FALSE;
        digits += g_ascii_isdigit(text[i]) != 0;
    }
    return digits > 0 && digits < size;
}

/* Open location code: eight characters of its alphabet, +, two or more. */
static gboolean
plus_code(const char *text, gsize size)
{
    if (size < 11 || size > 15 || text[8] != '+')
        return FALSE;
    for (gsize i = 0; i < size; i++)
        if (i != 8 && !cs_check_among(text[i], "23456789CFGHJMPQRVWX"))
            return FALSE;
    return TRUE;
}

const struct cs_check cs_checks_place[] = {
    {"postal_fr", "99999", 0.972, postal_fr, NULL},
    {"postal_de", "99999", 0.99, postal_de, NULL},
    {"postal_es", "99999", 0.52, postal_es, NULL},
    {"postal_nl", "1999AA", 0.995, postal_nl, NULL},
    {"postal_gb", "AA999AA", 0.523, postal_gb, NULL},
    {"postal_ca", "A9A9A9", 0.41, postal_ca, NULL},
    {"postal_ie", "A99XXXX", 0.14, postal_ie, NULL},
    {"plate_fr", "AA999AA", 0.6, plate_fr, NULL},
    {"plate_fr_old", "1999AA99", 0.95, plate_fr_old, NULL},
    {"plate_es", "9999AAA", 0.455, plate_es, NULL},
    {"plate_gb", "AA99AAA", 0.345, plate_gb, NULL},
    {"vin", "XXXXXXXXXXXXXXXXX", 0.0002, vin, NULL},
    {"vin_form", "XXXXXXXXXXXXXXXXX", 0.006, vin_form, NULL},
    {"coordinates", NULL, 0.05, coordinates, NULL},
    {"wkb_point", NULL, 0.00001, wkb_point, NULL},
    {"geohash", NULL, 0.05, geohash, NULL},
    {"plus_code", NULL, 0.00001, plus_code, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
