/* presume.c - what columns are presumed to hold before a row was read. */
#include "scan/forecast.h"

#include "engine/eav.h"
#include "model/taxonomy.h"

#include <string.h>

/* What the rules say of the names of an object's columns. */
static void
guess_findings(struct cs_crawl *crawl, struct cs_object *o)
{
    const struct cs_scan *scan = crawl->scan;
    const struct cs_study_options options = {.ruleset = scan->rules,
                                             .names = scan->names,
                                             .as_of = scan->config->as_of,
                                             .roles = scan->roles,
                                             .known = crawl->known ? g_hash_table_lookup(crawl->known, o) : NULL};
    struct cs_study *study = cs_study_new(&options, scan->discreet, o);

    cs_study_finish(study, o, scan->survey);
    cs_study_free(study);
}

/* An attribute that identifies people, of those that a known application keeps beside codes in this column; else NULL.
 */
static const struct cs_attribute *
known_beside_codes(const GPtrArray *tables, const struct cs_column *column)
{
    g_autofree char *lower = g_ascii_strdown(column->name, -1), *start = g_strconcat(lower, "[", NULL);

    for (guint i = 0; tables && i < tables->len; i++) {
        const struct cs_app_table *table = tables->pdata[i];
        GHashTableIter iter;
        gpointer place, label;

        g_hash_table_iter_init(&iter, table->labels);
        while (g_hash_table_iter_next(&iter, &place, &label)) {
            const struct cs_attribute *a =
                GPOINTER_TO_INT(label) > 0 ? cs_taxonomy_at((guint)GPOINTER_TO_INT(label) - 1) : NULL;

            if (a && a->identifying && a->value_class && g_str_has_prefix(place, start))
                return a;
        }
    }
    return NULL;
}

/* Values beside codes say what they are once the codes were seen: until then, that a table of people has more to tell
 * there. */
static void
guess_coded(struct cs_crawl *crawl, const struct cs_object *o)
{
    const struct cs_lexicon *words = cs_names_lexicon(crawl->scan->names);
    const GPtrArray *known = crawl->known ? g_hash_table_lookup(crawl->known, o) : NULL;
    const struct cs_column *code = cs_code_column(words, o, NULL);

    for (guint i = 0; code && i < o->columns->len; i++) {
        const struct cs_column *column = o->columns->pdata[i];
        const struct cs_attribute *a;
        struct cs_finding *f;

        if (column == code || !cs_is_value_column(words, column) || !cs_is_textual(column))
            continue;
        a = known_beside_codes(known, column);
        f = cs_finding_new();
        cs_place_set(&f->place, o->source->name, o->schema, o->name, column->name, "[*]");
        f->attribute = g_strdup(a ? a->id : "address.city");
        f->confidence = 0.5;
        g_ptr_array_add(crawl->scan->survey->findings, f);
    }
}

void
cs_presume_by_names(struct cs_crawl *crawl, struct cs_object *o)
{
    guess_findings(crawl, o);
    guess_coded(crawl, o);
}

void
cs_presume_by_map(struct cs_crawl *crawl, struct cs_survey *last)
{
    struct cs_survey *survey = crawl->scan->survey;
    const char *source = crawl->source->name;

    for (guint i = last->findings->len; i > 0; i--)
        if (!strcmp(((const struct cs_finding *)last->findings->pdata[i - 1])->place.source, source))
            g_ptr_array_add(survey->findings, g_ptr_array_steal_index_fast(last->findings, i - 1));
    for (guint i = last->lifecycles->len; i > 0; i--)
        if (!strcmp(((const struct cs_lifecycle *)last->lifecycles->pdata[i - 1])->place.source, source))
            g_ptr_array_add(survey->lifecycles, g_ptr_array_steal_index_fast(last->lifecycles, i - 1));
}
