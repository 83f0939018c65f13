/* study.c - an object's rows into tallies, one for each column and each place inside it. */
#include "engine/study.h"

#include "base/utf8.h"
#include "engine/eav.h"
#include "engine/extract.h"
#include "engine/rule.h"

#include <string.h>

#define MAX_PATHS 256 /* of a column */
#define TAGGED_LEAST 24
#define PACKED_TRIES 64 /* values after which a column is known not to be packed */
#define ENCODED_LEAST 3
#define MAX_OBJECT_PATHS 4096 /* of all its columns: some kilobytes each */

static void
field_free(gpointer data)
{
    struct cs_field *f = data;

    cs_tally_free(f->own);
    if (f->paths)
        g_hash_table_unref(f->paths);
    for (guint i = 0; i < G_N_ELEMENTS(f->packed); i++)
        cs_tally_free(f->packed[i]);
    g_free(f);
}

struct cs_tally *
cs_study_path(struct cs_study *s, struct cs_field *f, const char *path)
{
    struct cs_tally *t;

    if (!f->paths)
        f->paths = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)cs_tally_free);
    t = g_hash_table_lookup(f->paths, path);
    if (!t && g_hash_table_size(f->paths) < MAX_PATHS && s->n_paths < MAX_OBJECT_PATHS) {
        t = cs_tally_new(path, s->fields->len + s->n_paths);
        t->roles = s->options.roles;
        s->n_paths++;
        g_hash_table_insert(f->paths, t->path, t);
    }
    return t;
}

static gboolean
key_is_data(void *ctx, const char *key, gsize size)
{
    struct cs_study *s = ctx;

    return cs_key_is_data(s->matcher, s->options.ruleset, s->sink.loose, key, size);
}

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

/* Texts are judged without their tags. */
static void
tally(struct cs_study *s, struct cs_tally *t, enum cs_type type, const char *text, gsize size)
{
    struct cs_shape shape;

    if (size >= TAGGED_LEAST && memchr(text, '<', size)) {
        g_string_truncate(s->plain, 0);
        if (cs_html_text(text, size, s->plain)) {
            text = s->plain->str;
            size = s->plain->len;
        }
    }
    trim(&text, &size);
    if (!size) {
        t->blanks++;
        return;
    }
    cs_shape_of(text, size, &shape);
    cs_tally_add(t, s->matcher, s->n_rules, type, text, size, &shape, s->year);
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    struct cs_study *s = ctx;
    struct cs_tally *t = cs_study_path(s, s->current, path);

    if (!t)
        return;
    t->rows++;
    t->loose |= s->sink.loose;
    tally(s, t, CS_T_UNKNOWN, text, size);
}

static enum cs_opened
open_value(struct cs_study *s, struct cs_field *f, const char *root, const char *text, gsize size)
{
    s->current = f;
    return cs_open(&s->sink, root, f->column->type, text, size);
}

/* Bytes that are a text are matched as one: some applications declare all of theirs so. */
static enum cs_type
text_type(const struct cs_field *f)
{
    return f->column->type == CS_T_BYTES ? CS_T_TEXT : f->column->type;
}

/* A word may look like base64: what comes of each value is counted apart, and given up where hardly any is text. */
static void
unpack(struct cs_study *s, struct cs_field *f, const char *text, gsize size)
{
    if (f->unpacking >= PACKED_TRIES && f->unpacked * 2 < f->unpacking)
        return;
    f->unpacking++;
    for (guint i = 0; i < G_N_ELEMENTS(f->packed); i++) {
        const GString *unpacked = s->content.unpacked;

        if (!cs_decode_packed(CS_ENCODED_PACKED + i, text, size, s->content.unpacked))
            continue;
        f->unpacked++;
        if (!f->packed[i])
            f->packed[i] = cs_tally_new(NULL, s->fields->len + s->n_paths);
        f->packed[i]->roles = s->options.roles;
        if (open_value(s, f, "$", unpacked->str, unpacked->len) == CS_OPENED_WHOLE) {
            f->packed[i]->documents++;
            f->packed[i]->values++;
        } else {
            tally(s, f->packed[i], text_type(f), unpacked->str, unpacked->len);
        }
    }
}

static gboolean
holds_text(const struct cs_field *f)
{
    return f->column->type == CS_T_TEXT || f->column->type == CS_T_UNKNOWN || f->column->type == CS_T_BYTES;
}

/* A value that may be stored in another form, or hold others. */
static void
add_unusual(struct cs_study *s, struct cs_field *f, const struct cs_value *v)
{
    enum cs_encoding encoded;
    gsize size;
    const char *text = cs_content_text(&s->content, f->column->type, f->column->encoding, v->data, v->size,
                                       v->truncated, &size, &encoded);

    if (!text) {
        f->own->values++;
        return;
    }
    f->encoded[encoded]++;
    f->high_values += !cs_utf8_is_ascii(text, size);
    if (!f->coded && open_value(s, f, "$", text, size) == CS_OPENED_WHOLE) {
        f->own->documents++;
        f->own->values++;
    } else if (f->column->type == CS_T_ARRAY) {
        f->own->values++;
    } else {
        tally(s, f->own, text_type(f), text, size);
        if (holds_text(f))
            unpack(s, f, text, size);
    }
}

/* Letters, digits and the few marks of addresses and numbers, as most values are, go straight to their tally. */
static void
add_value(struct cs_study *s, struct cs_field *f, const struct cs_value *v)
{
    const guint16 unusual = CS_C_SLASH | CS_C_COLON | CS_C_PUNCT | CS_C_HIGH | CS_C_CONTROL,
                  packable = CS_C_LOWER | CS_C_UPPER | CS_C_DIGIT | CS_C_PLUS | CS_C_DASH | CS_C_UNDERSCORE;
    const char *text = v->data;
    gsize size = v->size;
    struct cs_shape shape;

    f->own->rows++;
    if (v->null) {
        f->own->nulls++;
        return;
    }
    f->own->truncated += v->truncated;
    trim(&text, &size);
    if (!size) {
        f->own->blanks++;
        return;
    }
    cs_shape_of(text, size, &shape);
    if (shape.classes & (cs_can_open(f->column->type) ? unusual : CS_C_HIGH | CS_C_CONTROL)) {
        add_unusual(s, f, v);
        return;
    }
    cs_tally_add(f->own, s->matcher, s->n_rules, text_type(f), text, size, &shape, s->year);
    if (!(shape.classes & ~packable) && holds_text(f))
        unpack(s, f, text, size);
}

/* A value under its code, opened when it holds others. */
static void
add_coded(struct cs_study *s, struct cs_field *f, const char *root, const struct cs_value *value)
{
    enum cs_encoding encoded;
    const char *text;
    gsize size;

    if (value->null)
        return;
    text = cs_content_text(&s->content, f->column->type, f->column->encoding, value->data, value->size,
                           value->truncated, &size, &encoded);
    if (text && open_value(s, f, root, text, size) != CS_OPENED_WHOLE) {
        s->sink.loose = FALSE;
        on_scalar(s, root, text, size);
    }
}

/* The values beside one code. */
static void
add_row_coded(struct cs_study *s, const struct cs_batch *batch, struct cs_column *const *columns, gsize row, gsize code)
{
    const struct cs_value *values = &batch->values[row * batch->columns], *c = &values[code];
    g_autofree char *root = NULL;

    if (c->null || !cs_is_code(s->code->column, c->data, c->size) ||
        (s->code->column->type != CS_T_INTEGER && key_is_data(s, c->data, c->size)))
        root = g_strdup("[*]");
    else
        root = g_strdup_printf("[%s=%.*s]", s->code->column->name, (int)c->size, c->data);
    for (gsize i = 0; i < batch->columns; i++) {
        struct cs_field *f = g_hash_table_lookup(s->by_column, columns[i]);

        if (f && f->coded)
            add_coded(s, f, root, &values[i]);
    }
}

static void
find_codes(struct cs_study *s, const struct cs_column *without)
{
    const struct cs_lexicon *words = cs_names_lexicon(s->options.names);
    const struct cs_column *code = cs_code_column(words, s->object, without);

    s->code = NULL;
    for (guint i = 0; i < s->fields->len; i++) {
        struct cs_field *f = s->fields->pdata[i];

        if (code && f->column == code)
            s->code = f;
        f->coded = code && f->column != code && cs_is_value_column(words, f->column);
    }
}

static gboolean
is_blank(const struct cs_batch *batch, struct cs_column *const *columns, const struct cs_column *column)
{
    for (gsize c = 0; c < batch->columns; c++)
        for (gsize row = 0; columns[c] == column && row < batch->rows; row++)
            if (!batch->values[row * batch->columns + c].null && batch->values[row * batch->columns + c].size)
                return FALSE;
    return TRUE;
}

/* A column that the names chose and that is blank holds no codes. Where names say nothing the first rows may. */
static void
find_codes_by_values(struct cs_study *s, const struct cs_batch *batch, struct cs_column *const *columns)
{
    gsize code, value;

    s->codes_sought = TRUE;
    if (s->code && is_blank(batch, columns, s->code->column))
        find_codes(s, s->code->column);
    if (s->code || !cs_code_by_values(batch, columns, &code, &value))
        return;
    s->code = g_hash_table_lookup(s->by_column, columns[code]);
    ((struct cs_field *)g_hash_table_lookup(s->by_column, columns[value]))->coded = TRUE;
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
    s->plain = g_string_sized_new(256);
    cs_content_init(&s->content);
    s->sink = (struct cs_open_sink){.is_data = key_is_data, .scalar = on_scalar, .ctx = s};
    s->year = options->as_of ? (int)g_ascii_strtoll(options->as_of, NULL, 10) : 2026;
    for (guint i = 0; i < object->columns->len; i++) {
        struct cs_field *f = g_new0(struct cs_field, 1);

        f->column = object->columns->pdata[i];
        f->own = cs_tally_new(NULL, i);
        f->own->roles = options->roles;
        g_ptr_array_add(s->fields, f);
        g_hash_table_insert(s->by_column, f->column, f);
    }
    find_codes(s, NULL);
    return s;
}

void
cs_study_free(struct cs_study *s)
{
    if (!s)
        return;
    memset(s->plain->str, 0, s->plain->allocated_len);
    g_string_free(s->plain, TRUE);
    cs_content_clear(&s->content);
    g_hash_table_unref(s->by_column);
    g_ptr_array_unref(s->fields);
    g_free(s);
}

void
cs_study_add(struct cs_study *s, const struct cs_batch *batch, struct cs_column *const *columns)
{
    gsize code = batch->columns;

    if (!s->codes_sought && batch->rows)
        find_codes_by_values(s, batch, columns);
    for (gsize c = 0; c < batch->columns; c++) {
        struct cs_field *f = g_hash_table_lookup(s->by_column, columns[c]);

        if (f && f == s->code)
            code = c;
        for (gsize row = 0; f && row < batch->rows; row++)
            add_value(s, f, &batch->values[row * batch->columns + c]);
    }
    for (gsize row = 0; code < batch->columns && row < batch->rows; row++)
        add_row_coded(s, batch, columns, row, code);
}

/* A form is told of a column when it is no accident: of those values in which it could show, most have it. */
static enum cs_encoding
usual_form(const struct cs_field *f)
{
    for (guint i = 1; i < CS_ENCODED_PACKED; i++) {
        guint64 n = f->encoded[i], could = f->own->values;

        if (i == CS_ENCODED_MOJIBAKE || i == CS_ENCODED_LATIN1)
            could = MIN(could, f->high_values);
        if (n >= ENCODED_LEAST && n * 2 >= could)
            return (enum cs_encoding)i;
    }
    return CS_ENCODED_NOT;
}

const struct cs_tally *
cs_study_values(const struct cs_field *f, enum cs_encoding *ret_encoded)
{
    for (guint i = 0; i < G_N_ELEMENTS(f->packed); i++) {
        struct cs_tally *t = f->packed[i];

        if (!t || t->values < ENCODED_LEAST || t->values * 10 < f->own->values * 9 ||
            (f->own->distinct > 1 && t->distinct < 2 && !t->documents))
            continue;
        t->rows = f->own->rows;
        t->nulls = f->own->nulls;
        t->truncated = f->own->truncated;
        *ret_encoded = CS_ENCODED_PACKED + i;
        return t;
    }
    *ret_encoded = usual_form(f);
    return f->own;
}
