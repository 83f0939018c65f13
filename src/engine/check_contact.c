/* check_contact.c - e-mail addresses and telephone numbers. */
#include "engine/check.h"

#include <string.h>

/* What a pattern says badly: lengths, doubled dots, domains that are file names. */
static gboolean
email(const char *text, gsize size)
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

/* National plans: country code, trunk prefix, how many digits follow it and what the first may be (ITU-T E.164 and the
 * national regulators). */
struct plan {
    const char *country, *trunk, *first;
    guint8 least, most;
};

/* The phone normal form, "+", country code and number or trunk prefix and number, in that plan? */
static gboolean
plan_fits(const struct plan *plan, const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gsize skip = strlen(plan->trunk);
    guint n;

    if (size && *text == '+') {
        skip = strlen(plan->country) + 1;
        if (size < skip || memcmp(text + 1, plan->country, skip - 1))
            return FALSE;
    } else if (size < skip || memcmp(text, plan->trunk, skip)) {
        return FALSE;
    }
    n = cs_check_some_digits(text + skip, size - skip, plan->least, plan->most, d);
    return n && cs_check_among(text[skip], plan->first) && !cs_check_all_same(d + 1, n - 1);
}

#define PLAN(name, ...)                                        \
    static gboolean phone_##name(const char *text, gsize size) \
    {                                                          \
        static const struct plan plan = {__VA_ARGS__};         \
                                                               \
        return plan_fits(&plan, text, size);                   \
    }
PLAN(fr, "33", "0", "123456789", 9, 9)
PLAN(be, "32", "0", "123456789", 8, 9)
PLAN(ch, "41", "0", "23456789", 9, 9)
PLAN(lu, "352", "", "23456789", 5, 11)
PLAN(de, "49", "0", "123456789", 6, 11)
PLAN(at, "43", "0", "123456789", 4, 12)
PLAN(es, "34", "", "6789", 9, 9)
PLAN(it, "39", "", "03", 6, 11)
PLAN(nl, "31", "0", "123456789", 9, 9)
PLAN(pt, "351", "", "29", 9, 9)
PLAN(gb, "44", "0", "1235789", 9, 10)
PLAN(ie, "353", "0", "123456789", 7, 9)
PLAN(pl, "48", "", "12345678", 9, 9)
PLAN(se, "46", "0", "123456789", 7, 9)
PLAN(dk, "45", "", "23456789", 8, 8)
PLAN(no, "47", "", "23456789", 8, 8)
PLAN(fi, "358", "0", "123456789", 5, 11)
PLAN(cz, "420", "", "234567", 9, 9)
PLAN(ro, "40", "0", "237", 9, 9)
PLAN(gr, "30", "", "26", 10, 10)
PLAN(hu, "36", "06", "123456789", 8, 9)

/* North American plan: area and exchange begin with 2-9, neither ends in 11 (NANPA). */
static gboolean
phone_nanp(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gsize skip = size == 12 && !memcmp(text, "+1", 2) ? 2 : size == 11 && *text == '1' ? 1 : 0;

    return cs_check_digits(text + skip, size - skip, 10, d) && d[0] >= 2 && d[3] >= 2 && !(d[1] == 1 && d[2] == 1) &&
           !(d[4] == 1 && d[5] == 1) && !cs_check_all_same(d + 3, 7);
}

/* Is the number behind "+" below a country code that is assigned (ITU-T E.164, list of 2016)? */
static gboolean
country_code(const char *digits)
{
    static const char two[] =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
        "64 65 66 81 82 84 86 90 91 92 93 94 95 98",
                      tens[] = "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 80 85 87 88 96 97 99";

    if (digits[0] == '1' || digits[0] == '7')
        return TRUE;
    for (const char *c = two; *c; c += c[2] ? 3 : 2)
        if (!memcmp(c, digits, 2))
            return TRUE;
    for (const char *c = tens; *c; c += c[2] ? 3 : 2)
        if (!memcmp(c, digits, 2))
            return TRUE;
    return digits[0] == '6' && digits[1] == '9';
}

/* The phone normal form with or without "+": 7 to 15 digits. */
static gboolean
phone(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    gsize plus = size && text[0] == '+';
    guint n = cs_check_some_digits(text + plus, size - plus, 7, 15, d);

    return n && (!plus || (d[0] && country_code(text + 1))) && !cs_check_all_same(d + 1, n - 1);
}

const struct cs_check cs_checks_contact[] = {
    {"email", NULL, 0.001, email, NULL},
    {"phone", "+9999999999", 0.81, phone, NULL},
    {"phone_fr", "9999999999", 0.09, phone_fr, NULL},
    {"phone_be", "9999999999", 0.09, phone_be, NULL},
    {"phone_ch", "9999999999", 0.08, phone_ch, NULL},
    {"phone_lu", "999999999", 0.8, phone_lu, NULL},
    {"phone_de", "99999999999", 0.09, phone_de, NULL},
    {"phone_at", "99999999999", 0.09, phone_at, NULL},
    {"phone_es", "999999999", 0.4, phone_es, NULL},
    {"phone_it", "9999999999", 0.2, phone_it, NULL},
    {"phone_nl", "9999999999", 0.09, phone_nl, NULL},
    {"phone_pt", "999999999", 0.2, phone_pt, NULL},
    {"phone_gb", "99999999999", 0.07, phone_gb, NULL},
    {"phone_ie", "9999999999", 0.09, phone_ie, NULL},
    {"phone_pl", "999999999", 0.8, phone_pl, NULL},
    {"phone_se", "9999999999", 0.09, phone_se, NULL},
    {"phone_dk", "99999999", 0.8, phone_dk, NULL},
    {"phone_no", "99999999", 0.8, phone_no, NULL},
    {"phone_fi", "9999999999", 0.09, phone_fi, NULL},
    {"phone_cz", "999999999", 0.6, phone_cz, NULL},
    {"phone_ro", "9999999999", 0.03, phone_ro, NULL},
    {"phone_gr", "9999999999", 0.2, phone_gr, NULL},
    {"phone_hu", "9999999999", 0.009, phone_hu, NULL},
    {"phone_nanp", "9999999999", 0.627, phone_nanp, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
