/* check.h - what the files of checks share: arithmetic, weighted sums as data, one table a subject. Internal
 * to the engine.
 *
 * A check gets a normal form, mostly alnum: upper-case letters and digits, no separators. Values of one digit
 * repeated are fillers and pass no arithmetic check. Formulas are those that the issuing offices publish or, where
 * they publish none, the ones in common use; the comment beside each says which. */
#ifndef CS_ENGINE_CHECK_H
#define CS_ENGINE_CHECK_H

#include "engine/ruleset.h"

#define CS_CHECK_DIGITS 40

/* How a weighted sum and the digit behind the weighted ones belong together (r: sum modulo m). */
enum cs_rest {
    CS_SUM_ZERO,   /* the check digit has a weight of its own: r is 0 */
    CS_SUM_IS,     /* r is the digit */
    CS_SUM_UNIT,   /* the unit of r is the digit: 10 is written 0 */
    CS_MINUS_IS,   /* m - r is the digit, m is written 0 */
    CS_MINUS_UNIT, /* as before, and 10 is written 0 */
};

/* A checksum as data: digits times weights. */
struct cs_formula {
    enum cs_rest rest;
    guint modulus;
    guint n; /* digits that have weights */
    guint8 weights[16];
};
gboolean cs_formula_holds(const struct cs_formula *formula, const guint8 *digits);

/* text is exactly n digits: their values in ret_digits (room for CS_CHECK_DIGITS). */
gboolean cs_check_digits(const char *text, gsize size, guint n, guint8 *ret_digits);
/* As above for any count between min and max; returns the count, 0 when text is something else. */
guint cs_check_some_digits(const char *text, gsize size, guint min, guint max, guint8 *ret_digits);
/* Digits first to first + count as a number (count <= 18). */
guint64 cs_check_number(const guint8 *digits, guint first, guint count);
gboolean cs_check_luhn(const guint8 *digits, guint n);     /* ISO/IEC 7812-1, annex B */
gboolean cs_check_verhoeff(const guint8 *digits, guint n); /* J. Verhoeff 1969; last digit is the check digit */
gboolean cs_check_mod11_10(const guint8 *digits, guint n); /* ISO 7064 MOD 11,10 */
/* ISO 7064 MOD 97-10 over digits and letters (A is 10), starting at first and going round: the rest. */
guint cs_check_mod97(const char *text, gsize size, gsize first);
gboolean cs_check_ean(const guint8 *digits, guint n); /* GS1: weights 3 and 1 from the right, modulo 10 */
gboolean cs_check_all_same(const guint8 *digits, guint n);
/* Sum of the first n digits times weights. */
guint cs_check_weighted(const guint8 *digits, const guint8 *weights, guint n);
/* A day of the calendar; year 0: unknown, 29 February passes. */
gboolean cs_check_day(guint year, guint month, guint day);
/* YYMMDD: some century makes it a day. */
gboolean cs_check_short_day(guint yy, guint month, guint day);
/* Six digits that are a day. */
gboolean cs_check_ddmmyy(const guint8 *digits);
gboolean cs_check_yymmdd(const guint8 *digits);
/* Does text have the form? "9" digit, "1" digit but 0, "A" capital, "X" digit or capital, "H" digit of hexadecimal;
 * small letters stand for that capital, others for themselves; same length. */
gboolean cs_check_form(const char *form, const char *text, gsize size);
/* Is c (not NUL) one of the letters? */
gboolean cs_check_among(char c, const char *letters);
gboolean cs_check_country(const char *two); /* ISO 3166-1 alpha-2, XK too */

/* One table a file, ended by an entry without a name. */
extern const struct cs_check cs_checks_west[], cs_checks_north[], cs_checks_east[], cs_checks_world[],
    cs_checks_company[], cs_checks_vat[], cs_checks_money[], cs_checks_device[], cs_checks_contact[], cs_checks_place[],
    cs_checks_document[], cs_checks_goods[], cs_checks_date[];

/* A row of such a table whose check is a weighted sum over digits alone. */
#define CS_FORMULA(name, form, chance, rest, modulus, n, ...) \
    {                                                         \
        name, form, chance, NULL, &(const struct cs_formula)  \
        {                                                     \
            rest, modulus, n,                                 \
            {                                                 \
                __VA_ARGS__                                   \
            }                                                 \
        }                                                     \
    }

#endif
