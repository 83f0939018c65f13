/* collapse.c - keys of documents, and codes, that only a few rows have are data: their paths fall together. */
#include "engine/study.h"

#include <string.h>

#define MANY_KEYS 12 /* seldom keys beside each other, from which on they are data */

/* How often each key of a field's paths was met, told by the path up to its end; and how many seldom ones stand
 * beside each other, told by the path of what holds
 * them. loose: keys that are words of a text. */
struct key_use {
    GHashTable *rows, *seldom, *loose;
    guint64 documents;
};

/* The length of the path up to the end of the next key, or code, from offset on; 0: there is none. *ret_start: where
 * the key begins with its mark. */
static gsize
next_key(const char *path, gsize offset, gsize *ret_start)
{
    gboolean is_code = *path == '[' && !offset && path[1] != ']';
    gsize start = offset + strcspn(path + offset, is_code ? "=" : ".");

    if (!path[start])
        return 0;
    *ret_start = start;
    return start + 1 + strcspn(path + start + 1, is_code ? "]" : ".[{@");
}

static void
count_keys(struct key_use *u, const struct cs_tally *t)
{
    gsize start, end = 0;

    while ((end = next_key(t->path, end, &start))) {
        g_autofree char *key = g_strndup(t->path, end);
        guint64 before = GPOINTER_TO_SIZE(g_hash_table_lookup(u->rows, key));

        if (t->loose)
            g_hash_table_add(u->loose, g_strdup(key));
        if (t->rows > before)
            g_hash_table_insert(u->rows, g_steal_pointer(&key), GSIZE_TO_POINTER(t->rows));
    }
}

static gboolean
is_seldom(const struct key_use *u, guint64 rows)
{
    return rows < 5 && rows * 4 <= u->documents;
}

static void
count_seldom(struct key_use *u)
{
    GHashTableIter iter;
    gpointer key, rows;

    g_hash_table_iter_init(&iter, u->rows);
    while (g_hash_table_iter_next(&iter, &key, &rows)) {
        const char *mark = strrchr(key, *(char *)key == '[' && !strchr(key, ']') ? '=' : '.');
        g_autofree char *parent = g_strndup(key, (gsize)(mark - (char *)key));
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(u->seldom, parent));

        if (is_seldom(u, GPOINTER_TO_SIZE(rows)))
            g_hash_table_insert(u->seldom, g_steal_pointer(&parent), GUINT_TO_POINTER(n + 1));
    }
}

/* The path with its keys that are data as {*}; a code as [*]. */
static char *
general_path(const struct key_use *u, const char *path)
{
    GString *out = g_string_new(NULL);
    gsize start, from = 0, end = 0;

    while ((end = next_key(path, from, &start))) {
        g_autofree char *key = g_strndup(path, end), *parent = g_strndup(path, start);
        guint64 rows = GPOINTER_TO_SIZE(g_hash_table_lookup(u->rows, key));
        gboolean data =
            rows < 5 && (g_hash_table_contains(u->loose, key) || rows * 100 < u->documents ||
                         (is_seldom(u, rows) && GPOINTER_TO_UINT(g_hash_table_lookup(u->seldom, parent)) >= MANY_KEYS));

        if (data && *path == '[' && !from) {
            g_string_assign(out, "[*");
            from = end;
            continue;
        }
        g_string_append_len(out, path + from, (gssize)((data ? start : end) - from));
        if (data)
            g_string_append(out, "{*}");
        from = end;
    }
    g_string_append(out, path + from);
    return g_string_free(out, FALSE);
}

/* Keys that only a few documents have are data, too: their paths fall together as {*}. */
void
cs_study_collapse(struct cs_study *s, struct cs_field *f)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                          seldom = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                          loose = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    struct key_use use = {rows, seldom, loose, MAX(f->own->documents, f->own->rows)};
    g_autoptr(GPtrArray) together = NULL;
    GHashTableIter iter;
    gpointer value;

    if (!f->paths)
        return;
    g_hash_table_iter_init(&iter, f->paths);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        count_keys(&use, value);
    count_seldom(&use);
    g_hash_table_iter_init(&iter, f->paths);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct cs_tally *t = value;
        g_autofree char *path = general_path(&use, t->path);

        if (!strcmp(path, t->path))
            continue;
        if (!together)
            together = g_ptr_array_new_with_free_func((GDestroyNotify)cs_tally_free);
        g_hash_table_iter_steal(&iter);
        s->n_paths--;
        g_free(t->path);
        t->path = g_steal_pointer(&path);
        g_ptr_array_add(together, t);
    }
    for (guint i = 0; together && i < together->len; i++)
        cs_tally_merge(cs_study_path(s, f, ((struct cs_tally *)together->pdata[i])->path), together->pdata[i],
                       s->n_rules);
}
