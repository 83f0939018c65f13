/* sqlite.c - the SQLite connector: opens a file read-only and never writes beside it. */
#include "sqlite.h"

#include <cassini/settings.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define HEAP_CEILING (64 * 1024 * 1024) /* of the library in all */

int
sqlite_fail(struct cs_session *s, int code, const char *what, struct cs_err *err)
{
    char native[24];
    bool late = s->deadline && s->host->now(s->host->ctx) >= s->deadline && !atomic_load(&s->cancelled);

    snprintf(native, sizeof native, "%d", s->db ? sqlite3_extended_errcode(s->db) : code);
    switch (code & 0xff) {
    case SQLITE_INTERRUPT:
        return late ? cs_fail(err, CS_E_TIMEOUT, "sqlite", native, "%s took longer than allowed", what)
                    : cs_fail(err, CS_E_CANCELLED, "sqlite", native, "%s was stopped", what);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        cs_fail(err, CS_E_TIMEOUT, "sqlite", native, "%s: another program keeps the database locked", what);
        cs_err_hint(err, "scan when it is quiet, or raise limits.lock_timeout");
        return CS_E_TIMEOUT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return cs_fail(err, CS_E_DATA, "sqlite", native, "%s: the file is damaged or no SQLite database", what);
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return cs_fail(err, CS_E_DENIED, "sqlite", native, "%s: permission denied", what);
    case SQLITE_TOOBIG:
        cs_fail(err, CS_E_LIMIT, "sqlite", native, "%s: it holds a cell of over %d MB and has no rowid to read it by",
                what, SQLITE_CELL_CEILING >> 20);
        cs_err_hint(err, "the table behind a view is read all the same");
        return CS_E_LIMIT;
    case SQLITE_NOMEM:
        cs_fail(err, CS_E_LIMIT, "sqlite", native, "%s: it needs more than %d MB of memory", what, HEAP_CEILING >> 20);
        cs_err_hint(err,
                    "a view that sorts or groups a large table: exclude it, the table behind it is read all the same");
        return CS_E_LIMIT;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        cs_fail(err, CS_E_UNSUPPORTED, "sqlite", native,
                "%s: an interrupted change has to be undone first, which would write to the file", what);
        cs_err_hint(err, "open it once with its application (or sqlite3), or scan a copy");
        return CS_E_UNSUPPORTED;
    case SQLITE_IOERR:
        return cs_fail(err, CS_E_DATA, "sqlite", native, "%s: the file cannot be read", what);
    default:
        return cs_fail(err, code == SQLITE_ERROR ? CS_E_GONE : CS_E_INTERNAL, "sqlite", native,
                       "%s: it is gone, broken, or refers to something that is", what);
    }
}

int
sqlite_must_stop(struct cs_session *s, const char *what, struct cs_err *err)
{
    if (atomic_load(&s->cancelled) || s->host->cancelled(s->host->ctx))
        return cs_fail(err, CS_E_CANCELLED, "sqlite", NULL, "%s was stopped", what);
    if (s->deadline && s->host->now(s->host->ctx) >= s->deadline)
        return cs_fail(err, CS_E_TIMEOUT, "sqlite", NULL, "%s took longer than allowed", what);
    return 0;
}

char *
sqlite_quote(const char *name)
{
    return sqlite3_mprintf("\"%w\"", name);
}

static int
sqlite_init(struct cs_err *err)
{
    (void)err;
    sqlite3_hard_heap_limit64(HEAP_CEILING); /* a view that sorts a large table fails, not the machine */
    return 0;
}

static int
on_progress(void *data)
{
    struct cs_session *s = data;

    return atomic_load(&s->cancelled) || s->host->cancelled(s->host->ctx) ||
           (s->deadline && s->host->now(s->host->ctx) >= s->deadline);
}

/* cassini_keep(value, mask): crc32 of the ASCII-lowered bytes, modulo mask + 1, is 0, or non-ASCII. */
static void
keep_function(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const unsigned char *text = sqlite3_value_text(argv[0]);
    int size = sqlite3_value_bytes(argv[0]);
    unsigned char lowered[1024];
    uint32_t crc;

    (void)argc;
    if (!text || size > (int)sizeof lowered) {
        sqlite3_result_int(context, text != NULL);
        return;
    }
    for (int i = 0; i < size; i++) {
        if (text[i] >= 0x80) {
            sqlite3_result_int(context, 1);
            return;
        }
        lowered[i] = text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i];
    }
    crc = (uint32_t)crc32(0, lowered, (uInt)size);
    sqlite3_result_int(context, (crc & (uint32_t)sqlite3_value_int64(argv[1])) == 0);
}

static bool
is_true(const char *text)
{
    return text && (!strcmp(text, "true") || !strcmp(text, "yes") || !strcmp(text, "1"));
}

/* How a database in WAL mode is read, which SQLite would do with files of its own beside it. Both are there:
 * as they are, the -shm not written either. Neither holds anything: the main file as it lies. Changes are pending
 * and there is no -shm: not at all. */
static int
check_wal(const char *path, const char **io_how, struct cs_err *err)
{
    unsigned char header[20];
    char *shm = sqlite3_mprintf("%s-shm", path), *wal = sqlite3_mprintf("%s-wal", path);
    FILE *file = fopen(path, "rb");
    bool is_wal = file && fread(header, 1, sizeof header, file) == sizeof header && header[18] == 2;
    bool has_shm = !access(shm, F_OK);
    struct stat st;
    bool pending = !stat(wal, &st) && st.st_size > 0, has_wal = !access(wal, F_OK);
    int rc = 0;

    if (file)
        fclose(file);
    if (is_wal && has_shm && has_wal) {
        *io_how = "&readonly_shm=1";
    } else if (is_wal && !pending) {
        *io_how = "&immutable=1";
    } else if (is_wal) {
        rc = cs_fail(err, CS_E_UNSUPPORTED, "sqlite", NULL,
                     "changes wait in its -wal file, which cannot be read without writing a -shm file beside it");
        cs_err_hint(err, "scan while its application runs, scan a copy made with .backup, or set immutable: true to "
                         "read the main file without these changes");
    }
    sqlite3_free(shm);
    sqlite3_free(wal);
    return rc;
}

static void
set_up(struct cs_session *s, const struct cs_config *config, const char *note)
{
    sqlite3_exec(s->db, "PRAGMA query_only=1; PRAGMA trusted_schema=0; PRAGMA cache_size=-8000; PRAGMA temp_store=2",
                 NULL, NULL, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_busy_timeout(s->db, (int)(config->lock_timeout / 1000000));
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, SQLITE_CELL_CEILING);
    sqlite3_progress_handler(s->db, 10000, on_progress, s);
    sqlite3_create_function(s->db, "cassini_keep", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, keep_function, NULL,
                            NULL);
    snprintf(s->version, sizeof s->version, "%s", sqlite3_libversion());
    snprintf(s->read_only, sizeof s->read_only, "mode=ro, query_only%s", note);
}

static void
sqlite_close(struct cs_session *s)
{
    if (!s)
        return;
    sqlite3_close_v2(s->db);
    free(s->path);
    free(s);
}

/* A path as a part of a URI: ? # and % would be read as something else. */
static char *
uri_of(const char *path, const char *how)
{
    sqlite3_str *uri = sqlite3_str_new(NULL);

    sqlite3_str_appendall(uri, "file:");
    for (; *path; path++)
        sqlite3_str_appendf(uri, strchr("?#%", *path) ? "%%%02X" : "%c", (unsigned char)*path);
    sqlite3_str_appendf(uri, "?mode=ro%s", how);
    return sqlite3_str_finish(uri);
}

static int
open_file(struct cs_session *s, const struct cs_config *config, struct cs_err *err)
{
    bool asked = is_true(cs_setting(config, "immutable"));
    const char *how = asked ? "&immutable=1" : "", *note = "";
    char *uri;
    int rc;

    if (!*s->path)
        return cs_fail(err, CS_E_CONFIG, "sqlite", NULL, "the URL of source \"%s\" names no file", config->source);
    if (access(s->path, R_OK)) {
        bool there = !access(s->path, F_OK);

        cs_fail(err, there ? CS_E_DENIED : CS_E_UNREACHABLE, "sqlite", NULL, "the file %s %s", s->path,
                there ? "may not be read by this account" : "is not there");
        cs_err_hint(err, there ? "cassini check --grants prints what to grant" : "check the path");
        return there ? CS_E_DENIED : CS_E_UNREACHABLE;
    }
    rc = asked ? 0 : check_wal(s->path, &how, err);
    if (rc)
        return rc;
    if (strstr(how, "immutable"))
        note = asked ? ", immutable as asked: changes in a -wal file are not seen (stale)"
                     : ", immutable (WAL, nothing pending): changes during the scan are not seen";
    uri = uri_of(s->path, how);
    rc = sqlite3_open_v2(uri, &s->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    sqlite3_free(uri);
    if (!rc) {
        set_up(s, config, note);
        s->cost.statements++;
        rc = sqlite3_exec(s->db, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
    }
    return rc ? sqlite_fail(s, rc, "opening the file", err) : 0;
}

static int
sqlite_open(const struct cs_host *host, const struct cs_config *config, int64_t deadline,
            struct cs_session **ret_session, struct cs_err *err)
{
    struct cs_session *s = calloc(1, sizeof *s);
    int rc;

    if (!s)
        return cs_fail(err, CS_E_INTERNAL, "sqlite", NULL, "no memory");
    s->host = host;
    s->deadline = deadline;
    s->cost.size = sizeof s->cost;
    s->path = strdup(cs_url_path(config->url, "sqlite"));
    rc = open_file(s, config, err);
    if (rc) {
        sqlite_close(s);
        return rc;
    }
    s->deadline = 0;
    *ret_session = s;
    return 0;
}

static void
sqlite_cancel(struct cs_session *s)
{
    atomic_store(&s->cancelled, 1);
    sqlite3_interrupt(s->db);
}

static int
sqlite_facts(struct cs_session *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    (void)err;
    ret_facts->product = "SQLite";
    ret_facts->version = s->version;
    ret_facts->database = s->path;
    ret_facts->tls = "none (local file)";
    ret_facts->read_only = s->read_only;
    return 0;
}

static void
sqlite_cost(struct cs_session *s, struct cs_cost *ret_cost)
{
    *ret_cost = s->cost;
}

static int
sqlite_audit(struct cs_session *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *),
             struct cs_err *err)
{
    (void)err;
    if (!access(s->path, W_OK))
        note(ctx, CS_NOTE_WARNING,
             "this account could write the file; reading is enough (the session itself is read-only)");
    else
        note(ctx, CS_NOTE_OK, "the file can be read and not written");
    return 0;
}

static char *
sqlite_grants(const struct cs_config *config)
{
    char *sql = sqlite3_mprintf("-- the file needs read permission only, and its folder search permission:\n"
                                "-- setfacl -m u:cassini:r '%q'\n",
                                cs_url_path(config->url, "sqlite"));
    char *text = strdup(sql);

    sqlite3_free(sql);
    return text;
}

static const struct cs_option options[] = {
    {"immutable", CS_OPT_BOOLEAN, "read a WAL database's main file as it lies; what is in its -wal is not seen"},
    {NULL, 0, NULL}};

static const struct cs_connector connector = {.size = sizeof connector,
                                              .abi = CS_ABI,
                                              .name = "sqlite",
                                              .title = "SQLite 3",
                                              .schemes = "sqlite",
                                              .version = "1",
                                              .caps = CS_CAP_ESTIMATES | CS_CAP_KEYS | CS_CAP_RANDOM | CS_CAP_STREAM |
                                                      CS_CAP_FILTER_CRC32 | CS_CAP_PARALLEL | CS_CAP_LISTS_ALL,
                                              .max_sessions = 8,
                                              .options = options,
                                              .init = sqlite_init,
                                              .open = sqlite_open,
                                              .close = sqlite_close,
                                              .cancel = sqlite_cancel,
                                              .facts = sqlite_facts,
                                              .describe = sqlite_describe,
                                              .sample = sqlite_sample,
                                              .next = sqlite_next,
                                              .end = sqlite_end,
                                              .stream = sqlite_stream,
                                              .cost = sqlite_cost,
                                              .audit = sqlite_audit,
                                              .grants = sqlite_grants,
                                              .statement = sqlite_statement,
                                              .foresee = sqlite_foresee};
static const struct cs_connector *const list[] = {&connector, NULL};
extern const struct cs_module cs_module_sqlite;
const struct cs_module cs_module_sqlite = {sizeof cs_module_sqlite, CS_ABI, list};
