/* samples.c - samples: spread, seeded, bounded in rows, bytes and cells, and true about how they were drawn. */
#include "contract.h"

#include <stdlib.h>

#define MANY 20000 /* rows of "many", whose ids go in steps of 7 */

struct setting {
    struct cs_session *session;
    struct listing *listing;
};

static gboolean
same(const struct rows *a, const struct rows *b)
{
    gboolean equal = a->keys->len == b->keys->len;

    for (guint i = 0; equal && i < a->keys->len; i++)
        equal = !strcmp(a->keys->pdata[i], b->keys->pdata[i]);
    return equal;
}

/* Tenths of the table that the sample met. */
static guint
tenths(const struct rows *rows)
{
    guint met = 0;

    for (guint i = 0; i < rows->keys->len; i++)
        met |= 1u << ((strtoul(rows->keys->pdata[i], NULL, 10) - 1) / 7 * 10 / MANY);
    return (guint)__builtin_popcount(met & 0x3ff);
}

static void
check_spread(const struct setting *s)
{
    const struct object *many = find_object(s->listing, "many");
    struct rows first, again, other;
    struct cs_err err = {0};
    int rc;

    rows_init(&first);
    rows_init(&again);
    rows_init(&other);
    rc = sample_rows(s->session, many, 1000, 7, &first, &err);
    check(!rc && first.keys->len >= 700 && first.keys->len <= 1000, "sample: %u of 1000 rows wanted (%s)",
          first.keys->len, err.message);
    check(distinct(first.keys) == first.keys->len, "sample: no row twice (%u distinct)", distinct(first.keys));
    sample_rows(s->session, many, 1000, 7, &again, &err);
    check(same(&first, &again), "sample: the same seed gives the same rows");
    if (fixture.connector->caps & CS_CAP_RANDOM) {
        sample_rows(s->session, many, 1000, 8, &other, &err);
        check(!same(&first, &other), "sample: another seed gives others");
        check(tenths(&first) == 10, "sample: every tenth of the table is met (%u)", tenths(&first));
        check(first.drawn == CS_DRAWN_RANDOM || first.drawn == CS_DRAWN_RANGE || first.drawn == CS_DRAWN_BLOCK,
              "sample: drawn over the whole table, and says so (%d)", (int)first.drawn);
    }
    rows_clear(&first);
    rows_clear(&again);
    rows_clear(&other);
}

static void
check_whole(const struct setting *s)
{
    static const struct {
        const char *object;
        guint rows;
    } small[] = {{"person", 100}, {"nothing", 0}, {"people", 100}, {"odd \"na`me\\'", 1}, {"wide", 3}};

    for (gsize i = 0; i < G_N_ELEMENTS(small); i++) {
        struct rows rows;
        struct cs_err err = {0};
        int rc;

        rows_init(&rows);
        rc = sample_rows(s->session, find_object(s->listing, small[i].object), 1000, 1, &rows, &err);
        check(!rc && rows.keys->len == small[i].rows && rows.drawn == CS_DRAWN_ALL,
              "sample: all %u rows of %s, drawn %d %s", small[i].rows, small[i].object, (int)rows.drawn, err.message);
        rows_clear(&rows);
    }
}

static void
check_part_is_not_all(const struct setting *s)
{
    static const char *const objects[] = {"person", "people", "bare", "pair"};

    for (gsize i = 0; i < G_N_ELEMENTS(objects); i++) {
        struct rows rows;
        struct cs_err err = {0};
        int rc;

        rows_init(&rows);
        rc = sample_rows(s->session, find_object(s->listing, objects[i]), 20, 1, &rows, &err);
        check(!rc && rows.keys->len && rows.keys->len <= 20 && rows.drawn != CS_DRAWN_ALL &&
                  rows.drawn != CS_DRAWN_NONE,
              "sample: 20 rows of %s are not all, drawn %d %s", objects[i], (int)rows.drawn, err.message);
        rows_clear(&rows);
    }
}

static void
check_cells(const struct setting *s)
{
    const struct object *cells = find_object(s->listing, "cells");
    struct rows rows;
    struct cs_err err = {0};
    int rc;

    rows_init(&rows);
    rc = sample_rows(s->session, cells, 100, 1, &rows, &err);
    check(!rc && rows.keys->len == 4, "sample: rows with huge cells (%u of 4) %s", rows.keys->len, err.message);
    check(rows.widest <= CEILING && rows.widest + 4 >= CEILING,
          "sample: no value over the ceiling (%" G_GUINT64_FORMAT ")", rows.widest);
    check(rows.cut == 3 && !rows.untrue, "sample: the three cut values say so (%u, %u wrongly)", rows.cut, rows.untrue);
    for (guint i = 0; i < rows.seconds->len; i++)
        check(g_utf8_validate(rows.seconds->pdata[i], -1, NULL), "sample: text is not cut inside a letter");
    rows_clear(&rows);
}

static void
check_bytes(const struct setting *s)
{
    const struct object *many = find_object(s->listing, "many");
    struct cs_sample_req req = {.size = sizeof req,
                                .rows = 10000,
                                .max_value = CEILING,
                                .max_bytes = 20000,
                                .seed = 3,
                                .deadline = now() + 10 * SECOND};
    struct cs_cursor *cursor = NULL;
    struct target target;
    struct rows rows;
    struct cs_err err = {0};
    int rc;

    rows_init(&rows);
    target_fill(&target, many, 0);
    req.target = target.t;
    rc = fixture.connector->sample(s->session, &req, &cursor, &err);
    if (!rc)
        rc = rows_read(s->session, cursor, CEILING, 0, &rows, &err);
    fixture.connector->end(cursor);
    target_clear(&target);
    check(!rc && rows.bytes > 10000 && rows.bytes < 40000,
          "sample: bounded in bytes (%" G_GUINT64_FORMAT " of 20000) %s", rows.bytes, err.message);
    check(rows.drawn != CS_DRAWN_ALL, "sample: one that stopped early is not all");
    rows_clear(&rows);
}

static const struct cs_value *
raw_value(struct cs_session *session, struct cs_cursor **ret_cursor, const struct setting *s, struct target *target)
{
    struct cs_sample_req req = {
        .size = sizeof req, .rows = 1000, .max_value = CEILING, .max_bytes = 1 << 20, .deadline = now() + 10 * SECOND};
    struct cs_batch batch = {0};
    struct cs_err err = {0};

    target_fill(target, find_object(s->listing, "person"), 0);
    req.target = target->t;
    if (fixture.connector->sample(session, &req, ret_cursor, &err) ||
        fixture.connector->next(*ret_cursor, &batch, &err) || batch.rows != 100 || batch.columns != 4)
        return NULL;
    return &batch.values[3];
}

/* Bytes come as they are: NULs, and what is no UTF-8. The note of even rows is NULL. */
static void
check_values(const struct setting *s)
{
    static const char bytes[] = {0, (char)0xff, 'i', 0};
    struct cs_cursor *cursor = NULL;
    struct target target;
    const struct cs_value *v = raw_value(s->session, &cursor, s, &target);
    guint nulls = 0;

    check(v && !v->null && v->size == sizeof bytes && !memcmp(v->data, bytes, sizeof bytes),
          "sample: bytes come as they are (%zu)", v ? v->size : 0);
    for (guint i = 0; v && i < 100; i++)
        nulls += v[(gssize)i * 4 - 1].null;
    check(nulls == 50, "sample: NULL is NULL (%u of 50)", nulls);
    fixture.connector->end(cursor);
    target_clear(&target);
}

static void
check_statement(const struct setting *s)
{
    struct cs_sample_req req = {.size = sizeof req, .rows = 10, .max_value = 10};
    struct target target;
    char *text;

    target_fill(&target, find_object(s->listing, "many"), 0);
    req.target = target.t;
    text = fixture.connector->statement ? fixture.connector->statement(s->session, &req) : NULL;
    check(!fixture.connector->statement || (text && *text && !strchr(text, '\n')), "statement: one line, \"%.60s…\"",
          text);
    free(text);
    target_clear(&target);
}

void
check_samples(void)
{
    struct host host;
    struct setting s = {.session = open_session(&host)};
    struct cs_err err = {0};

    list_objects(s.session, now() + 20 * SECOND, &s.listing, &err);
    check_spread(&s);
    check_whole(&s);
    check_part_is_not_all(&s);
    check_cells(&s);
    check_bytes(&s);
    check_values(&s);
    check_statement(&s);
    listing_free(s.listing);
    fixture.connector->close(s.session);
}
