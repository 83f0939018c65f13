/* utf8.c - validity, encodings, folding. */
#include "base/utf8.h"

#include <string.h>

#define EACH(byte) (G_GUINT64_CONSTANT(0x0101010101010101) * (byte))

static guint64
load8(const char *p)
{
    guint64 v;

    memcpy(&v, p, sizeof v);
    return v;
}

/* How many bytes from the start are ASCII without NUL, give or take a few: 8 at a time, the last 8 once more. */
static gsize
plain_prefix(const char *data, gsize size)
{
    gsize done = 0;

    for (; done < size; done += 8) {
        guint64 v;

        if (size - done < 8 && size < 8)
            break;
        v = load8(data + MIN(done, size - 8));
        if ((v | (v - EACH(0x01))) & EACH(0x80))
            return done;
    }
    while (done < size && (guint8)(data[done] - 1) < 0x7f)
        done++;
    return MIN(done, size);
}

gsize
cs_utf8_valid_prefix(const char *data, gsize size)
{
    gsize done = plain_prefix(data, size);

    while (done < size) {
        const char *end;

        if (g_utf8_validate_len(data + done, size - done, &end))
            return size;
        done = (gsize)(end - data);
        if (done < size && data[done] == '\0')
            done++; /* GLib stops at NUL, which is valid UTF-8 */
        else
            return done;
    }
    return done;
}

gboolean
cs_utf8_is_text(const char *data, gsize size, gboolean *ret_ascii)
{
    *ret_ascii = plain_prefix(data, size) == size;
    return *ret_ascii || g_utf8_validate_len(data, size, NULL);
}

gboolean
cs_utf8_is_ascii(const char *data, gsize size)
{
    guint64 seen = 0;
    gsize i = 0;

    for (; size - i >= 8; i += 8)
        seen |= load8(data + i);
    for (; i < size; i++)
        seen |= (guint8)data[i];
    return !(seen & EACH(0x80));
}

/* Bit 7 of each byte that is a capital, moved to where it makes a small letter; no byte carries into the next. */
static guint64
lower8(guint64 v)
{
    guint64 low = v & EACH(0x7f), from_a = low + EACH(0x80 - 'A'), past_z = low + EACH(0x7f - 'Z');

    return v | (((from_a ^ past_z) & ~v & EACH(0x80)) >> 2);
}

void
cs_ascii_lower(char *to, const char *data, gsize size)
{
    gsize i = 0;

    for (; size - i >= 8; i += 8) {
        guint64 v = lower8(load8(data + i));

        memcpy(to + i, &v, sizeof v);
    }
    for (; i < size; i++)
        to[i] = (char)(data[i] | ((guint8)(data[i] - 'A') < 26) << 5);
}

/* Windows-1252, 0x80 to 0x9f; the rest is as in Latin-1. 0: undefined. */
static const guint16 cp1252[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                   0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                   0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                   0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static gboolean
append_single_bytes(GString *out, const char *data, gsize size)
{
    gboolean clean = TRUE;

    for (gsize i = 0; i < size; i++) {
        guint8 c = (guint8)data[i];
        gunichar u = c >= 0x80 && c < 0xa0 ? cp1252[c - 0x80] : c;

        if (!u) {
            u = 0xfffd;
            clean = FALSE;
        }
        g_string_append_unichar(out, u);
    }
    return clean;
}

gboolean
cs_utf8_append(GString *out, const char *data, gsize size, const char *encoding)
{
    gboolean clean = TRUE;
    gsize done = 0;

    if (cs_utf8_valid_prefix(data, size) == size && !memchr(data, '\0', size)) {
        g_string_append_len(out, data, (gssize)size);
        return TRUE;
    }
    if (encoding && g_ascii_strcasecmp(encoding, "UTF-8") != 0) {
        gsize written;
        g_autofree char *text = g_convert(data, (gssize)size, "UTF-8", encoding, NULL, &written, NULL);

        if (text) {
            g_string_append_len(out, text, (gssize)written);
            return TRUE;
        }
    }
    if (!encoding)
        return append_single_bytes(out, data, size);
    while (done < size) {
        gsize valid = cs_utf8_valid_prefix(data + done, size - done);
        const char *nul = memchr(data + done, '\0', valid);

        if (nul)
            valid = (gsize)(nul - (data + done));
        g_string_append_len(out, data + done, (gssize)valid);
        done += valid;
        if (done < size) {
            g_string_append(out, "\xef\xbf\xbd");
            clean = FALSE;
            done++;
        }
    }
    return clean;
}

static const struct {
    gunichar from;
    const char *to;
} special[] = {{0xdf, "ss"}, {0x153, "oe"}, {0x152, "oe"}, {0xf8, "o"},  {0xd8, "o"},  {0x142, "l"}, {0x141, "l"},
               {0xe6, "ae"}, {0xc6, "ae"},  {0xf0, "d"},   {0x111, "d"}, {0x131, "i"}, {0x2019, "'"}};

static void
fold_one(GString *out, gunichar c)
{
    gunichar parts[8];
    gsize n;

    for (gsize i = 0; i < G_N_ELEMENTS(special); i++)
        if (special[i].from == c) {
            g_string_append(out, special[i].to);
            return;
        }
    n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
    for (gsize i = 0; i < n; i++)
        if (!g_unichar_ismark(parts[i]))
            g_string_append_unichar(out, g_unichar_tolower(parts[i]));
}

static gsize
ascii_run(const char *p, const char *end)
{
    const char *start = p;

    while (end - p >= 8 && !(load8(p) & EACH(0x80)))
        p += 8;
    while (p < end && (guint8)*p < 0x80)
        p++;
    return (gsize)(p - start);
}

void
cs_utf8_fold(GString *out, const char *data, gsize size)
{
    const char *p = data, *end = data + size;

    while (p < end) {
        if ((guint8)*p < 0x80) {
            gsize at = out->len, n = ascii_run(p, end);

            g_string_set_size(out, at + n);
            cs_ascii_lower(out->str + at, p, n);
            p += n;
        } else {
            gunichar c = g_utf8_get_char_validated(p, end - p);

            if (c == (gunichar)-1 || c == (gunichar)-2) {
                p++;
                continue;
            }
            fold_one(out, c);
            p = g_utf8_next_char(p);
        }
    }
}

void
cs_utf8_escape(GString *out, const char *data, gsize size)
{
    const char *p = data, *end = data + size;

    while (p < end) {
        gunichar c = g_utf8_get_char_validated(p, end - p);

        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02X", (guint8)*p++);
            continue;
        }
        if (c == '\n')
            g_string_append(out, "\\n");
        else if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || (c >= 0x202a && c <= 0x202e))
            g_string_append_printf(out, "\\x%02X", c);
        else
            g_string_append_unichar(out, c);
        p = g_utf8_next_char(p);
    }
}
