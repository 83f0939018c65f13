/* identity.c - normal forms by value class. */
#include "engine/forms.h"

#include "base/utf8.h"
#include "engine/ruleset.h"

#include <sodium.h>
#include <string.h>

#define WORDS_MAX 12

enum cs_value_class
cs_value_class_find(const char *name)
{
    static const char *const names[] = {"email", "phone", "iban",   "card", "number", "text",
                                        "name",  "place", "street", "code", "line",   "date"};

    for (guint i = 0; name && i < G_N_ELEMENTS(names); i++)
        if (!strcmp(names[i], name))
            return (enum cs_value_class)i;
    return CS_VC_TEXT;
}

/* Not one character throughout. */
static gboolean
is_varied(const char *text, gsize size)
{
    for (gsize i = 1; i < size; i++)
        if (text[i] != text[0])
            return TRUE;
    return FALSE;
}

gboolean
cs_form_is_dummy(const char *text, gsize size)
{
    static const char words[][10] = {"-",    "na",      "n/a",     "xxx",     "test",     "none",
                                     "null", "inconnu", "unknown", "noreply", "anonymous"};

    if (!is_varied(text, size))
        return TRUE;
    for (guint i = 0; size < sizeof *words && i < G_N_ELEMENTS(words); i++)
        if (words[i][0] == (text[0] | 0x20) && !words[i][size] && !g_ascii_strncasecmp(words[i], text, size))
            return TRUE;
    return FALSE;
}

static void
append_class(GString *out, const char *data, gsize size, gboolean letters)
{
    char *to = cs_form_room(out, size);

    for (gsize i = 0; i < size; i++) {
        guchar c = (guchar)data[i], upper = c & 0xdf;
        gboolean digit = (guchar)(c - '0') < 10;

        *to = (char)(digit ? c : upper);
        to += digit | (letters & ((guchar)(upper - 'A') < 26));
    }
    cs_form_end(out, to);
}

static void
append_lower(GString *out, const char *data, gsize size)
{
    char *to = cs_form_room(out, size);

    cs_ascii_lower(to, data, size);
    cs_form_end(out, to + size);
}

/* Lets the first n bytes go. */
static void
drop_front(GString *out, gsize n)
{
    memmove(out->str, out->str + n, out->len - n);
    cs_form_end(out, out->str + (out->len - n));
}

static void
strip_zeros(GString *out)
{
    gsize n = 0;

    while (n + 1 < out->len && out->str[n] == '0')
        n++;
    drop_front(out, n);
}

static gboolean
is_letter(char c)
{
    return (guchar)((c | 0x20) - 'a') < 26 || (guchar)c >= 0x80;
}

/* Folded in place of out: letters (and digits) of ASCII stay, and whatever else folding left of other scripts. */
static void
append_folded(GString *out, const char *data, gsize size, gboolean digits)
{
    char *to;

    cs_utf8_fold(out, data, size);
    to = out->str;
    for (gsize i = 0; i < out->len; i++) {
        char c = out->str[i];

        *to = c;
        to += is_letter(c) | (digits & ((guchar)(c - '0') < 10));
    }
    cs_form_end(out, to);
}

struct word {
    const char *text;
    gsize size;
};

static gboolean
stands_before(const struct word *a, const struct word *b)
{
    int order = memcmp(a->text, b->text, MIN(a->size, b->size));

    return order ? order < 0 : a->size < b->size;
}

/* In alphabetical order. */
static guint
split(const char *text, gsize size, struct word *words)
{
    guint n = 0;

    for (gsize from = 0, to; from < size && n < WORDS_MAX; from = to + 1) {
        struct word word = {text + from, 0};
        guint i;

        for (to = from; to < size && is_letter(text[to]); to++)
            word.size++;
        if (!word.size)
            continue;
        for (i = n++; i && stands_before(&word, &words[i - 1]); i--)
            words[i] = words[i - 1];
        words[i] = word;
    }
    return n;
}

/* The words of a name in alphabetical order: "DUMAS Aimé" and "Aimé Dumas" are one. They are written behind the text
 * that they come from, which then goes. */
static gboolean
normal_name(const char *data, gsize size, GString *out)
{
    struct word words[WORDS_MAX];
    gsize length;
    char *to;
    guint n;

    cs_utf8_fold(out, data, size);
    length = out->len;
    to = cs_form_room(out, length);
    n = split(out->str, length, words);
    for (guint i = 0; i < n; i++) {
        memcpy(to, words[i].text, words[i].size);
        to += words[i].size;
    }
    cs_form_end(out, to);
    drop_front(out, length);
    return out->len > 1;
}

static void
append_number(GString *out, guint number, guint digits)
{
    char *to = cs_form_room(out, digits);

    cs_form_end(out, to + digits);
    for (guint i = digits; i; i--, number /= 10)
        to[i - 1] = (char)('0' + number % 10);
}

/* 1998-10-25, 25/10/1998, 25.10.1998, 19981025 and the dates of timestamps: all become 19981025. Day and month of a
 * slashed date change places where only that makes a date. */
static gboolean
normal_date(const char *data, gsize size, GString *out)
{
    guint part[3] = {0}, digits[3] = {0}, n = 0, year, month, day;

    for (gsize i = 0; i < size && n < 3; i++) {
        if (g_ascii_isdigit(data[i])) {
            part[n] = part[n] * 10 + (guint)(data[i] - '0');
            if (++digits[n] == 8 && n == 0) {
                digits[0] = 4, digits[1] = digits[2] = 2;
                part[2] = part[0] % 100, part[1] = part[0] / 100 % 100, part[0] /= 10000;
                n = 2;
            } else if (digits[n] > 8) {
                return FALSE;
            }
        } else if (!digits[n] || n == 2) {
            break;
        } else {
            n++;
        }
    }
    if (n != 2 || !digits[2])
        return FALSE;
    year = digits[0] == 4 ? part[0] : part[2];
    month = part[1];
    day = digits[0] == 4 ? part[2] : part[0];
    if (month > 12 && digits[0] != 4) {
        month = part[0];
        day = part[1];
    }
    if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return FALSE;
    append_number(out, year, 4);
    append_number(out, month, 2);
    append_number(out, day, 2);
    return TRUE;
}

/* National and international form of one number meet in its last nine digits, as the numbering plans of Western Europe
 * allow. */
gboolean
cs_form_phone(const char *data, gsize size, gsize last, GString *out)
{
    append_class(out, data, size, FALSE);
    if (out->len < 8 || out->len > 17)
        return FALSE;
    if (out->len > last)
        drop_front(out, out->len - last);
    return !cs_form_is_dummy(out->str, out->len);
}

static gboolean
normal_number(const char *data, gsize size, GString *out)
{
    append_class(out, data, size, TRUE);
    strip_zeros(out);
    return out->len >= 3 && is_varied(out->str, out->len);
}

static gboolean
normal_rider(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    switch (value_class) {
    case CS_VC_NAME:
        return normal_name(data, size, out);
    case CS_VC_PLACE:
        append_folded(out, data, size, FALSE);
        return out->len > 1;
    case CS_VC_STREET:
        append_folded(out, data, size, TRUE);
        return out->len > 3;
    case CS_VC_CODE:
        append_class(out, data, size, TRUE);
        return out->len > 2;
    case CS_VC_DATE:
        return normal_date(data, size, out);
    case CS_VC_LINE:
        cs_utf8_fold(out, data, size);
        return out->len > 1;
    default:
        cs_form_append(out, data, size);
        return size > 0;
    }
}

gboolean
cs_normal_sampler(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    cs_form_end(out, out->str);
    cs_form_trim(&data, &size);
    if (value_class > CS_VC_TEXT)
        return normal_rider(value_class, data, size, out);
    if (value_class == CS_VC_PHONE)
        return cs_form_phone(data, size, CS_FORM_PHONE_NF0, out);
    if (value_class == CS_VC_EMAIL || value_class == CS_VC_TEXT) {
        append_lower(out, data, size);
        return out->len > 2;
    }
    return normal_number(data, size, out);
}

/* NFKC and case folding; ASCII needs neither. */
static gboolean
normal_mail(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    if (cs_utf8_is_ascii(data, size)) {
        append_lower(out, data, size);
    } else {
        g_autofree char *normal = g_utf8_normalize(data, (gssize)size, G_NORMALIZE_NFKC);
        g_autofree char *folded = normal ? g_utf8_casefold(normal, -1) : NULL;

        g_string_append(out, folded ? folded : "");
        if (normal)
            sodium_memzero(normal, strlen(normal));
        if (folded)
            sodium_memzero(folded, strlen(folded));
    }
    return out->len > 2 && (value_class == CS_VC_TEXT || memchr(out->str, '@', out->len));
}

gboolean
cs_normal_identity(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    cs_form_end(out, out->str);
    cs_form_trim(&data, &size);
    if (cs_form_is_dummy(data, size))
        return FALSE;
    if (value_class > CS_VC_TEXT)
        return normal_rider(value_class, data, size, out);
    if (value_class == CS_VC_PHONE)
        return cs_form_phone(data, size, CS_FORM_PHONE_NF1, out);
    if (value_class == CS_VC_EMAIL || value_class == CS_VC_TEXT)
        return normal_mail(value_class, data, size, out);
    if (value_class == CS_VC_IBAN) {
        append_class(out, data, size, TRUE);
        return cs_check_find("iban")->fn(out->str, out->len);
    }
    return normal_number(data, size, out);
}

gboolean
cs_normal_listed(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    gboolean text = value_class == CS_VC_EMAIL || value_class == CS_VC_TEXT;

    cs_form_end(out, out->str);
    cs_form_trim(&data, &size);
    if (!CS_VC_IS_KEY(value_class))
        return FALSE;
    if (text)
        append_lower(out, data, size);
    else
        append_class(out, data, size, value_class != CS_VC_PHONE);
    if (value_class == CS_VC_PHONE && out->len > CS_FORM_PHONE_NF1)
        g_string_erase(out, 0, (gssize)(out->len - CS_FORM_PHONE_NF1));
    if (value_class == CS_VC_NUMBER || value_class == CS_VC_CARD)
        strip_zeros(out);
    return out->len >= (value_class == CS_VC_PHONE ? 8 : 3) && is_varied(out->str, out->len) &&
           (value_class != CS_VC_EMAIL || memchr(out->str, '@', out->len));
}
