/* weigh.c - names, values, types and context into a score for every attribute. */
#include "engine/weigh.h"

#include "engine/overlap.h"
#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

#define MAX_NAME_HITS 12

static void
weigh_name(const struct cs_spot *spot, struct cs_candidate *all)
{
    struct cs_name_hit hits[MAX_NAME_HITS];
    guint n = cs_names_match(spot->s->options.names, spot->name, spot->s->object->name, hits, MAX_NAME_HITS);
    gboolean person = spot->kind == CS_KIND_PERSON || spot->kind == CS_KIND_MIXED;

    for (guint i = 0; i < n; i++) {
        struct cs_candidate *c;
        double weight;

        if (hits[i].strength == CS_NAME_NEGATIVE) {
            for (guint a = 0; a < cs_taxonomy_count(); a++)
                if (hits[i].attribute < 0 || hits[i].attribute == (int)a)
                    all[a].negated = TRUE;
            continue;
        }
        if (hits[i].attribute < 0)
            continue;
        c = &all[hits[i].attribute];
        if (hits[i].followed)
            weight = 1.0; /* the words behind say what it is */
        else if (hits[i].strength == CS_NAME_STRONG)
            weight = hits[i].whole ? 4.6 : 2.9;
        else
            weight = person ? 3.0 : 1.2;
        if (weight > c->name) {
            c->name = weight;
            c->hit = hits[i];
        }
    }
}

static struct cs_candidate *
candidate_of(struct cs_candidate *all, const char *id)
{
    return &all[cs_taxonomy_index(id)];
}

static gboolean
has_sibling(const struct cs_spot *spot, const char *id)
{
    struct cs_name_hit hits[MAX_NAME_HITS];

    for (guint i = 0; i < spot->s->object->columns->len; i++) {
        const struct cs_column *c = spot->s->object->columns->pdata[i];
        guint n = cs_names_match(spot->s->options.names, c->name, spot->s->object->name, hits, MAX_NAME_HITS);

        for (guint k = 0; k < n; k++)
            if (hits[k].strength == CS_NAME_STRONG && hits[k].attribute == cs_taxonomy_index(id))
                return TRUE;
    }
    return FALSE;
}

static void
move_name(struct cs_candidate *from, struct cs_candidate *to)
{
    if (from->name <= to->name)
        return;
    to->name = from->name;
    to->hit = from->hit;
    from->name = 0;
}

/* "nom" and "name" are the whole name where its values have several words and no first name stands beside. */
static void
settle_names(const struct cs_spot *spot, struct cs_candidate *all)
{
    struct cs_candidate *last = candidate_of(all, "person.last_name"), *full = candidate_of(all, "person.name");

    if (MAX(candidate_of(all, "work.employer")->name, candidate_of(all, "org.name")->name) >= 2.9 && full->name < 2.9)
        full->value_weight = full->name = 0; /* companies are called after people */
    if (last->name > 0 && spot->t->values >= 5 && spot->t->words * 10 >= spot->t->values * 17 &&
        !has_sibling(spot, "person.first_name"))
        move_name(last, full);
}

/* When, where and how a consent was given is its proof, not the consent. */
static void
settle_consent_table(const struct cs_spot *spot, struct cs_candidate *flag, struct cs_candidate *evidence)
{
    static const char *const proof[] = {"at",      "date",       "source",  "ip",        "channel",
                                        "canal",   "origin",     "origine", "timestamp", "created_at",
                                        "created", "horodatage", NULL},
                             *const choice[] = {"action",  "active",   "actif",   "status", "statut", "value", "valeur",
                                                "granted", "accepted", "accorde", "choice", "choix",  NULL};
    g_autofree char *table = cs_name_normal(spot->s->object->name), *name = cs_name_normal(spot->name);

    if (!strstr(table, "consent") && !strstr(table, "optin") && !strstr(table, "opt_in") &&
        !strstr(table, "newsletter"))
        return;
    if (g_strv_contains(proof, name) && evidence->name < 3) {
        evidence->name = 3;
        evidence->extra_why = "a column of a table of consents";
    } else if (g_strv_contains(choice, name) && flag->name < 3) {
        flag->name = 3;
        flag->extra_why = "a column of a table of consents";
    }
}

static void
settle_consent(const struct cs_spot *spot, struct cs_candidate *all)
{
    static const char *const proof[] = {"at", "on",   "date",      "dt",    "le",      "source", "origin",  "origine",
                                        "ip", "via",  "method",    "proof", "preuve",  "text",   "version", "by",
                                        "ts", "time", "timestamp", "canal", "channel", NULL};
    struct cs_candidate *flag = candidate_of(all, "consent.flag"), *evidence = candidate_of(all, "consent.evidence");
    g_autofree char *normal = cs_name_normal(spot->name);
    const char *last = strrchr(normal, '_');
    gboolean when = spot->type == CS_T_DATE || spot->type == CS_T_TIMESTAMP;

    settle_consent_table(spot, flag, evidence);
    if (flag->name > 0 && (spot->type == CS_T_BOOLEAN || (spot->t->values >= 5 && spot->t->flags == spot->t->values)))
        flag->name = MAX(flag->name, 2.9); /* "optin_phone": yes or no, so it is no phone */
    else if (flag->name > 0 && (when || (last && g_strv_contains(proof, last + 1)))) {
        flag->name = MAX(flag->name, 2.9);
        move_name(flag, evidence);
    }
}

/* Dates that lie a generation back, over decades, are days of birth: orders and log lines are recent. */
static void
settle_dates(const struct cs_spot *spot, struct cs_candidate *all)
{
    const struct cs_tally *t = spot->t;
    struct cs_candidate *birth = candidate_of(all, "person.birth_date");

    if (t->values >= 20 && t->distinct >= 15 && t->dates * 10 >= t->values * 9 && t->old_dates * 10 >= t->dates * 9 &&
        t->last_year - t->first_year >= 25 && birth->value_weight < 3.2) {
        birth->value_weight = 3.2;
        if (birth->name <= 0)
            birth->extra_why = "dates a generation back";
    }
}

/* Log-odds of a share of matches against the share that chance would give. */
static double
value_evidence(const struct cs_rule *r, guint64 hits, guint64 tried)
{
    double low, high, ratio = (double)hits / (double)tried;

    cs_wilson(hits, tried, &low, &high);
    if (hits < 3 || low <= r->chance)
        return 0;
    if (ratio >= r->min_ratio)
        return r->weight * MIN(1.0, 0.55 + 0.15 * log10((double)tried + 1));
    return ratio > r->min_ratio * 0.5 ? r->weight * 0.4 : 0;
}

static void
weigh_values(const struct cs_spot *spot, struct cs_candidate *all)
{
    const struct cs_tally *t = spot->t;

    for (guint i = 0; t->hits && i < spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(spot->s->options.ruleset, i);
        struct cs_candidate *c;
        double weight;

        if (r->attribute_index < 0 || !t->hits[i] || !t->matched)
            continue;
        c = &all[r->attribute_index];
        weight = value_evidence(r, t->hits[i], t->matched);
        if (r->needs_name)
            weight = c->name > 0 ? weight : 0;
        if (weight > c->value_weight) {
            c->value_weight = weight;
            c->value_rule = r;
            c->hits = t->hits[i];
        }
    }
}

static gboolean
is_one_of(const char *id, const char *const *list)
{
    return g_strv_contains(list, id);
}

static const char *const dates_only[] = {"person.birth_date",
                                         "person.death_date",
                                         "lifecycle.created",
                                         "lifecycle.last_activity",
                                         "lifecycle.deleted",
                                         "lifecycle.retention",
                                         NULL};
static const char *const date_allowed[] = {
    "consent.evidence", "consent.flag", "finance.card_expiry", "online.log", "person.age", "credential.password", NULL};
static const char *const flag_allowed[] = {"consent.flag",      "lifecycle.deleted", "special.health",
                                           "person.gender",     "person.age",        "finance.credit",
                                           "behaviour.profile", "special.union",     NULL};
static const char *const integer_refused[] = {"person.name",       "person.first_name",
                                              "person.last_name",  "person.middle_name",
                                              "contact.email",     "address.street",
                                              "address.full",      "content.free_text",
                                              "online.user_agent", "contact.social",
                                              "online.url",        "finance.bic",
                                              "work.employer",     "org.name",
                                              "online.username",   "credential.password",
                                              "person.photo",      "person.signature",
                                              "content.document",  "online.mac",
                                              "finance.iban",      "person.birth_place",
                                              "work.job_title",    "org.vat",
                                              "credential.secret", NULL};

/* The type gate: what a type cannot hold. */
static double
type_gate(const struct cs_spot *spot, const char *id)
{
    gboolean mostly_numbers = spot->t->values >= 5 && spot->t->numbers * 10 >= spot->t->values * 9;
    gboolean mostly_flags = spot->t->values >= 5 && spot->t->flags == spot->t->values && spot->t->distinct <= 2;

    switch (spot->type) {
    case CS_T_DATE:
    case CS_T_TIME:
    case CS_T_TIMESTAMP:
        return is_one_of(id, dates_only) || is_one_of(id, date_allowed) ? 0 : -9;
    case CS_T_BOOLEAN:
        return is_one_of(id, flag_allowed) ? 0 : -9;
    case CS_T_BYTES:
        if (!spot->t->matched)
            return is_one_of(id, integer_refused) || g_str_has_prefix(id, "person.photo") ? 0 : -2;
        break;
    case CS_T_INTEGER:
    case CS_T_NUMERIC:
        if (is_one_of(id, integer_refused))
            return -9;
        break;
    default:
        break;
    }
    if (mostly_flags && !is_one_of(id, flag_allowed) && strcmp(id, "person.title"))
        return -6;
    if (mostly_numbers && is_one_of(id, integer_refused))
        return -6;
    if (is_one_of(id, dates_only) && spot->t->values >= 5 && spot->type != CS_T_INTEGER &&
        spot->t->dates * 2 < spot->t->values)
        return -3;
    return 0;
}

/* Attributes whose values have a shape of their own: none of it among many values speaks against. */
static double
missing_shape(const struct cs_spot *spot, const char *id, const struct cs_candidate *c)
{
    static const char *const shaped[] = {"contact.email",       "finance.iban",   "online.ip",           "online.mac",
                                         "finance.card_number", "contact.social", "org.registration",    "org.vat",
                                         "online.user_agent",   "contact.phone",  "address.postal_code", NULL};
    guint digits = 0;

    if (c->value_weight > 0 || spot->t->matched < 8 || !is_one_of(id, shaped))
        return 0;
    if (!strcmp(id, "contact.phone") || !strcmp(id, "address.postal_code") || !strcmp(id, "org.registration") ||
        !strcmp(id, "org.vat")) {
        for (guint i = 0; i < spot->t->n_shapes; i++)
            digits += strchr(spot->t->shapes[i].mask, '0') ? spot->t->shapes[i].distinct : 0;
        return digits * 2 < spot->t->matched ? -4 : 0;
    }
    return -3.5;
}

static double
context(const struct cs_spot *spot, const char *id, const struct cs_candidate *c)
{
    gboolean person = spot->kind == CS_KIND_PERSON || spot->kind == CS_KIND_MIXED;

    if (g_str_has_prefix(id, "lifecycle."))
        return person ? (c->name >= 2.9 ? 0 : -1) : -6;
    if (g_str_has_prefix(id, "credential."))
        return 0;
    switch (spot->kind) {
    case CS_KIND_PRODUCT:
    case CS_KIND_REFERENCE:
        return c->value_weight >= 3 && g_str_has_prefix(id, "contact.") ? 0 : -4.5;
    case CS_KIND_SETTINGS:
        return -2.5;
    case CS_KIND_PERSON:
    case CS_KIND_MIXED:
        return 0.7;
    default:
        return 0;
    }
}

/* "name", "nom": among many values, hardly one that any list of names knows. */
static double
unknown_names(const struct cs_spot *spot, const char *id, const struct cs_candidate *c)
{
    static const char *const people[] = {"person.name", "person.first_name", "person.last_name", NULL},
                             *const lists[] = {"first_names", "last_names", NULL};
    const struct cs_tally *t = spot->t;
    guint known = 0, words = 0;

    if (c->name <= 0 || c->hit.strength == CS_NAME_STRONG || c->value_weight > 0 || t->matched < 20 ||
        !is_one_of(id, people))
        return 0;
    for (guint i = 0; t->hits && i < spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(spot->s->options.ruleset, i);

        words += r->list != NULL;
        if (r->list && (is_one_of(r->list, lists) || strchr(r->list, '+')))
            known += t->hits[i];
    }
    return words && known * 20 < t->matched ? -3 : 0;
}

static double
cardinality(const struct cs_spot *spot, const char *id)
{
    static const char *const varied[] = {"person.name",
                                         "person.first_name",
                                         "person.last_name",
                                         "contact.email",
                                         "contact.phone",
                                         "address.street",
                                         "finance.iban",
                                         "id.national",
                                         "id.customer",
                                         "online.username",
                                         "content.free_text",
                                         "credential.password",
                                         NULL};

    return spot->t->values >= 50 && spot->t->distinct <= 4 && is_one_of(id, varied) ? -4 : 0;
}

/* Several words a value, and hardly two values alike. */
static gboolean
is_prose(const struct cs_spot *spot)
{
    return spot->t->values >= 8 && spot->t->words >= spot->t->values * 4 &&
           (guint64)spot->t->distinct * 2 > spot->t->values;
}

void
cs_weigh(const struct cs_spot *spot, struct cs_candidate *all)
{
    gboolean technical = spot->column->foreign || (spot->column->primary && spot->type == CS_T_INTEGER);

    weigh_name(spot, all);
    weigh_values(spot, all);
    settle_names(spot, all);
    settle_consent(spot, all);
    settle_dates(spot, all);
    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        struct cs_candidate *c = &all[a];
        const char *id = cs_taxonomy_at(a)->id;

        if (c->negated && !c->value_weight)
            c->name = 0;
        if (c->name <= 0 && c->value_weight <= 0) {
            c->score = -99;
            continue;
        }
        c->extra = type_gate(spot, id) + missing_shape(spot, id, c) + context(spot, id, c) + cardinality(spot, id) +
                   unknown_names(spot, id, c);
        if (technical && !spot->t->path)
            c->extra -= 5;
        if (!strcmp(id, "content.free_text") && spot->t->values)
            c->extra += is_prose(spot) || spot->t->long_texts * 4 > spot->t->values ? 2.5
                        : spot->t->values >= 8                                      ? -1.5
                                                                                    : 0;
        else if (!strcmp(id, "content.free_text") && spot->type == CS_T_TEXT &&
                 (!spot->column->max_chars || spot->column->max_chars >= 1000))
            c->extra += 1.5; /* room for prose, though none is there yet */
        c->score = CS_PRIOR + c->name + c->value_weight + c->extra;
    }
}
