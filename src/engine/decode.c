/* decode.c - base64, hexadecimal, mojibake, percent signs, entities, encoded words. */
#include "engine/decode.h"

#include "base/utf8.h"

#include <string.h>

#define PACKED_LEAST 8 /* bytes: shorter ones are text by accident too often */

static const char *const names[CS_ENCODED_COUNT] = {
    NULL, "mojibake", "percent", "entities", "encoded-word", "quoted-printable", "latin1", "base64", "hex"};

const char *
cs_encoding_name(enum cs_encoding encoding)
{
    return names[encoding];
}

enum cs_encoding
cs_encoding_find(const char *name)
{
    for (guint i = 1; name && i < CS_ENCODED_COUNT; i++)
        if (!strcmp(names[i], name))
            return (enum cs_encoding)i;
    return CS_ENCODED_NOT;
}

/* Valid UTF-8 without control characters. */
static gboolean
is_text(const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++)
        if ((guchar)text[i] < 0x20 && !strchr("\t\n\r", text[i]))
            return FALSE;
    return size && !memchr(text, '\0', size) && !memchr(text, 0x7f, size) && cs_utf8_valid_prefix(text, size) == size;
}

gboolean
cs_is_latin1_text(const char *data, gsize size)
{
    gsize high = 0;

    for (gsize i = 0; i < size; i++) {
        guchar c = (guchar)data[i];

        if ((c < 0x20 && !strchr("\t\n\r", c)) || c == 0 || c == 0x7f ||
            (c >= 0x80 && c < 0xc0 && !strchr("\x80\x92\x99\xa0\xab\xb0\xb7\xba\xbb", c)))
            return FALSE;
        high += c >= 0x80;
    }
    return high && high * 3 <= size;
}

/* Windows-1252 or Latin-1: the byte that a character stands for; -1: none. */
static int
byte_of(gunichar c)
{
    static const guint16 cp1252[32] = {0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                       0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                       0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                       0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

    if (c < 0x100)
        return (int)c;
    for (guint i = 0; i < G_N_ELEMENTS(cp1252); i++)
        if (cp1252[i] == c)
            return (int)(0x80 + i);
    return -1;
}

/* Every character must stand for a byte, and the bytes must be UTF-8 with something beyond ASCII in it. */
static gboolean
undo_mojibake(const char *text, gsize size, GString *out)
{
    const char *end = text + size;

    g_string_truncate(out, 0);
    for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
        int byte = (guchar)*p < 0x80 ? *p : byte_of(g_utf8_get_char(p));

        if (byte < 0)
            return FALSE;
        g_string_append_c(out, (char)byte);
    }
    return is_text(out->str, out->len);
}

/* "Ã", "Â", "Å", "â" with another character beyond ASCII behind it: how UTF-8 looks when it was read byte by byte. */
static gboolean
may_be_mojibake(const char *text, gsize size)
{
    for (gsize i = 0; i + 3 < size; i++)
        if ((guchar)text[i] == 0xc3 && (guchar)text[i + 1] >= 0x82 && (guchar)text[i + 1] <= 0xb4 &&
            (guchar)text[i + 2] >= 0xc2)
            return TRUE;
    return FALSE;
}

gboolean
cs_decode_percent(const char *text, gsize size, gboolean plus, GString *out)
{
    gboolean any = FALSE;

    for (gsize i = 0; i < size; i++) {
        if (text[i] == '%' && i + 2 < size && g_ascii_isxdigit(text[i + 1]) && g_ascii_isxdigit(text[i + 2])) {
            g_string_append_c(out, (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2])));
            i += 2;
            any = TRUE;
        } else {
            g_string_append_c(out, plus && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return any;
}

/* No white space, every % before two digits, and text comes of it. */
static gboolean
undo_percent(const char *text, gsize size, GString *out)
{
    for (gsize i = 0; i < size; i++)
        if (text[i] == ' ' ||
            (text[i] == '%' && (i + 2 >= size || !g_ascii_isxdigit(text[i + 1]) || !g_ascii_isxdigit(text[i + 2]))))
            return FALSE;
    g_string_truncate(out, 0);
    return cs_decode_percent(text, size, FALSE, out) && is_text(out->str, out->len);
}

/* The character of an entity's name, without & and ;. 0: unknown. */
static gunichar
entity(const char *name, gsize size)
{
    /* U+00A0 to U+00FF, in order */
    static const char latin1[] =
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute "
        "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring "
        "AElig "
        "Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times "
        "Oslash "
        "Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute "
        "ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute "
        "ucirc uuml yacute thorn yuml ";
    static const struct {
        const char *name;
        gunichar c;
    } more[] = {{"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
                {"rsquo", 0x2019}, {"lsquo", 0x2018},  {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"ndash", 0x2013},
                {"mdash", 0x2014}, {"hellip", 0x2026}, {"euro", 0x20ac},  {"oelig", 0x153},  {"OElig", 0x152},
                {"commat", '@'},   {"period", '.'},    {"lowbar", '_'},   {"scaron", 0x161}, {"Scaron", 0x160}};
    gunichar c = 0xa0;

    if (size > 1 && *name == '#') {
        gboolean hex = g_ascii_tolower(name[1]) == 'x';

        c = 0;
        for (gsize i = hex ? 2 : 1; i < size; i++) {
            int digit = hex ? g_ascii_xdigit_value(name[i]) : g_ascii_digit_value(name[i]);

            if (digit < 0 || c > 0x10ffff)
                return 0;
            c = c * (hex ? 16 : 10) + (gunichar)digit;
        }
        return c >= 0x20 && g_unichar_validate(c) ? c : 0;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(more); i++)
        if (strlen(more[i].name) == size && !memcmp(more[i].name, name, size))
            return more[i].c;
    for (const char *p = latin1; *p; p += strcspn(p, " ") + 1, c++)
        if (strcspn(p, " ") == size && !memcmp(p, name, size))
            return c;
    return 0;
}

gboolean
cs_decode_entities(const char *text, gsize size, GString *out)
{
    const char *p = text, *end = text + size, *mark;
    gboolean any = FALSE;

    while (p < end && (mark = memchr(p, '&', (gsize)(end - p)))) {
        const char *close = memchr(mark, ';', (gsize)MIN(end - mark, 10));
        gunichar c = close ? entity(mark + 1, (gsize)(close - mark - 1)) : 0;

        g_string_append_len(out, p, (gssize)(mark - p));
        if (c)
            g_string_append_unichar(out, c == 0xa0 ? ' ' : c);
        else
            g_string_append_c(out, '&');
        p = c ? close + 1 : mark + 1;
        any |= c != 0;
    }
    g_string_append_len(out, p, (gssize)(end - p));
    return any;
}

static int
digit64(char c)
{
    if (g_ascii_isupper(c))
        return c - 'A';
    if (g_ascii_islower(c))
        return c - 'a' + 26;
    if (g_ascii_isdigit(c))
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Appends the bytes; line ends are skipped. FALSE: it is no base64. */
static gboolean
append_base64(const char *text, gsize size, GString *out)
{
    guint32 bits = 0;
    guint waiting = 0;
    gsize digits = 0;

    while (size && text[size - 1] == '=')
        size--;
    for (gsize i = 0; i < size; i++) {
        int digit = digit64(text[i]);

        if (text[i] == '\n' || text[i] == '\r')
            continue;
        if (digit < 0)
            return FALSE;
        digits++;
        bits = bits << 6 | (guint32)digit;
        waiting += 6;
        if (waiting >= 8) {
            waiting -= 8;
            g_string_append_c(out, (char)(bits >> waiting & 0xff));
        }
    }
    return digits % 4 != 1;
}

static gboolean
append_hex(const char *text, gsize size, GString *out)
{
    if (size > 2 && (text[0] == '0' || text[0] == '\\') && (text[1] == 'x' || text[1] == 'X')) {
        text += 2;
        size -= 2;
    }
    if (size % 2)
        return FALSE;
    for (gsize i = 0; i < size; i += 2) {
        if (!g_ascii_isxdigit(text[i]) || !g_ascii_isxdigit(text[i + 1]))
            return FALSE;
        g_string_append_c(out, (char)(g_ascii_xdigit_value(text[i]) * 16 + g_ascii_xdigit_value(text[i + 1])));
    }
    return TRUE;
}

gboolean
cs_decode_packed(enum cs_encoding encoding, const char *text, gsize size, GString *out)
{
    gboolean hex = encoding == CS_ENCODED_HEX;

    g_string_truncate(out, 0);
    if (size < PACKED_LEAST || !(hex ? append_hex(text, size, out) : append_base64(text, size, out)))
        return FALSE;
    return is_text(out->str, out->len);
}

/* charset?B?text or charset?Q?text, as it stands between =? and ?=. */
static gboolean
append_word(const char *word, gsize size, GString *out)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    const char *mark = memchr(word, '?', size), *data;
    g_autofree char *charset = NULL;
    gsize n;

    if (!mark || mark + 2 >= word + size || mark[2] != '?')
        return FALSE;
    charset = g_strndup(word, (gsize)(mark - word));
    data = mark + 3;
    n = (gsize)(word + size - data);
    if (g_ascii_toupper(mark[1]) == 'B') {
        if (!append_base64(data, n, bytes))
            return FALSE;
    } else {
        for (gsize i = 0; i < n; i++) {
            gboolean coded = data[i] == '=' && i + 2 < n && g_ascii_isxdigit(data[i + 1]);

            g_string_append_c(bytes, coded            ? (char)(g_ascii_xdigit_value(data[i + 1]) * 16 +
                                                    MAX(g_ascii_xdigit_value(data[i + 2]), 0))
                                     : data[i] == '_' ? ' '
                                                      : data[i]);
            i += coded ? 2 : 0;
        }
    }
    cs_utf8_append(out, bytes->str, bytes->len, charset);
    return TRUE;
}

static gboolean
undo_words(const char *text, gsize size, GString *out)
{
    const char *p = text, *end = text + size;
    gboolean any = FALSE;

    g_string_truncate(out, 0);
    while (p < end) {
        const char *start = memmem(p, (gsize)(end - p), "=?", 2), *close = NULL;
        gsize length = out->len;

        for (guint marks = 0; start && marks < 3; marks++) { /* behind the third ? stands the = */
            close = memchr(marks ? close + 1 : start + 2, '?', (gsize)(end - (marks ? close + 1 : start + 2)));
            if (!close)
                break;
        }
        g_string_append_len(out, p, (gssize)((start ? start : end) - p));
        if (!start || !close || close + 1 >= end || close[1] != '=') {
            if (start)
                g_string_append_len(out, start, (gssize)(end - start));
            break;
        }
        if (any && strspn(out->str + length, " \t\r\n") == out->len - length)
            g_string_truncate(out, length); /* white space between two words is none of the text */
        any |= append_word(start + 2, (gsize)(close - start - 2), out);
        p = close + 2;
    }
    return any && is_text(out->str, out->len);
}

/* Every = stands before two capital digits or the end of a line, and letters beyond ASCII or joined lines come of it.
 */
static gboolean
undo_quoted(const char *text, gsize size, GString *out)
{
    gboolean joined = FALSE, high = FALSE;

    g_string_truncate(out, 0);
    for (gsize i = 0; i < size; i++) {
        if (text[i] != '=') {
            g_string_append_c(out, text[i]);
        } else if (i + 1 == size || text[i + 1] == '\n' ||
                   (text[i + 1] == '\r' && i + 2 < size && text[i + 2] == '\n')) {
            joined |= i + 1 < size;
            i += i + 1 < size && text[i + 1] == '\r' ? 2 : 1;
        } else if (i + 2 >= size) {
            break; /* cut */
        } else if (g_ascii_isxdigit(text[i + 1]) && g_ascii_isxdigit(text[i + 2]) && !g_ascii_islower(text[i + 1]) &&
                   !g_ascii_islower(text[i + 2])) {
            high |= g_ascii_xdigit_value(text[i + 1]) >= 8;
            g_string_append_c(out, (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2])));
            i += 2;
        } else {
            return FALSE;
        }
    }
    if ((!joined && !high) ||
        (joined && cs_utf8_valid_prefix(out->str, out->len) != out->len && !cs_is_latin1_text(out->str, out->len)))
        return FALSE;
    if (joined && cs_utf8_valid_prefix(out->str, out->len) != out->len) {
        g_autofree char *single = g_strndup(out->str, out->len);

        g_string_truncate(out, 0);
        cs_utf8_append(out, single, strlen(single), NULL);
    }
    return is_text(out->str, out->len);
}

enum cs_encoding
cs_decode_marked(const char *text, gsize size, GString *out)
{
    if (!cs_utf8_is_ascii(text, size) && may_be_mojibake(text, size) && undo_mojibake(text, size, out))
        return CS_ENCODED_MOJIBAKE;
    if (memchr(text, '%', size) && undo_percent(text, size, out))
        return CS_ENCODED_PERCENT;
    if (memchr(text, '&', size)) {
        g_string_truncate(out, 0);
        if (cs_decode_entities(text, size, out))
            return CS_ENCODED_ENTITIES;
    }
    if (!memchr(text, '=', size))
        return CS_ENCODED_NOT;
    if (memmem(text, size, "=?", 2) && undo_words(text, size, out))
        return CS_ENCODED_WORDS;
    return undo_quoted(text, size, out) ? CS_ENCODED_QUOTED : CS_ENCODED_NOT;
}
