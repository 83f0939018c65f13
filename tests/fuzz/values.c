/* values.c - values of cells: opened, decoded, freed of tags. */
#include "fuzz.h"

#include "base/utf8.h"
#include "engine/content.h"
#include "engine/mailbox.h"
#include "engine/open.h"

#include <string.h>

#define MOST_SCALARS 100000 /* of one value */

struct seen {
    const char *root, *wrong;
    guint64 hash;
    guint n;
};

/* Reads every byte, so that a pointer that leads astray is met; folds them into the hash. */
static void
touch(struct seen *seen, const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++)
        seen->hash = (seen->hash ^ (guchar)text[i]) * 0x100000001b3;
}

static gboolean
is_utf8(const char *text, gsize size)
{
    return cs_utf8_valid_prefix(text, size) == size;
}

static gboolean
is_data(void *ctx, const char *key, gsize size)
{
    touch(ctx, key, size);
    return size == 0 || memchr(key, '@', size) != NULL;
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    struct seen *seen = ctx;

    touch(seen, text, size);
    touch(seen, path, strlen(path));
    if (!g_str_has_prefix(path, seen->root))
        seen->wrong = "a path does not begin with the root";
    if (!is_utf8(path, strlen(path)))
        seen->wrong = "a path is not UTF-8";
    if (++seen->n > MOST_SCALARS)
        seen->wrong = "scalars without end";
}

static void
open_as(struct seen *seen, enum cs_type type, const char *data, gsize size)
{
    struct cs_open_sink sink = {.is_data = is_data, .scalar = on_scalar, .ctx = seen};

    (void)cs_open(&sink, seen->root, type, data, size);
}

static const char *
run_open(const char *data, gsize size, const char *folder)
{
    static const enum cs_type types[] = {CS_T_TEXT, CS_T_JSON, CS_T_XML, CS_T_ARRAY};
    gsize valid = cs_utf8_valid_prefix(data, size);
    g_autofree char *text = g_memdup2(data, MAX(valid, 1));
    struct seen once = {.root = "$"}, again = {.root = "$"};

    (void)folder;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        open_as(&once, types[i], text, valid);
        open_as(&again, types[i], text, valid);
    }
    return once.wrong ? once.wrong : once.hash != again.hash ? "the same value opens in two ways" : NULL;
}

static const char *
run_decode(const char *data, gsize size, const char *folder)
{
    gsize valid = cs_utf8_valid_prefix(data, size);
    g_autofree char *text = g_memdup2(data, MAX(valid, 1));
    g_autoptr(GString) out = g_string_new(NULL);
    const char *wrong = NULL;

    (void)folder;
    if (cs_decode_marked(text, valid, out) != CS_ENCODED_NOT && !is_utf8(out->str, out->len))
        wrong = "what a marked form held is not UTF-8";
    for (enum cs_encoding e = CS_ENCODED_PACKED; e < CS_ENCODED_COUNT; e++)
        if (cs_decode_packed(e, text, valid, out) && !is_utf8(out->str, out->len))
            wrong = "what a packed form held is not UTF-8";
    g_string_truncate(out, 0);
    if (cs_html_text(text, valid, out) && !is_utf8(out->str, out->len))
        wrong = "a text without its tags is not UTF-8";
    return wrong;
}

static const char *
run_content(const char *data, gsize size, const char *folder)
{
    static const char *const encodings[] = {NULL, "UTF-8", "ISO-8859-1", "WINDOWS-1252", "UTF-16LE", "no-such"};
    static const enum cs_type types[] = {CS_T_TEXT, CS_T_BYTES, CS_T_JSON};
    struct cs_content content;
    struct seen seen = {0};
    const char *wrong = NULL;

    (void)folder;
    cs_content_init(&content);
    for (gsize e = 0; e < G_N_ELEMENTS(encodings); e++)
        for (gsize t = 0; t < G_N_ELEMENTS(types); t++) {
            enum cs_encoding encoded;
            gsize n = 0;
            const char *text = cs_content_text(&content, types[t], encodings[e], data, size, e & 1, &n, &encoded);

            if (text && !is_utf8(text, n))
                wrong = "the text of a cell is not UTF-8";
            if (text)
                touch(&seen, text, n);
        }
    cs_content_clear(&content);
    return wrong;
}

const struct fuzz_target fuzz_values[] = {
    {"open", "open", run_open}, {"decode", "open", run_decode}, {"content", "open", run_content}, {NULL, NULL, NULL}};
