/* check_device.c - devices and networks: telephones, SIM cards, interfaces, addresses. */
#include "engine/check.h"

#include <arpa/inet.h>
#include <string.h>

/* IMEI: Luhn over 15 digits; reporting body 01, 35, 86, 91, 97-99 and others below 54 (3GPP TS 23.003). */
static gboolean
imei(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 15, d) && !cs_check_all_same(d, 15) && cs_check_luhn(d, 15);
}

/* MEID: 14 hexadecimal digits, the first of them A-F (3GPP2 S.R0048). */
static gboolean
meid(const char *text, gsize size)
{
    return cs_check_form("HHHHHHHHHHHHHH", text, size) && text[0] >= 'A';
}

/* ICCID of a SIM card: 89, Luhn (ITU-T E.118). */
static gboolean
iccid(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 19, 20, d);

    return n && d[0] == 8 && d[1] == 9 && cs_check_luhn(d, n);
}

/* IMSI: 15 digits, a mobile country code in use: 2xx to 7xx (ITU-T E.212). */
static gboolean
imsi(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 15, d) && d[0] >= 2 && d[0] <= 7 && !cs_check_all_same(d + 3, 12);
}

static gboolean
ipv4(const char *text, gsize size)
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

static gboolean
ipv6(const char *text, gsize size)
{
    char copy[INET6_ADDRSTRLEN];
    guint8 bytes[16];

    if (size < 3 || size >= sizeof copy)
        return FALSE;
    memcpy(copy, text, size);
    copy[size] = 0;
    return inet_pton(AF_INET6, copy, bytes) == 1;
}

static gboolean
mac(const char *text, gsize size)
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

static gboolean
uuid(const char *text, gsize size)
{
    if (size != 36)
        return FALSE;
    for (guint i = 0; i < 36; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !g_ascii_isxdigit(text[i]))
            return FALSE;
    return text[14] >= '1' && text[14] <= '8' && strchr("89abAB", text[19]) != NULL;
}

/* An address of no person: private, loopback, link-local, shared, multicast (RFC 6890). */
static gboolean
ipv4_private(const char *text, gsize size)
{
    guint a, b;

    if (!ipv4(text, size))
        return FALSE;
    a = (guint)g_ascii_strtoull(text, NULL, 10);
    b = (guint)g_ascii_strtoull((const char *)memchr(text, '.', size) + 1, NULL, 10);
    return a == 10 || a == 127 || a == 0 || a >= 224 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) ||
           (a == 169 && b == 254) || (a == 100 && b >= 64 && b < 128);
}

/* Client number of Google Analytics: GA1, domain depth, random number, time of the first visit. */
static gboolean
ga_cookie(const char *text, gsize size)
{
    guint dots = 0, digits = 0;

    if (size < 12 || size > 40 || memcmp(text, "GA1.", 4))
        return FALSE;
    for (gsize i = 4; i < size; i++) {
        dots += text[i] == '.';
        digits += g_ascii_isdigit(text[i]) != 0;
    }
    return dots == 2 && digits + dots == size - 4 && digits >= 11;
}

const struct cs_check cs_checks_device[] = {
    {"imei", "999999999999999", 0.1, imei, NULL},
    {"meid", "HHHHHHHHHHHHHH", 0.375, meid, NULL},
    {"iccid", "9999999999999999999", 0.001, iccid, NULL},
    {"imsi", "999999999999999", 0.6, imsi, NULL},
    {"ipv4", "99.99.99.99", 0.66, ipv4, NULL},
    {"ipv4_private", "99.99.99.99", 0.007, ipv4_private, NULL},
    {"ipv6", NULL, 0.001, ipv6, NULL},
    {"mac", NULL, 0.001, mac, NULL},
    {"uuid", NULL, 0.001, uuid, NULL},
    {"ga_cookie", NULL, 0.0001, ga_cookie, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
