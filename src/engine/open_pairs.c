/* open_pairs.c - a=b&c=d as forms and URLs hold it, and PostgreSQL's hstore "a"=>"b". */
#include "engine/decode.h"
#include "engine/walk.h"

/* user[address][city] is user.address.city, list[] stays. */
static gsize
walk_key(struct cs_walk *w, const char *key, gsize size)
{
    g_autoptr(GString) name = g_string_new(NULL);
    gsize length = w->path->len, from = 0;

    cs_decode_percent(key, size, TRUE, name);
    if (!g_utf8_validate_len(name->str, name->len, NULL))
        g_string_assign(name, "?");
    for (gsize i = 0; i <= name->len; i++) {
        if (i < name->len && name->str[i] != '[' && name->str[i] != ']')
            continue;
        if (i > from)
            cs_walk_key(w, name->str + from, i - from);
        else if (i < name->len && name->str[i] == ']' && i && name->str[i - 1] == '[')
            cs_walk_mark(w, "[]");
        from = i + 1;
    }
    return length;
}

static gboolean
give_pair(struct cs_walk *w, const char *pair, gsize size)
{
    const char *equals = memchr(pair, '=', size);
    gsize length;
    gboolean done = TRUE;

    if (!size)
        return TRUE;
    if (!equals || equals == pair || w->path->len > CS_WALK_PATH) {
        w->wrong = equals == pair;
        return !w->wrong;
    }
    length = walk_key(w, pair, (gsize)(equals - pair));
    g_string_truncate(w->text, 0);
    cs_decode_percent(equals + 1, size - (gsize)(equals + 1 - pair), TRUE, w->text);
    if (w->text->len && g_utf8_validate_len(w->text->str, w->text->len, NULL))
        done = cs_walk_scalar(w, w->text->str, w->text->len);
    cs_walk_leave(w, length);
    return done;
}

gboolean
cs_walk_form(struct cs_walk *w)
{
    gboolean done = TRUE;

    while (done && w->p < w->end) {
        const char *stop = memchr(w->p, '&', (gsize)(w->end - w->p));

        if (!stop)
            stop = w->end;
        done = give_pair(w, w->p, (gsize)(stop - w->p));
        w->p = MIN(stop + 1, w->end);
    }
    if (!w->scalars)
        w->wrong = TRUE;
    return done;
}

/* "…" with \ before what is meant as it is, or a bare word, into w->text. */
static gboolean
read_string(struct cs_walk *w)
{
    gboolean quoted = w->p < w->end && *w->p == '"';

    g_string_truncate(w->text, 0);
    for (w->p += quoted; w->p < w->end; w->p++) {
        if (quoted ? *w->p == '"' : g_ascii_isspace(*w->p) || *w->p == ',' || *w->p == '=')
            break;
        if (*w->p == '\\' && w->p + 1 < w->end)
            w->p++;
        g_string_append_c(w->text, *w->p);
    }
    if (w->p >= w->end)
        return !quoted;
    w->p += quoted;
    return TRUE;
}

gboolean
cs_walk_hstore(struct cs_walk *w)
{
    while (w->p < w->end) {
        gsize length;
        gboolean quoted;

        if (!read_string(w))
            return FALSE;
        length = cs_walk_key(w, w->text->str, w->text->len);
        cs_walk_space(w);
        if (w->p + 1 >= w->end || w->p[0] != '=' || w->p[1] != '>')
            return cs_walk_stop(w);
        w->p += 2;
        cs_walk_space(w);
        quoted = w->p < w->end && *w->p == '"';
        if (!read_string(w))
            return FALSE;
        if ((quoted || g_ascii_strcasecmp(w->text->str, "NULL")) && !cs_walk_scalar(w, w->text->str, w->text->len))
            return FALSE;
        cs_walk_leave(w, length);
        cs_walk_space(w);
        if (w->p < w->end && *w->p != ',')
            return cs_walk_stop(w);
        w->p += w->p < w->end;
        cs_walk_space(w);
    }
    return TRUE;
}
