/* suspects.c - which suspects the key pass reads besides the findings, within bounds.
 *
 * They are read in the same statements as the findings of their object; an object that is read for their sake alone is
 * small and not about things, and its values must be proof alone (telephone numbers, not numbers of customers). Of each
 * source they take at most a quarter of the cells that the pass reads there anyway, or SMALL cells; of memory, what
 * budget.c grants. Those of few rows and of some promise come first, so that most columns are looked into. */
#include "scan/keys.h"

#include "model/taxonomy.h"

#include <string.h>

#define SHARE 0.25
#define SMALL 50000.0
#define UNLIKELY 0.01      /* probability, by its own signs */
#define ALONE_MAX 100000.0 /* rows of an object that is read for nothing else */
#define NOTED_BYTES 9      /* of a row: its key, and what tells two values apart */

struct suspect {
    struct cs_finding *finding;
    struct cs_object *object;
    struct cs_crawl *crawl;
    double rows;
    double price;   /* rows to be read for what its own signs promise */
    gboolean alone; /* nothing else of the object is read */
};

static gint
by_price(gconstpointer a, gconstpointer b)
{
    const struct suspect *x = a, *y = b;
    int order = cs_place_compare(&x->finding->place, &y->finding->place);

    if (x->alone != y->alone)
        return x->alone - y->alone;
    if (x->price < y->price || x->price > y->price)
        return x->price < y->price ? -1 : 1;
    return order ? order : strcmp(x->finding->attribute, y->finding->attribute);
}

/* One address and nothing else: its source may filter the rows that travel (keys.c). */
static gboolean
may_be_filtered(const struct cs_crawl *crawl, const struct cs_object *object)
{
    const GPtrArray *findings = cs_keys_findings(crawl->scan, object);

    return findings && findings->len == 1 && cs_keys_push_down_level(crawl->config->connector, object);
}

/* A reference to an object about people, or what it refers to, is a number of the source's own. */
static gboolean
is_reference(const struct cs_crawl *crawl, const struct suspect *s)
{
    for (guint i = 0; i < crawl->references->len; i++) {
        const struct cs_reference *r = &g_array_index(crawl->references, struct cs_reference, i);

        if ((r->object == s->object && !strcmp(r->column->name, s->finding->place.column)) ||
            (r->parent == s->object && !strcmp(r->key->name, s->finding->place.column)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_of_things(const struct cs_object *object)
{
    return object->kind == CS_KIND_PRODUCT || object->kind == CS_KIND_SETTINGS || object->kind == CS_KIND_REFERENCE;
}

static gboolean
is_worth_it(const struct cs_crawl *crawl, const struct suspect *s)
{
    enum cs_value_class value_class = cs_value_class_find(cs_taxonomy_find(s->finding->attribute)->value_class);

    if (s->alone && (s->rows > ALONE_MAX || CS_VC_IS_GIVEN_OUT(value_class) || is_of_things(s->object)))
        return FALSE;
    return !is_reference(crawl, s);
}

static void
collect(struct cs_crawl *crawl, GHashTable *all, GArray *list)
{
    for (guint i = 0; i < crawl->source->objects->len; i++) {
        struct cs_object *object = crawl->source->objects->pdata[i];
        const GPtrArray *findings = g_hash_table_lookup(all, object);
        struct suspect s = {.object = object, .crawl = crawl};

        if (!findings || !cs_keys_can_stream(object) || may_be_filtered(crawl, object))
            continue;
        s.rows = cs_keys_rows(object);
        s.alone = !cs_keys_is_own(crawl, object);
        for (guint k = 0; k < findings->len; k++) {
            s.finding = findings->pdata[k];
            s.price = s.rows / MAX(s.finding->confidence, UNLIKELY);
            if (is_worth_it(crawl, &s))
                g_array_append_val(list, s);
        }
    }
}

/* Cells that suspects of a source may add to those that the pass reads. */
static double
allowance(const struct cs_crawl *crawl)
{
    double cells = 0;

    for (guint i = 0; i < crawl->queue->len; i++) {
        const GPtrArray *findings = cs_keys_findings(crawl->scan, crawl->queue->pdata[i]);

        cells += cs_keys_rows(crawl->queue->pdata[i]) * (findings ? findings->len : 0);
    }
    return MAX(SMALL, cells * SHARE);
}

static void
admit(const struct suspect *s)
{
    GHashTable *suspected = s->crawl->scan->suspected;
    GPtrArray *list = g_hash_table_lookup(suspected, s->object);

    if (!list) {
        g_hash_table_insert(suspected, s->object, list = g_ptr_array_new());
        if (s->alone)
            g_ptr_array_add(s->crawl->queue, s->object);
    }
    g_ptr_array_add(list, s->finding);
}

/* left: cells, by crawl. */
static void
admit_all(const struct cs_scan *scan, const GArray *list, GHashTable *left, struct cs_keys_room *room)
{
    for (guint i = 0; i < list->len && room->suspects; i++) {
        const struct suspect *s = &g_array_index(list, struct suspect, i);
        double *cells = g_hash_table_lookup(left, s->crawl);
        double bytes = s->rows * NOTED_BYTES + cs_keys_cell_bytes(scan, s->object);
        double postings = MIN(s->rows, scan->fingerprint_capacity);

        if (s->rows > *cells || bytes > room->bytes || postings > room->postings)
            continue;
        *cells -= s->rows;
        room->bytes -= bytes;
        room->postings -= postings;
        room->suspects--;
        admit(s);
    }
}

void
cs_keys_admit_suspects(struct cs_scan *scan, const GPtrArray *crawls, struct cs_keys_room room)
{
    g_autoptr(GHashTable) all = cs_keys_index(scan->survey, scan->survey->suspects, NULL);
    g_autoptr(GHashTable) left = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct suspect));

    scan->suspected = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < crawls->len; i++) {
        double cells = allowance(crawls->pdata[i]);

        g_hash_table_insert(left, crawls->pdata[i], g_memdup2(&cells, sizeof cells));
        collect(crawls->pdata[i], all, list);
    }
    g_array_sort(list, by_price);
    admit_all(scan, list, left, &room);
}
