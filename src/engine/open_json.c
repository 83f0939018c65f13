/* open_json.c - JSON, one document or several in a row (NDJSON); also with the quotes and words of Python and
 * JavaScript, as logs hold them. */
#include <string.h>

#include "engine/walk.h"

static gboolean walk_value(struct cs_walk *w);

static guint32
hex4(struct cs_walk *w)
{
    guint32 u = 0;

    for (guint i = 0; i < 4 && w->p < w->end && g_ascii_isxdigit(*w->p); i++)
        u = u * 16 + (guint32)g_ascii_xdigit_value(*w->p++);
    return u;
}

static void
append_escape(struct cs_walk *w)
{
    char c = *w->p++;
    guint32 u;

    if (c != 'u') {
        g_string_append_c(w->text, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' || c == 'b' || c == 'f' ? ' ' : c);
        return;
    }
    u = hex4(w);
    if (u >= 0xd800 && u < 0xdc00 && w->end - w->p >= 6 && w->p[0] == '\\' && w->p[1] == 'u') {
        const char *back = w->p;
        guint32 low;

        w->p += 2;
        low = hex4(w);
        if (low >= 0xdc00 && low < 0xe000)
            u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
        else
            w->p = back;
    }
    g_string_append_unichar(w->text, u && (u < 0xd800 || u >= 0xe000) ? u : 0xfffd);
}

/* The string at p, which is its quote, into w->text; FALSE when the document ends in it. */
static gboolean
read_string(struct cs_walk *w)
{
    char quote = *w->p++;

    g_string_truncate(w->text, 0);
    while (w->p < w->end && *w->p != quote) {
        const char *from = w->p;

        if (*from == '\\') {
            if (++w->p == w->end)
                return FALSE;
            append_escape(w);
            continue;
        }
        while (w->p < w->end && *w->p != quote && *w->p != '\\')
            w->p++;
        if (w->sink)
            g_string_append_len(w->text, from, (gssize)(w->p - from));
    }
    if (w->p >= w->end)
        return FALSE;
    w->p++;
    return TRUE;
}

static gboolean
is_quote(const struct cs_walk *w)
{
    return *w->p == '"' || *w->p == '\'';
}

/* A comma before the next item, or the end of the list. FALSE: neither. */
static gboolean
at_next(struct cs_walk *w, char end)
{
    cs_walk_space(w);
    if (w->p < w->end && *w->p == ',') {
        w->p++;
        cs_walk_space(w);
        return TRUE;
    }
    return w->p < w->end && *w->p == end;
}

static gboolean
walk_object(struct cs_walk *w)
{
    for (w->p++, cs_walk_space(w); w->p < w->end && *w->p != '}';) {
        gsize length;

        if (!is_quote(w) || !read_string(w))
            return cs_walk_stop(w);
        length = cs_walk_key(w, w->text->str, w->text->len);
        cs_walk_space(w);
        if (w->p >= w->end || *w->p != ':')
            return cs_walk_stop(w);
        w->p++;
        if (!walk_value(w))
            return FALSE;
        cs_walk_leave(w, length);
        if (!at_next(w, '}'))
            return cs_walk_stop(w);
    }
    if (w->p >= w->end)
        return FALSE;
    w->p++;
    return TRUE;
}

static gboolean
walk_list(struct cs_walk *w)
{
    gsize length = cs_walk_mark(w, "[]");

    for (w->p++, cs_walk_space(w); w->p < w->end && *w->p != ']';) {
        if (!walk_value(w))
            return FALSE;
        if (!at_next(w, ']'))
            return cs_walk_stop(w);
    }
    if (w->p >= w->end)
        return FALSE;
    w->p++;
    cs_walk_leave(w, length);
    return TRUE;
}

/* Numbers as they are written, since long ones lose digits otherwise; true, false, null and their like. */
static gboolean
walk_word(struct cs_walk *w)
{
    static const char *const nothing[] = {"null", "None", "NaN", "undefined", "Infinity", "-Infinity", NULL},
                             *const flags[] = {"true", "false", "True", "False", NULL};
    const char *start = w->p;
    char word[16] = "";
    gsize n;

    while (w->p < w->end && (g_ascii_isalnum(*w->p) || *w->p == '+' || *w->p == '-' || *w->p == '.'))
        w->p++;
    if (w->p >= w->end)
        return FALSE; /* cut, perhaps inside it */
    n = (gsize)(w->p - start);
    if (g_ascii_isdigit(*start) || (*start == '-' && n > 1 && g_ascii_isdigit(start[1])))
        return cs_walk_scalar(w, start, n);
    if (n < sizeof word)
        memcpy(word, start, n); /* the document ends without a NUL */
    if (g_strv_contains(nothing, word))
        return TRUE;
    if (g_strv_contains(flags, word))
        return cs_walk_scalar(w, start, n);
    w->p = start;
    return cs_walk_stop(w);
}

static gboolean
walk_value(struct cs_walk *w)
{
    gboolean done;

    cs_walk_space(w);
    if (w->p >= w->end)
        return FALSE;
    if (is_quote(w))
        return read_string(w) && cs_walk_scalar(w, w->text->str, w->text->len);
    if (*w->p != '{' && *w->p != '[')
        return walk_word(w);
    if (cs_walk_too_deep(w))
        return FALSE;
    w->depth++;
    done = *w->p == '{' ? walk_object(w) : walk_list(w);
    w->depth--;
    return done;
}

gboolean
cs_walk_json(struct cs_walk *w)
{
    do {
        if (!walk_value(w))
            return FALSE;
        cs_walk_space(w);
    } while (w->p < w->end && (*w->p == '{' || *w->p == '['));
    return w->p == w->end || cs_walk_stop(w);
}
