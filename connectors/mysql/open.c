/* open.c - connecting: where, as whom, how protected, with which limits. */
#include "my.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#define VIEW_SECONDS 0.6
#define SYSTEM_CA "/etc/ssl/certs/ca-certificates.crt"

/* %XX decoded; malloc'ed */
static char *
decode(const char *text, size_t size)
{
    char *out = calloc(1, size + 1), *p = out;

    for (size_t i = 0; i < size; i++)
        if (text[i] == '%' && i + 2 < size && isxdigit((unsigned char)text[i + 1]) &&
            isxdigit((unsigned char)text[i + 2])) {
            char hex[3] = {text[i + 1], text[i + 2], 0};

            *p++ = (char)strtol(hex, NULL, 16);
            i += 2;
        } else {
            *p++ = text[i];
        }
    return out;
}

/* mysql://user@host:port/database?socket=/path */
static bool
read_url(struct cs_session *s, const char *url)
{
    const char *p = strstr(url, "://"), *end, *at, *colon, *query;

    if (!p)
        return false;
    p += 3;
    end = p + strcspn(p, "/?#");
    at = memchr(p, '@', (size_t)(end - p));
    if (at) {
        s->user = decode(p, (size_t)(at - p));
        p = at + 1;
    }
    colon = *p == '[' ? memchr(p, ']', (size_t)(end - p)) : p;
    colon = colon ? memchr(colon, ':', (size_t)(end - colon)) : NULL;
    if (*p == '[' && memchr(p, ']', (size_t)(end - p)))
        s->server = decode(p + 1, (size_t)((const char *)memchr(p, ']', (size_t)(end - p)) - p - 1));
    else
        s->server = decode(p, (size_t)((colon ? colon : end) - p));
    s->port = colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 3306;
    if (*end == '/' && end[1] && end[1] != '?')
        s->database = decode(end + 1, strcspn(end + 1, "?#"));
    query = strstr(url, "?socket=");
    query = query ? query : strstr(url, "&socket=");
    if (query)
        s->socket = decode(query + 8, strcspn(query + 8, "&#"));
    return s->port > 0 && s->port < 65536;
}

/* "127.evil.example" is a name like any other. */
static bool
is_loopback(const struct cs_session *s)
{
    const char *h = s->server;
    struct in_addr a;

    return s->socket || !*h || !strcasecmp(h, "localhost") || !strcmp(h, "::1") ||
           (inet_pton(AF_INET, h, &a) == 1 && ntohl(a.s_addr) >> 24 == 127);
}

/* How the connection is protected, from the settings of the source. */
static void
choose_tls(struct cs_session *s, const struct cs_config *config)
{
    const char *mode = cs_setting(config, "tls.mode"), *ca = cs_setting(config, "tls.ca");

    if (!mode)
        mode = is_loopback(s) && config->loopback_plain ? "prefer" : "verify-full";
    s->tls_mode = strdup(mode);
    s->tls_ca = ca ? strdup(ca) : !strncmp(mode, "verify", 6) ? strdup(SYSTEM_CA) : NULL;
}

static void
protect(MYSQL *db, const char *mode, const char *ca)
{
    my_bool verify = !strncmp(mode, "verify", 6), enforce = verify || !strcmp(mode, "require");

    mysql_options(db, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
    if (enforce)
        mysql_options(db, MYSQL_OPT_SSL_ENFORCE, &enforce);
    if (ca)
        mysql_options(db, MYSQL_OPT_SSL_CA, ca);
}

static void
limit(MYSQL *db, int64_t left, const struct cs_config *config)
{
    unsigned connect = (unsigned)(left / 1000000000) + 1, wait = (unsigned)(config->statement_timeout / 1000000000) + 5,
             off = 0;

    mysql_options(db, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
    mysql_options(db, MYSQL_OPT_READ_TIMEOUT, &wait);
    mysql_options(db, MYSQL_OPT_WRITE_TIMEOUT, &wait);
    mysql_options(db, MYSQL_OPT_LOCAL_INFILE, &off);
    mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(db, MYSQL_READ_DEFAULT_GROUP, "client"); /* ~/.my.cnf */
    mysql_options4(db, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "cassini");
}

static int
refused(struct cs_session *s, struct cs_err *err)
{
    unsigned number = mysql_errno(s->db);
    const char *host = s->socket ? s->socket : *s->server ? s->server : "localhost";
    char native[16];

    snprintf(native, sizeof native, "%u", number);
    if (number == ER_ACCESS_DENIED_ERROR || number == ER_DBACCESS_DENIED_ERROR || number == 1698) {
        cs_fail(err, CS_E_AUTH, "mysql", native, "%s:%u refuses the account %s", host, s->port,
                s->user ? s->user : "?");
        cs_err_hint(err, "check account and password (password_file, password_command, environment or ~/.my.cnf)");
        return CS_E_AUTH;
    }
    if (number == ER_BAD_DB_ERROR)
        return cs_fail(err, CS_E_AUTH, "mysql", native, "%s:%u has no database %s that this account may see", host,
                       s->port, s->database ? s->database : "?");
    if (number == CR_UNKNOWN_HOST || (number == CR_CONN_HOST_ERROR && strstr(mysql_error(s->db), "Unknown")) ||
        strstr(mysql_error(s->db), "resolve")) {
        cs_fail(err, CS_E_UNREACHABLE, "mysql", native, "the host %s is unknown", host);
        cs_err_hint(err, "check the spelling of the URL and the name service");
        return CS_E_UNREACHABLE;
    }
    if (number == CR_SSL_CONNECTION_ERROR || strstr(mysql_error(s->db), "SSL") || strstr(mysql_error(s->db), "TLS")) {
        cs_fail(err, CS_E_UNREACHABLE, "mysql", native,
                "no protected connection with %s:%u: its certificate or TLS support does not satisfy tls.mode %s", host,
                s->port, s->tls_mode);
        cs_err_hint(err, "give its authority as tls.ca; tls.mode: require leaves out the check of who answers");
        return CS_E_UNREACHABLE;
    }
    if (number == ER_CON_COUNT_ERROR)
        return cs_fail(err, CS_E_LIMIT, "mysql", native, "%s:%u takes no more connections", host, s->port);
    if (s->host->now(s->host->ctx) >= s->deadline - 1000000000) {
        cs_fail(err, CS_E_TIMEOUT, "mysql", native, "%s:%u does not answer in time", host, s->port);
        cs_err_hint(err, "is that the port of a MariaDB or MySQL server?");
        return CS_E_TIMEOUT;
    }
    cs_fail(err, CS_E_UNREACHABLE, "mysql", native, "no MariaDB or MySQL server answers at %s:%u", host, s->port);
    cs_err_hint(err, "is it running, and is the port right?");
    return CS_E_UNREACHABLE;
}

static int
set_session(struct cs_session *s, const struct cs_config *config, struct cs_err *err)
{
    struct cs_text t = {0};
    double seconds = (double)config->statement_timeout / 1e9;
    unsigned lock = (unsigned)(config->lock_timeout / 1000000000);
    int rc;

    lock = lock ? lock : 1;
    if (s->maria)
        cs_text_add(
            &t,
            "SET SESSION max_statement_time = %.3f, lock_wait_timeout = %u, innodb_lock_wait_timeout = %u, sql_mode "
            "= 'NO_ENGINE_SUBSTITUTION'",
            seconds, lock, lock);
    else
        cs_text_add(
            &t,
            "SET SESSION max_execution_time = %.0f, lock_wait_timeout = %u, innodb_lock_wait_timeout = %u, sql_mode "
            "= 'NO_ENGINE_SUBSTITUTION'",
            seconds * 1000, lock, lock);
    rc = my_query(s, t.text, false, "setting the session up", NULL, err);
    free(t.text);
    if (!rc)
        rc = my_query(s, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY", false,
                      "setting the session up", NULL, err);
    return rc;
}

static void
take_facts(struct cs_session *s)
{
    const char *version = mysql_get_server_info(s->db), *cipher = mysql_get_ssl_cipher(s->db), *dash;

    s->maria = strstr(version, "MariaDB") != NULL;
    if (!strncmp(version, "5.5.5-", 6))
        version += 6;
    dash = strchr(version, '-');
    snprintf(s->version, sizeof s->version, "%.*s", dash ? (int)(dash - version) : 40, version);
    if (cipher)
        snprintf(s->tls, sizeof s->tls, "TLS %s %s", cipher, s->tls_mode);
    else
        snprintf(s->tls, sizeof s->tls, "none (%s)",
                 s->socket || !*s->server ? "local socket"
                 : is_loopback(s)         ? "loopback"
                                          : "switched off");
    snprintf(s->read_only, sizeof s->read_only, "SET SESSION TRANSACTION READ ONLY");
    s->id = mysql_thread_id(s->db);
    s->shared = calloc(1, sizeof *s->shared);
    pthread_mutex_init(&s->shared->lock, NULL);
    s->shared->fd = (int)mysql_get_socket(s->db);
    atomic_store(&s->shared->holders, 1);
}

/* Seconds; how long a view may hold its tables. */
static bool
read_view_timeout(struct cs_session *s, const struct cs_config *config)
{
    const char *text = cs_setting(config, "view_timeout");
    char *end = NULL;
    double seconds = text ? strtod(text, &end) : VIEW_SECONDS;

    s->view_timeout = (int64_t)(seconds * 1e9);
    return seconds > 0 && seconds < 86400 && (!end || !*end);
}

int
my_open(const struct cs_host *host, const struct cs_config *config, int64_t deadline, struct cs_session **ret_session,
        struct cs_err *err)
{
    struct cs_session *s = calloc(1, sizeof *s);
    int rc = 0;

    s->host = host;
    s->cost.size = sizeof s->cost;
    s->deadline = deadline ? deadline : host->now(host->ctx) + (int64_t)30 * 1000000000;
    if (!read_url(s, config->url)) {
        my_close(s);
        cs_fail(err, CS_E_CONFIG, "mysql", NULL, "the URL of source \"%s\" is malformed", config->source);
        cs_err_hint(err, "it reads mysql://ACCOUNT@HOST:PORT/DATABASE");
        return CS_E_CONFIG;
    }
    if (!read_view_timeout(s, config)) {
        my_close(s);
        return cs_fail(err, CS_E_CONFIG, "mysql", NULL, "view_timeout of source \"%s\" is a number of seconds",
                       config->source);
    }
    s->db = mysql_init(NULL);
    limit(s->db, s->deadline - host->now(host->ctx), config);
    choose_tls(s, config);
    protect(s->db, s->tls_mode, s->tls_ca);
    if (!mysql_real_connect(s->db, s->socket || !*s->server ? "localhost" : s->server, s->user,
                            host->secret(host->ctx, "password"), s->database, s->port, s->socket, 0))
        rc = refused(s, err);
    if (!rc) {
        take_facts(s);
        rc = set_session(s, config, err);
    }
    s->deadline = 0;
    if (rc) {
        my_close(s);
        return rc;
    }
    *ret_session = s;
    return 0;
}

static void
release(struct my_socket *shared)
{
    if (!shared || atomic_fetch_sub(&shared->holders, 1) > 1)
        return;
    pthread_mutex_destroy(&shared->lock);
    free(shared);
}

void
my_close(struct cs_session *s)
{
    if (!s)
        return;
    if (s->shared) {
        pthread_mutex_lock(&s->shared->lock);
        s->shared->fd = -1;
        pthread_mutex_unlock(&s->shared->lock);
    }
    release(s->shared);
    if (s->db)
        mysql_close(s->db);
    free(s->server);
    free(s->user);
    free(s->socket);
    free(s->database);
    free(s->tls_mode);
    free(s->tls_ca);
    free(s);
}

/* What cancelling needs once the session may be gone. */
struct killer {
    MYSQL *db;
    char *server, *user, *password, *socket;
    struct my_socket *shared;
    unsigned port;
    unsigned long id;
};

static void
killer_free(struct killer *k)
{
    mysql_close(k->db);
    if (k->password)
        explicit_bzero(k->password, strlen(k->password));
    free(k->password);
    free(k->server);
    free(k->user);
    free(k->socket);
    release(k->shared);
    free(k);
}

/* A second, short connection; on a thread of its own, since it may block. A server that does not react
 * loses the connection: the call under way ends all the same. */
static void *
kill_thread(void *data)
{
    struct killer *k = data;
    struct timespec pause = {.tv_nsec = 300000000};
    char sql[48];

    if (mysql_real_connect(k->db, k->socket || !*k->server ? "localhost" : k->server, k->user, k->password, NULL,
                           k->port, k->socket, 0)) {
        snprintf(sql, sizeof sql, "KILL QUERY %lu", k->id);
        mysql_query(k->db, sql);
    }
    nanosleep(&pause, NULL);
    pthread_mutex_lock(&k->shared->lock);
    if (k->shared->fd >= 0)
        shutdown(k->shared->fd, SHUT_RDWR);
    pthread_mutex_unlock(&k->shared->lock);
    killer_free(k);
    mysql_thread_end();
    return NULL;
}

void
my_cancel(struct cs_session *s)
{
    struct killer *k;
    unsigned seconds = 1;
    pthread_t thread;

    if (atomic_exchange(&s->cancelled, 1))
        return;
    k = calloc(1, sizeof *k);
    k->db = mysql_init(NULL);
    mysql_options(k->db, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options(k->db, MYSQL_OPT_READ_TIMEOUT, &seconds);
    protect(k->db, s->tls_mode, s->tls_ca);
    k->server = strdup(s->server);
    k->user = s->db->user ? strdup(s->db->user) : NULL;
    k->password = s->db->passwd ? strdup(s->db->passwd) : NULL;
    k->socket = s->socket ? strdup(s->socket) : NULL;
    k->port = s->port;
    k->id = s->id;
    k->shared = s->shared;
    atomic_fetch_add(&s->shared->holders, 1);
    if (pthread_create(&thread, NULL, kill_thread, k))
        killer_free(k);
    else
        pthread_detach(thread);
}

int
my_facts(struct cs_session *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    (void)err;
    ret_facts->product = s->maria ? "MariaDB" : "MySQL";
    ret_facts->version = s->version;
    ret_facts->database = s->database ? s->database : "";
    ret_facts->account = s->db->user ? s->db->user : s->user;
    ret_facts->tls = s->tls;
    ret_facts->read_only = s->read_only;
    return 0;
}
