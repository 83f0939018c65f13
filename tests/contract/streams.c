/* streams.c - streams: every row once, resumed where they were left, filtered as the host would filter. */
#include "contract.h"

#include <zlib.h>

static void
check_whole(struct cs_session *session, const struct object *o, guint expected)
{
    struct rows rows;
    struct cs_err err = {0};
    int rc;

    rows_init(&rows);
    rc = stream_rows(session, o, 0, NULL, 0, &rows, &err);
    check(!rc && rows.keys->len == expected, "stream: %u of %u rows of %s %s", rows.keys->len, expected, o->name,
          err.message);
    check(rows.drawn == CS_DRAWN_ALL || !expected, "stream: drawn all");
    if (o->keys->len || !strcmp(o->name, object_name("bare")))
        check(distinct(strcmp(o->name, object_name("pair")) ? rows.keys : rows.seconds) == expected,
              "stream: no row of %s twice", o->name);
    check(rows.seconds_worst < 2, "stream: in short steps (worst %.3f s)", rows.seconds_worst);
    rows_clear(&rows);
}

/* Left after three batches at a token, and taken up there by another session. */
static void
check_resume(struct cs_session *session, const struct object *o, gboolean second)
{
    struct host host;
    struct cs_session *other = open_session(&host);
    struct rows first, rest;
    struct cs_err err = {0};
    GPtrArray *a, *b;
    guint expected = strcmp(o->name, object_name("many")) ? 3000 : 20000;
    int rc;

    rows_init(&first);
    rows_init(&rest);
    rc = stream_rows(session, o, 0, NULL, 2, &first, &err);
    check(!rc && first.resumes->len && *(char *)first.resumes->pdata[first.resumes->len - 1],
          "stream: %s gives a token to go on from", o->name);
    a = second ? first.seconds : first.keys;
    b = second ? rest.seconds : rest.keys;
    if (first.resumes->len)
        rc = stream_rows(other, o, 0, first.resumes->pdata[first.resumes->len - 1], 0, &rest, &err);
    check(!rc && a->len + b->len == expected, "stream: %s left after %u rows, %u more from the token %s", o->name,
          a->len, b->len, err.message);
    for (guint i = 0; i < b->len; i++)
        g_ptr_array_add(a, g_strdup(b->pdata[i]));
    check(distinct(a) == expected, "stream: together every row of %s once (%u)", o->name, distinct(a));
    rows_clear(&first);
    rows_clear(&rest);
    fixture.connector->close(other);
}

/* The definition of connector.h, computed here. */
static gboolean
host_keeps(const char *text, guint level)
{
    g_autofree char *lowered = g_ascii_strdown(text, -1);

    for (const char *p = text; *p; p++)
        if ((guchar)*p >= 0x80)
            return TRUE;
    return (crc32(0, (const Bytef *)lowered, (uInt)strlen(lowered)) & ((1u << level) - 1)) == 0;
}

static void
check_filter(struct cs_session *session, const struct object *o)
{
    const guint level = 4;
    g_autoptr(GHashTable) kept = g_hash_table_new(g_str_hash, g_str_equal);
    struct rows all, some;
    struct cs_err err = {0};
    guint missing = 0, wrong = 0;
    int rc;

    rows_init(&all);
    rows_init(&some);
    rc = stream_rows(session, o, 0, NULL, 0, &all, &err);
    if (!rc)
        rc = stream_rows(session, o, level, NULL, 0, &some, &err);
    for (guint i = 0; i < some.keys->len; i++)
        g_hash_table_add(kept, some.keys->pdata[i]);
    for (guint i = 0; i < all.keys->len; i++) {
        gboolean here = host_keeps(all.seconds->pdata[i], level),
                 there = g_hash_table_contains(kept, all.keys->pdata[i]);

        missing += here && !there;
        wrong += there && !here;
    }
    check(!missing && (!rc || rc == CS_E_UNSUPPORTED), "filter: no row is missing (%u, code %d)", missing, rc);
    if (fixture.connector->caps & CS_CAP_FILTER_CRC32)
        check(!rc && !wrong && some.keys->len > 500 && some.keys->len < 4000,
              "filter: exactly the rows that the host would keep (%u of %u, %u too many)", some.keys->len,
              all.keys->len, wrong);
    rows_clear(&all);
    rows_clear(&some);
}

static void
check_views_are_left(struct cs_session *session, const struct object *view)
{
    struct rows rows;
    struct cs_err err = {0};
    int rc;

    rows_init(&rows);
    rc = stream_rows(session, view, 0, NULL, 0, &rows, &err);
    check(rc == CS_E_UNSUPPORTED && *err.message, "stream: a view is not streamed (%d)", rc);
    rows_clear(&rows);
}

void
check_streams(void)
{
    struct host host;
    struct cs_session *session = open_session(&host);
    struct listing *l = NULL;
    struct cs_err err = {0};

    list_objects(session, now() + 20 * SECOND, &l, &err);
    if (fixture.connector->stream) {
        check_whole(session, find_object(l, "many"), 20000);
        check_whole(session, find_object(l, "pair"), 3000);
        check_whole(session, find_object(l, "bare"), 3000);
        check_whole(session, find_object(l, "nothing"), 0);
        check_resume(session, find_object(l, "many"), FALSE);
        check_resume(session, find_object(l, "pair"), TRUE);
        check_filter(session, find_object(l, "many"));
        if (!fixture.plain)
            check_views_are_left(session, find_object(l, "people"));
    }
    listing_free(l);
    fixture.connector->close(session);
}
