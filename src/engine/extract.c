/* extract.c - the values at one place inside a column. */
#include "engine/extract.h"

#include "engine/content.h"
#include "engine/open.h"

#include <string.h>

struct extraction {
    const struct cs_extract *what;
    cs_extract_fn fn;
    void *ctx;
};

gboolean
cs_key_is_data(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, gboolean strict, const char *key,
               gsize size)
{
    guint16 rules[8];
    guint digits = 0, n;

    if (size == 0 || size > 40)
        return TRUE;
    for (gsize i = 0; i < size; i++) {
        digits += g_ascii_isdigit(key[i]) != 0;
        if (!g_ascii_isalnum(key[i]) && !strchr("_-.:$ ", key[i]) && (guchar)key[i] < 0x80)
            return TRUE;
    }
    if (digits >= 3 || digits == size)
        return TRUE;
    n = cs_matcher_whole(matcher, CS_T_TEXT, key, size, rules, G_N_ELEMENTS(rules));
    for (guint i = 0; i < n; i++)
        if (cs_ruleset_rule(ruleset, rules[i])->attribute_index >= 0 &&
            (strict || !cs_ruleset_rule(ruleset, rules[i])->needs_name))
            return TRUE;
    return FALSE;
}

gboolean
cs_path_matches(const char *pattern, const char *path)
{
    while (*pattern) {
        if (g_str_has_prefix(pattern, "{*}")) {
            pattern += 3;
            if (g_str_has_prefix(path, "{*}"))
                path += 3;
            else if (*path == '.')
                path += 1 + strcspn(path + 1, ".[{@");
            else
                return FALSE;
            continue;
        }
        if (*pattern++ != *path++)
            return FALSE;
    }
    return *path == '\0';
}

static gboolean
is_data(void *ctx, const char *key, gsize size)
{
    const struct extraction *e = ctx;

    return cs_key_is_data(e->what->matcher, e->what->ruleset, FALSE, key, size);
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    const struct extraction *e = ctx;

    if (cs_path_matches(e->what->path, path))
        e->fn(e->ctx, text, size);
}

void
cs_extract(const struct cs_extract *what, const char *data, gsize size, gboolean truncated, cs_extract_fn fn, void *ctx)
{
    struct extraction e = {what, fn, ctx};
    struct cs_open_sink sink = {.is_data = is_data, .scalar = on_scalar, .ctx = &e};
    enum cs_encoding packed = cs_encoding_find(what->encoded), met;
    struct cs_content content;
    const char *text;

    cs_content_init(&content);
    text = cs_content_text(&content, what->type, what->encoding, data, size, truncated, &size, &met);
    if (text && packed >= CS_ENCODED_PACKED) {
        text = cs_decode_packed(packed, text, size, content.unpacked) ? content.unpacked->str : NULL;
        size = content.unpacked->len;
    }
    if (text && !what->path)
        fn(ctx, text, size);
    else if (text)
        cs_open(&sink, "$", what->type, text, size);
    cs_content_clear(&content);
}

gboolean
cs_extract_code(const char *path, char **ret_column, char **ret_value, char **ret_rest)
{
    const char *equals = strchr(path, '='), *end = equals ? strchr(equals, ']') : NULL;

    if (*path != '[' || !end)
        return FALSE;
    *ret_column = g_strndup(path + 1, (gsize)(equals - path - 1));
    *ret_value = g_strndup(equals + 1, (gsize)(end - equals - 1));
    *ret_rest = end[1] ? g_strconcat("$", end + 1, NULL) : NULL;
    return TRUE;
}
