/* open_rows.c - PostgreSQL's arrays {a,"b c"} and rows (a,"b c",), and lists of mailboxes: Name <address>. */
#include "engine/walk.h"

#define NAME_MAX_BYTES 120

/* An element into w->text: quoted by " (doubled inside a row, or after \), up to one of stops. */
static gboolean
read_element(struct cs_walk *w, const char *stops, gboolean *ret_quoted)
{
    gboolean quoted = FALSE;

    *ret_quoted = FALSE;
    g_string_truncate(w->text, 0);
    for (; w->p < w->end; w->p++) {
        char c = *w->p;

        if (c == '"') {
            if (quoted && w->p + 1 < w->end && w->p[1] == '"')
                g_string_append_c(w->text, *++w->p);
            else
                quoted = !quoted;
            *ret_quoted = TRUE;
        } else if (c == '\\' && w->p + 1 < w->end) {
            g_string_append_c(w->text, *++w->p);
        } else if (!quoted && strchr(stops, c)) {
            return TRUE;
        } else {
            g_string_append_c(w->text, c);
        }
    }
    return FALSE; /* cut inside it */
}

gboolean
cs_walk_array(struct cs_walk *w)
{
    gsize length = cs_walk_mark(w, "[]");
    gboolean quoted;

    if (*w->p == '[') { /* bounds: [2:4]={…} */
        const char *equals = memchr(w->p, '=', (gsize)(w->end - w->p));

        w->p = equals ? equals + 1 : w->end;
    }
    if (w->p >= w->end || *w->p != '{')
        return cs_walk_stop(w);
    for (w->p++; w->p < w->end; w->p++) {
        if (!read_element(w, ",{}", &quoted))
            return FALSE;
        if ((quoted || (w->text->len && strcmp(w->text->str, "NULL"))) &&
            !cs_walk_scalar(w, w->text->str, w->text->len))
            return FALSE;
    }
    cs_walk_leave(w, length);
    return TRUE;
}

/* Fields have no names in the text: f1, f2 …, as row_to_json calls them. */
gboolean
cs_walk_row(struct cs_walk *w)
{
    gboolean quoted;

    w->p++;
    for (guint field = 1; w->p < w->end; field++, w->p++) {
        g_autofree char *name = g_strdup_printf(".f%u", field);
        gsize length;

        if (!read_element(w, ",)", &quoted))
            return FALSE;
        length = cs_walk_mark(w, name);
        if (w->text->len && !cs_walk_scalar(w, w->text->str, w->text->len))
            return FALSE;
        cs_walk_leave(w, length);
        if (*w->p == ')')
            return w->p + 1 == w->end || (w->p++, cs_walk_stop(w));
    }
    return FALSE;
}

static gboolean
give(struct cs_walk *w, const char *key, const char *text, gsize size)
{
    gsize length = cs_walk_key(w, key, strlen(key));
    gboolean done;

    while (size && (g_ascii_isspace(*text) || strchr("\"',;", *text)))
        text++, size--;
    while (size && (g_ascii_isspace(text[size - 1]) || strchr("\"'", text[size - 1])))
        size--;
    done = !size || cs_walk_scalar(w, text, size);
    cs_walk_leave(w, length);
    return done;
}

/* Name <address>, "Name" <address>. */
gboolean
cs_walk_mailboxes(struct cs_walk *w)
{
    while (w->p < w->end) {
        const char *name = w->p, *open = memchr(w->p, '<', (gsize)(w->end - w->p)),
                   *close = open ? memchr(open, '>', (gsize)(w->end - open)) : NULL,
                   *at = close ? memchr(open, '@', (gsize)(close - open)) : NULL;

        if (!at || at == open + 1 || at + 1 == close || memchr(open, ' ', (gsize)(close - open)) ||
            memchr(name, '\n', (gsize)(open - name)) || open - name > NAME_MAX_BYTES ||
            (*name != '"' && memchr(name, ':', (gsize)(open - name)))) {
            w->wrong = TRUE;
            return FALSE;
        }
        if (!give(w, "name", name, (gsize)(open - name)) || !give(w, "address", open + 1, (gsize)(close - open - 1)))
            return FALSE;
        w->p = close + 1;
    }
    return TRUE;
}
