/* opening.c - the descriptor; opening well and badly; facts, privileges, cost; a session of its own each. */
#include "contract.h"

#include <stdlib.h>

void
check_descriptor(void)
{
    const struct cs_connector *c = fixture.connector;
    guint options = 0;

    check(c->size >= sizeof *c && c->abi == CS_ABI, "descriptor: size and ABI");
    check(c->name && *c->name && c->title && *c->title && c->version && *c->version,
          "descriptor: name, title, version");
    check(c->schemes && g_str_has_prefix(fixture.url, c->name) && strstr(c->schemes, c->name),
          "descriptor: it answers to its own scheme");
    check(c->open && c->close && c->cancel && c->facts && c->describe && c->sample && c->next && c->end,
          "descriptor: every required call is there");
    check(c->max_sessions > 0, "descriptor: at least one session");
    check(!(c->caps & CS_CAP_STREAM) == !c->stream, "descriptor: it can stream if and only if it says so");
    check(!(c->caps & CS_CAP_FILTER_CRC32) || c->stream, "descriptor: no filter without streams");
    for (; c->options && c->options[options].key && options < 1000; options++)
        if (!c->options[options].help || !*c->options[options].help)
            break;
    check(!c->options || (options < 1000 && !c->options[options].key), "descriptor: each option has its help");
}

/* What every error owes its reader. */
static gboolean
is_told(const struct cs_err *err, int rc)
{
    return rc < 0 && err->code == rc && *err->message && *err->domain && !strchr(err->message, '\n');
}

static void
check_refusals(void)
{
    const struct {
        const char *what, *url;
        int code;
    } bad[] = {{"a malformed URL", "", CS_E_CONFIG}, {"nobody answers", fixture.unreachable, CS_E_UNREACHABLE}};
    struct host host;

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *url = *bad[i].url ? g_strdup(bad[i].url) : g_strdup_printf("%s:", fixture.connector->name);
        struct cs_session *session = NULL;
        struct cs_err err = {0};
        gint64 start = now();
        int rc;

        host_init(&host);
        rc = open_at(&host, url, now() + 5 * SECOND, &session, &err);
        check(rc == bad[i].code && is_told(&err, rc) && !session, "open: %s: code %d, \"%s\"", bad[i].what, rc,
              err.message);
        check(seconds_since(start) < 6, "open: %s: within the deadline", bad[i].what);
    }
}

static void
check_wrong_password(void)
{
    struct cs_session *session = NULL;
    struct cs_err err = {0};
    struct host host;
    int rc;

    if (!fixture.password)
        return;
    host_init(&host);
    host.password = "wrong-" CANARY;
    rc = open_at(&host, fixture.url, now() + 10 * SECOND, &session, &err);
    check(rc == CS_E_AUTH && is_told(&err, rc) && !session, "open: wrong password: code %d", rc);
    check(!strstr(err.message, CANARY) && !strstr(err.hint, CANARY), "open: no password in the error");
}

static void
check_silence(void)
{
    struct cs_session *session = NULL;
    struct cs_err err = {0};
    struct host host;
    gint64 start = now();
    int rc;

    if (!fixture.silent)
        return;
    host_init(&host);
    rc = open_at(&host, fixture.silent, now() + SECOND, &session, &err);
    check(rc == CS_E_TIMEOUT && is_told(&err, rc) && !session, "open: nobody speaks: code %d", rc);
    check(seconds_since(start) < 2.5, "open: the deadline holds (%.2f s of 1 s)", seconds_since(start));
}

static void
take_note(void *ctx, enum cs_note_level level, const char *text)
{
    guint *notes = ctx;

    *notes += text && *text && level <= CS_NOTE_ERROR;
}

static void
check_words(struct cs_session *session)
{
    const struct cs_connector *c = fixture.connector;
    const struct cs_config config = {.size = sizeof config, .source = "contract", .url = fixture.url};
    struct cs_err err = {0};
    guint notes = 0;
    char *grants = c->grants ? c->grants(&config) : NULL;

    check(!c->audit || (!c->audit(session, &notes, take_note, &err) && notes), "audit: %u notes", notes);
    check(!c->grants || (grants && *grants), "grants: a text that a person can use");
    free(grants);
}

void
check_opening(void)
{
    const struct cs_connector *c = fixture.connector;
    struct cs_facts facts = {.size = sizeof facts};
    struct cs_cost cost = {.size = sizeof cost};
    struct cs_err err = {0};
    struct cs_session *first, *second;
    struct host host, other;

    check_refusals();
    check_wrong_password();
    check_silence();
    c->close(NULL);
    first = open_session(&host);
    second = open_session(&other);
    check(first != second, "open: two sessions at once");
    check(!c->facts(first, &facts, &err) && facts.product && *facts.product && facts.version && *facts.version &&
              facts.database && facts.tls && *facts.tls,
          "facts: %s %s, %s", facts.product, facts.version, facts.tls);
    check(facts.read_only && *facts.read_only, "facts: read only by \"%s\"", facts.read_only);
    c->close(first);
    check_words(second);
    if (c->cost)
        c->cost(second, &cost);
    check(!c->cost || cost.statements > 0, "cost: %" G_GUINT64_FORMAT " statements so far", cost.statements);
    c->close(second);
}
