/* check_west.c - numbers of persons in Western and Southern Europe: national, tax, social insurance, health. */
#include "engine/check.h"

#include <string.h>

/* NIR: sex, YYMM, department (2A, 2B in Corsica), commune, order. Décret 82-103; months 20-42 and 50-99 are those of
 * incomplete civil status. ret_digits: 13, Corsica as 19 and 18 as the key wants it. */
static gboolean
nir_body(const char *text, guint8 *ret_digits)
{
    char plain[13];
    guint month;

    memcpy(plain, text, 13);
    if (plain[5] == '2' && (plain[6] == 'A' || plain[6] == 'B')) {
        plain[5] = '1';
        plain[6] = plain[6] == 'A' ? '9' : '8';
    }
    if (!cs_check_digits(plain, 13, 13, ret_digits) || !cs_check_among(plain[0], "123478"))
        return FALSE;
    month = ret_digits[3] * 10u + ret_digits[4];
    if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50))
        return FALSE;
    return (ret_digits[5] || ret_digits[6]) && cs_check_number(ret_digits, 7, 3) && cs_check_number(ret_digits, 10, 3);
}

/* Key: 97 less the 13 digits modulo 97. */
static gboolean
fr_nir(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS], key[2];

    return size == 15 && nir_body(text, d) && cs_check_digits(text + 13, 2, 2, key) &&
           97 - cs_check_number(d, 0, 13) % 97 == cs_check_number(key, 0, 2);
}

/* Without the key, as payrolls keep it: structure alone. */
static gboolean
fr_nir_13(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint month, department;

    if (size != 13 || !nir_body(text, d) || d[0] > 2)
        return FALSE;
    month = d[3] * 10u + d[4];
    department = d[5] * 10u + d[6];
    return month <= 12 && department <= 99 && department != 96;
}

/* Numéro fiscal (SPI): the last three digits are the first ten modulo 511. */
static gboolean
fr_spi(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 13, d) && d[0] <= 3 && cs_check_number(d, 0, 10) > 0 &&
           cs_check_number(d, 0, 10) % 511 == cs_check_number(d, 10, 3);
}

/* RPPS, health professionals: Luhn over eleven digits, the first is 1 or 8 (ANS). */
static gboolean
fr_rpps(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && (d[0] == 1 || d[0] == 8) && cs_check_luhn(d, 11);
}

/* INE of pupils and students (BEA form): ten digits and a letter, the number modulo 23 in the alphabet without I O Q.
 */
static gboolean
fr_ine(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 11 && cs_check_digits(text, 10, 10, d) &&
           "ABCDEFGHJKLMNPRSTUVWXYZ"[cs_check_number(d, 0, 10) % 23] == text[10];
}

/* NISS: YYMMDD, serial, key = 97 - first nine modulo 97; from 2000 a 2 stands before them. */
static gboolean
be_niss(const char *text, gsize size)
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

/* Matricule: YYYYMMDD, serial, Luhn and Verhoeff digits, each over the first eleven (règlement of 28 November 2013). */
static gboolean
lu_matricule(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS], v[12];

    if (!cs_check_digits(text, size, 13, d) || d[0] < 1 || d[0] > 2 ||
        !cs_check_day((guint)cs_check_number(d, 0, 4), d[4] * 10u + d[5], d[6] * 10u + d[7]))
        return FALSE;
    memcpy(v, d, 11);
    v[11] = d[12];
    return cs_check_luhn(d, 12) && cs_check_verhoeff(v, 12);
}

/* AHV/AVS: 756 and the check digit of a GS1 number (BSV). */
static gboolean
ch_ahv(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 13, d) && !memcmp(text, "756", 3) && cs_check_ean(d, 13);
}

/* Steuer-ID: one digit of the first ten occurs twice or three times, ISO 7064 MOD 11,10 (BZSt). */
static gboolean
de_steuerid(const char *text, gsize size)
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

/* Sum of the digits of each product. */
static guint
crossed_sum(const guint8 *digits, const guint8 *weights, guint n)
{
    guint sum = 0;

    for (guint i = 0; i < n; i++)
        sum += (guint)digits[i] * weights[i] / 10 + (guint)digits[i] * weights[i] % 10;
    return sum;
}

/* Rentenversicherungsnummer: area, DDMMYY, letter as two digits, serial; crossed sum modulo 10 (VKVV § 4). */
static gboolean
de_rvnr(const char *text, gsize size)
{
    static const guint8 weights[12] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    guint8 d[13];
    guint letter, day;

    if (!cs_check_form("99999999A999", text, size))
        return FALSE;
    letter = (guint)(text[8] - 'A') + 1;
    for (guint i = 0; i < 8; i++)
        d[i] = (guint8)(text[i] - '0');
    d[8] = (guint8)(letter / 10);
    d[9] = (guint8)(letter % 10);
    for (guint i = 9; i < 12; i++)
        d[i + 1] = (guint8)(text[i] - '0');
    day = d[2] * 10u + d[3];
    return day >= 1 && day <= 31 && d[4] * 10u + d[5] >= 1 && d[4] * 10u + d[5] <= 12 &&
           crossed_sum(d, weights, 12) % 10 == d[12];
}

/* Krankenversichertennummer: letter as two digits, eight digits, crossed sum with 1 2 1 2… modulo 10 (SGB V § 290). */
static gboolean
de_kvnr(const char *text, gsize size)
{
    static const guint8 weights[10] = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2};
    guint8 d[11];

    if (!cs_check_form("A999999999", text, size))
        return FALSE;
    d[0] = (guint8)((text[0] - 'A' + 1) / 10);
    d[1] = (guint8)((text[0] - 'A' + 1) % 10);
    for (guint i = 1; i < 10; i++)
        d[i + 1] = (guint8)(text[i] - '0');
    return !cs_check_all_same(d + 2, 9) && crossed_sum(d, weights, 10) % 10 == d[10];
}

/* Sozialversicherungsnummer: serial, check digit in the fourth place, DDMMYY (ÖSV); months 13-15 when a day's serials
 * ran out. */
static gboolean
at_svnr(const char *text, gsize size)
{
    static const guint8 weights[10] = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
    guint8 d[CS_CHECK_DIGITS];
    guint month;

    if (!cs_check_digits(text, size, 10, d) || !d[0])
        return FALSE;
    month = d[6] * 10u + d[7];
    if (month >= 13 && month <= 15)
        month = 1;
    return cs_check_short_day(d[8] * 10u + d[9], month, d[4] * 10u + d[5]) &&
           cs_check_weighted(d, weights, 10) % 11 == d[3];
}

/* Abgabenkontonummer: office and account, doubled digits crossed as Luhn does (BMF). */
static gboolean
at_steuernummer(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 9, d) && !cs_check_all_same(d, 9) && cs_check_luhn(d, 9);
}

static gboolean
spanish_letter(guint64 number, char letter)
{
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == letter;
}

/* DNI: the number modulo 23 chooses the letter (Real Decreto 1553/2005). */
static gboolean
es_dni(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size == 9 && cs_check_digits(text, 8, 8, d) && cs_check_number(d, 0, 8) > 0 &&
           spanish_letter(cs_check_number(d, 0, 8), text[8]);
}

/* NIE of foreigners: X, Y, Z count as 0, 1, 2; K, L, M of children and residents abroad have no weight. */
static gboolean
es_nie(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    if (size != 9 || !cs_check_among(text[0], "XYZKLM") || !cs_check_digits(text + 1, 7, 7, d))
        return FALSE;
    return spanish_letter((text[0] >= 'X' ? (guint64)(text[0] - 'X') * 10000000 : 0) + cs_check_number(d, 0, 7),
                          text[8]);
}

/* Número de la Seguridad Social: province, number, key = both modulo 97; short numbers are added (TGSS). */
static gboolean
es_nuss(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint64 province, number;

    if (!cs_check_digits(text, size, 12, d))
        return FALSE;
    province = cs_check_number(d, 0, 2);
    number = cs_check_number(d, 2, 8);
    if (!province || (province > 53 && province != 66) || !number)
        return FALSE;
    return (number < 10000000 ? number + province * 10000000 : number + province * 100000000) % 97 ==
           cs_check_number(d, 10, 2);
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

/* Codice fiscale: odd places by table, even ones as they are, modulo 26 (D.M. 23 December 1976). */
static gboolean
it_cf(const char *text, gsize size)
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
        if (form[i] == 'M' && !cs_check_among(text[i], "ABCDEHLMPRST"))
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

/* BSN: the eleven test, last digit weighs -1; eight digits when a spreadsheet dropped the zero (RvIG). */
static gboolean
nl_bsn(const char *text, gsize size)
{
    static const guint8 weights[9] = {9, 8, 7, 6, 5, 4, 3, 2, 10};
    guint8 d[CS_CHECK_DIGITS] = {0};
    guint n = cs_check_some_digits(text, size, 8, 9, d);

    if (n == 8) {
        memmove(d + 1, d, 8);
        d[0] = 0;
    }
    return n && !cs_check_all_same(d, 9) && cs_check_number(d, 0, 8) && cs_check_weighted(d, weights, 9) % 11 == 0;
}

/* Onderwijsnummer of pupils: as a BSN, rest 5, first digits 10 (DUO). */
static gboolean
nl_onderwijsnummer(const char *text, gsize size)
{
    static const guint8 weights[9] = {9, 8, 7, 6, 5, 4, 3, 2, 10};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 9, d) && d[0] == 1 && !d[1] && cs_check_weighted(d, weights, 9) % 11 == 5;
}

/* NIF: first digits 1, 2, 3, 45 of persons, others of bodies (Portaria 386/98). */
static gboolean
pt_nif(const char *text, gsize size)
{
    static const struct cs_formula formula = {CS_MINUS_UNIT, 11, 8, {9, 8, 7, 6, 5, 4, 3, 2}};
    guint8 d[CS_CHECK_DIGITS];

    if (!cs_check_digits(text, size, 9, d) || !d[0] || (d[0] == 4 && d[1] != 5) || cs_check_all_same(d, 9))
        return FALSE;
    return cs_formula_holds(&formula, d);
}

/* NISS: weights are the primes from 29 down, 9 less the sum modulo 10 (Segurança Social). */
static gboolean
pt_niss(const char *text, gsize size)
{
    static const guint8 weights[10] = {29, 23, 19, 17, 13, 11, 7, 5, 3, 2};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && (d[0] == 1 || d[0] == 2) &&
           9 - cs_check_weighted(d, weights, 10) % 10 == d[10];
}

/* Cartão de cidadão: twelve characters, every second doubled and reduced by 9, letters from 10, modulo 10 (AMA). */
static gboolean
pt_cc(const char *text, gsize size)
{
    guint sum = 0;

    if (!cs_check_form("999999999XX9", text, size) || text[9] < 'A' || text[10] < 'A')
        return FALSE;
    for (guint i = 0; i < 12; i++) {
        guint v = g_ascii_isdigit(text[i]) ? (guint)(text[i] - '0') : (guint)(text[i] - 'A') + 10;

        if (i % 2 == 0)
            v = v >= 5 ? 2 * v - 9 : 2 * v;
        sum += v;
    }
    return sum % 10 == 0;
}

/* NINO: letters that are issued, six digits, A-D (HMRC NIM39110); no checksum. */
static gboolean
uk_nino(const char *text, gsize size)
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

/* UTR: the first digit checks the other nine, modulo 11 through a table (HMRC). */
static gboolean
uk_utr(const char *text, gsize size)
{
    static const guint8 weights[9] = {6, 7, 8, 9, 10, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && !cs_check_all_same(d, 10) &&
           (guint)("21987654321"[cs_check_weighted(d + 1, weights, 9) % 11] - '0') == d[0];
}

/* CHI of Scotland: DDMMYY, serial; weights 10…2 modulo 11 (NHS Scotland). */
static gboolean
uk_chi(const char *text, gsize size)
{
    static const guint8 weights[10] = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 10, d) && cs_check_ddmmyy(d) && cs_check_weighted(d, weights, 10) % 11 == 0;
}

/* Unique pupil number: a letter of 23 for the weighted sum, twelve digits (DfE). */
static gboolean
uk_upn(const char *text, gsize size)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
    guint sum = 0;

    if (!cs_check_form("A99999999999X", text, size) || text[12] == 'I' || text[12] == 'O' || text[12] == 'S')
        return FALSE;
    for (guint i = 1; i < 12; i++)
        sum += (guint)(text[i] - '0') * (i + 1);
    sum += 13u * (guint)(g_ascii_isdigit(text[12]) ? text[12] - '0' : (int)(strchr(letters, text[12]) - letters));
    return letters[sum % 23] == text[0];
}

/* PPS: weights 8…2, a second letter weighs 9, modulo 23 (Social Welfare Consolidation Act). */
static gboolean
ie_pps(const char *text, gsize size)
{
    static const guint8 weights[7] = {8, 7, 6, 5, 4, 3, 2};
    guint8 d[CS_CHECK_DIGITS];
    guint sum;

    if ((size != 8 && size != 9) || !cs_check_digits(text, 7, 7, d))
        return FALSE;
    sum = cs_check_weighted(d, weights, 7);
    if (size == 9) {
        if ((text[8] < 'A' || text[8] > 'I') && !cs_check_among(text[8], "WTX"))
            return FALSE;
        if (text[8] <= 'I')
            sum += 9u * (guint)(text[8] - 'A' + 1);
    }
    return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == text[7];
}

/* ΑΜΚΑ: DDMMYY, serial, Luhn. */
static gboolean
gr_amka(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return cs_check_digits(text, size, 11, d) && cs_check_ddmmyy(d) && cs_check_luhn(d, 11);
}

/* Malta: seven digits (leading zeros may miss) and the letter of the register; no checksum. */
static gboolean
mt_id(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];

    return size >= 4 && size <= 8 && cs_check_some_digits(text, size - 1, 3, 7, d) &&
           cs_check_among(text[size - 1], "MGAPLHBZ");
}

/* Cyprus TIC: eight digits, those in odd places through a table, modulo 26; first digits 0, 1, 3, 4, 5, 9 and not 12.
 */
static gboolean
cy_tic(const char *text, gsize size)
{
    static const guint8 odd[10] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    guint8 d[CS_CHECK_DIGITS];
    guint sum = 0;

    if (size != 9 || !cs_check_digits(text, 8, 8, d) || !cs_check_among(text[0], "013459") || !memcmp(text, "12", 2))
        return FALSE;
    for (guint i = 0; i < 8; i++)
        sum += i % 2 ? d[i] : odd[d[i]];
    return (char)('A' + sum % 26) == text[8];
}

const struct cs_check cs_checks_west[] = {
    {"fr_nir", "999999999999999", 0.0056, fr_nir, NULL},
    {"fr_nir_13", "9999999999999", 0.023, fr_nir_13, NULL},
    {"fr_spi", "9999999999999", 0.0004, fr_spi, NULL},
    {"fr_rpps", "99999999999", 0.02, fr_rpps, NULL},
    {"fr_ine", "9999999999A", 0.0385, fr_ine, NULL},
    {"be_niss", "99999999999", 0.0024, be_niss, NULL},
    {"lu_matricule", "9999999999999", 7e-05, lu_matricule, NULL},
    {"ch_ahv", "9999999999999", 0.0001, ch_ahv, NULL},
    {"de_steuerid", "99999999999", 0.0033, de_steuerid, NULL},
    {"de_rvnr", "99999999A999", 0.0036, de_rvnr, NULL},
    {"de_kvnr", "A999999999", 0.1, de_kvnr, NULL},
    {"at_svnr", "9999999999", 0.004, at_svnr, NULL},
    {"at_steuernummer", "999999999", 0.1, at_steuernummer, NULL},
    {"es_dni", "99999999A", 0.0385, es_dni, NULL},
    {"es_nie", "A9999999A", 0.0089, es_nie, NULL},
    {"es_nuss", "999999999999", 0.0055, es_nuss, NULL},
    {"it_cf", "AAAAAA99A99A999A", 0.011, it_cf, NULL},
    {"nl_bsn", "999999999", 0.0909, nl_bsn, NULL},
    {"nl_onderwijsnummer", "999999999", 0.0009, nl_onderwijsnummer, NULL},
    {"pt_nif", "999999999", 0.081, pt_nif, NULL},
    {"pt_niss", "99999999999", 0.02, pt_niss, NULL},
    {"pt_cc", "999999999AA9", 0.1, pt_cc, NULL},
    {"uk_nino", "AA999999A", 0.087, uk_nino, NULL},
    /* NHS number: weights 10…2, modulo 11 (NHS Data Dictionary) */
    CS_FORMULA("uk_nhs", "9999999999", 0.0909, CS_SUM_ZERO, 11, 10, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1),
    {"uk_chi", "9999999999", 0.0033, uk_chi, NULL},
    {"uk_utr", "9999999999", 0.1, uk_utr, NULL},
    {"uk_upn", "A999999999999", 0.0385, uk_upn, NULL},
    {"ie_pps", "9999999AA", 0.0177, ie_pps, NULL},
    {"gr_amka", "99999999999", 0.0037, gr_amka, NULL},
    {"mt_id", "9999999A", 0.308, mt_id, NULL},
    {"cy_tic", "99999999A", 0.0227, cy_tic, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
