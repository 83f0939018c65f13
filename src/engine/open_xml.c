/* open_xml.c - XML by path, and the text of fragments of HTML. No entity but the predefined ones is expanded, nothing
 * is fetched. */
#include "engine/decode.h"
#include "engine/walk.h"

#define OPEN_TAGS 64

/* Elements of HTML: a fragment that begins with one of them is a text. */
static const char *const html[] = {
    "a",   "abbr",  "b",     "blockquote", "body", "br", "center", "code",   "dd",   "div",     "dl",      "dt",
    "em",  "h1",    "h2",    "h3",         "h4",   "h5", "h6",     "head",   "hr",   "html",    "i",       "img",
    "li",  "meta",  "ol",    "p",          "pre",  "s",  "small",  "script", "span", "strong",  "style",   "sub",
    "sup", "table", "tbody", "td",         "th",   "tr", "u",      "ul",     "font", "section", "article", NULL};

static gboolean
is_name(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || (guchar)c >= 0x80;
}

/* Up to and over a mark such as "-->". FALSE: it never comes. */
static gboolean
skip_over(struct cs_walk *w, const char *mark)
{
    const char *at = g_strstr_len(w->p, (gssize)(w->end - w->p), mark);

    w->p = at ? at + strlen(mark) : w->end;
    return at != NULL;
}

static void
read_name(struct cs_walk *w, const char **ret_name, gsize *ret_size)
{
    const char *start = w->p, *colon;

    while (w->p < w->end && is_name(*w->p))
        w->p++;
    *ret_name = start;
    *ret_size = (gsize)(w->p - start);
    colon = memchr(start, ':', *ret_size);
    if (colon) {
        *ret_name = colon + 1;
        *ret_size = (gsize)(w->p - colon - 1);
    }
}

static gboolean
give_text(struct cs_walk *w, const char *text, gsize size)
{
    while (size && g_ascii_isspace(*text))
        text++, size--;
    while (size && g_ascii_isspace(text[size - 1]))
        size--;
    if (!size)
        return TRUE;
    g_string_truncate(w->text, 0);
    cs_decode_entities(text, size, w->text);
    return cs_walk_scalar(w, w->text->str, w->text->len);
}

static gboolean
walk_attributes(struct cs_walk *w)
{
    for (;;) {
        const char *name, *end;
        gsize size, length;

        cs_walk_space(w);
        if (w->p >= w->end)
            return FALSE;
        if (*w->p == '>' || *w->p == '/')
            return TRUE;
        read_name(w, &name, &size);
        cs_walk_space(w);
        if (!size || w->p >= w->end || *w->p != '=')
            return cs_walk_stop(w);
        w->p++;
        cs_walk_space(w);
        if (w->p >= w->end || (*w->p != '"' && *w->p != '\''))
            return cs_walk_stop(w);
        end = memchr(w->p + 1, *w->p, (gsize)(w->end - w->p - 1));
        if (!end) {
            w->p = w->end;
            return FALSE;
        }
        length = w->path->len;
        if (w->sink && w->sink->is_data(w->sink->ctx, name, size)) {
            g_string_append(w->path, "@*");
        } else {
            g_string_append_c(w->path, '@');
            g_string_append_len(w->path, name, (gssize)size);
        }
        if (!give_text(w, w->p + 1, (gsize)(end - w->p - 1)))
            return FALSE;
        cs_walk_leave(w, length);
        w->p = end + 1;
    }
}

struct tags {
    gsize lengths[OPEN_TAGS]; /* of the path, below each open element */
    guint n;
    gboolean closed; /* one of them at least */
};

/* p stands behind "<". */
static gboolean
walk_tag(struct cs_walk *w, struct tags *open)
{
    const char *name;
    gsize size, length;

    if (*w->p == '/') {
        if (!open->n)
            return cs_walk_stop(w);
        cs_walk_leave(w, open->lengths[--open->n]);
        open->closed = TRUE;
        return skip_over(w, ">");
    }
    if (!g_ascii_isalpha(*w->p) && *w->p != '_')
        return cs_walk_stop(w);
    read_name(w, &name, &size);
    if (w->p < w->end && !g_ascii_isspace(*w->p) && *w->p != '>' && *w->p != '/')
        return cs_walk_stop(w);
    if (open->n == OPEN_TAGS || w->path->len > CS_WALK_PATH)
        return FALSE;
    length = cs_walk_key(w, name, size);
    if (!walk_attributes(w))
        return FALSE;
    if (*w->p == '/') {
        cs_walk_leave(w, length);
        w->p++;
        return w->p < w->end && *w->p == '>' ? (w->p++, TRUE) : cs_walk_stop(w);
    }
    w->p++;
    open->lengths[open->n++] = length;
    return TRUE;
}

/* What stands behind "<" and is no element; *ret_data: a CDATA section's text. */
static gboolean
walk_other(struct cs_walk *w)
{
    const char *data;

    if (*w->p == '?')
        return skip_over(w, "?>");
    if (w->end - w->p >= 3 && !memcmp(w->p, "!--", 3))
        return skip_over(w, "-->");
    if (w->end - w->p >= 8 && !memcmp(w->p, "![CDATA[", 8)) {
        data = w->p += 8;
        return skip_over(w, "]]>") && cs_walk_scalar(w, data, (gsize)(w->p - data - 3));
    }
    return skip_over(w, ">");
}

static gboolean
begins_html(const struct cs_walk *w)
{
    g_autofree char *name = NULL;
    gsize n = 1;

    if (w->end - w->p > 9 && !g_ascii_strncasecmp(w->p, "<!doctype", 9))
        return g_strstr_len(w->p, (gssize)MIN(w->end - w->p, 40), "html") != NULL ||
               g_strstr_len(w->p, (gssize)MIN(w->end - w->p, 40), "HTML") != NULL;
    while (w->p + n < w->end && n < 12 && g_ascii_isalnum(w->p[n]))
        n++;
    name = g_ascii_strdown(w->p + 1, (gssize)(n - 1));
    return g_strv_contains(html, name);
}

static gboolean
is_blank(const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isspace(text[i]))
            return FALSE;
    return TRUE;
}

gboolean
cs_walk_xml(struct cs_walk *w)
{
    struct tags open = {.n = 0};

    if (begins_html(w)) {
        w->wrong = TRUE;
        return FALSE;
    }
    while (w->p < w->end) {
        const char *text = w->p, *tag = memchr(w->p, '<', (gsize)(w->end - w->p));

        w->p = tag ? tag : w->end;
        if (!open.n && !is_blank(text, (gsize)(w->p - text))) {
            w->wrong = TRUE;
            return FALSE;
        }
        if (!give_text(w, text, (gsize)(w->p - text)))
            return FALSE;
        if (!tag)
            break;
        if (++w->p >= w->end)
            return FALSE;
        if (!(*w->p == '?' || *w->p == '!' ? walk_other(w) : walk_tag(w, &open)))
            return FALSE;
    }
    w->wrong |= open.n && !open.closed; /* "<unknown> said" */
    return open.n == 0;
}

/* "<", then what a tag begins with. */
static const char *
next_tag(const char *p, const char *end)
{
    while (p < end && (p = memchr(p, '<', (gsize)(end - p)))) {
        if (p + 2 < end && (g_ascii_isalpha(p[1]) || p[1] == '/' || p[1] == '!'))
            return p;
        p++;
    }
    return NULL;
}

/* mailto:, tel: in the tag's attributes: what they lead to. */
static void
append_link(GString *out, const char *tag, const char *end)
{
    static const char *const schemes[] = {"mailto:", "tel:"};

    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        const char *at = g_strstr_len(tag, (gssize)(end - tag), schemes[i]);
        gsize n = 0;

        if (!at)
            continue;
        at += strlen(schemes[i]);
        while (at + n < end && !strchr("\"'?>", at[n]))
            n++;
        g_string_append_c(out, ' ');
        g_string_append_len(out, at, (gssize)n);
    }
}

static gboolean
is_tag(const char *tag, const char *end, const char *name)
{
    gsize n = strlen(name);

    return (gsize)(end - tag) > n + 1 && !g_ascii_strncasecmp(tag + 1, name, n) && !g_ascii_isalnum(tag[1 + n]);
}

/* Where the element that begins at tag ends, for elements whose content is no text. */
static const char *
skip_element(const char *tag, const char *end, const char *close)
{
    for (const char *p = tag + 1; (p = next_tag(p, end)); p++)
        if (p[1] == '/' && is_tag(p + 1, end, close))
            return p;
    return end;
}

gboolean
cs_html_text(const char *text, gsize size, GString *out)
{
    const char *p = text, *end = text + size, *tag = next_tag(text, end);
    const gsize start = out->len;

    if (!tag)
        return FALSE;
    for (; tag; tag = next_tag(p, end)) {
        const char *close = memchr(tag, '>', (gsize)(end - tag));

        cs_decode_entities(p, (gsize)(tag - p), out);
        append_link(out, tag, close ? close : end);
        g_string_append_c(out, ' ');
        p = close ? close + 1 : end;
        if (is_tag(tag, end, "script"))
            p = skip_element(tag, end, "script");
        else if (is_tag(tag, end, "style"))
            p = skip_element(tag, end, "style");
        if (p >= end)
            return TRUE;
    }
    cs_decode_entities(p, (gsize)(end - p), out);
    return out->len > start;
}
