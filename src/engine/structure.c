/* structure.c - walks a JSON document that may have been cut anywhere. */
#include "engine/tally.h"

#include <string.h>

#define MAX_DEPTH 24
#define MAX_PATH 200

struct walk {
    const char *p, *end;
    cs_json_key is_data;
    cs_json_scalar scalar;
    void *ctx;
    GString *path, *text;
};

static gboolean walk_value(struct walk *w, guint depth);

static void
skip_space(struct walk *w)
{
    while (w->p < w->end && g_ascii_isspace(*w->p))
        w->p++;
}

static void
append_escape(struct walk *w)
{
    char c = *w->p++;
    guint32 u = 0;

    if (c != 'u') {
        g_string_append_c(w->text, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' || c == 'b' || c == 'f' ? ' ' : c);
        return;
    }
    for (guint i = 0; i < 4 && w->p < w->end && g_ascii_isxdigit(*w->p); i++)
        u = u * 16 + (guint32)g_ascii_xdigit_value(*w->p++);
    if (u >= 0xd800 && u < 0xe000)
        u = 0xfffd;
    g_string_append_unichar(w->text, u ? u : 0xfffd);
}

/* The string at p (after its quote) into w->text; FALSE when the document ends in it. */
static gboolean
read_string(struct walk *w)
{
    g_string_truncate(w->text, 0);
    while (w->p < w->end && *w->p != '"') {
        if (*w->p == '\\' && w->p + 1 < w->end) {
            w->p++;
            append_escape(w);
        } else {
            g_string_append_c(w->text, *w->p++);
        }
    }
    if (w->p >= w->end)
        return FALSE;
    w->p++;
    return TRUE;
}

static gboolean
walk_object(struct walk *w, guint depth)
{
    gsize length = w->path->len;

    for (w->p++;;) {
        skip_space(w);
        if (w->p < w->end && *w->p == '}') {
            w->p++;
            return TRUE;
        }
        if (w->p >= w->end || *w->p++ != '"' || !read_string(w))
            return FALSE;
        if (w->is_data(w->ctx, w->text->str, w->text->len)) {
            g_string_append(w->path, "{*}");
            w->scalar(w->ctx, w->path->str, w->text->str, w->text->len);
        } else {
            g_string_append_c(w->path, '.');
            g_string_append_len(w->path, w->text->str, (gssize)w->text->len);
        }
        skip_space(w);
        if (w->p >= w->end || *w->p++ != ':' || !walk_value(w, depth + 1))
            return FALSE;
        g_string_truncate(w->path, length);
        skip_space(w);
        if (w->p < w->end && *w->p == ',')
            w->p++;
    }
}

static gboolean
walk_array(struct walk *w, guint depth)
{
    gsize length = w->path->len;

    g_string_append(w->path, "[]");
    for (w->p++;;) {
        skip_space(w);
        if (w->p < w->end && *w->p == ']') {
            w->p++;
            g_string_truncate(w->path, length);
            return TRUE;
        }
        if (!walk_value(w, depth + 1))
            return FALSE;
        skip_space(w);
        if (w->p < w->end && *w->p == ',')
            w->p++;
    }
}

static gboolean
walk_value(struct walk *w, guint depth)
{
    const char *start;

    skip_space(w);
    if (w->p >= w->end || depth > MAX_DEPTH || w->path->len > MAX_PATH)
        return FALSE;
    if (*w->p == '{')
        return walk_object(w, depth);
    if (*w->p == '[')
        return walk_array(w, depth);
    if (*w->p == '"') {
        w->p++;
        if (!read_string(w))
            return FALSE;
        w->scalar(w->ctx, w->path->str, w->text->str, w->text->len);
        return TRUE;
    }
    start = w->p;
    while (w->p < w->end && (g_ascii_isalnum(*w->p) || strchr("+-.", *w->p)))
        w->p++;
    if (w->p == start || w->p >= w->end)
        return FALSE;
    if (w->p - start != 4 || memcmp(start, "null", 4) != 0)
        w->scalar(w->ctx, w->path->str, start, (gsize)(w->p - start));
    return TRUE;
}

gboolean
cs_json_walk(const char *text, gsize size, cs_json_key is_data, cs_json_scalar scalar, void *ctx)
{
    g_autoptr(GString) path = g_string_new("$"), unescaped = g_string_new(NULL);
    struct walk w = {text, text + size, is_data, scalar, ctx, path, unescaped};

    skip_space(&w);
    if (w.p >= w.end || (*w.p != '{' && *w.p != '['))
        return FALSE;
    walk_value(&w, 0);
    memset(unescaped->str, 0, unescaped->allocated_len);
    return TRUE;
}
