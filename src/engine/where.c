/* where.c - columns of row sets by place and attribute. */
#include "engine/where.h"

char *
cs_where_name(const struct cs_place *p, const char *attribute)
{
    return g_strjoin("\x1f", p->source, p->schema ? p->schema : "", p->object, p->column, p->path ? p->path : "",
                     attribute, NULL);
}

GHashTable *
cs_where_index(const GPtrArray *rowsets)
{
    GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    for (guint s = 0; rowsets && s < rowsets->len; s++) {
        const struct cs_rowset *set = rowsets->pdata[s];

        for (guint c = 0; c < set->n_columns; c++)
            if (set->columns[c].role == CS_ROW_VALUE || set->columns[c].role == CS_ROW_SUSPECT) {
                struct cs_where w = {s, c};

                g_hash_table_replace(index, cs_where_name(&set->columns[c].place, set->columns[c].attribute),
                                     g_memdup2(&w, sizeof w));
            }
    }
    return index;
}

const struct cs_where *
cs_where_is(GHashTable *index, const struct cs_fingerprint *f)
{
    g_autofree char *name = cs_where_name(cs_fingerprint_place(f), cs_fingerprint_attribute(f));

    return g_hash_table_lookup(index, name);
}
