/* check_goods.c - numbers of things: barcodes, books, containers, ships. What passes them is no person's number. */
#include "engine/check.h"

#include <string.h>

/* GTIN of 8, 12, 13 or 14 digits, SSCC of 18 (GS1 General Specifications). */
static gboolean
gs1(const char *text, gsize size, guint n)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, n, d) && !cs_check_all_same(d, n) && cs_check_ean(d, n);
}

static gboolean
ean8(const char *text, gsize size)
{
    return gs1(text, size, 8);
}

static gboolean
upc(const char *text, gsize size)
{
    return gs1(text, size, 12);
}

static gboolean
ean13(const char *text, gsize size)
{
    return gs1(text, size, 13);
}

static gboolean
gtin14(const char *text, gsize size)
{
    return gs1(text, size, 14);
}

static gboolean
sscc(const char *text, gsize size)
{
    return gs1(text, size, 18);
}

/* ISBN-13: a GTIN of 978 or 979 (ISO 2108). */
static gboolean
isbn13(const char *text, gsize size)
{
    return size == 13 && (!memcmp(text, "978", 3) || !memcmp(text, "979", 3)) && gs1(text, size, 13);
}

/* n digits and one more or X for 10, weights n + 1 … 1, modulo 11. */
static gboolean
modulo_11(const char *text, gsize size, guint n)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (size != n + 1 || !cs_check_digits(text, n, n, d) || cs_check_all_same(d, n))
        return FALSE;
    for (guint i = 0; i < n; i++)
        sum += d[i] * (n + 1 - i);
    return "0X987654321"[sum % 11] == text[n];
}

/* ISBN-10 (ISO 2108) and ISSN (ISO 3297). */
static gboolean
isbn10(const char *text, gsize size)
{
    return modulo_11(text, size, 9);
}

static gboolean
issn(const char *text, gsize size)
{
    return modulo_11(text, size, 7);
}

/* Freight container: owner, U J Z, serial, powers of two modulo 11 modulo 10 (ISO 6346). */
static gboolean
container(const char *text, gsize size)
{
    guint sum = 0;

    if (!cs_check_form("AAAA9999999", text, size) || !cs_check_among(text[3], "UJZ"))
        return FALSE;
    for (guint i = 0; i < 10; i++) {
        guint v = (guint)(text[i] - '0');

        if (i < 4) {
            v = (guint)(text[i] - 'A') + 10;
            v += v > 10 ? 1 + (v > 20) + (v > 30) : 0; /* multiples of 11 are left out */
        }
        sum += v << i;
    }
    return sum % 11 % 10 == (guint)(text[10] - '0');
}

/* Item of the Universal Postal Union: service, eight digits and check, country; 8 6 4 2 3 5 9 7 modulo 11 (UPU S10). */
static gboolean
upu_item(const char *text, gsize size)
{
    static const guint8 weights[8] = {8, 6, 4, 2, 3, 5, 9, 7};
    guint8 d[CS_CHECK_DIGITS];
    guint check;

    if (!cs_check_form("AA999999999AA", text, size) || !cs_check_country(text + 11) ||
        !cs_check_digits(text + 2, 9, 9, d))
        return FALSE;
    check = 11 - cs_check_weighted(d, weights, 8) % 11;
    return (check == 10 ? 0 : check == 11 ? 5 : check) == d[8];
}

/* ISNI and ORCID of authors: ISO 7064 MOD 11-2. */
static gboolean
orcid(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (size != 16 || !cs_check_digits(text, 15, 15, d))
        return FALSE;
    for (guint i = 0; i < 15; i++)
        sum = (sum + d[i]) * 2 % 11;
    return "10X98765432"[sum] == text[15];
}

const struct cs_check cs_checks_goods[] = {
    {"ean8", "99999999", 0.1, ean8, NULL},
    {"upc", "999999999999", 0.1, upc, NULL},
    {"ean13", "9999999999999", 0.1, ean13, NULL},
    {"gtin14", "99999999999999", 0.1, gtin14, NULL},
    {"sscc", "999999999999999999", 0.1, sscc, NULL},
    {"isbn13", "9999999999999", 0.00017, isbn13, NULL},
    {"isbn10", "9999999999", 0.0826, isbn10, NULL},
    {"issn", "99999999", 0.0826, issn, NULL},
    {"container", "AAAA9999999", 0.0115, container, NULL},
    {"upu_item", "AA999999999AA", 0.037, upu_item, NULL},
    /* IMO number of ships: 7…2 modulo 10 */
    CS_FORMULA("imo_ship", "9999999", 0.1, CS_SUM_IS, 10, 6, 7, 6, 5, 4, 3, 2),
    {"orcid", "9999999999999999", 0.0909, orcid, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
