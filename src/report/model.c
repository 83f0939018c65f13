/* model.c - the survey grouped as the page shows it: by source, then by table; the matrix's counts. */
#include "report/page.h"

#include <string.h>

gboolean
cs_is_sensitive(const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    return a && a->sensitivity >= 4;
}

gboolean
cs_lacks_date(const struct cs_table *table)
{
    return table->personal && !table->dated && table->object && table->object->object_kind != CS_VIEW &&
           (table->object->kind == CS_KIND_PERSON || table->object->kind == CS_KIND_MIXED);
}

static void
table_free(gpointer data)
{
    struct cs_table *table = data;

    g_ptr_array_unref(table->findings);
    g_free(table);
}

static void
part_free(gpointer data)
{
    struct cs_part *part = data;

    g_ptr_array_unref(part->tables);
    g_free(part);
}

static struct cs_part *
part_new(struct cs_page *page, const char *name, const struct cs_source *source)
{
    struct cs_part *part = g_new0(struct cs_part, 1);

    part->name = name;
    part->source = source;
    part->tables = g_ptr_array_new_with_free_func(table_free);
    g_ptr_array_add(page->parts, part);
    return part;
}

static struct cs_part *
part_of(struct cs_page *page, const char *name)
{
    for (guint i = 0; i < page->parts->len; i++) {
        struct cs_part *part = page->parts->pdata[i];

        if (!strcmp(part->name, name))
            return part;
    }
    return part_new(page, name, NULL);
}

static struct cs_table *
table_new(struct cs_part *part, const char *schema, const char *name, guint id)
{
    struct cs_table *table = g_new0(struct cs_table, 1);

    table->id = id;
    table->schema = schema ? schema : "";
    table->name = name ? name : "";
    table->findings = g_ptr_array_new();
    g_ptr_array_add(part->tables, table);
    return table;
}

static char *
table_key(const char *source, const char *schema, const char *object)
{
    return g_strdup_printf("%s\n%s\n%s", source, schema ? schema : "", object);
}

const struct cs_table *
cs_page_table(const struct cs_page *page, const struct cs_place *p)
{
    g_autofree char *key = table_key(p->source, p->schema, p->object);

    return g_hash_table_lookup(page->tables, key);
}

static void
add_objects(struct cs_part *part, GHashTable *tables)
{
    for (guint i = 0; i < part->source->objects->len; i++) {
        const struct cs_object *o = part->source->objects->pdata[i];
        struct cs_table *table = table_new(part, o->schema, o->name, g_hash_table_size(tables));

        table->object = o;
        part->read += o->drawn != CS_DRAWN_NONE;
        part->columns += o->n_columns;
        part->rows += (double)o->sampled;
        g_hash_table_insert(tables, table_key(part->name, o->schema, o->name), table);
    }
}

static void
count_cell(struct cs_page *page, const struct cs_finding *f, const struct cs_part *part)
{
    int attribute = cs_taxonomy_index(f->attribute);
    guint index = 0, cell;

    if (attribute < 0 || !g_ptr_array_find(page->parts, part, &index))
        return;
    cell = (guint)attribute * page->parts->len + index;
    if (!page->matrix[cell]++)
        g_hash_table_insert(page->first, (gpointer)f, GUINT_TO_POINTER(cell + 1));
}

static void
add_finding(struct cs_table *table, struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    g_ptr_array_add(table->findings, f);
    table->sensitivity = MAX(table->sensitivity, a ? a->sensitivity : 0);
    table->dated |= !strcmp(f->attribute, "lifecycle.created") || !strcmp(f->attribute, "lifecycle.last_activity") ||
                    !strcmp(f->attribute, "lifecycle.retention");
}

static void
add_findings(struct cs_page *page)
{
    for (guint i = 0; i < page->survey->findings->len; i++) {
        struct cs_finding *f = page->survey->findings->pdata[i];
        g_autofree char *key = table_key(f->place.source, f->place.schema, f->place.object);
        struct cs_table *table = g_hash_table_lookup(page->tables, key);

        if (!table) {
            table = table_new(part_of(page, f->place.source), f->place.schema, f->place.object,
                              g_hash_table_size(page->tables));
            g_hash_table_insert(page->tables, g_steal_pointer(&key), table);
        }
        add_finding(table, f);
    }
}

static void
sum_table(struct cs_part *part, struct cs_table *table)
{
    g_autoptr(GHashTable) personal = g_hash_table_new(cs_place_hash_column, cs_place_same_column),
                          sensitive = g_hash_table_new(cs_place_hash_column, cs_place_same_column);

    for (guint i = 0; i < table->findings->len; i++) {
        struct cs_finding *f = table->findings->pdata[i];
        const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

        if (a && a->sensitivity >= 1)
            g_hash_table_add(personal, &f->place);
        if (a && a->sensitivity >= 4)
            g_hash_table_add(sensitive, &f->place);
    }
    table->personal = g_hash_table_size(personal);
    part->personal += table->personal;
    part->sensitive += g_hash_table_size(sensitive);
    part->with_personal += table->personal > 0;
}

static void
sum_part(struct cs_page *page, struct cs_part *part)
{
    for (guint i = 0; i < part->tables->len; i++) {
        struct cs_table *table = part->tables->pdata[i];

        sum_table(part, table);
        for (guint k = 0; k < table->findings->len; k++)
            count_cell(page, table->findings->pdata[k], part);
    }
}

static void
index_groups(struct cs_page *page)
{
    page->copied = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; page->survey->groups->len <= CS_PAGE_GROUPS && i < page->survey->groups->len; i++) {
        struct cs_copy_group *group = page->survey->groups->pdata[i];

        for (guint k = 0; k < group->places->len; k++)
            g_hash_table_insert(page->copied, cs_place_text(group->places->pdata[k], TRUE), group);
    }
}

void
cs_page_model_init(struct cs_page *page)
{
    page->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    page->parts = g_ptr_array_new_with_free_func(part_free);
    page->first = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < page->survey->sources->len; i++) {
        const struct cs_source *source = page->survey->sources->pdata[i];

        add_objects(part_new(page, source->name, source), page->tables);
    }
    add_findings(page);
    page->matrix = g_new0(guint, (gsize)cs_taxonomy_count() * MAX(page->parts->len, 1));
    for (guint i = 0; i < page->parts->len; i++)
        sum_part(page, page->parts->pdata[i]);
    index_groups(page);
    for (guint i = 0; i < page->survey->gaps->len; i++)
        page->asked += ((struct cs_gap *)page->survey->gaps->pdata[i])->asked != FALSE;
}

void
cs_page_model_clear(struct cs_page *page)
{
    g_hash_table_unref(page->first);
    g_hash_table_unref(page->copied);
    g_hash_table_unref(page->tables);
    g_free(page->matrix);
    g_ptr_array_unref(page->parts);
}
