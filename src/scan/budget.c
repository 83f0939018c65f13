/* budget.c - what the key pass reads and how much of it is kept, decided before it starts. */
#include "engine/sought.h"
#include "scan/keys.h"

#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

/* Of a scan that may take CS_SCAN_MEMORY: */
#define NOTED_MAX (72.0 * 1024 * 1024)      /* keys of all rows */
#define ROW_BYTES_MAX (24.0 * 1024 * 1024)  /* kept rows, all objects together */
#define ROW_BYTES_NOTED (9.0 * 1024 * 1024) /* the same where all rows are noted, and half of what that leaves */
#define LEVEL_MAX 16
#define CELL_BYTES 12.0
#define MADE_KEYS 2            /* of a row: name with street or birth date, a reference */
#define OWN_CELLS 4            /* name, composites, references */
#define POSTINGS_MAX 1500000.0 /* of all fingerprints together */
#define UNKNOWN_ROWS 100000.0
#define SUSPECTS_MAX 512          /* of one scan, … */
#define SUSPECT_SHARE 0.25        /* … of the memory that rows of findings leave, … */
#define SUSPECT_POSTINGS 500000.0 /* … and of hashes besides those */

/* What these budgets are in a scan that may take more or less. */
static double
of_memory(const struct cs_scan *scan, double budget)
{
    return budget * (double)scan->config->memory / (double)CS_SCAN_MEMORY;
}

static const struct cs_attribute *
compared(const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    return a && a->value_class && f->verdict == CS_IS && f->confidence >= 0.5 ? a : NULL;
}

static gboolean
is_compared(const struct cs_finding *f)
{
    return compared(f) != NULL;
}

static void
free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

/* Findings are sorted by place: those of one object stand together. */
GHashTable *
cs_keys_index(const struct cs_survey *survey, const GPtrArray *findings, gboolean (*wanted)(const struct cs_finding *))
{
    GHashTable *index = g_hash_table_new_full(NULL, NULL, NULL, free_list);
    const struct cs_place *last = NULL;
    GPtrArray *list = NULL;

    for (guint i = 0; i < findings->len; i++) {
        struct cs_finding *f = findings->pdata[i];
        struct cs_object *object;

        if (wanted && !wanted(f))
            continue;
        if (!last || strcmp(last->object, f->place.object) != 0 || g_strcmp0(last->schema, f->place.schema) != 0 ||
            strcmp(last->source, f->place.source) != 0) {
            object = cs_survey_object(survey, &f->place);
            list = object ? g_hash_table_lookup(index, object) : NULL;
            if (object && !list)
                g_hash_table_insert(index, object, list = g_ptr_array_new());
        }
        last = &f->place;
        if (list)
            g_ptr_array_add(list, f);
    }
    return index;
}

const GPtrArray *
cs_keys_findings(const struct cs_scan *scan, const struct cs_object *object)
{
    return scan->compared ? g_hash_table_lookup(scan->compared, object) : NULL;
}

const struct cs_lifecycle *
cs_keys_day(const struct cs_survey *survey, const struct cs_object *object, const char *role)
{
    for (guint i = 0; i < survey->lifecycles->len; i++) {
        const struct cs_lifecycle *l = survey->lifecycles->pdata[i];
        const struct cs_place *p = &l->place;

        if (!p->path && !strcmp(l->role, role) && !strcmp(p->source, object->source->name) &&
            !strcmp(p->object, object->name) && !g_strcmp0(p->schema, object->schema) &&
            cs_object_column(object, p->column))
            return l;
    }
    return NULL;
}

const GPtrArray *
cs_keys_suspects(const struct cs_scan *scan, const struct cs_object *object)
{
    return scan->suspected ? g_hash_table_lookup(scan->suspected, object) : NULL;
}

guint
cs_keys_columns(const struct cs_scan *scan, const struct cs_object *object)
{
    const GPtrArray *findings = cs_keys_findings(scan, object), *suspects = cs_keys_suspects(scan, object);

    return (findings ? findings->len : 0) + (suspects ? suspects->len : 0);
}

/* TRUE when the object's own columns say whose rows these are. */
static gboolean
tells_persons(const GPtrArray *findings)
{
    gboolean key = FALSE, name = FALSE, together = FALSE;

    for (guint i = 0; findings && i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];

        key |= compared(f)->identifying;
        name |= g_str_has_prefix(f->attribute, "person.") && !strcmp(compared(f)->value_class, "name");
        together |= !strcmp(f->attribute, "person.birth_date") || !strcmp(f->attribute, "address.street");
    }
    return key || (name && together);
}

gboolean
cs_keys_can_stream(const struct cs_object *o)
{
    return o->object_kind != CS_VIEW && o->object_kind != CS_FOREIGN && o->readable && o->drawn != CS_DRAWN_NONE;
}

/* Keeps the references that lead to objects about persons. */
static void
prepare_source(struct cs_scan *scan, struct cs_crawl *crawl)
{
    GArray *all = cs_references_find(crawl->source);

    for (guint i = all->len; i > 0; i--) {
        const struct cs_reference *r = &g_array_index(all, struct cs_reference, i - 1);

        if (!cs_keys_can_stream(r->parent) || !cs_keys_can_stream(r->object) ||
            !tells_persons(cs_keys_findings(scan, r->parent)) || !cs_keys_findings(scan, r->object))
            g_array_remove_index(all, i - 1);
    }
    crawl->references = all;
}

static gboolean
refers(const struct cs_crawl *crawl, const struct cs_object *object)
{
    for (guint i = 0; i < crawl->references->len; i++)
        if (g_array_index(crawl->references, struct cs_reference, i).object == object)
            return TRUE;
    return FALSE;
}

gboolean
cs_keys_is_own(const struct cs_crawl *crawl, const struct cs_object *object)
{
    const GPtrArray *findings = cs_keys_findings(crawl->scan, object);

    return findings && (tells_persons(findings) || refers(crawl, object));
}

static void
queue_objects(struct cs_crawl *crawl)
{
    g_ptr_array_set_size(crawl->queue, 0);
    for (guint i = 0; i < crawl->source->objects->len; i++) {
        struct cs_object *o = crawl->source->objects->pdata[i];

        if (cs_keys_can_stream(o) && cs_keys_is_own(crawl, o))
            g_ptr_array_add(crawl->queue, o);
    }
}

double
cs_keys_rows(const struct cs_object *o)
{
    if (o->drawn == CS_DRAWN_ALL)
        return (double)o->sampled;
    return o->rows >= 0 ? MAX(o->rows, (double)o->sampled) : UNKNOWN_ROWS;
}

/* Keys of a row, on average: those it has a value for, and what is made of its name and references. */
static double
keys_of(const GPtrArray *findings)
{
    double keys = MADE_KEYS;

    for (guint i = 0; i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];

        if (compared(f)->identifying)
            keys += CLAMP(f->filled, 0, 1);
    }
    return keys;
}

/* One column of an object's rows that are kept at a level: each of its keys may keep one. */
static double
cell_bytes(const GPtrArray *findings, double rows, guint level)
{
    double keys = findings ? keys_of(findings) : MADE_KEYS;

    return rows * MIN(1, keys / (double)(1u << level)) * CELL_BYTES;
}

static double
row_bytes(const GPtrArray *findings, double rows, guint level)
{
    return cell_bytes(findings, rows, level) * (findings->len + OWN_CELLS);
}

/* A whole cell, stored as it is, of a key. */
static gboolean
is_plain_key(const struct cs_finding *f)
{
    return compared(f)->identifying && !f->place.path && !f->encoded;
}

gboolean
cs_keys_is_listed(const struct cs_crawl *crawl, const struct cs_finding *f)
{
    return is_plain_key(f) && crawl->listed[cs_value_class_find(compared(f)->value_class)] > 1;
}

static void
count_listed(struct cs_crawl *crawl)
{
    for (guint i = 0; i < crawl->queue->len; i++) {
        const GPtrArray *findings = cs_keys_findings(crawl->scan, crawl->queue->pdata[i]);

        for (guint k = 0; k < findings->len; k++)
            if (is_plain_key(findings->pdata[k]))
                crawl->listed[cs_value_class_find(compared(findings->pdata[k])->value_class)]++;
    }
}

/* Of a row where the keys that are listed are all that is noted. */
static double
listed_bytes(const struct cs_crawl *crawl, const GPtrArray *findings)
{
    double bytes = 1;

    for (guint i = 0; i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];

        if (cs_keys_is_listed(crawl, f))
            bytes += CLAMP(f->filled, 0, 1) * sizeof(guint64) + 1;
    }
    return bytes > 1 ? bytes : 0;
}

struct need {
    double rows, postings, noted, listed; /* rows: bytes of the kept rows */
};

/* level: of all objects; or, of each, what its rows fit into bytes at. */
static struct need
need_of(const GPtrArray *crawls, guint capacity, guint level, double bytes)
{
    struct need n = {0};

    for (guint i = 0; i < crawls->len; i++) {
        const struct cs_crawl *crawl = crawls->pdata[i];

        for (guint k = 0; k < crawl->queue->len; k++) {
            double rows = cs_keys_rows(crawl->queue->pdata[k]);
            const GPtrArray *findings = cs_keys_findings(crawl->scan, crawl->queue->pdata[k]);

            n.rows += MIN(row_bytes(findings, rows, level), bytes);
            n.noted += rows * (keys_of(findings) * sizeof(guint64) + findings->len);
            n.listed += rows * listed_bytes(crawl, findings);
            n.postings += MIN(rows, capacity) * findings->len;
        }
    }
    return n;
}

/* In steps that a person would write, with something to spare: these are estimates. */
static guint64
memory_for(double noted)
{
    const double step = 50.0 * 1024 * 1024;

    return (guint64)(ceil(noted * 1.3 / NOTED_MAX * CS_SCAN_MEMORY / step) * step);
}

/* Where the keys of all rows are noted, small objects keep more of their rows than large ones; else one level keeps the
 * same people's everywhere. */
static void
share_out(struct cs_scan *scan, const GPtrArray *crawls)
{
    guint level = 0;

    if (scan->note_rows) {
        const double most =
            of_memory(scan, ROW_BYTES_NOTED) + ((double)scan->noted_max - need_of(crawls, 0, 0, 0).noted) / 2;

        scan->row_bytes = most;
        while (need_of(crawls, 0, 0, scan->row_bytes).rows > most)
            scan->row_bytes *= 0.8;
        return;
    }
    while (need_of(crawls, 0, level, G_MAXDOUBLE).rows > of_memory(scan, ROW_BYTES_MAX) && level < LEVEL_MAX)
        level++;
    scan->row_level = level;
}

guint
cs_keys_row_level(const struct cs_scan *scan, const struct cs_object *object)
{
    const GPtrArray *findings = cs_keys_findings(scan, object);
    guint level = 0;

    if (!scan->row_bytes)
        return scan->row_level;
    while (level < LEVEL_MAX && findings && row_bytes(findings, cs_keys_rows(object), level) > scan->row_bytes)
        level++;
    return level;
}

double
cs_keys_cell_bytes(const struct cs_scan *scan, const struct cs_object *object)
{
    return cell_bytes(cs_keys_findings(scan, object), cs_keys_rows(object), cs_keys_row_level(scan, object));
}

void
cs_keys_choose(struct cs_scan *scan, struct cs_crawl *crawl)
{
    if (!scan->compared)
        scan->compared = cs_keys_index(scan->survey, scan->survey->findings, is_compared);
    prepare_source(scan, crawl);
    queue_objects(crawl);
}

void
cs_keys_prepare(struct cs_scan *scan, const GPtrArray *crawls)
{
    struct cs_keys_room room = {.postings = of_memory(scan, SUSPECT_POSTINGS), .suspects = SUSPECTS_MAX};
    struct cs_subkey subkey;
    struct need need;

    cs_subkey_derive(scan->key, "rows in memory", &subkey);
    scan->row_seed = cs_subkey_hash(&subkey, "seed", 4);
    cs_subkey_clear(&subkey);
    for (guint i = 0; i < crawls->len; i++) {
        cs_keys_choose(scan, crawls->pdata[i]);
        count_listed(crawls->pdata[i]);
    }
    scan->fingerprint_capacity = CS_FINGERPRINT_MOST;
    need = need_of(crawls, scan->fingerprint_capacity, 0, 0);
    while (need.postings > of_memory(scan, POSTINGS_MAX) && scan->fingerprint_capacity > CS_FINGERPRINT_LEAST) {
        scan->fingerprint_capacity /= 2;
        need = need_of(crawls, scan->fingerprint_capacity, 0, 0);
    }
    scan->memory_for_all = memory_for(need.noted);
    scan->noted_max = (gsize)of_memory(scan, NOTED_MAX);
    scan->note_rows = need.noted <= (double)scan->noted_max;
    scan->note_keys = !scan->note_rows && need.listed <= (double)scan->noted_max;
    share_out(scan, crawls);
    room.bytes =
        (scan->note_rows ? (double)scan->noted_max - need.noted : of_memory(scan, ROW_BYTES_MAX)) * SUSPECT_SHARE;
    cs_keys_admit_suspects(scan, crawls, room);
}

void
cs_keys_clear(struct cs_scan *scan)
{
    g_clear_pointer(&scan->compared, g_hash_table_unref);
    g_clear_pointer(&scan->sought, cs_sought_free);
    g_clear_pointer(&scan->again, g_hash_table_unref);
    g_clear_pointer(&scan->suspected, g_hash_table_unref);
}
