/* target.c - an object of the catalog as a request of the connector interface names it. */
#include "scan/crawl.h"

/* The primary key, else the first unique key whose columns are all not null. */
static const struct cs_key *
best_key(const struct cs_object *object)
{
    const struct cs_key *found = NULL;

    for (guint i = 0; i < object->keys->len; i++) {
        const struct cs_key *key = object->keys->pdata[i];
        gboolean usable = key->kind != CS_KEY_FOREIGN;

        for (guint c = 0; usable && c < key->columns->len; c++) {
            const struct cs_column *column = cs_object_column(object, key->columns->pdata[c]);

            usable = column && column->readable && (key->kind == CS_KEY_PRIMARY || !column->nullable);
        }
        if (usable && key->kind == CS_KEY_PRIMARY)
            return key;
        if (usable && !found)
            found = key;
    }
    return found;
}

void
cs_target_fill(struct cs_target_buffer *b, const struct cs_object *object, struct cs_column *const *columns, gsize n)
{
    const struct cs_key *key = best_key(object);

    b->columns = g_new0(struct cs_req_column, n + 1);
    for (gsize i = 0; i < n; i++)
        b->columns[i] = (struct cs_req_column){.name = columns[i]->raw_name,
                                               .type = columns[i]->type,
                                               .native = columns[i]->native,
                                               .encoding = columns[i]->encoding};
    b->target = (struct cs_target){.size = sizeof b->target,
                                   .schema = object->raw_schema,
                                   .object = object->raw_name,
                                   .kind = object->object_kind,
                                   .rows = object->rows,
                                   .columns = b->columns,
                                   .n_columns = n};
    b->key = g_new0(const char *, key ? key->columns->len + 1 : 1);
    b->key_types = g_new0(enum cs_type, key ? key->columns->len + 1 : 1);
    for (guint i = 0; key && i < key->columns->len; i++) {
        const struct cs_column *column = cs_object_column(object, key->columns->pdata[i]);

        b->key[i] = column->raw_name;
        b->key_types[i] = column->type;
    }
    b->target.key = b->key;
    b->target.key_types = b->key_types;
    b->target.n_key = key ? key->columns->len : 0;
}

void
cs_target_clear(struct cs_target_buffer *b)
{
    g_free(b->columns);
    g_free(b->key);
    g_free(b->key_types);
    *b = (struct cs_target_buffer){0};
}
