/* open.c - connecting: where, as whom, how protected, with which limits. */
#include "pg.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>

#define MAX_WORDS 48
#define SYSTEM_CA "/etc/ssl/certs/ca-certificates.crt"

struct words {
    const char *keys[MAX_WORDS], *values[MAX_WORDS];
    size_t n;
};

static void
put(struct words *w, const char *key, const char *value)
{
    for (size_t i = 0; i < w->n; i++)
        if (!strcmp(w->keys[i], key)) {
            w->values[i] = value;
            return;
        }
    if (value && w->n + 1 < MAX_WORDS) {
        w->keys[w->n] = key;
        w->values[w->n++] = value;
    }
}

static const char *
get(const struct words *w, const char *key)
{
    for (size_t i = 0; i < w->n; i++)
        if (!strcmp(w->keys[i], key))
            return w->values[i];
    return NULL;
}

/* "127.evil.example" is a name like any other. */
static bool
is_loopback(const char *host)
{
    struct in_addr a;

    return !host || !*host || *host == '/' || *host == '@' || !strcasecmp(host, "localhost") || !strcmp(host, "::1") ||
           (inet_pton(AF_INET, host, &a) == 1 && ntohl(a.s_addr) >> 24 == 127);
}

static void
protect(struct words *w, const struct cs_config *config)
{
    const char *mode = cs_setting(config, "tls.mode"), *ca = cs_setting(config, "tls.ca");
    bool here = is_loopback(get(w, "host")) && is_loopback(get(w, "hostaddr"));

    if (mode)
        put(w, "sslmode", mode);
    else if (!get(w, "sslmode"))
        put(w, "sslmode", here && config->loopback_plain ? "prefer" : "verify-full");
    if (ca)
        put(w, "sslrootcert", ca);
    else if (!get(w, "sslrootcert") && !strncmp(get(w, "sslmode"), "verify", 6))
        put(w, "sslrootcert", SYSTEM_CA);
    put(w, "application_name", "cassini");
    put(w, "client_encoding", "UTF8");
}

/* The SQLSTATE inside a connection's message, whose words come in the server's language: "…:  28P01: …". */
static void
state_of(const char *text, char state[6])
{
    *state = '\0';
    for (const char *p = strstr(text, ":  "); p && !*state; p = strstr(p + 3, ":  "))
        if (strspn(p + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && p[8] == ':')
            snprintf(state, 6, "%.5s", p + 3);
}

/* What a server that was reached answers; FALSE: it said nothing that we know. */
static bool
refused_by_server(const struct cs_session *s, const char *state, const char *host, const char *port, struct cs_err *err)
{
    const char *user = PQuser(s->conn) ? PQuser(s->conn) : "?", *database = PQdb(s->conn) ? PQdb(s->conn) : "?";

    if (!strncmp(state, "28", 2) || PQconnectionNeedsPassword(s->conn)) {
        cs_fail(err, CS_E_AUTH, "postgresql", state, "%s:%s refuses the account %s", host, port, user);
        cs_err_hint(
            err,
            "check account and password (password_file, password_command, environment or ~/.pgpass) and pg_hba.conf");
    } else if (!strcmp(state, "3D000")) {
        cs_fail(err, CS_E_AUTH, "postgresql", state, "%s:%s has no database %s", host, port, database);
        cs_err_hint(err, "the last part of the URL names it; psql -l lists those there are");
    } else if (!strcmp(state, "42501")) {
        cs_fail(err, CS_E_AUTH, "postgresql", state, "the account %s may not connect to the database %s", user,
                database);
        cs_err_hint(err, "GRANT CONNECT ON DATABASE (cassini check --grants)");
    } else if (!strncmp(state, "53", 2)) {
        cs_fail(err, CS_E_LIMIT, "postgresql", state, "%s:%s takes no more connections", host, port);
        cs_err_hint(err, "scan when it is quiet, or lower limits.sessions");
    } else if (!strncmp(state, "57P", 3)) {
        cs_fail(err, CS_E_UNREACHABLE, "postgresql", state, "%s:%s is starting up, shutting down or recovering", host,
                port);
        cs_err_hint(err, "scan again when it is up");
    } else {
        return false;
    }
    return true;
}

/* libpq's own words are English here, since no language of messages was set; they hold no password. */
static int
refused(const struct cs_session *s, const struct words *w, struct cs_err *err)
{
    const char *text = PQerrorMessage(s->conn), *host = get(w, "host"), *port = get(w, "port");
    char state[6];

    host = host ? host : "the local socket";
    port = port ? port : "5432";
    state_of(text, state);
    if (refused_by_server(s, state, host, port, err))
        return err ? err->code : CS_E_AUTH;
    if (strstr(text, "could not translate host name")) {
        cs_fail(err, CS_E_UNREACHABLE, "postgresql", NULL, "the host %s is unknown", host);
        cs_err_hint(err, "check the spelling of the URL and the name service");
    } else if ((strstr(text, "SSL") && !strstr(text, "invalid response to SSL negotiation")) ||
               strstr(text, "certificate")) {
        cs_fail(err, CS_E_UNREACHABLE, "postgresql", state,
                "no protected connection with %s:%s: its certificate or TLS support does not satisfy tls.mode %s", host,
                port, get(w, "sslmode"));
        cs_err_hint(err, "give its authority as tls.ca; tls.mode: require leaves out the check of who answers");
    } else {
        cs_fail(err, CS_E_UNREACHABLE, "postgresql", state, "no PostgreSQL server answers at %s:%s", host, port);
        cs_err_hint(err, "is it running, and is the port right?");
    }
    return err ? err->code : CS_E_UNREACHABLE;
}

/* RAISE NOTICE can quote data: nothing of it reaches standard error. */
static void
ignore_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

static int
connect_polling(struct cs_session *s, const struct words *w, struct cs_err *err)
{
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    int rc = 0;

    while (PQstatus(s->conn) != CONNECTION_BAD && status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
        struct pollfd p = {.fd = PQsocket(s->conn), .events = status == PGRES_POLLING_WRITING ? POLLOUT : POLLIN};

        if (s->host->cancelled(s->host->ctx))
            return cs_fail(err, CS_E_CANCELLED, "postgresql", NULL, "the scan is being stopped");
        if (s->host->now(s->host->ctx) >= s->deadline) {
            rc = cs_fail(err, CS_E_TIMEOUT, "postgresql", NULL, "%s accepts connections and then says nothing",
                         get(w, "host") ? get(w, "host") : "the server");
            cs_err_hint(err, "is that the port of a PostgreSQL server?");
            return rc;
        }
        if (poll(&p, 1, 100) > 0)
            status = PQconnectPoll(s->conn);
    }
    return PQstatus(s->conn) == CONNECTION_OK ? 0 : refused(s, w, err);
}

static void
take_facts(struct cs_session *s)
{
    const char *protocol = PQsslInUse(s->conn) ? PQsslAttribute(s->conn, "protocol") : NULL, *mode = NULL,
               *version = PQparameterStatus(s->conn, "server_version");
    PQconninfoOption *info = PQconninfo(s->conn);

    for (PQconninfoOption *o = info; o && o->keyword; o++)
        if (!strcmp(o->keyword, "sslmode"))
            mode = o->val;
    if (protocol)
        snprintf(s->tls, sizeof s->tls, "%s %s", protocol, mode ? mode : "");
    else
        snprintf(s->tls, sizeof s->tls, "none (%s)",
                 PQhost(s->conn) && *PQhost(s->conn) == '/' ? "local socket"
                 : is_loopback(PQhost(s->conn))             ? "loopback"
                                                            : "switched off");
    snprintf(s->version, sizeof s->version, "%.*s", version ? (int)strcspn(version, " ") : 0, version ? version : "");
    snprintf(s->read_only, sizeof s->read_only, "default_transaction_read_only=on, BEGIN READ ONLY");
    PQconninfoFree(info);
}

static int
set_session(struct cs_session *s, const struct cs_config *config, struct cs_err *err)
{
    struct cs_text t = {0};
    long statement = (long)(config->statement_timeout / 1000000), lock = (long)(config->lock_timeout / 1000000);
    const char *theirs = PQparameterStatus(s->conn, "server_encoding");
    /* a database that promises no encoding may hold anything: its bytes are taken as they are */
    const char *encoding = theirs && !strcmp(theirs, "SQL_ASCII") ? "SQL_ASCII" : "UTF8";
    int rc;

    cs_text_add(
        &t,
        "SELECT set_config('default_transaction_read_only', 'on', false), set_config('statement_timeout', '%ld', "
        "false), "
        "set_config('lock_timeout', '%ld', false), set_config('idle_in_transaction_session_timeout', '60000', false), "
        "set_config('row_security', 'off', false), set_config('datestyle', 'ISO', false), set_config('search_path', "
        "'pg_catalog', false), set_config('client_encoding', '%s', false)",
        statement, lock, encoding);
    rc = pg_query(s, t.text, 0, NULL, "setting the session up", NULL, err);
    free(t.text);
    t = (struct cs_text){0};
    cs_text_add(
        &t,
        "BEGIN READ ONLY; SET LOCAL statement_timeout = %ld; SET LOCAL lock_timeout = %ld; SET LOCAL row_security = "
        "off; SET LOCAL datestyle = 'ISO'; "
        "SET LOCAL search_path = pg_catalog; SET LOCAL client_encoding = '%s'; SELECT pg_backend_pid()",
        statement, lock, encoding);
    s->begin = t.text;
    return rc;
}

int
pg_open(const struct cs_host *host, const struct cs_config *config, int64_t deadline, struct cs_session **ret_session,
        struct cs_err *err)
{
    struct cs_session *s = calloc(1, sizeof *s);
    char *message = NULL;
    PQconninfoOption *parsed = PQconninfoParse(config->url, &message);
    struct words w = {.n = 0};
    int rc = 0;

    PQfreemem(message);
    if (!parsed) {
        free(s);
        cs_fail(err, CS_E_CONFIG, "postgresql", NULL, "the URL of source \"%s\" is malformed", config->source);
        cs_err_hint(err, "it reads postgresql://ACCOUNT@HOST:PORT/DATABASE");
        return CS_E_CONFIG;
    }
    for (PQconninfoOption *o = parsed; o->keyword; o++)
        if (o->val && *o->val)
            put(&w, o->keyword, o->val);
    protect(&w, config);
    if (host->secret(host->ctx, "password"))
        put(&w, "password", host->secret(host->ctx, "password"));
    s->host = host;
    s->deadline = deadline ? deadline : host->now(host->ctx) + (int64_t)30 * 1000000000;
    s->cost.size = sizeof s->cost;
    s->source = strdup(config->source);
    s->conn = PQconnectStartParams(w.keys, w.values, 0);
    if (s->conn) {
        PQsetNoticeReceiver(s->conn, ignore_notice, NULL);
        PQsetErrorVerbosity(s->conn, PQERRORS_VERBOSE); /* with its SQLSTATE */
    }
    rc = s->conn ? connect_polling(s, &w, err) : cs_fail(err, CS_E_INTERNAL, "postgresql", NULL, "no memory");
    PQconninfoFree(parsed);
    if (!rc) {
        PQsetnonblocking(s->conn, 1);
        take_facts(s);
        rc = set_session(s, config, err);
    }
    s->deadline = 0;
    if (rc) {
        pg_close(s);
        return rc;
    }
    *ret_session = s;
    return 0;
}

void
pg_close(struct cs_session *s)
{
    if (!s)
        return;
    pg_watch_close(s);
    PQfinish(s->conn);
    free(s->source);
    free(s->begin);
    free(s);
}

int
pg_facts(struct cs_session *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    (void)err;
    ret_facts->product = "PostgreSQL";
    ret_facts->version = s->version;
    ret_facts->database = PQdb(s->conn);
    ret_facts->account = PQuser(s->conn);
    ret_facts->tls = s->tls;
    ret_facts->read_only = s->read_only;
    return 0;
}
