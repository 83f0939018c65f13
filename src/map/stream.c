/* stream.c - walks the top-level object of a JSON file, value by value. */
#include "map/stream.h"

#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define VALUE_MAX ((gsize)64 << 20) /* of one record: ours have some kilobytes */

struct stream {
    FILE *in;
    const char *path;
    guint line;
    GString *text; /* of the value being read */
    cs_stream_member member;
    void *ctx;
    gboolean stop;
};

static int
next_char(struct stream *s)
{
    int c = getc_unlocked(s->in);

    s->line += c == '\n';
    return c;
}

/* The next character that is no space, left unread. */
static int
peek(struct stream *s)
{
    int c;

    do
        c = next_char(s);
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n');
    if (c != EOF)
        ungetc(c, s->in);
    return c;
}

static gboolean
take(struct stream *s, int wanted)
{
    if (peek(s) != wanted)
        return FALSE;
    next_char(s);
    return TRUE;
}

static gboolean
read_string(struct stream *s)
{
    int c;

    while ((c = next_char(s)) != EOF && s->text->len < VALUE_MAX) {
        g_string_append_c(s->text, (char)c);
        if (c == '"')
            return TRUE;
        if (c != '\\')
            continue;
        if ((c = next_char(s)) == EOF)
            return FALSE;
        g_string_append_c(s->text, (char)c);
    }
    return FALSE;
}

/* The text of one value into s->text: brackets are counted, cJSON judges the rest. */
static gboolean
read_text(struct stream *s)
{
    guint depth = 0;
    int c;

    g_string_truncate(s->text, 0);
    peek(s);
    while ((c = next_char(s)) != EOF && s->text->len < VALUE_MAX) {
        if (!depth && (c == ',' || c == '}' || c == ']' || c == ':')) {
            ungetc(c, s->in);
            return s->text->len > 0;
        }
        g_string_append_c(s->text, (char)c);
        if (c == '"' && !read_string(s))
            return FALSE;
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        if (!depth && (c == '}' || c == ']' || c == '"'))
            return TRUE;
    }
    return FALSE;
}

static cJSON *
read_value(struct stream *s)
{
    return read_text(s) ? cJSON_ParseWithLengthOpts(s->text->str, s->text->len + 1, NULL, TRUE) : NULL;
}

static gboolean
read_one(struct stream *s, const char *key)
{
    cJSON *value = read_value(s);

    if (!value)
        return FALSE;
    s->stop = !s->member(s->ctx, key, value);
    cJSON_Delete(value);
    return TRUE;
}

static gboolean
read_elements(struct stream *s, const char *key)
{
    if (take(s, ']'))
        return TRUE;
    do {
        if (!read_one(s, key) || s->stop)
            return s->stop;
    } while (take(s, ','));
    return take(s, ']');
}

static gboolean
read_member(struct stream *s)
{
    cJSON *key = read_value(s);
    gboolean read = FALSE;

    if (cJSON_IsString(key) && take(s, ':'))
        read = take(s, '[') ? read_elements(s, key->valuestring) : read_one(s, key->valuestring);
    cJSON_Delete(key);
    return read;
}

static gboolean
read_members(struct stream *s)
{
    if (!take(s, '{'))
        return FALSE;
    if (take(s, '}'))
        return TRUE;
    do {
        if (!read_member(s))
            return FALSE;
        if (s->stop)
            return TRUE;
    } while (take(s, ','));
    return take(s, '}') && peek(s) == EOF;
}

int
cs_stream_walk(const char *path, cs_stream_member member, void *ctx, struct cs_err *err)
{
    struct stream s = {.path = path, .line = 1, .member = member, .ctx = ctx};
    int rc = 0;

    s.in = strcmp(path, "-") ? fopen(path, "re") : stdin;
    if (!s.in)
        return cs_fail(err, CS_E_CONFIG, "map", NULL, "%s: %s", path, g_strerror(errno));
    s.text = g_string_sized_new(4096);
    if (!read_members(&s))
        rc = ferror(s.in) ? cs_fail(err, CS_E_DATA, "map", NULL, "%s: %s", path, g_strerror(errno))
                          : cs_fail(err, CS_E_DATA, "map", NULL, "%s:%u: not valid JSON", path, s.line);
    g_string_free(s.text, TRUE);
    if (s.in != stdin)
        fclose(s.in);
    return rc;
}
