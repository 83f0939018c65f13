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
};

const struct cs_check *
cs_check_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++)
        if (!strcmp(checks[i].name, name))
            return &checks[i];
    return NULL;
}
