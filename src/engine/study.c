/* study.c - an object's rows into tallies, one for each column and each place inside it. */
#include "engine/study.h"

#include "base/utf8.h"
#include "engine/extract.h"
#include "engine/kind.h"

#include <string.h>

#define MAX_PATHS 256         /* of a column */
#define MAX_OBJECT_PATHS 4096 /* of all its columns: some kilobytes each */
#define MANY_KEYS 12          /* seldom keys beside each other, from which on they are data */

static void
field_free(gpointer data)
{
    struct cs_field *f = data;

    cs_tally_free(f->own);
    if (f->paths)
        g_hash_table_unref(f->paths);
    g_free(f);
}

struct cs_study *
cs_study_new(const struct cs_study_options *options, struct cs_matcher *matcher, const struct cs_object *object)
{
    struct cs_study *s = g_new0(struct cs_study, 1);

    s->options = *options;
    s->matcher = matcher;
    s->object = object;
    s->n_rules = cs_ruleset_count(options->ruleset);
    s->fields = g_ptr_array_new_with_free_func(field_free);
    s->by_column = g_hash_table_new(NULL, NULL);
    s->text = g_string_sized_new(1024);
    s->year = options->as_of ? (int)g_ascii_strtoll(options->as_of, NULL, 10) : 2026;
    for (guint i = 0; i < object->columns->len; i++) {
        struct cs_field *f = g_new0(struct cs_field, 1);

        f->column = object->columns->pdata[i];
        if (f->column->encoding && g_ascii_strcasecmp(f->column->encoding, "UTF-8") != 0)
            f->encoding = f->column->encoding;
        f->own = cs_tally_new(NULL, i);
        g_ptr_array_add(s->fields, f);
        g_hash_table_insert(s->by_column, f->column, f);
        if (!s->code && cs_name_is_code(f->column))
            s->code = f;
        else if (!s->value && cs_name_is_value(f->column))
            s->value = f;
    }
    return s;
}

void
cs_study_free(struct cs_study *s)
{
    if (!s)
        return;
    memset(s->text->str, 0, s->text->allocated_len);
    g_string_free(s->text, TRUE);
    g_hash_table_unref(s->by_column);
    g_ptr_array_unref(s->fields);
    g_free(s);
}

static struct cs_tally *
path_tally(struct cs_study *s, struct cs_field *f, const char *path)
{
    struct cs_tally *t;

    if (!f->paths)
        f->paths = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)cs_tally_free);
    t = g_hash_table_lookup(f->paths, path);
    if (!t && g_hash_table_size(f->paths) < MAX_PATHS && s->n_paths < MAX_OBJECT_PATHS) {
        t = cs_tally_new(path, s->fields->len + s->n_paths);
        s->n_paths++;
        g_hash_table_insert(f->paths, t->path, t);
    }
    return t;
}

static gboolean
key_is_data(void *ctx, const char *key, gsize size)
{
    struct cs_study *s = ctx;

    return cs_key_is_data(s->matcher, s->options.ruleset, key, size);
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    struct cs_study *s = ctx;
    struct cs_tally *t = path_tally(s, s->current, path);

    if (!t)
        return;
    t->rows++;
    cs_tally_add(t, s->matcher, s->n_rules, CS_T_UNKNOWN, text, size, s->year);
}

/* The value as valid UTF-8: where it lies, or converted into s->text. */
static const char *
text_of(struct cs_study *s, const struct cs_field *f, const struct cs_value *v, gsize *ret_size)
{
    *ret_size = v->size;
    if (cs_utf8_valid_prefix(v->data, v->size) == v->size && !memchr(v->data, '\0', v->size))
        return v->data;
    g_string_truncate(s->text, 0);
    cs_utf8_append(s->text, v->data, v->size, f->encoding);
    *ret_size = s->text->len;
    return s->text->str;
}

static void
add_value(struct cs_study *s, struct cs_field *f, const struct cs_value *v)
{
    const char *text;
    gsize size;

    f->own->rows++;
    if (v->null) {
        f->own->nulls++;
        return;
    }
    f->own->truncated += v->truncated;
    if (f->column->type == CS_T_BYTES && cs_utf8_valid_prefix(v->data, v->size) != v->size) {
        f->own->values++;
        return;
    }
    text = text_of(s, f, v, &size);
    if (f->column->type == CS_T_ARRAY) {
        f->own->values++;
        s->current = f;
        cs_array_walk(text, size, on_scalar, s);
        return;
    }
    s->current = f;
    if ((f->column->type == CS_T_JSON || f->column->type == CS_T_TEXT || f->column->type == CS_T_UNKNOWN ||
         f->column->type == CS_T_BYTES) &&
        size >= 2 && (*text == '{' || *text == '[') && cs_json_walk(text, size, key_is_data, on_scalar, s)) {
        f->own->documents++;
        f->own->values++;
        return;
    }
    cs_tally_add(f->own, s->matcher, s->n_rules, f->column->type, text, size, s->year);
}

/* A value under its code: only codes that look like words of a schema. */
static void
add_coded(struct cs_study *s, const struct cs_value *code, const struct cs_value *value)
{
    g_autofree char *path = NULL;

    if (code->null || value->null || code->size == 0 || code->size > 40)
        return;
    for (gsize i = 0; i < code->size; i++)
        if (!g_ascii_isalnum(code->data[i]) && !strchr("_-.", code->data[i]))
            return;
    path = g_strdup_printf("[%s=%.*s]", s->code->column->name, (int)code->size, code->data);
    if (key_is_data(s, code->data, code->size))
        return;
    s->current = s->value;
    g_string_truncate(s->text, 0);
    cs_utf8_append(s->text, value->data, value->size, NULL);
    on_scalar(s, path, s->text->str, s->text->len);
}

void
cs_study_add(struct cs_study *s, const struct cs_batch *batch, struct cs_column *const *columns)
{
    gsize code = batch->columns, value = batch->columns;

    for (gsize c = 0; c < batch->columns; c++) {
        struct cs_field *f = g_hash_table_lookup(s->by_column, columns[c]);

        if (f && f == s->code)
            code = c;
        if (f && f == s->value)
            value = c;
        for (gsize row = 0; f && row < batch->rows; row++)
            add_value(s, f, &batch->values[row * batch->columns + c]);
    }
    if (code == batch->columns || value == batch->columns)
        return;
    for (gsize row = 0; row < batch->rows; row++)
        add_coded(s, &batch->values[row * batch->columns + code], &batch->values[row * batch->columns + value]);
}

/* Hardly filled, or free text in which something rare may hide. */
static gboolean
is_open(const struct cs_field *f)
{
    guint64 filled = f->own->values;

    return (filled > 0 && filled < 20 && f->own->rows >= 500) || (filled && f->own->long_texts * 2 > filled);
}

GPtrArray *
cs_study_wants_more(const struct cs_study *s)
{
    GPtrArray *columns = g_ptr_array_new();
    gboolean coded = s->code && s->value && is_open(s->value);

    for (guint i = 0; i < s->fields->len; i++) {
        const struct cs_field *f = s->fields->pdata[i];

        if (f->column->readable && (is_open(f) || (coded && f == s->code)))
            g_ptr_array_add(columns, f->column);
    }
    return columns;
}

/* How often each key of a field's paths was met, told by the path up to its end; and how many seldom ones stand
 * beside each other, told by the path of what holds them. */
struct key_use {
    GHashTable *rows, *seldom;
    guint64 documents;
};

/* The length of the path up to the end of the next key, or code, from offset on; 0: there is none. *ret_start: where
 * the key begins with its mark. */
static gsize
next_key(const char *path, gsize offset, gsize *ret_start)
{
    gsize start = offset + strcspn(path + offset, *path == '[' ? "=" : ".");

    if (!path[start])
        return 0;
    *ret_start = start;
    return start + 1 + strcspn(path + start + 1, *path == '[' ? "]" : ".[{");
}

static void
count_keys(struct key_use *u, const struct cs_tally *t)
{
    gsize start, end = 0;

    while ((end = next_key(t->path, end, &start))) {
        g_autofree char *key = g_strndup(t->path, end);
        guint64 before = GPOINTER_TO_SIZE(g_hash_table_lookup(u->rows, key));

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
        const char *mark = strrchr(key, *(char *)key == '[' ? '=' : '.');
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
            rows < 5 && (rows * 100 < u->documents ||
                         (is_seldom(u, rows) && GPOINTER_TO_UINT(g_hash_table_lookup(u->seldom, parent)) >= MANY_KEYS));

        if (data && *path == '[') {
            g_string_assign(out, "[*]");
            return g_string_free(out, FALSE);
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
                          seldom = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    struct key_use use = {rows, seldom, MAX(f->own->documents, f->own->rows)};
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
        cs_tally_merge(path_tally(s, f, ((struct cs_tally *)together->pdata[i])->path), together->pdata[i], s->n_rules);
}
