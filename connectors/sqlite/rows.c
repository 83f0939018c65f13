/* rows.c - samples and streams: seeks by rowid, each cell bounded, a huge one read by blob I/O. */
#include "sqlite.h"

#include <cassini/draw.h>
#include <cassini/rows.h>

#include <stdlib.h>
#include <string.h>

#define SEEKS 64
#define SEEK_ROWS 20000 /* a stream's, at a time */
#define BATCH_ROWS 512

struct cs_cursor {
    struct cs_session *s;
    char *table, *list, *keep; /* quoted table, quoted columns, filter or "" */
    char **names;              /* plain column names, for blob I/O */
    char *plain;               /* plain table name */
    size_t n;
    bool by_rowid, spread, done;
    char *key; /* stream without rowids: its columns, quoted; or NULL */
    size_t n_key;
    char *place; /* … and the key of the last row, or NULL */
    sqlite3_stmt *stmt;
    int64_t next, min, max; /* next rowid to look at */
    uint64_t wanted, taken, per_seek, seek_left;
    uint64_t seed;
    unsigned seek;
    uint64_t max_value, max_bytes, bytes;
    enum cs_drawn drawn;
    struct cs_rows rows;
    int64_t until, patience; /* stream: of the whole, of each call */
    char resume[24];
};

static char *
column_list(const struct cs_target *t)
{
    sqlite3_str *list = sqlite3_str_new(NULL);

    for (size_t i = 0; i < t->n_columns; i++)
        sqlite3_str_appendf(list, "%s\"%w\"", i ? ", " : "", t->columns[i].name);
    if (!t->n_columns)
        sqlite3_str_appendall(list, "NULL");
    return sqlite3_str_finish(list);
}

static void
cursor_free(struct cs_cursor *c)
{
    if (!c)
        return;
    sqlite3_finalize(c->stmt);
    sqlite3_free(c->table);
    sqlite3_free(c->list);
    sqlite3_free(c->keep);
    sqlite3_free(c->key);
    sqlite3_free(c->place);
    for (size_t i = 0; c->names && i < c->n; i++)
        free(c->names[i]);
    free(c->names);
    free(c->plain);
    cs_rows_free(&c->rows);
    free(c);
}

/* Smallest and largest rowid; FALSE when the object has none (view, WITHOUT ROWID, virtual). */
static bool
rowid_range(struct cs_cursor *c)
{
    char *sql = sqlite3_mprintf("SELECT (SELECT min(rowid) FROM %s), (SELECT max(rowid) FROM %s)", c->table, c->table);
    sqlite3_stmt *stmt = NULL;
    bool ok = !sqlite3_prepare_v2(c->s->db, sql, -1, &stmt, NULL) && sqlite3_step(stmt) == SQLITE_ROW;

    c->s->cost.statements++;
    if (ok) {
        c->done = sqlite3_column_type(stmt, 0) == SQLITE_NULL;
        c->min = sqlite3_column_int64(stmt, 0);
        c->max = sqlite3_column_int64(stmt, 1);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    return ok;
}

static struct cs_cursor *
cursor_new(struct cs_session *s, const struct cs_target *t, uint64_t max_value)
{
    struct cs_cursor *c = calloc(1, sizeof *c);

    c->s = s;
    c->table = sqlite_quote(t->object);
    c->plain = strdup(t->object);
    c->list = column_list(t);
    c->n = t->n_columns;
    c->names = calloc(c->n + 1, sizeof *c->names);
    for (size_t i = 0; i < c->n; i++)
        c->names[i] = strdup(t->columns[i].name);
    c->max_value = max_value;
    cs_rows_init(&c->rows, c->n);
    return c;
}

/* ?1, ?2 … */
static char *
marks(size_t n)
{
    sqlite3_str *list = sqlite3_str_new(NULL);

    for (size_t i = 1; i <= n; i++)
        sqlite3_str_appendf(list, "%s?%d", i > 1 ? ", " : "", (int)i);
    return sqlite3_str_finish(list);
}

static int
prepare_rows(struct cs_cursor *c, struct cs_err *err)
{
    const char *keep = c->keep ? c->keep : "";
    char *from = c->place ? marks(c->n_key) : NULL, *sql;
    int rc;

    sqlite3_finalize(c->stmt);
    c->stmt = NULL;
    if (c->by_rowid)
        sql = sqlite3_mprintf("SELECT rowid, %s FROM %s WHERE rowid >= ?1%s ORDER BY rowid", c->list, c->table, keep);
    else if (c->key && c->place)
        sql = sqlite3_mprintf("SELECT %s, %s FROM %s WHERE (%s) > (%s)%s ORDER BY %s", c->list, c->key, c->table,
                              c->key, from, keep, c->key);
    else if (c->key)
        sql = sqlite3_mprintf("SELECT %s, %s FROM %s WHERE 1%s ORDER BY %s", c->list, c->key, c->table, keep, c->key);
    else
        sql = sqlite3_mprintf("SELECT %s FROM %s WHERE 1%s", c->list, c->table, keep);
    rc = sqlite3_prepare_v2(c->s->db, sql, -1, &c->stmt, NULL);
    c->s->cost.statements++;
    sqlite3_free(from);
    sqlite3_free(sql);
    return rc ? sqlite_fail(c->s, rc, "reading an object", err) : 0;
}

/* A statement may not have more columns than a table: the widest ones leave no room for the rowid. */
static bool
has_room(struct cs_session *s, const struct cs_target *t, size_t more)
{
    return t->n_columns + more <= (size_t)sqlite3_limit(s->db, SQLITE_LIMIT_COLUMN, -1);
}

static void
use_key(struct cs_cursor *c, const struct cs_target *t)
{
    sqlite3_str *key;

    if (!t->n_key || !has_room(c->s, t, t->n_key))
        return;
    key = sqlite3_str_new(NULL);
    for (size_t i = 0; i < t->n_key; i++)
        sqlite3_str_appendf(key, "%s\"%w\"", i ? ", " : "", t->key[i]);
    c->key = sqlite3_str_finish(key);
    c->n_key = t->n_key;
}

int
sqlite_sample(struct cs_session *s, const struct cs_sample_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = cursor_new(s, &req->target, req->max_value);
    int rc;

    s->deadline = req->deadline;
    rc = sqlite_must_stop(s, "reading an object", err);
    if (rc) {
        cursor_free(c);
        return rc;
    }
    c->wanted = req->rows;
    c->max_bytes = req->max_bytes;
    c->seed = req->seed;
    c->by_rowid = req->target.kind == CS_TABLE && !req->head && has_room(s, &req->target, 1) && rowid_range(c);
    c->next = c->min;
    c->drawn = CS_DRAWN_HEAD;
    if (c->by_rowid) {
        c->spread = !c->done && (uint64_t)(c->max - c->min) >= req->rows;
        c->drawn = c->spread ? CS_DRAWN_RANGE : CS_DRAWN_ALL;
        c->per_seek = c->spread ? req->rows / SEEKS + 1 : UINT64_MAX;
    }
    rc = prepare_rows(c, err);
    if (rc) {
        cursor_free(c);
        return rc;
    }
    *ret_cursor = c;
    return 0;
}

/* The deadline of one call: of the stream, or as long as the host is patient. */
static void
renew(struct cs_cursor *c)
{
    int64_t until = c->patience ? c->s->host->now(c->s->host->ctx) + c->patience : 0;

    c->s->deadline = until && (!c->until || until < c->until) ? until : c->until;
}

int
sqlite_stream(struct cs_session *s, const struct cs_stream_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c;
    int rc = req->target.kind == CS_VIEW || !req->target.n_columns
                 ? cs_fail(err, CS_E_UNSUPPORTED, "sqlite", NULL, "views are not streamed")
                 : sqlite_must_stop(s, "reading an object", err);

    if (rc)
        return rc;
    c = cursor_new(s, &req->target, req->max_value);
    c->until = req->deadline;
    c->patience = req->patience;
    renew(c);
    c->wanted = UINT64_MAX;
    c->max_bytes = UINT64_MAX;
    c->by_rowid = req->target.kind == CS_TABLE && has_room(s, &req->target, 1) && rowid_range(c);
    if (!c->by_rowid)
        use_key(c, &req->target);
    c->per_seek = req->chunk_rows && req->chunk_rows < SEEK_ROWS ? req->chunk_rows : SEEK_ROWS;
    c->next = req->resume && c->by_rowid ? strtoll(req->resume, NULL, 10) : c->min;
    c->place = req->resume && c->key ? sqlite3_mprintf("%s", req->resume) : NULL;
    c->drawn = CS_DRAWN_ALL;
    if (req->filter == CS_FILTER_CRC32)
        c->keep = sqlite3_mprintf(" AND cassini_keep(\"%w\", %llu)", c->names[req->filter_column],
                                  (1ull << req->filter_level) - 1);
    rc = prepare_rows(c, err);
    if (rc) {
        cursor_free(c);
        return rc;
    }
    *ret_cursor = c;
    return 0;
}

static bool
enough(const struct cs_cursor *c)
{
    return c->taken >= c->wanted || c->bytes >= c->max_bytes;
}

/* Stands the statement on the next seek; FALSE when there is none. Strata are visited upwards, so that no
 * row is met twice. */
static bool
next_seek(struct cs_cursor *c)
{
    if (c->done)
        return false;
    if (c->spread) {
        uint64_t span = (uint64_t)(c->max - c->min) + 1;
        uint64_t width = span / SEEKS ? span / SEEKS : 1;
        int64_t point;

        if (c->seek >= SEEKS)
            return false;
        point = c->min + (int64_t)(width * c->seek + cs_draw(&c->seed) % width);
        c->seek++;
        c->next = point > c->next ? point : c->next;
        c->seek_left = c->per_seek;
    } else {
        c->seek_left = c->by_rowid ? c->per_seek : UINT64_MAX;
    }
    if (c->by_rowid && c->next > c->max)
        return false;
    sqlite3_reset(c->stmt);
    if (c->by_rowid)
        sqlite3_bind_int64(c->stmt, 1, c->next);
    else if (c->place)
        sqlite_place_bind(c->stmt, c->place, c->n_key);
    return true;
}

static void
put_column(struct cs_cursor *c, sqlite3_stmt *stmt, int i)
{
    int type = sqlite3_column_type(stmt, i);
    const char *data;
    size_t size;

    if (type == SQLITE_NULL) {
        cs_rows_put(&c->rows, NULL, 0, 0, 0, false);
        return;
    }
    data = type == SQLITE_BLOB ? sqlite3_column_blob(stmt, i) : (const char *)sqlite3_column_text(stmt, i);
    size = (size_t)sqlite3_column_bytes(stmt, i);
    cs_rows_put(&c->rows, data ? data : "", size, c->max_value, 0, type != SQLITE_BLOB);
    c->bytes += size;
    c->s->cost.bytes += size;
}

/* One cell of a row that holds a huge one: text and blobs by blob I/O, the rest as usual. */
static int
put_cell(struct cs_cursor *c, int64_t rowid, size_t i)
{
    sqlite3_blob *blob = NULL;
    sqlite3_stmt *stmt = NULL;
    char *sql;
    int rc;

    if (!sqlite3_blob_open(c->s->db, "main", c->plain, c->names[i], rowid, 0, &blob)) {
        int size = sqlite3_blob_bytes(blob), kept = size < (int)c->max_value ? size : (int)c->max_value;
        char *buffer = malloc((size_t)kept + 1);

        rc = buffer ? sqlite3_blob_read(blob, buffer, kept, 0) : SQLITE_NOMEM;
        if (!rc)
            cs_rows_put(&c->rows, buffer, (size_t)kept, c->max_value, (uint64_t)size, false);
        free(buffer);
        sqlite3_blob_close(blob);
        return rc;
    }
    sqlite3_blob_close(blob);
    sql = sqlite3_mprintf("SELECT \"%w\" FROM %s WHERE rowid = ?1", c->names[i], c->table);
    rc = sqlite3_prepare_v2(c->s->db, sql, -1, &stmt, NULL);
    sqlite3_free(sql);
    if (!rc) {
        sqlite3_bind_int64(stmt, 1, rowid);
        rc = sqlite3_step(stmt);
        if (rc == SQLITE_ROW) {
            put_column(c, stmt, 0);
            rc = 0;
        }
    }
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_CORRUPT : rc;
}

/* The row at or after c->next holds a cell over the ceiling. */
static int
huge_row(struct cs_cursor *c)
{
    char *sql = sqlite3_mprintf("SELECT rowid FROM %s WHERE rowid >= ?1 ORDER BY rowid LIMIT 1", c->table);
    sqlite3_stmt *stmt = NULL;
    int64_t rowid = 0;
    int rc = c->by_rowid ? sqlite3_prepare_v2(c->s->db, sql, -1, &stmt, NULL) : SQLITE_TOOBIG;

    sqlite3_free(sql);
    if (!rc) {
        sqlite3_bind_int64(stmt, 1, c->next);
        rc = sqlite3_step(stmt) == SQLITE_ROW ? 0 : SQLITE_CORRUPT;
        rowid = sqlite3_column_int64(stmt, 0);
    }
    sqlite3_finalize(stmt);
    for (size_t i = 0; !rc && i < c->n; i++)
        rc = put_cell(c, rowid, i);
    if (!rc) {
        c->next = rowid + 1;
        c->taken++;
        sqlite3_reset(c->stmt);
        sqlite3_bind_int64(c->stmt, 1, c->next);
    }
    return rc;
}

static void
take_row(struct cs_cursor *c)
{
    if (c->by_rowid)
        c->next = sqlite3_column_int64(c->stmt, 0) + 1;
    for (size_t i = 0; i < c->n; i++)
        put_column(c, c->stmt, (int)i + c->by_rowid);
    if (c->key) {
        sqlite3_free(c->place);
        c->place = sqlite_place_take(c->stmt, (int)c->n, c->n_key);
    }
    c->taken++;
}

/* Rows of one seek into the batch. 0: go on; SQLITE_DONE: the object's end; else an error. */
static int
fill(struct cs_cursor *c)
{
    while (c->seek_left && !enough(c) && !cs_rows_full(&c->rows, BATCH_ROWS)) {
        int rc = sqlite3_step(c->stmt);

        if (rc == SQLITE_TOOBIG)
            rc = huge_row(c) ? SQLITE_TOOBIG : SQLITE_OK;
        else if (rc == SQLITE_ROW) {
            take_row(c);
            rc = SQLITE_OK;
        }
        if (rc)
            return rc;
        c->s->cost.rows++;
        c->seek_left--;
    }
    return 0;
}

static int
fill_batch(struct cs_cursor *c)
{
    int rc = 0;

    while (!rc && !enough(c) && !cs_rows_full(&c->rows, BATCH_ROWS)) {
        if (!c->seek_left && !next_seek(c))
            break;
        rc = fill(c);
        if (rc == SQLITE_DONE) {
            c->seek_left = 0;
            if (!c->by_rowid && c->wanted != UINT64_MAX && c->drawn == CS_DRAWN_HEAD)
                c->drawn = CS_DRAWN_ALL;
            c->done = !c->spread;
            rc = 0;
        }
    }
    if (!rc && c->drawn == CS_DRAWN_ALL && c->wanted != UINT64_MAX && !c->done && c->bytes >= c->max_bytes)
        c->drawn = CS_DRAWN_HEAD;
    return rc;
}

/* Between batches nothing stays open, so that a writer is not held up; a view has no place to resume. */
static int
let_go(struct cs_cursor *c, struct cs_err *err)
{
    if (c->by_rowid) {
        sqlite3_reset(c->stmt);
        sqlite3_bind_int64(c->stmt, 1, c->next);
        snprintf(c->resume, sizeof c->resume, "%lld", (long long)c->next);
    } else if (c->key && !c->done) {
        c->seek_left = 0;
        return prepare_rows(c, err);
    }
    return 0;
}

int
sqlite_next(struct cs_cursor *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    int rc;

    cs_rows_reset(&c->rows);
    if (c->wanted == UINT64_MAX)
        renew(c);
    rc = sqlite_must_stop(c->s, "reading an object", err);
    if (rc)
        return rc;
    rc = fill_batch(c);
    if (rc || c->rows.failed)
        return sqlite_fail(c->s, rc ? rc : SQLITE_NOMEM, "reading an object", err);
    rc = let_go(c, err);
    if (rc)
        return rc;
    cs_rows_batch(&c->rows, ret_batch);
    ret_batch->drawn = c->drawn;
    ret_batch->resume = c->by_rowid ? c->resume : c->place;
    return 0;
}

void
sqlite_end(struct cs_cursor *c)
{
    if (c)
        c->s->deadline = 0;
    cursor_free(c);
}

char *
sqlite_statement(struct cs_session *s, const struct cs_sample_req *req)
{
    char *table = sqlite_quote(req->target.object), *list = column_list(&req->target);
    char *sql =
        sqlite3_mprintf("SELECT rowid, %s FROM %s WHERE rowid >= ?1 ORDER BY rowid  -- %d seeks", list, table, SEEKS);
    char *text = strdup(sql);

    (void)s;
    sqlite3_free(sql);
    sqlite3_free(list);
    sqlite3_free(table);
    return text;
}
