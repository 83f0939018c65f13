/* extract.c - the values at one place inside a column. */
#include "engine/extract.h"

#include "engine/tally.h"

#include <string.h>

struct extraction {
    struct cs_matcher *matcher;
    const struct cs_ruleset *ruleset;
    const char *path;
    cs_extract_fn fn;
    void *ctx;
};

gboolean
cs_key_is_data(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, const char *key, gsize size)
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
        if (cs_ruleset_rule(ruleset, rules[i])->attribute_index >= 0 && !cs_ruleset_rule(ruleset, rules[i])->needs_name)
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
                path += 1 + strcspn(path + 1, ".[{");
            else
                return FALSE;
            continue;
        }
        if (*pattern++ != *path++)
            return FALSE;
    }
    return *path == '\0';
}

void
cs_array_walk(const char *text, gsize size, void (*scalar)(void *, const char *, const char *, gsize), void *ctx)
{
    g_autoptr(GString) element = g_string_new(NULL);
    gboolean quoted = FALSE;

    if (size < 2 || *text != '{')
        return;
    for (gsize i = 1; i < size; i++) {
        if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == '\\' && i + 1 < size) {
            g_string_append_c(element, text[++i]);
        } else if (!quoted && (text[i] == ',' || text[i] == '}' || text[i] == '{')) {
            if (element->len)
                scalar(ctx, "$[]", element->str, element->len);
            g_string_truncate(element, 0);
        } else {
            g_string_append_c(element, text[i]);
        }
    }
}

static gboolean
is_data(void *ctx, const char *key, gsize size)
{
    struct extraction *e = ctx;

    return cs_key_is_data(e->matcher, e->ruleset, key, size);
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    struct extraction *e = ctx;

    if (cs_path_matches(e->path, path))
        e->fn(e->ctx, text, size);
}

void
cs_extract(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, enum cs_type type, const char *path,
           const char *data, gsize size, cs_extract_fn fn, void *ctx)
{
    struct extraction e = {matcher, ruleset, path, fn, ctx};

    if (type == CS_T_ARRAY)
        cs_array_walk(data, size, on_scalar, &e);
    else
        cs_json_walk(data, size, is_data, on_scalar, &e);
}

gboolean
cs_extract_code(const char *path, char **ret_column, char **ret_value)
{
    const char *equals = strchr(path, '='), *end = strrchr(path, ']');

    if (*path != '[' || !equals || !end || end < equals)
        return FALSE;
    *ret_column = g_strndup(path + 1, (gsize)(equals - path - 1));
    *ret_value = g_strndup(equals + 1, (gsize)(end - equals - 1));
    return TRUE;
}
