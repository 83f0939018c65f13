/* normal.c - normal forms of values that rules match on. */
#include "engine/rule.h"

#include "base/utf8.h"

#include <string.h>

static const char *const names[CS_NF_COUNT + 1] = {"raw", "trim", "alnum", "digits", "fold", "lower", "phone", NULL};

int
cs_normal_find(const char *name)
{
    for (int i = 0; i < CS_NF_COUNT; i++)
        if (!strcmp(names[i], name))
            return i;
    return -1;
}

/* White space at an end: ASCII, or the two bytes of U+00A0. */
static void
trim(const char **io_text, gsize *io_size)
{
    const char *text = *io_text;
    gsize size = *io_size;

    for (;;) {
        if (size && g_ascii_isspace(text[0])) {
            text++, size--;
        } else if (size && g_ascii_isspace(text[size - 1])) {
            size--;
        } else if (size > 1 && !memcmp(text, "\xc2\xa0", 2)) {
            text += 2, size -= 2;
        } else if (size > 1 && !memcmp(text + size - 2, "\xc2\xa0", 2)) {
            size -= 2;
        } else {
            break;
        }
    }
    *io_text = text;
    *io_size = size;
}

/* "+33 (0)6 12…" and "0033 6 12…" become "+33612…"; what is no phone at all becomes empty. */
static void
make_phone(const char *text, gsize size, GString *out)
{
    trim(&text, &size);
    for (gsize i = 0; i < size; i++) {
        if (text[i] == '(' && i + 2 < size && text[i + 1] == '0' && text[i + 2] == ')' && out->len) {
            i += 2; /* the trunk zero in brackets is not dialled after the country code */
        } else if (g_ascii_isdigit(text[i]) || (text[i] == '+' && !out->len)) {
            g_string_append_c(out, text[i]);
        } else if (g_ascii_isalpha(text[i]) || text[i] == '@' || text[i] == ':') {
            g_string_truncate(out, 0);
            return;
        }
    }
    if (out->len > 9 && !memcmp(out->str, "00", 2)) {
        g_string_erase(out, 0, 1);
        out->str[0] = '+';
    }
}

/* Bytes kept as they are, or upper-cased; the form is never longer than the value. */
static void
keep(const char *text, gsize size, GString *out, gboolean letters)
{
    char *to;

    g_string_set_size(out, size);
    to = out->str;
    for (gsize i = 0; i < size; i++) {
        char c = text[i];

        if (c >= '0' && c <= '9')
            *to++ = c;
        else if (letters && c >= 'A' && c <= 'Z')
            *to++ = c;
        else if (letters && c >= 'a' && c <= 'z')
            *to++ = (char)(c - 'a' + 'A');
    }
    g_string_truncate(out, (gsize)(to - out->str));
}

static void
make_lower(const char *text, gsize size, GString *out)
{
    g_string_set_size(out, size);
    for (gsize i = 0; i < size; i++)
        out->str[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
}

void
cs_normal_make(enum cs_normal form, const char *text, gsize size, GString *out)
{
    g_string_truncate(out, 0);
    switch (form) {
    case CS_NF_ALNUM:
    case CS_NF_DIGITS:
        keep(text, size, out, form == CS_NF_ALNUM);
        break;
    case CS_NF_PHONE:
        make_phone(text, size, out);
        break;
    case CS_NF_FOLD:
        trim(&text, &size);
        cs_utf8_fold(out, text, size);
        break;
    case CS_NF_LOWER:
        trim(&text, &size);
        make_lower(text, size, out);
        break;
    case CS_NF_TRIM:
        trim(&text, &size);
        g_string_append_len(out, text, (gssize)size);
        break;
    case CS_NF_RAW:
    case CS_NF_COUNT:
        g_string_append_len(out, text, (gssize)size);
        break;
    }
}
