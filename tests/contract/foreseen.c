/* foreseen.c - what a connector says that passes will cost, against what it then counts. */
#include "contract.h"

#include <math.h>

#define MANY 20000         /* rows of "many" */
#define HOST_CHUNK 2000000 /* rows that the scan allows a statement */

struct pass {
    struct cs_session *session;
    struct listing *listing;
};

static struct cs_cost
cost_of(struct cs_session *s)
{
    struct cs_cost cost = {.size = sizeof cost};

    fixture.connector->cost(s, &cost);
    return cost;
}

static void
compare(const struct cs_foreseen *said, const struct cs_cost *before, const struct cs_cost *after, const char *what)
{
    double statements = (double)(after->statements - before->statements), rows = (double)(after->rows - before->rows);

    check(said->statements <= 2 * statements && said->statements * 2 >= statements,
          "foreseen: %.1f statements to %s, counted %.0f", said->statements, what, statements);
    check(said->rows <= 2 * rows && said->rows * 2 >= rows, "foreseen: %.0f rows to %s, counted %.0f", said->rows, what,
          rows);
    check(isfinite(said->bytes) && said->bytes >= 0 && isfinite(said->seconds) && said->seconds >= 0,
          "foreseen: bytes and seconds to %s make sense", what);
}

/* Of all columns of the object, with the rows that it has: describe may only guess. */
static struct cs_foreseen
foresee(enum cs_pass pass, const struct object *object, double rows, const struct cs_target *target)
{
    struct cs_foresee_req req = {.size = sizeof req, .pass = pass, .target = target, .wanted = 1000, .kept = 1};
    struct cs_foreseen said = {.size = sizeof said};

    if (object) {
        req.rows = rows;
        req.bytes = object->info.bytes;
        req.row_bytes = 60;
        req.parts = object->info.parts;
    }
    fixture.connector->foresee(&req, &said);
    return said;
}

static void
check_sample(const struct pass *p, const char *name, double has)
{
    const struct object *object = find_object(p->listing, name);
    struct cs_cost before = cost_of(p->session), after;
    struct cs_foreseen said;
    struct target target;
    struct cs_err err = {0};
    struct rows rows;
    g_autofree char *what = g_strdup_printf("sample %s", name);

    rows_init(&rows);
    target_fill(&target, object, 0);
    target.t.rows = has;
    said = foresee(CS_PASS_SAMPLE, object, has, &target.t);
    check(!sample_rows(p->session, object, 1000, 3, &rows, &err), "foreseen: %s is sampled %s", name, err.message);
    after = cost_of(p->session);
    compare(&said, &before, &after, what);
    target_clear(&target);
    rows_clear(&rows);
}

static void
check_stream(const struct pass *p, const char *name, double has)
{
    const struct object *object = find_object(p->listing, name);
    struct cs_cost before = cost_of(p->session), after;
    struct cs_stream_req req = {
        .size = sizeof req, .chunk_rows = HOST_CHUNK, .max_value = CEILING, .deadline = now() + 30 * SECOND};
    struct cs_cursor *cursor = NULL;
    struct cs_foreseen said;
    struct target target;
    struct cs_err err = {0};
    struct rows rows;
    g_autofree char *what = g_strdup_printf("stream %s", name);
    int rc;

    rows_init(&rows);
    target_fill(&target, object, 0);
    target.t.rows = has;
    req.target = target.t;
    said = foresee(CS_PASS_STREAM, object, has, &target.t);
    rc = fixture.connector->stream(p->session, &req, &cursor, &err);
    if (!rc)
        rc = rows_read(p->session, cursor, CEILING, 0, &rows, &err);
    fixture.connector->end(cursor);
    check(!rc, "foreseen: %s is streamed %s", name, err.message);
    after = cost_of(p->session);
    compare(&said, &before, &after, what);
    target_clear(&target);
    rows_clear(&rows);
}

void
check_foreseen(void)
{
    static const struct cs_cost nothing = {.size = sizeof nothing};
    struct pass p = {0};
    struct host host;
    struct cs_err err = {0};
    struct cs_cost cost;
    struct cs_foreseen said;

    if (!fixture.connector->foresee)
        return;
    host_init(&host);
    p.session = open_session(&host);
    cost = cost_of(p.session);
    said = foresee(CS_PASS_OPEN, NULL, 0, NULL);
    compare(&said, &nothing, &cost, "open a session");
    if (list_objects(p.session, 0, &p.listing, &err)) {
        check(FALSE, "foreseen: describe fails: %s", err.message);
    } else {
        check_sample(&p, "person", 100);
        check_sample(&p, "many", MANY);
        check_stream(&p, "person", 100);
        check_stream(&p, "many", MANY);
        listing_free(p.listing);
    }
    fixture.connector->close(p.session);
}
