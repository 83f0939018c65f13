/* open_php.c - what PHP's serialize() writes, and session files: name|value name|value. */
#include "engine/walk.h"

static gboolean walk_value(struct cs_walk *w);

static gboolean
expect(struct cs_walk *w, char c)
{
    if (w->p >= w->end || *w->p != c)
        return cs_walk_stop(w);
    w->p++;
    return TRUE;
}

static gboolean
read_number(struct cs_walk *w, gsize *ret)
{
    const char *start = w->p;

    for (*ret = 0; w->p < w->end && g_ascii_isdigit(*w->p) && w->p - start < 10; w->p++)
        *ret = *ret * 10 + (gsize)(*w->p - '0');
    return w->p > start || cs_walk_stop(w);
}

/* LENGTH:"bytes". The length counts bytes of the encoding it was written in: when it does not fit any more, the string
 * goes to the next quote with the mark behind it. */
static gboolean
read_string(struct cs_walk *w, char mark, const char **ret_text, gsize *ret_size)
{
    gsize size, left;
    char close[] = {'"', mark, '\0'};
    const char *end;

    if (!read_number(w, &size) || !expect(w, ':') || !expect(w, '"'))
        return FALSE;
    left = (gsize)(w->end - w->p);
    *ret_text = w->p;
    if (left < 2 || size > left - 2 || w->p[size] != '"' || w->p[size + 1] != mark) {
        end = g_strstr_len(w->p, (gssize)left, close);
        if (!end) {
            w->p = w->end;
            return FALSE;
        }
        size = (gsize)(end - w->p);
    }
    *ret_size = size;
    w->p += size + 2;
    return TRUE;
}

/* Up to the semicolon. */
static gboolean
read_plain(struct cs_walk *w, const char **ret_text, gsize *ret_size)
{
    *ret_text = w->p;
    while (w->p < w->end && (g_ascii_isalnum(*w->p) || *w->p == '-' || *w->p == '+' || *w->p == '.'))
        w->p++;
    *ret_size = (gsize)(w->p - *ret_text);
    return expect(w, ';');
}

/* A key steps down the path: names of members without their class, places of a list as []. */
static gboolean
walk_key(struct cs_walk *w, gsize index, gsize *ret_length)
{
    const char *key;
    gsize size, number;
    char kind = *w->p++;

    if (!expect(w, ':'))
        return FALSE;
    if (kind == 's') {
        if (!read_string(w, ';', &key, &size))
            return FALSE;
        if (size && (*key == '\0' || *key == ' ')) {
            const char *last = key + size;

            while (last > key && last[-1] != '\0' && last[-1] != ' ')
                last--;
            size -= (gsize)(last - key);
            key = last;
        }
        *ret_length = cs_walk_key(w, key, size);
        return TRUE;
    }
    if (kind != 'i') {
        w->wrong = TRUE;
        return FALSE;
    }
    if (!read_plain(w, &key, &size))
        return FALSE;
    for (gsize i = number = 0; i < size && i < 10; i++)
        number = number * 10 + (gsize)g_ascii_digit_value(key[i]);
    *ret_length = number == index ? cs_walk_mark(w, "[]") : cs_walk_key(w, key, size);
    return TRUE;
}

/* N:{key value …} */
static gboolean
walk_members(struct cs_walk *w)
{
    gsize n, length;

    if (!read_number(w, &n) || !expect(w, ':') || !expect(w, '{'))
        return FALSE;
    for (gsize i = 0; w->p < w->end && *w->p != '}'; i++) {
        if (!walk_key(w, i, &length) || !walk_value(w))
            return FALSE;
        cs_walk_leave(w, length);
    }
    return expect(w, '}');
}

static gboolean
walk_object(struct cs_walk *w)
{
    const char *name;
    gsize size;

    return read_string(w, ':', &name, &size) && walk_members(w);
}

/* C:LENGTH:"class":LENGTH:{what the class wrote} */
static gboolean
skip_custom(struct cs_walk *w)
{
    const char *name;
    gsize size;

    if (!read_string(w, ':', &name, &size) || !read_number(w, &size) || !expect(w, ':') || !expect(w, '{'))
        return FALSE;
    if (size > (gsize)(w->end - w->p)) {
        w->p = w->end;
        return FALSE;
    }
    w->p += size;
    return expect(w, '}');
}

static gboolean
walk_nested(struct cs_walk *w, char kind)
{
    gboolean done;

    if (cs_walk_too_deep(w))
        return FALSE;
    w->depth++;
    done = kind == 'a' ? walk_members(w) : kind == 'O' ? walk_object(w) : skip_custom(w);
    w->depth--;
    return done;
}

static gboolean
walk_value(struct cs_walk *w)
{
    const char *text;
    gsize size;
    char kind;

    if (w->p >= w->end)
        return FALSE;
    kind = *w->p++;
    if (kind == 'N')
        return expect(w, ';');
    if (!expect(w, ':'))
        return FALSE;
    switch (kind) {
    case 'a':
    case 'O':
    case 'C':
        return walk_nested(w, kind);
    case 's':
    case 'E':
        return read_string(w, ';', &text, &size) && cs_walk_scalar(w, text, size);
    case 'i':
    case 'd':
        return read_plain(w, &text, &size) && cs_walk_scalar(w, text, size);
    case 'b':
    case 'r':
    case 'R':
        return read_plain(w, &text, &size);
    default:
        w->wrong = TRUE;
        return FALSE;
    }
}

gboolean
cs_walk_php(struct cs_walk *w)
{
    return walk_value(w) && (w->p == w->end || cs_walk_stop(w));
}

gboolean
cs_walk_php_session(struct cs_walk *w)
{
    while (w->p < w->end) {
        const char *name = w->p;
        gsize length;

        while (w->p < w->end && (g_ascii_isalnum(*w->p) || strchr("_.-", *w->p)))
            w->p++;
        length = cs_walk_key(w, name, (gsize)(w->p - name));
        if (!expect(w, '|') || !walk_value(w))
            return FALSE;
        cs_walk_leave(w, length);
        if (w->p < w->end && *w->p == ';')
            w->p++;
    }
    return TRUE;
}
