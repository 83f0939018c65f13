/* open.c - which format a value is of, told by its first bytes and one rehearsal; then its scalars. */
#include "engine/walk.h"

#define LINES_LEAST 8
#define NESTED_MAX 2 /* a document in a string of a document in a string of a document */

gboolean
cs_walk_stop(struct cs_walk *w)
{
    if (w->p < w->end)
        w->wrong = TRUE;
    return FALSE;
}

gsize
cs_walk_mark(struct cs_walk *w, const char *mark)
{
    gsize length = w->path->len;

    g_string_append(w->path, mark);
    return length;
}

gsize
cs_walk_key(struct cs_walk *w, const char *key, gsize size)
{
    gsize length = w->path->len;

    if (!w->sink)
        return length;
    if (w->sink->is_data(w->sink->ctx, key, size)) {
        g_string_append(w->path, "{*}");
        w->sink->scalar(w->sink->ctx, w->path->str, key, size);
    } else {
        g_string_append_c(w->path, '.');
        g_string_append_len(w->path, key, (gssize)size);
    }
    return length;
}

void
cs_walk_leave(struct cs_walk *w, gsize length)
{
    g_string_truncate(w->path, length);
}

gboolean
cs_walk_line(struct cs_walk *w, const char **ret_line, gsize *ret_size)
{
    const char *newline;

    if (w->p >= w->end)
        return FALSE;
    newline = memchr(w->p, '\n', (gsize)(w->end - w->p));
    *ret_line = w->p;
    *ret_size = (gsize)((newline ? newline : w->end) - w->p);
    w->p = newline ? newline + 1 : w->end;
    if (*ret_size && (*ret_line)[*ret_size - 1] == '\r')
        --*ret_size;
    return TRUE;
}

/* Walks text by one walker. FALSE: it is not of that format. */
static gboolean
walk(const struct cs_open_sink *sink, GString *path, guint nested, cs_walker walker, const char *text, gsize size)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    struct cs_walk w = {.p = text, .end = text + size, .path = path, .text = scratch, .nested = nested};
    gsize length = path->len;
    gboolean whole = walker(&w);

    cs_walk_leave(&w, length);
    if (w.wrong || (!whole && !w.scalars))
        return FALSE;
    w.p = text;
    w.sink = sink;
    w.scalars = w.depth = 0;
    walker(&w);
    cs_walk_leave(&w, length);
    memset(scratch->str, 0, scratch->allocated_len);
    return TRUE;
}

/* Formats that no text has by accident. */
static cs_walker
strong_format(const char *text, gsize size)
{
    if (size < 2)
        return NULL;
    switch (*text) {
    case '{':
    case '[':
        return cs_walk_json;
    case '<':
        return cs_walk_xml;
    case 'a':
    case 'O':
    case 's':
    case 'C':
        return size > 4 && text[1] == ':' && g_ascii_isdigit(text[2]) ? cs_walk_php : NULL;
    default:
        return NULL;
    }
}

gboolean
cs_walk_scalar(struct cs_walk *w, const char *text, gsize size)
{
    cs_walker walker;

    if (++w->scalars > CS_WALK_SCALARS)
        return FALSE;
    if (!w->sink)
        return TRUE;
    walker = w->nested < NESTED_MAX ? strong_format(text, size) : NULL;
    if (!walker || !walk(w->sink, w->path, w->nested + 1, walker, text, size))
        w->sink->scalar(w->sink->ctx, w->path->str, text, size);
    return TRUE;
}

/* Formats that begin with a word. */
static cs_walker
worded_format(const char *text, gsize size)
{
    gsize n = 0;

    while (n < size && n < 64 && (g_ascii_isalnum(text[n]) || strchr("_.-[]%", text[n])))
        n++;
    if (!n || n + 1 >= size)
        return NULL;
    if (text[n] == '|')
        return cs_walk_php_session;
    if (text[n] == ':' && (n == 5 || n == 6) && !g_ascii_strncasecmp(text, "BEGIN:V", 7))
        return cs_walk_card;
    if (text[n] == '=' && memchr(text, '&', size) && !memchr(text, ' ', size))
        return cs_walk_form;
    return NULL;
}

/* The query of a URL; NULL: there is none. */
static const char *
query_of(const char *text, gsize size, gsize *ret_size)
{
    const char *query, *fragment;

    if (*text != '/' && (size < 12 || g_ascii_strncasecmp(text, "http", 4)))
        return NULL;
    query = memchr(text, '?', size);
    if (!query++)
        return NULL;
    *ret_size = size - (gsize)(query - text);
    fragment = memchr(query, '#', *ret_size);
    if (fragment)
        *ret_size = (gsize)(fragment - query);
    return query;
}

/* *io_text, *io_size: the part to walk. */
static cs_walker
format_of(enum cs_type type, const char **io_text, gsize *io_size, enum cs_opened *ret_how)
{
    const char *text = *io_text, *query;
    gsize size = *io_size;
    cs_walker walker;

    *ret_how = CS_OPENED_WHOLE;
    if (type == CS_T_ARRAY)
        return *text == '[' ? cs_walk_json : cs_walk_array;
    if (type == CS_T_OTHER && *text == '(')
        return cs_walk_row;
    walker = strong_format(text, size);
    if (walker)
        return walker;
    if (*text == '"' && (type == CS_T_OTHER || g_strstr_len(text, (gssize)MIN(size, 200), "=>")))
        return cs_walk_hstore;
    if (*text == '"' && type == CS_T_JSON)
        return cs_walk_json;
    if (text[size - 1] == '>' && *text != '<')
        return cs_walk_mailboxes;
    query = query_of(text, size, &size);
    if (!query)
        return worded_format(text, size);
    *ret_how = CS_OPENED_PART;
    *io_text = query;
    *io_size = size;
    return cs_walk_form;
}

gboolean
cs_can_open(enum cs_type type)
{
    switch (type) {
    case CS_T_TEXT:
    case CS_T_JSON:
    case CS_T_XML:
    case CS_T_ARRAY:
    case CS_T_BYTES:
    case CS_T_OTHER:
    case CS_T_UNKNOWN:
        return TRUE;
    default:
        return FALSE;
    }
}

enum cs_opened
cs_open(struct cs_open_sink *sink, const char *root, enum cs_type type, const char *text, gsize size)
{
    g_autoptr(GString) path = NULL;
    enum cs_opened how;
    cs_walker walker;

    for (; size && g_ascii_isspace(*text); size--)
        text++;
    while (size && g_ascii_isspace(text[size - 1]))
        size--;
    if (size < 2 || !cs_can_open(type))
        return CS_OPENED_NOT;
    walker = format_of(type, &text, &size, &how);
    if (!walker && (size < LINES_LEAST || !memchr(text, '\n', size)))
        return CS_OPENED_NOT;
    path = g_string_new(root);
    sink->loose = FALSE;
    if (walker && walk(sink, path, 0, walker, text, size))
        return how;
    sink->loose = TRUE;
    return memchr(text, '\n', size) && walk(sink, path, 0, cs_walk_lines, text, size) ? CS_OPENED_PART : CS_OPENED_NOT;
}
