/* fake.c - a connector that acts a script: well, or failing in every way a real one has been seen to. Tests only. */
#include "fake.h"

#include <stdlib.h>
#include <time.h>

static void
pause_ms(long ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    nanosleep(&t, NULL);
}

static int
hang(struct cs_session *s, struct cs_err *err)
{
    for (;;) {
        if (atomic_load(&s->cancelled) || s->host->cancelled(s->host->ctx))
            return cs_fail(err, CS_E_CANCELLED, "fake", NULL, "it was stopped");
        if (s->deadline && s->host->now(s->host->ctx) >= s->deadline)
            return cs_fail(err, CS_E_TIMEOUT, "fake", NULL, "it took longer than allowed");
        pause_ms(5);
    }
}

static int
act(struct cs_session *s, const struct fake_failure *f, const char *what, struct cs_err *err)
{
    switch (f->how) {
    case FAKE_HANG:
        return hang(s, err);
    case FAKE_DEAF:
        for (;;)
            pause_ms(1000);
    case FAKE_ODD:
        return 7;
    case FAKE_MUTE:
        return CS_E_DATA;
    default:
        s->broken = f->how == CS_E_UNREACHABLE;
        return cs_fail(err, f->how, "fake", "F0001", "%s: the script says so", what);
    }
}

int
fake_act(struct cs_session *s, const struct fake_object *object, enum fake_call call, uint64_t done, struct cs_err *err)
{
    const struct fake_failure *list = object ? object->failures : s->script.failures;
    size_t n = object ? object->n_failures : s->script.n_failures;

    if (atomic_load(&s->cancelled))
        return cs_fail(err, CS_E_CANCELLED, "fake", NULL, "it was stopped");
    if (s->broken)
        return cs_fail(err, CS_E_UNREACHABLE, "fake", NULL, "the connection was lost");
    if (s->deadline && s->host->now(s->host->ctx) >= s->deadline)
        return cs_fail(err, CS_E_TIMEOUT, "fake", NULL, "it took longer than allowed");
    for (size_t i = 0; i < n; i++)
        if (list[i].call == call && done >= list[i].after)
            return act(s, &list[i], object ? object->name : "the source", err);
    return 0;
}

static void
fake_close(struct cs_session *s)
{
    struct cs_err ignored;

    if (!s)
        return;
    s->deadline = 0;
    fake_act(s, NULL, FAKE_CLOSE, 0, &ignored);
    fake_script_clear(&s->script);
    free(s->path);
    free(s);
}

static int
fake_open(const struct cs_host *host, const struct cs_config *config, int64_t deadline, struct cs_session **ret_session,
          struct cs_err *err)
{
    struct cs_session *s = calloc(1, sizeof *s);
    const char *password = host->secret(host->ctx, "password");
    int rc;

    s->host = host;
    s->deadline = deadline;
    s->cost.size = sizeof s->cost;
    s->path = strdup(strncmp(config->url, "fake:", 5) ? "" : config->url + 5);
    rc = *s->path ? fake_script_read(s->path, &s->script, err)
                  : cs_fail(err, CS_E_CONFIG, "fake", NULL, "the URL of source \"%s\" is malformed", config->source);
    if (!rc && password && strcmp(password, "canary-pass-8731"))
        rc = cs_fail(err, CS_E_AUTH, "fake", NULL, "%s refuses the account", s->path);
    if (!rc)
        rc = fake_act(s, NULL, FAKE_OPEN, 0, err);
    s->deadline = 0;
    s->cost.statements = 1;
    if (rc) {
        fake_close(s);
        return rc;
    }
    *ret_session = s;
    return 0;
}

static void
fake_cancel(struct cs_session *s)
{
    atomic_store(&s->cancelled, 1);
}

static int
fake_facts(struct cs_session *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    *ret_facts = (struct cs_facts){.size = sizeof *ret_facts,
                                   .product = "Fake",
                                   .version = "1",
                                   .database = s->path,
                                   .tls = "none (local file)",
                                   .read_only = "it cannot write"};
    return fake_act(s, NULL, FAKE_FACTS, 0, err);
}

static void
fake_cost(struct cs_session *s, struct cs_cost *ret_cost)
{
    *ret_cost = s->cost;
}

static int
fake_audit(struct cs_session *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *), struct cs_err *err)
{
    (void)s;
    (void)err;
    note(ctx, CS_NOTE_OK, "a script can be read and not written");
    return 0;
}

static char *
fake_grants(const struct cs_config *config)
{
    (void)config;
    return strdup("-- a script needs no account\n");
}

static char *
fake_statement(struct cs_session *s, const struct cs_sample_req *req)
{
    (void)s;
    return strdup(req->target.object);
}

static const struct cs_connector connector = {.size = sizeof connector,
                                              .abi = CS_ABI,
                                              .name = "fake",
                                              .title = "a script that acts a source, for tests",
                                              .schemes = "fake",
                                              .version = "1",
                                              .caps = CS_CAP_ESTIMATES | CS_CAP_COMMENTS | CS_CAP_KEYS | CS_CAP_RANDOM |
                                                      CS_CAP_STREAM | CS_CAP_FILTER_CRC32 | CS_CAP_PARALLEL |
                                                      CS_CAP_LISTS_ALL,
                                              .max_sessions = 8,
                                              .open = fake_open,
                                              .close = fake_close,
                                              .cancel = fake_cancel,
                                              .facts = fake_facts,
                                              .describe = fake_describe,
                                              .sample = fake_sample,
                                              .next = fake_next,
                                              .end = fake_end,
                                              .stream = fake_stream,
                                              .cost = fake_cost,
                                              .audit = fake_audit,
                                              .grants = fake_grants,
                                              .statement = fake_statement};
static const struct cs_connector *const list[] = {&connector, NULL};
extern const struct cs_module cs_module_fake;
const struct cs_module cs_module_fake = {sizeof cs_module_fake, CS_ABI, list};
