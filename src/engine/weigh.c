/* weigh.c - names, values, types and context into a score for every attribute that anything speaks for. */
#include "engine/weigh.h"

#include "engine/overlap.h"
#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

#define MAX_NAME_HITS 16
#define COMMENT_MAX 120 /* bytes: a longer comment explains, it does not name */
#define ROOM_FOR_PROSE 500

struct weighing {
    const struct cs_spot *spot;
    const struct cs_ruleset *rules;
    GPtrArray *candidates; /* of struct cs_candidate* */
    gboolean rival;        /* some name hit is strong and whole */
};

static gboolean
is_one_of(const char *id, const char *const *list)
{
    return g_strv_contains(list, id);
}

/* Attributes that live in the same tables and are named in the same ways. */
static const char *
group_of(const char *id)
{
    static const char *const names[] = {"person.name", "person.first_name", "person.last_name", "person.middle_name",
                                        NULL};

    if (is_one_of(id, names))
        return "name";
    if (!strcmp(id, "content.free_text"))
        return "text";
    if (g_str_has_prefix(id, "special."))
        return "special";
    if (g_str_has_prefix(id, "location."))
        return "location";
    if (g_str_has_prefix(id, "lifecycle."))
        return id; /* the date of birth of a row and its last change have little in common */
    if (g_str_has_prefix(id, "behaviour."))
        return "behaviour";
    if (g_str_has_prefix(id, "credential."))
        return "credential";
    return g_str_has_prefix(id, "person.")    ? "trait"
           : g_str_has_prefix(id, "contact.") ? "contact"
           : g_str_has_prefix(id, "address.") ? "address"
           : g_str_has_prefix(id, "finance.") ? "finance"
           : g_str_has_prefix(id, "online.")  ? "online"
           : g_str_has_prefix(id, "consent.") ? "consent"
           : g_str_has_prefix(id, "content.") ? "content"
           : g_str_has_prefix(id, "work.")    ? "work"
           : g_str_has_prefix(id, "org.")     ? "org"
                                              : "id";
}

/* A key into a list of codes holds these all the same: country_id, fk_title. */
static gboolean
is_codable(const char *id)
{
    static const char *const codable[] = {"address.country",    "address.region",
                                          "address.city",       "person.title",
                                          "person.gender",      "person.language",
                                          "person.nationality", "work.job_title",
                                          "online.user_agent",  "person.marital_status",
                                          "special.ethnicity",  "special.religion",
                                          "work.education",     NULL};

    return is_one_of(id, codable);
}

static const char *
id_of(const struct cs_candidate *c)
{
    return cs_taxonomy_at((guint)c->attribute)->id;
}

static struct cs_candidate *
candidate(struct weighing *w, int attribute)
{
    struct cs_candidate *c;

    for (guint i = 0; i < w->candidates->len; i++) {
        c = w->candidates->pdata[i];
        if (c->attribute == attribute)
            return c;
    }
    c = g_new0(struct cs_candidate, 1);
    c->attribute = attribute;
    g_ptr_array_add(w->candidates, c);
    return c;
}

static void add(struct cs_candidate *c, const char *name, double weight, const char *rule, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* Evidence whose weight is set here. format may be NULL. */
static void
add(struct cs_candidate *c, const char *name, double weight, const char *rule, const char *format, ...)
{
    struct cs_weight *e = &c->evidence[c->n];
    va_list args;

    c->score += weight;
    if (c->n == CS_EVIDENCE_MAX)
        return;
    c->n++;
    g_strlcpy(e->name, name, sizeof e->name);
    e->weight = weight;
    e->rule = rule;
    if (format) {
        va_start(args, format);
        g_vsnprintf(e->detail, sizeof e->detail, format, args);
        va_end(args);
    }
}

/* Evidence whose weight the packs give: that of base, and that of base where. */
static void
weigh(const struct weighing *w, struct cs_candidate *c, const char *base, const char *where, const char *rule,
      const char *detail)
{
    char name[112];
    double general = 0, special = 0;

    g_snprintf(name, sizeof name, "%s:%s", base, where);
    cs_ruleset_weight(w->rules, base, &general);
    cs_ruleset_weight(w->rules, name, &special);
    add(c, name, general + special, rule, detail ? "%s" : NULL, detail);
}

static void
find_names(struct weighing *w)
{
    struct cs_name_hit hits[MAX_NAME_HITS];
    const struct cs_spot *spot = w->spot;
    guint n = cs_names_match(spot->s->options.names, spot->name, &spot->profile->scope, hits, MAX_NAME_HITS);

    for (guint i = 0; i < n; i++) {
        struct cs_candidate *c = candidate(w, hits[i].attribute);

        c->named = TRUE;
        c->hit = hits[i];
        w->rival |= hits[i].strength == CS_NAME_STRONG && hits[i].whole;
    }
}

/* A share of matches that chance would not give. */
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
find_values(struct weighing *w)
{
    const struct cs_tally *t = w->spot->t;

    for (guint i = 0; t->hits && t->matched && i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);
        double weight = r->attribute_index >= 0 && t->hits[i] ? value_evidence(r, t->hits[i], cs_tally_tried(t, i)) : 0;
        struct cs_candidate *c = NULL;

        for (guint k = 0; weight > 0 && k < w->candidates->len; k++)
            if (((struct cs_candidate *)w->candidates->pdata[k])->attribute == r->attribute_index)
                c = w->candidates->pdata[k];
        if (weight <= 0 || (r->needs_name && !(c && c->named)))
            continue;
        if (!c)
            c = candidate(w, r->attribute_index);
        if (weight > c->value) {
            c->value = weight;
            c->valued = TRUE;
            c->value_rule = r;
            c->hits = t->hits[i];
            c->tried = cs_tally_tried(t, i);
        }
    }
}

static struct cs_candidate *
known(const struct weighing *w, const char *id)
{
    for (guint i = 0; i < w->candidates->len; i++) {
        struct cs_candidate *c = w->candidates->pdata[i];

        if (!strcmp(id_of(c), id) && (c->named || c->valued))
            return c;
    }
    return NULL;
}

static void
move_name(struct cs_candidate *from, struct cs_candidate *to)
{
    if (to->named && to->hit.strength == CS_NAME_STRONG && to->hit.whole)
        return;
    to->named = TRUE;
    to->hit = from->hit;
    from->named = FALSE;
}

static gboolean
is_dated(const struct cs_spot *spot)
{
    return spot->type == CS_T_DATE || spot->type == CS_T_TIMESTAMP ||
           (spot->t->values >= 5 && spot->t->dates * 10 >= spot->t->values * 9);
}

/* Are all values yes or no? */
static gboolean
is_flag(const struct cs_spot *spot)
{
    return spot->type == CS_T_BOOLEAN ||
           (spot->t->values >= 5 && spot->t->flags == spot->t->values && spot->t->distinct <= 2);
}

/* In a table of consents the columns themselves need not say so. */
static void
find_in_consent_table(struct weighing *w)
{
    static const char *const proof[] = {"at",      "date",      "source",  "ip",         "channel", "canal",  "origin",
                                        "origine", "timestamp", "created", "horodatage", "proof",   "preuve", NULL},
                             *const choice[] = {"action", "active", "actif",    "status",   "statut",
                                                "value",  "valeur", "granted",  "accepted", "accorde",
                                                "choice", "choix",  "decision", NULL};
    const struct cs_spot *spot = w->spot;
    g_auto(GStrv) tokens = NULL;

    if (!(spot->profile->words & CS_W_CONSENT))
        return;
    tokens = cs_lexicon_split(cs_names_lexicon(spot->s->options.names), spot->name);
    for (char **t = tokens; *t; t++) {
        gboolean flag = g_strv_contains(choice, *t) && !is_dated(spot);
        struct cs_candidate *c;

        if (!flag && !g_strv_contains(proof, *t) && !is_dated(spot))
            continue;
        c = candidate(w, cs_taxonomy_index(flag ? "consent.flag" : "consent.evidence"));
        if (!c->named)
            add(c, "value.consent_table", 4.5, NULL, "a column of a table of consents");
        c->named = TRUE;
        c->hit.whole = TRUE;
        c->hit.strength = CS_NAME_STRONG;
        return;
    }
}

/* When, where and how a consent was given is its proof, not the consent. */
static void
settle_consent(struct weighing *w)
{
    static const char *const proof[] = {"source", "origin", "origine", "ip", "via",   "method",  "proof",
                                        "preuve", "text",   "version", "by", "canal", "channel", NULL};
    struct cs_candidate *flag = known(w, "consent.flag");
    g_auto(GStrv) tokens = NULL;
    gboolean proves = is_dated(w->spot);

    if (!flag || !flag->named || is_flag(w->spot))
        return;
    tokens = cs_lexicon_split(cs_names_lexicon(w->spot->s->options.names), w->spot->name);
    for (char **t = tokens; *t; t++)
        proves |= g_strv_contains(proof, *t);
    if (proves || flag->hit.time)
        move_name(flag, candidate(w, cs_taxonomy_index("consent.evidence")));
}

/* "nom", "name": a whole name where the values have several words and no first name stands beside. */
static void
settle_names(struct weighing *w)
{
    struct cs_candidate *last = known(w, "person.last_name"), *full = known(w, "person.name"),
                        *employer = known(w, "work.employer"), *company = known(w, "org.name");
    const struct cs_tally *t = w->spot->t;

    /* companies are called after people */
    if (full && !full->named && ((employer && employer->named) || (company && company->named)))
        full->value = 0;

    if (last && last->named && t->values >= 5 && t->words * 10 >= t->values * 17 && !w->spot->profile->first)
        move_name(last, candidate(w, cs_taxonomy_index("person.name")));
}

/* A fax number looks like any telephone number: its name tells them apart. */
static void
settle_fax(struct weighing *w)
{
    struct cs_candidate *fax = known(w, "contact.fax"), *phone = known(w, "contact.phone");

    if (!fax || !fax->named || fax->valued || !phone || !phone->valued || phone->named)
        return;
    fax->value = phone->value;
    fax->value_rule = phone->value_rule;
    fax->hits = phone->hits;
    fax->valued = TRUE;
    phone->valued = FALSE;
    phone->value_rule = NULL;
}

/* Dates that lie a generation back, over decades, are days of birth: orders and log lines are recent. */
static void
find_birth_dates(struct weighing *w)
{
    const struct cs_tally *t = w->spot->t;
    struct cs_candidate *c;

    if (t->values < 20 || t->distinct < 15 || t->dates * 10 < t->values * 9 || t->old_dates * 10 < t->dates * 9 ||
        t->last_year - t->first_year < 25)
        return;
    c = candidate(w, cs_taxonomy_index("person.birth_date"));
    if (c->value < 4.5) {
        c->value = 4.5;
        c->valued = TRUE;
        c->value_rule = NULL;
    }
}

static const char *const dates_only[] = {"person.birth_date",
                                         "person.death_date",
                                         "lifecycle.created",
                                         "lifecycle.last_activity",
                                         "lifecycle.deleted",
                                         "lifecycle.retention",
                                         NULL};
static const char *const date_allowed[] = {"consent.evidence", "consent.flag", "finance.card_expiry",
                                           "online.log",       "person.age",   NULL};
static const char *const flag_allowed[] = {
    "consent.flag",   "lifecycle.deleted", "special.health", "person.gender",    "person.age",
    "finance.credit", "behaviour.profile", "special.union",  "special.religion", NULL};
static const char *const integer_refused[] = {"person.name",      "person.first_name",
                                              "person.last_name", "person.middle_name",
                                              "contact.email",    "address.street",
                                              "address.full",     "content.free_text",
                                              "contact.social",   "online.url",
                                              "finance.bic",      "work.employer",
                                              "org.name",         "online.username",
                                              "person.photo",     "person.signature",
                                              "content.document", "online.mac",
                                              "finance.iban",     "person.birth_place",
                                              "org.vat",          NULL};

/* The type gate: what a type, or values of one kind, cannot hold. */
static double
type_gate(const struct cs_spot *spot, const char *id)
{
    gboolean numbers = spot->t->values >= 5 && spot->t->numbers * 10 >= spot->t->values * 9;

    switch (spot->type) {
    case CS_T_DATE:
    case CS_T_TIME:
    case CS_T_TIMESTAMP:
        return is_one_of(id, dates_only) || is_one_of(id, date_allowed) ? 0 : -9;
    case CS_T_BOOLEAN:
        return is_one_of(id, flag_allowed) ? 0 : -9;
    case CS_T_INTEGER:
    case CS_T_NUMERIC:
        if (is_one_of(id, integer_refused))
            return -9;
        break;
    default:
        break;
    }
    if (is_flag(spot) && !is_one_of(id, flag_allowed) && strcmp(id, "person.title"))
        return -6;
    if (numbers && is_one_of(id, integer_refused))
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
    static const char *const shaped[] = {"contact.email",       "finance.iban",        "online.ip", "online.mac",
                                         "finance.card_number", "org.registration",    "org.vat",   "online.user_agent",
                                         "contact.phone",       "address.postal_code", NULL},
                             *const with_digits[] = {"contact.phone", "address.postal_code", "org.registration",
                                                     "org.vat", NULL};
    guint digits = 0;

    if (c->valued || spot->t->matched < 8 || !is_one_of(id, shaped))
        return 0;
    if (!is_one_of(id, with_digits))
        return -3.5;
    for (guint i = 0; i < spot->t->n_shapes; i++)
        digits += strchr(spot->t->shapes[i].mask, '0') ? spot->t->shapes[i].distinct : 0;
    return digits * 2 < spot->t->matched ? -4 : 0;
}

/* A name column: among many values, hardly one that any list of names knows. */
static double
unknown_names(const struct weighing *w, const struct cs_candidate *c)
{
    static const char *const lists[] = {"first_names", "last_names", NULL};
    const struct cs_tally *t = w->spot->t;
    guint known_values = 0, tried = 0;

    if (!c->named || c->valued || t->matched < 20 || strcmp(group_of(id_of(c)), "name"))
        return 0;
    for (guint i = 0; i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (!r->list || !(is_one_of(r->list, lists) || strchr(r->list, '+')))
            continue;
        tried++;
        known_values = MAX(known_values, t->hits ? t->hits[i] : 0);
    }
    return tried && known_values * 20 < t->matched ? -3 : 0;
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

/* Values that hardly anything else looks like need no name to be believed: the more so the rarer their form. */
static double
alone(const struct cs_candidate *c)
{
    double full =
        c->value_rule ? c->value / MAX(c->value_rule->weight, 0.1) : 0; /* 0.4: half of them; 0.6 … 1: nearly all */

    if (c->named || full < 0.6)
        return 0;
    return c->value_rule->weight >= 5 ? 4.0 : c->value_rule->weight >= 4 ? 3.0 : c->value_rule->weight >= 3 ? 2.0 : 0.5;
}

static void
add_values(const struct weighing *w, struct cs_candidate *c)
{
    const struct cs_spot *spot = w->spot;
    const char *id = id_of(c);
    const struct {
        const char *name;
        double weight;
    } more[] = {{"gate.type", type_gate(spot, id)},
                {"value.shape", missing_shape(spot, id, c)},
                {"value.unknown", unknown_names(w, c)},
                {"value.few", cardinality(spot, id)},
                {"value.alone", alone(c)}};

    if (c->valued && c->value_rule)
        add(c,
            c->value_rule->check  ? "value.check"
            : c->value_rule->list ? "value.list"
                                  : "value.pattern",
            c->value, c->value_rule->id, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " distinct values", c->hits,
            spot->t->matched);
    else if (c->valued && c->value > 0)
        add(c, "value.dates", c->value, NULL, "dates a generation back");
    for (gsize i = 0; i < G_N_ELEMENTS(more); i++)
        if (more[i].weight != 0)
            add(c, more[i].name, more[i].weight, NULL, NULL);
    if (!strcmp(id, "content.free_text") && spot->t->values >= 8)
        add(c, "value.prose", is_prose(spot) || spot->t->long_texts * 4 > spot->t->values ? 2.5 : -2.5, NULL, NULL);
}

static void
add_name(const struct weighing *w, struct cs_candidate *c, const char *group)
{
    const struct cs_name_hit *h = &c->hit;
    const char *rule = cs_ruleset_rule(w->rules, h->rule)->id;
    char base[40], detail[120], word[100];

    g_snprintf(base, sizeof base, "name.%s.%s", h->strength == CS_NAME_STRONG ? "strong" : "weak",
               h->whole                ? "whole"
               : h->before && h->after ? "inside"
               : h->before             ? "end"
               : h->after              ? "start"
                                       : "marked");
    g_snprintf(detail, sizeof detail, "the word \"%s\"", h->form);
    weigh(w, c, base, group, rule, detail);
    g_snprintf(word, sizeof word, "%s/%s", id_of(c), h->form);
    weigh(w, c, "word", word, NULL, NULL);
    if (h->split)
        weigh(w, c, "name.compound", group, NULL, NULL);
    if (h->meta)
        weigh(w, c, "name.meta", group, NULL, NULL);
    if (h->code)
        weigh(w, c, "name.key", is_codable(id_of(c)) ? "codable" : group, NULL, NULL);
    if (h->number)
        weigh(w, c, "name.number", is_codable(id_of(c)) ? "codable" : group, NULL, NULL);
    if (h->time)
        weigh(w, c, "name.time", group, NULL, NULL);
    if (h->flag)
        weigh(w, c, "name.flag", group, NULL, NULL);
    if (w->rival && !(h->strength == CS_NAME_STRONG && h->whole))
        weigh(w, c, "name.rival", group, NULL, NULL);
}

static const char *
type_word(const struct cs_spot *spot)
{
    if (spot->t->path)
        return "path";
    switch (spot->type) {
    case CS_T_TEXT:
        return !spot->column->max_chars || spot->column->max_chars >= ROOM_FOR_PROSE ? "long" : "text";
    case CS_T_INTEGER:
    case CS_T_NUMERIC:
    case CS_T_BOOLEAN:
    case CS_T_JSON:
    case CS_T_BYTES:
    case CS_T_ENUM:
    case CS_T_INET:
    case CS_T_ARRAY:
        return cs_type_name(spot->type);
    case CS_T_DATE:
    case CS_T_TIME:
    case CS_T_TIMESTAMP:
        return "date";
    default:
        return "other";
    }
}

/* What stands beside it decides between a part and the whole: nom and prénom, address and town. */
static void
add_siblings(const struct weighing *w, struct cs_candidate *c)
{
    static const char *const names[] = {"person.name", "person.first_name", "person.last_name", NULL},
                             *const addresses[] = {"address.full", "address.street", NULL};
    const struct cs_profile *p = w->spot->profile;
    const char *id = id_of(c);

    if (is_one_of(id, names)) {
        weigh(w, c, p->first ? "beside.first_name" : "beside.no_first_name", id, NULL, NULL);
        weigh(w, c, p->last ? "beside.last_name" : "beside.no_last_name", id, NULL, NULL);
    } else if (is_one_of(id, addresses)) {
        weigh(w, c, p->town ? "beside.town" : "beside.no_town", id, NULL, NULL);
    }
}

static void
add_context(const struct weighing *w, struct cs_candidate *c, const char *group)
{
    const struct cs_spot *spot = w->spot;
    const struct cs_profile *p = spot->profile;
    gboolean counted = c->named && c->hit.strength == CS_NAME_STRONG && c->hit.whole &&
                       (!strcmp(group, "name") || !strcmp(group, "contact"));
    guint others = p->names + p->contacts - (counted && p->names + p->contacts > 0);
    char base[40];

    g_snprintf(base, sizeof base, "table.%s", cs_kind_name(p->kind));
    weigh(w, c, base, group, NULL, NULL);
    weigh(w, c, p->linked ? "table.linked" : "table.unlinked", group, NULL, NULL);
    weigh(w, c, others >= 2 ? "beside.people" : others ? "beside.person" : "beside.nobody", group, NULL, NULL);
    if (p->words & (CS_W_SETTINGS | CS_W_REFERENCE | CS_W_PRODUCT | CS_W_PLACE | CS_W_CONTENT) &&
        p->kind <= CS_KIND_MIXED)
        weigh(w, c, "table.but", group, NULL, NULL);
    if (p->words & (CS_W_PEOPLE | CS_W_PERSON) && p->kind != CS_KIND_PERSON)
        weigh(w, c, "table.people", group, NULL, NULL);
    g_snprintf(base, sizeof base, "type.%s", type_word(spot));
    weigh(w, c, base, group, NULL, NULL);
    if (spot->t->path)
        return;
    if (spot->column->foreign)
        weigh(w, c, "key.foreign", is_codable(id_of(c)) ? "codable" : "other", NULL, NULL);
    else if (spot->column->primary && spot->type == CS_T_INTEGER)
        weigh(w, c, "key.primary", "other", NULL, NULL);
}

/* The column's comment, where it is short enough to be a name. */
static void
add_comment(const struct weighing *w, struct cs_candidate *c)
{
    const char *comment = w->spot->t->path ? NULL : w->spot->column->comment;
    struct cs_name_hit hits[MAX_NAME_HITS];
    guint n = comment && strlen(comment) <= COMMENT_MAX
                  ? cs_names_match(w->spot->s->options.names, comment, NULL, hits, MAX_NAME_HITS)
                  : 0;

    for (guint i = 0; i < n; i++)
        if (hits[i].attribute == c->attribute && hits[i].strength == CS_NAME_STRONG) {
            weigh(w, c, "comment", c->named ? "named" : "alone", NULL, NULL);
            return;
        }
}

static void
find_comment(struct weighing *w)
{
    const char *comment = w->spot->t->path ? NULL : w->spot->column->comment;
    struct cs_name_hit hits[MAX_NAME_HITS];
    guint n = comment && strlen(comment) <= COMMENT_MAX
                  ? cs_names_match(w->spot->s->options.names, comment, NULL, hits, MAX_NAME_HITS)
                  : 0;

    for (guint i = 0; i < n; i++)
        if (hits[i].strength == CS_NAME_STRONG)
            candidate(w, hits[i].attribute);
}

static gint
by_score(gconstpointer a, gconstpointer b)
{
    const struct cs_candidate *x = *(struct cs_candidate *const *)a, *y = *(struct cs_candidate *const *)b;

    return x->score > y->score ? -1 : x->score < y->score ? 1 : x->attribute - y->attribute;
}

GPtrArray *
cs_weigh(const struct cs_spot *spot)
{
    struct weighing w = {
        .spot = spot, .rules = spot->s->options.ruleset, .candidates = g_ptr_array_new_with_free_func(g_free)};

    find_names(&w);
    find_comment(&w);
    find_in_consent_table(&w);
    find_values(&w);
    find_birth_dates(&w);
    settle_names(&w);
    settle_fax(&w);
    settle_consent(&w);
    for (guint i = 0; i < w.candidates->len; i++) {
        struct cs_candidate *c = w.candidates->pdata[i];
        const char *group = group_of(id_of(c));

        weigh(&w, c, "prior", id_of(c), NULL, NULL);
        if (c->named)
            add_name(&w, c, group);
        add_comment(&w, c);
        add_context(&w, c, group);
        if (c->named)
            add_siblings(&w, c);
        add_values(&w, c);
    }
    g_ptr_array_sort(w.candidates, by_score);
    return w.candidates;
}
