/* open_lines.c - lines "key: value" or "key = value": mail headers, INI and dotenv files, flat YAML, notes. */
#include "engine/walk.h"

#define KEY_MAX 40
#define KEY_WORDS 4

struct line {
    const char *key, *value;
    gsize key_size, value_size;
    gboolean inner; /* indented */
};

static void
trim(const char **io_text, gsize *io_size)
{
    while (*io_size && g_ascii_isspace(**io_text)) {
        ++*io_text;
        --*io_size;
    }
    while (*io_size && g_ascii_isspace((*io_text)[*io_size - 1]))
        --*io_size;
}

/* A letter, then letters, digits and a few spaces up to ":" or "="; FALSE for everything else, a time of day and an
 * address of a page among it. */
static gboolean
split(const char *text, gsize size, struct line *ret)
{
    gsize n = 0;
    guint words = 1;

    ret->inner = size && g_ascii_isspace(*text);
    trim(&text, &size);
    if (size > 2 && !memcmp(text, "- ", 2)) {
        text += 2;
        size -= 2;
        ret->inner = TRUE;
    }
    if (!size || (!g_ascii_isalpha(*text) && (guchar)*text < 0x80))
        return FALSE;
    for (; n < size && n <= KEY_MAX && text[n] != ':' && text[n] != '='; n++) {
        words += text[n] == ' ' && n && text[n - 1] != ' ';
        if (!g_ascii_isalnum(text[n]) && !strchr("_.- ", text[n]) && (guchar)text[n] < 0x80)
            return FALSE;
    }
    if (n >= size || n > KEY_MAX || words > KEY_WORDS)
        return FALSE;
    if (text[n] == ':' ? n + 1 < size && !g_ascii_isspace(text[n + 1]) : words > (text[n - 1] == ' ' ? 2 : 1))
        return FALSE; /* 10:30, http://…; a = b + c */
    ret->key = text;
    ret->value = text + n + 1;
    ret->value_size = size - n - 1;
    while (n && text[n - 1] == ' ')
        n--;
    ret->key_size = n;
    trim(&ret->value, &ret->value_size);
    if (ret->value_size > 1 && (*ret->value == '"' || *ret->value == '\'') &&
        ret->value[ret->value_size - 1] == *ret->value) {
        ret->value++;
        ret->value_size -= 2;
    }
    return n > 0;
}

/* [section], or a comment: no part of the count. */
static gboolean
is_aside(const char *text, gsize size)
{
    return size && (*text == '#' || *text == ';' || (*text == '[' && text[size - 1] == ']') ||
                    (size == 3 && !memcmp(text, "---", 3)));
}

/* Fields of RFC 5322 that hold mailboxes, and others that might be taken for somebody's name. */
static gboolean
is_header(const char *key, gsize size)
{
    static const char *const headers[] = {"from", "to", "cc", "bcc", "reply-to", "sender", "date", "subject"};

    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
        if (strlen(headers[i]) == size && !g_ascii_strncasecmp(key, headers[i], size))
            return TRUE;
    return FALSE;
}

static gboolean
give(struct cs_walk *w, const char *key, gsize key_size, const GString *value)
{
    gsize length;
    gboolean done;

    if (!key_size || !value->len)
        return TRUE;
    if (is_header(key, key_size)) {
        length = cs_walk_mark(w, ".");
        g_string_append_len(w->path, key, (gssize)key_size);
    } else {
        length = cs_walk_key(w, key, key_size);
    }
    done = cs_walk_scalar(w, value->str, value->len);
    cs_walk_leave(w, length);
    return done;
}

/* Up to the first blank line, below which a letter may follow: two pairs at least, and hardly anything else. */
gboolean
cs_walk_lines(struct cs_walk *w)
{
    const char *text, *key = NULL;
    gsize size, key_size = 0;
    guint lines = 0, pairs = 0;
    gboolean done = TRUE;

    g_string_truncate(w->text, 0);
    while (done && cs_walk_line(w, &text, &size)) {
        struct line line;
        gsize left = size;
        const char *start = text;

        trim(&start, &left);
        if (!left && pairs)
            break;
        if (!left || is_aside(start, left))
            continue;
        if (split(text, size, &line)) {
            done = give(w, key, key_size, w->text);
            key = line.key;
            key_size = line.key_size;
            g_string_truncate(w->text, 0);
            g_string_append_len(w->text, line.value, (gssize)line.value_size);
            pairs++;
        } else if (key && line.inner) {
            g_string_append_c(w->text, ' '); /* a folded header */
            g_string_append_len(w->text, start, (gssize)left);
            continue;
        }
        lines++;
    }
    done = done && give(w, key, key_size, w->text);
    if (pairs < 2 || pairs * 4 < lines * 3)
        w->wrong = TRUE;
    return done;
}
