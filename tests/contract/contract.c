/* contract.c - the suite that every connector passes: contract NAME url=… schema=… [password=…] …
 * It links against connectors and nothing else of cassini: what it offers them is a host of its own. */
#include "contract.h"

#include <stdlib.h>

struct fixture fixture;
static guint n_checks;

#ifdef CASSINI_WITH_SQLITE
extern const struct cs_module cs_module_sqlite;
#endif
#ifdef CASSINI_WITH_POSTGRESQL
extern const struct cs_module cs_module_postgresql;
#endif
#ifdef CASSINI_WITH_MYSQL
extern const struct cs_module cs_module_mysql;
#endif
extern const struct cs_module cs_module_file;
extern const struct cs_module cs_module_fake;

static const struct cs_module *const modules[] = {
#ifdef CASSINI_WITH_SQLITE
    &cs_module_sqlite,
#endif
#ifdef CASSINI_WITH_POSTGRESQL
    &cs_module_postgresql,
#endif
#ifdef CASSINI_WITH_MYSQL
    &cs_module_mysql,
#endif
    &cs_module_file, &cs_module_fake};

void
check(gboolean good, const char *format, ...)
{
    va_list args;
    g_autofree char *text = NULL;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    printf("%sok %u - %s\n", good ? "" : "not ", ++n_checks, text);
    fflush(stdout);
}

static void
host_log(void *ctx, enum cs_log_level level, const char *message)
{
    (void)ctx;
    printf("# log %d: %s\n", (int)level, message);
}

static const char *
host_secret(void *ctx, const char *name)
{
    const struct host *host = ctx;

    return !strcmp(name, "password") ? host->password : NULL;
}

static int64_t
host_now(void *ctx)
{
    (void)ctx;
    return now();
}

static bool
host_cancelled(void *ctx)
{
    struct host *host = ctx;

    return g_atomic_int_get(&host->cancelled);
}

void
host_init(struct host *host)
{
    *host = (struct host){.offers = {.size = sizeof host->offers,
                                     .ctx = host,
                                     .log = host_log,
                                     .secret = host_secret,
                                     .now = host_now,
                                     .cancelled = host_cancelled},
                          .password = fixture.password};
}

gint64
now(void)
{
    return g_get_monotonic_time() * 1000;
}

double
seconds_since(gint64 start)
{
    return (double)(now() - start) / (double)SECOND;
}

int
open_at(struct host *host, const char *url, gint64 deadline, struct cs_session **ret_session, struct cs_err *err)
{
    const struct cs_config config = {.size = sizeof config,
                                     .source = "contract",
                                     .url = url,
                                     .statement_timeout = 30 * SECOND,
                                     .lock_timeout = SECOND,
                                     .loopback_plain = true};

    return fixture.connector->open(&host->offers, &config, deadline, ret_session, err);
}

struct cs_session *
open_session(struct host *host)
{
    struct cs_session *session = NULL;
    struct cs_err err = {0};

    host_init(host);
    if (open_at(host, fixture.url, now() + 10 * SECOND, &session, &err)) {
        printf("Bail out! %s cannot be opened: %s\n", fixture.url, err.message);
        exit(1);
    }
    return session;
}

static void
read_argument(const char *text)
{
    const struct {
        const char *key;
        const char **value;
    } words[] = {{"url", &fixture.url},           {"schema", &fixture.schema},
                 {"password", &fixture.password}, {"unreachable", &fixture.unreachable},
                 {"silent", &fixture.silent},     {"denied", &fixture.denied},
                 {"suffix", &fixture.suffix}};
    const char *value = strchr(text, '=');

    if (!value++)
        g_error("%s: KEY=VALUE is expected", text);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(text, words[i].key) && text[strlen(words[i].key)] == '=')
            *words[i].value = value;
    if (g_str_has_prefix(text, "wide="))
        fixture.wide = g_ascii_strtoll(value, NULL, 10);
    if (g_str_has_prefix(text, "plain="))
        fixture.plain = *value == 'y';
    if (g_str_has_prefix(text, "sneaky="))
        fixture.sneaky = *value == 'y';
}

int
main(int argc, char **argv)
{
    struct cs_err err = {0};

    for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(modules); i++)
        if (!strcmp(modules[i]->connectors[0]->name, argv[1]))
            fixture.connector = modules[i]->connectors[0];
    for (int i = 2; i < argc; i++)
        read_argument(argv[i]);
    if (!fixture.connector || !fixture.url) {
        fputs("usage: contract CONNECTOR url=URL [KEY=VALUE…]\n", stderr);
        return 2;
    }
    if (fixture.connector->init && fixture.connector->init(&err))
        g_error("%s", err.message);
    check_descriptor();
    check_opening();
    check_listing();
    check_samples();
    check_streams();
    check_foreseen();
    check_endings();
    if (fixture.connector->thread_end)
        fixture.connector->thread_end();
    if (fixture.connector->fini)
        fixture.connector->fini();
    printf("1..%u\n", n_checks);
    return 0;
}
