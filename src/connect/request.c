/* request.c - deep copies of what a request points at. */
#include "connect/request.h"

void
cs_request_memory_init(struct cs_request_memory *m)
{
    m->strings = g_string_chunk_new(1024);
    m->arrays = g_ptr_array_new_with_free_func(g_free);
}

void
cs_request_memory_clear(struct cs_request_memory *m)
{
    g_string_chunk_free(m->strings);
    g_ptr_array_unref(m->arrays);
}

const char *
cs_request_text(struct cs_request_memory *m, const char *text)
{
    return text ? g_string_chunk_insert(m->strings, text) : NULL;
}

static gpointer
array(struct cs_request_memory *m, gconstpointer data, gsize size)
{
    gpointer copy = data && size ? g_memdup2(data, size) : g_malloc0(1);

    g_ptr_array_add(m->arrays, copy);
    return copy;
}

void
cs_request_keep_target(struct cs_request_memory *m, struct cs_target *t)
{
    struct cs_req_column *columns = array(m, t->columns, t->n_columns * sizeof *columns);
    const char **key = array(m, t->key, t->n_key * sizeof *key);

    for (gsize i = 0; i < t->n_columns; i++) {
        columns[i].name = cs_request_text(m, columns[i].name);
        columns[i].native = cs_request_text(m, columns[i].native);
        columns[i].encoding = cs_request_text(m, columns[i].encoding);
    }
    for (gsize i = 0; i < t->n_key; i++)
        key[i] = cs_request_text(m, key[i]);
    t->key_types = array(m, t->key_types, t->n_key * sizeof *t->key_types);
    t->columns = columns;
    t->key = key;
    t->schema = cs_request_text(m, t->schema);
    t->object = cs_request_text(m, t->object);
}

void
cs_request_keep_config(struct cs_request_memory *m, struct cs_config *c)
{
    struct cs_setting *settings = array(m, c->settings, c->n_settings * sizeof *settings);

    for (gsize i = 0; i < c->n_settings; i++) {
        settings[i].key = cs_request_text(m, settings[i].key);
        settings[i].value = cs_request_text(m, settings[i].value);
    }
    c->settings = settings;
    c->source = cs_request_text(m, c->source);
    c->url = cs_request_text(m, c->url);
}
