/* classify.c - an object's study: rows into tallies, tallies and names into a score. */
#include "engine/classify.h"

#include "base/utf8.h"
#include "engine/extract.h"
#include "engine/kind.h"
#include "engine/overlap.h"
#include "engine/tally.h"
#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

#define MAX_PATHS 256
#define MAX_NAME_HITS 12
#define PRIOR (-2.5)

struct field {
    struct cs_column *column;
    struct cs_tally *own;
    GHashTable *paths; /* path → struct cs_tally*, or NULL */
};

struct cs_study {
    struct cs_study_options options;
    struct cs_matcher *matcher;
    const struct cs_object *object;
    GPtrArray *fields; /* of struct field* */
    GHashTable *by_column;
    struct field *code, *value; /* entity-attribute-value: a code column beside a value column */
    GString *text;
    guint n_rules;
    int year;
    /* of the row being added */
    struct field *current;
};

static void
field_free(gpointer data)
{
    struct field *f = data;

    cs_tally_free(f->own);
    if (f->paths)
        g_hash_table_unref(f->paths);
    g_free(f);
}

struct cs_study *
cs_study_new(const struct cs_study_options *options, struct cs_matcher *matcher, const struct cs_object *object)
{
    struct cs_study *s = g_new0(struct cs_study, 1);

    s->options = *options;
    s->matcher = matcher;
    s->object = object;
    s->n_rules = cs_ruleset_count(options->ruleset);
    s->fields = g_ptr_array_new_with_free_func(field_free);
    s->by_column = g_hash_table_new(NULL, NULL);
    s->text = g_string_sized_new(1024);
    s->year = options->as_of ? (int)g_ascii_strtoll(options->as_of, NULL, 10) : 2026;
    for (guint i = 0; i < object->columns->len; i++) {
        struct field *f = g_new0(struct field, 1);

        f->column = object->columns->pdata[i];
        f->own = cs_tally_new(NULL);
        g_ptr_array_add(s->fields, f);
        g_hash_table_insert(s->by_column, f->column, f);
        if (!s->code && cs_name_is_code(f->column))
            s->code = f;
        else if (!s->value && cs_name_is_value(f->column))
            s->value = f;
    }
    return s;
}

void
cs_study_free(struct cs_study *s)
{
    if (!s)
        return;
    memset(s->text->str, 0, s->text->allocated_len);
    g_string_free(s->text, TRUE);
    g_hash_table_unref(s->by_column);
    g_ptr_array_unref(s->fields);
    g_free(s);
}

static struct cs_tally *
path_tally(struct field *f, const char *path)
{
    struct cs_tally *t;

    if (!f->paths)
        f->paths = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)cs_tally_free);
    t = g_hash_table_lookup(f->paths, path);
    if (!t && g_hash_table_size(f->paths) < MAX_PATHS) {
        t = cs_tally_new(path);
        g_hash_table_insert(f->paths, t->path, t);
    }
    return t;
}

static gboolean
key_is_data(void *ctx, const char *key, gsize size)
{
    struct cs_study *s = ctx;

    return cs_key_is_data(s->matcher, s->options.ruleset, key, size);
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    struct cs_study *s = ctx;
    struct cs_tally *t = path_tally(s->current, path);

    if (!t)
        return;
    t->rows++;
    cs_tally_add(t, s->matcher, s->n_rules, CS_T_UNKNOWN, text, size, s->year);
}

static void
add_value(struct cs_study *s, struct field *f, const struct cs_value *v)
{
    f->own->rows++;
    if (v->null) {
        f->own->nulls++;
        return;
    }
    f->own->truncated += v->truncated;
    g_string_truncate(s->text, 0);
    if (f->column->type == CS_T_BYTES && cs_utf8_valid_prefix(v->data, v->size) != v->size) {
        f->own->values++;
        return;
    }
    cs_utf8_append(s->text, v->data, v->size, f->column->encoding && g_ascii_strcasecmp(f->column->encoding, "UTF-8") ? f->column->encoding : NULL);
    if (f->column->type == CS_T_ARRAY) {
        f->own->values++;
        s->current = f;
        cs_array_walk(s->text->str, s->text->len, on_scalar, s);
        return;
    }
    s->current = f;
    if ((f->column->type == CS_T_JSON || f->column->type == CS_T_TEXT || f->column->type == CS_T_UNKNOWN || f->column->type == CS_T_BYTES) &&
        s->text->len >= 2 && (*s->text->str == '{' || *s->text->str == '[') &&
        cs_json_walk(s->text->str, s->text->len, key_is_data, on_scalar, s)) {
        f->own->documents++;
        f->own->values++;
        return;
    }
    cs_tally_add(f->own, s->matcher, s->n_rules, f->column->type, s->text->str, s->text->len, s->year);
}

/* A value under its code: only codes that look like words of a schema. */
static void
add_coded(struct cs_study *s, const struct cs_value *code, const struct cs_value *value)
{
    g_autofree char *path = NULL;

    if (code->null || value->null || code->size == 0 || code->size > 40)
        return;
    for (gsize i = 0; i < code->size; i++)
        if (!g_ascii_isalnum(code->data[i]) && !strchr("_-.", code->data[i]))
            return;
    path = g_strdup_printf("[%s=%.*s]", s->code->column->name, (int)code->size, code->data);
    if (key_is_data(s, code->data, code->size))
        return;
    s->current = s->value;
    g_string_truncate(s->text, 0);
    cs_utf8_append(s->text, value->data, value->size, NULL);
    on_scalar(s, path, s->text->str, s->text->len);
}

void
cs_study_add(struct cs_study *s, const struct cs_batch *batch, struct cs_column *const *columns)
{
    gsize code = batch->columns, value = batch->columns;

    for (gsize c = 0; c < batch->columns; c++) {
        struct field *f = g_hash_table_lookup(s->by_column, columns[c]);

        if (f && f == s->code)
            code = c;
        if (f && f == s->value)
            value = c;
        for (gsize row = 0; f && row < batch->rows; row++)
            add_value(s, f, &batch->values[row * batch->columns + c]);
    }
    if (code == batch->columns || value == batch->columns)
        return;
    for (gsize row = 0; row < batch->rows; row++)
        add_coded(s, &batch->values[row * batch->columns + code], &batch->values[row * batch->columns + value]);
}

gboolean
cs_study_wants_more(const struct cs_study *s)
{
    for (guint i = 0; i < s->fields->len; i++) {
        const struct field *f = s->fields->pdata[i];
        guint64 filled = f->own->values;

        /* Hardly filled, or free text in which something rare may hide. */
        if ((filled > 0 && filled < 20 && f->own->rows >= 500) || (filled && f->own->long_texts * 2 > filled))
            return TRUE;
    }
    return FALSE;
}

/* Keys that only a few documents have are data, too: their paths fall together as {*}. */
static void
collapse_paths(struct cs_study *s, struct field *f)
{
    g_autoptr(GPtrArray) rare = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;

    if (!f->paths)
        return;
    g_hash_table_iter_init(&iter, f->paths);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct cs_tally *t = value;

        if (t->rows * 100 < MAX(f->own->documents, f->own->rows) && t->rows < 5 && !g_str_has_suffix(t->path, "}"))
            g_ptr_array_add(rare, t);
    }
    for (guint i = 0; i < rare->len; i++) {
        struct cs_tally *t = rare->pdata[i];
        const char *cut = MAX(strrchr(t->path, '.'), strrchr(t->path, '['));
        g_autofree char *parent = cut ? g_strndup(t->path, (gsize)(cut - t->path)) : g_strdup("$");
        g_autofree char *path = *t->path == '[' ? g_strdup("[*]") : g_strdup_printf("%s{*}", parent);
        struct cs_tally *together;

        together = path_tally(f, path);
        if (together)
            cs_tally_merge(together, t, s->n_rules);
        g_hash_table_remove(f->paths, t->path);
    }
}

struct candidate {
    double score;
    double name;      /* evidence of the name */
    gboolean negated; /* a negative word took the name away */
    const struct cs_rule *value_rule;
    guint64 hits;
    double value_weight;
    double extra;
    const char *extra_why;
    struct cs_name_hit hit;
};

/* Where a finding stands: its column, a path, what counts there. */
struct spot {
    struct cs_study *s;
    const struct cs_column *column;
    const struct cs_tally *t;
    enum cs_type type;
    const char *name; /* the name to match: the column's, or the last key of a path */
    gboolean cut;     /* documents of the column were cut at the ceiling */
    enum cs_kind kind;
};

static void
weigh_name(const struct spot *spot, struct candidate *all)
{
    struct cs_name_hit hits[MAX_NAME_HITS];
    guint n = cs_names_match(spot->s->options.names, spot->name, spot->s->object->name, hits, MAX_NAME_HITS);
    gboolean person = spot->kind == CS_KIND_PERSON || spot->kind == CS_KIND_MIXED;

    for (guint i = 0; i < n; i++) {
        struct candidate *c;
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

static struct candidate *
candidate_of(struct candidate *all, const char *id)
{
    return &all[cs_taxonomy_index(id)];
}

static gboolean
has_sibling(const struct spot *spot, const char *id)
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
move_name(struct candidate *from, struct candidate *to)
{
    if (from->name <= to->name)
        return;
    to->name = from->name;
    to->hit = from->hit;
    from->name = 0;
}

/* "nom" and "name" are the whole name where its values have several words and no first name stands beside. */
static void
settle_names(const struct spot *spot, struct candidate *all)
{
    struct candidate *last = candidate_of(all, "person.last_name"), *full = candidate_of(all, "person.name");

    if (MAX(candidate_of(all, "work.employer")->name, candidate_of(all, "org.name")->name) >= 2.9 && full->name < 2.9)
        full->value_weight = full->name = 0; /* companies are called after people */
    if (last->name > 0 && spot->t->values >= 5 && spot->t->words * 10 >= spot->t->values * 17 && !has_sibling(spot, "person.first_name"))
        move_name(last, full);
}

/* When, where and how a consent was given is its proof, not the consent. */
static void
settle_consent_table(const struct spot *spot, struct candidate *flag, struct candidate *evidence)
{
    static const char *const proof[] = {"at", "date", "source", "ip", "channel", "canal", "origin", "origine", "timestamp", "created_at", "created", "horodatage", NULL},
                            *const choice[] = {"action", "active", "actif", "status", "statut", "value", "valeur", "granted", "accepted", "accorde", "choice", "choix", NULL};
    g_autofree char *table = cs_name_normal(spot->s->object->name), *name = cs_name_normal(spot->name);

    if (!strstr(table, "consent") && !strstr(table, "optin") && !strstr(table, "opt_in") && !strstr(table, "newsletter"))
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
settle_consent(const struct spot *spot, struct candidate *all)
{
    static const char *const proof[] = {"at", "on", "date", "dt", "le", "source", "origin", "origine", "ip", "via", "method", "proof", "preuve", "text", "version",
                                        "by", "ts", "time", "timestamp", "canal", "channel", NULL};
    struct candidate *flag = candidate_of(all, "consent.flag"), *evidence = candidate_of(all, "consent.evidence");
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
settle_dates(const struct spot *spot, struct candidate *all)
{
    const struct cs_tally *t = spot->t;
    struct candidate *birth = candidate_of(all, "person.birth_date");

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
weigh_values(const struct spot *spot, struct candidate *all)
{
    const struct cs_tally *t = spot->t;

    for (guint i = 0; t->hits && i < spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(spot->s->options.ruleset, i);
        struct candidate *c;
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

static const char *const dates_only[] = {"person.birth_date", "person.death_date", "lifecycle.created", "lifecycle.last_activity",
                                         "lifecycle.deleted", "lifecycle.retention", NULL};
static const char *const date_allowed[] = {"consent.evidence", "consent.flag", "finance.card_expiry", "online.log", "person.age", "credential.password", NULL};
static const char *const flag_allowed[] = {"consent.flag", "lifecycle.deleted", "special.health", "person.gender", "person.age", "finance.credit",
                                           "behaviour.profile", "special.union", NULL};
static const char *const integer_refused[] = {"person.name", "person.first_name", "person.last_name", "person.middle_name", "contact.email",
                                              "address.street", "address.full", "content.free_text", "online.user_agent", "contact.social",
                                              "online.url", "finance.bic", "work.employer", "org.name", "online.username", "credential.password",
                                              "person.photo", "person.signature", "content.document", "online.mac", "finance.iban",
                                              "person.birth_place", "work.job_title", "org.vat", "credential.secret", NULL};

/* The type gate: what a type cannot hold. */
static double
type_gate(const struct spot *spot, const char *id)
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
    if (is_one_of(id, dates_only) && spot->t->values >= 5 && spot->type != CS_T_INTEGER && spot->t->dates * 2 < spot->t->values)
        return -3;
    return 0;
}

/* Attributes whose values have a shape of their own: none of it among many values speaks against. */
static double
missing_shape(const struct spot *spot, const char *id, const struct candidate *c)
{
    static const char *const shaped[] = {"contact.email", "finance.iban", "online.ip", "online.mac", "finance.card_number", "contact.social",
                                         "org.registration", "org.vat", "online.user_agent", "contact.phone", "address.postal_code", NULL};
    guint digits = 0;

    if (c->value_weight > 0 || spot->t->matched < 8 || !is_one_of(id, shaped))
        return 0;
    if (!strcmp(id, "contact.phone") || !strcmp(id, "address.postal_code") || !strcmp(id, "org.registration") || !strcmp(id, "org.vat")) {
        for (guint i = 0; i < spot->t->n_shapes; i++)
            digits += strchr(spot->t->shapes[i].mask, '0') ? spot->t->shapes[i].distinct : 0;
        return digits * 2 < spot->t->matched ? -4 : 0;
    }
    return -3.5;
}

static double
context(const struct spot *spot, const char *id, const struct candidate *c)
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
unknown_names(const struct spot *spot, const char *id, const struct candidate *c)
{
    static const char *const people[] = {"person.name", "person.first_name", "person.last_name", NULL}, *const lists[] = {"first_names", "last_names", NULL};
    const struct cs_tally *t = spot->t;
    guint known = 0, words = 0;

    if (c->name <= 0 || c->hit.strength == CS_NAME_STRONG || c->value_weight > 0 || t->matched < 20 || !is_one_of(id, people))
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
cardinality(const struct spot *spot, const char *id)
{
    static const char *const varied[] = {"person.name", "person.first_name", "person.last_name", "contact.email", "contact.phone", "address.street",
                                         "finance.iban", "id.national", "id.customer", "online.username", "content.free_text", "credential.password", NULL};

    return spot->t->values >= 50 && spot->t->distinct <= 4 && is_one_of(id, varied) ? -4 : 0;
}

/* Several words a value, and hardly two values alike. */
static gboolean
is_prose(const struct spot *spot)
{
    return spot->t->values >= 8 && spot->t->words >= spot->t->values * 4 && (guint64)spot->t->distinct * 2 > spot->t->values;
}

static void
weigh(const struct spot *spot, struct candidate *all)
{
    gboolean technical = spot->column->foreign || (spot->column->primary && spot->type == CS_T_INTEGER);

    weigh_name(spot, all);
    weigh_values(spot, all);
    settle_names(spot, all);
    settle_consent(spot, all);
    settle_dates(spot, all);
    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        struct candidate *c = &all[a];
        const char *id = cs_taxonomy_at(a)->id;

        if (c->negated && !c->value_weight)
            c->name = 0;
        if (c->name <= 0 && c->value_weight <= 0) {
            c->score = -99;
            continue;
        }
        c->extra = type_gate(spot, id) + missing_shape(spot, id, c) + context(spot, id, c) + cardinality(spot, id) + unknown_names(spot, id, c);
        if (technical && !spot->t->path)
            c->extra -= 5;
        if (!strcmp(id, "content.free_text") && spot->t->values)
            c->extra += is_prose(spot) || spot->t->long_texts * 4 > spot->t->values ? 2.5 : spot->t->values >= 8 ? -1.5 : 0;
        else if (!strcmp(id, "content.free_text") && spot->type == CS_T_TEXT && (!spot->column->max_chars || spot->column->max_chars >= 1000))
            c->extra += 1.5; /* room for prose, though none is there yet */
        c->score = PRIOR + c->name + c->value_weight + c->extra;
    }
}

static double
probability(double score)
{
    return 1 / (1 + exp(-score));
}

static int
best_of(const struct candidate *all, int but)
{
    int best = -1;

    for (int a = 0; a < (int)cs_taxonomy_count(); a++)
        if (a != but && all[a].score > -20 && (best < 0 || all[a].score > all[best].score))
            best = a;
    return best;
}

static void
add_masked(const struct spot *spot, struct cs_finding *f)
{
    for (guint i = 0; i < spot->t->n_shapes; i++) {
        if (spot->t->shapes[i].distinct < 5)
            continue;
        if (!f->masked)
            f->masked = g_ptr_array_new_with_free_func(g_free);
        if (f->masked->len < 3)
            g_ptr_array_add(f->masked, g_strdup(spot->t->shapes[i].mask));
    }
}

static struct cs_finding *
new_finding(const struct spot *spot, const char *attribute, enum cs_verdict verdict, double confidence)
{
    struct cs_finding *f = cs_finding_new();
    const struct cs_object *o = spot->s->object;
    guint64 rows = spot->t->rows;

    cs_place_set(&f->place, o->source->name, o->schema, o->name, spot->column->name, spot->t->path);
    f->type = g_strdup(cs_type_name(spot->column->type));
    f->native = g_strdup(spot->column->native);
    f->attribute = g_strdup(attribute);
    f->verdict = verdict;
    f->confidence = floor(confidence * 1000 + 0.5) / 1000;
    f->filled = rows ? (double)spot->t->values / (double)rows : -1;
    f->distinct = spot->t->distinct;
    f->truncated = spot->cut;
    if (spot->s->options.masked)
        add_masked(spot, f);
    return f;
}

static void
keep(struct cs_survey *survey, struct cs_finding *f)
{
    g_ptr_array_add(f->confidence >= 0.5 ? survey->findings : survey->candidates, f);
}

static void
report_best(const struct spot *spot, const struct candidate *all, struct cs_survey *survey)
{
    int best = best_of(all, -1), next = best_of(all, best);
    const struct candidate *c = best < 0 ? NULL : &all[best];
    struct cs_finding *f;

    if (!c || probability(c->score) < 0.1)
        return;
    f = new_finding(spot, cs_taxonomy_at((guint)best)->id, CS_IS, probability(c->score));
    cs_finding_add(f, "prior", NULL, PRIOR, NULL);
    if (c->name > 0 && !c->extra_why)
        cs_finding_add(f, "name", cs_ruleset_rule(spot->s->options.ruleset, c->hit.rule)->id, c->name, "%s of the %s is the %s word \"%s\"",
                       c->hit.whole ? "the whole" : "a part", spot->t->path ? "path" : "name",
                       c->hit.strength == CS_NAME_STRONG ? "strong" : "weak", c->hit.form);
    if (c->value_rule) {
        f->hits = c->hits;
        f->tried = spot->t->matched;
        cs_finding_add(f, c->value_rule->check ? "check" : c->value_rule->list ? "list" : "value", c->value_rule->id, c->value_weight,
                       "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " distinct values", f->hits, f->tried);
    }
    if (c->extra_why)
        cs_finding_add(f, c->name > 0 ? "table" : "value", NULL, c->name + c->value_weight, "%s", c->extra_why);
    if (c->extra != 0)
        cs_finding_add(f, "context", NULL, c->extra, "type %s, object of kind %s", cs_type_name(spot->type), cs_kind_name(spot->kind));
    if (next >= 0) {
        f->runner_up = g_strdup(cs_taxonomy_at((guint)next)->id);
        f->runner_up_confidence = probability(all[next].score);
    }
    keep(survey, f);
}

/* What occurs inside texts: validated hits, at least two. */
static void
report_contained(const struct spot *spot, const struct candidate *all, struct cs_survey *survey)
{
    g_autofree gboolean *said = g_new0(gboolean, cs_taxonomy_count());
    int best = best_of(all, -1);

    for (guint i = 0; spot->t->found && i < spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(spot->s->options.ruleset, i);
        struct cs_finding *f;

        if (spot->t->found[i] < 2 || r->attribute_index < 0 || said[r->attribute_index] || (best == r->attribute_index && probability(all[best].score) >= 0.5))
            continue;
        if (spot->t->words < spot->t->values * 3 || (best >= 0 && probability(all[best].score) >= 0.5 && !g_str_has_prefix(cs_taxonomy_at((guint)best)->id, "content.")))
            continue;
        f = new_finding(spot, r->attribute, CS_CONTAINS, r->weight >= 5 ? 0.95 : 0.8);
        f->hits = spot->t->found[i];
        f->tried = spot->t->matched;
        said[r->attribute_index] = TRUE; /* by one rule of several */
        cs_finding_add(f, "value", r->id, 3, "%u of %" G_GUINT64_FORMAT " texts", spot->t->found[i], spot->t->matched);
        keep(survey, f);
    }
}

static void
decide_spot(const struct spot *spot, struct cs_survey *survey)
{
    g_autofree struct candidate *all = g_new0(struct candidate, cs_taxonomy_count());

    weigh(spot, all);
    report_best(spot, all, survey);
    report_contained(spot, all, survey);
}

/* The word that names a path: its last key, or the code. */
static char *
path_name(const char *path, const char *column)
{
    g_autofree char *copy = g_strdup(path);
    char *dot, *equals = strrchr(copy, '='), *bracket;

    if (*copy == '[' && equals) {
        equals[strcspn(equals, "]")] = '\0';
        return g_strdup(equals + 1);
    }
    while (g_str_has_suffix(copy, "[]"))
        copy[strlen(copy) - 2] = '\0';
    dot = strrchr(copy, '.');
    bracket = strrchr(copy, '}');
    if (!dot || (bracket && bracket > dot))
        return g_strdup(strchr(path, '*') ? "" : column);
    return g_strdup(dot + 1);
}

static gint
by_path(gconstpointer a, gconstpointer b)
{
    return strcmp((*(struct cs_tally *const *)a)->path, (*(struct cs_tally *const *)b)->path);
}

static void
decide_field(struct cs_study *s, struct field *f, enum cs_kind kind, struct cs_survey *survey)
{
    struct spot spot = {.s = s, .column = f->column, .t = f->own, .type = f->column->type, .name = f->column->name, .kind = kind,
                        .cut = f->own->truncated > 0};
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;

    collapse_paths(s, f);
    if (!f->paths || f->own->documents * 2 < f->own->values || f == s->value)
        decide_spot(&spot, survey);
    if (!f->paths)
        return;
    g_hash_table_iter_init(&iter, f->paths);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(paths, value);
    g_ptr_array_sort(paths, by_path);
    for (guint i = 0; i < paths->len; i++) {
        const struct cs_tally *t = paths->pdata[i];
        g_autofree char *name = path_name(t->path, f->column->name);

        spot.t = t;
        spot.type = CS_T_UNKNOWN;
        spot.name = name;
        decide_spot(&spot, survey);
    }
}

void
cs_study_finish(struct cs_study *s, struct cs_object *object, struct cs_survey *survey)
{
    guint before = survey->findings->len, with = 0;

    object->kind = cs_kind_infer(s->options.names, object);
    object->subjects = cs_subjects_infer(object);
    for (guint i = 0; i < s->fields->len; i++) {
        guint n = survey->findings->len;

        decide_field(s, s->fields->pdata[i], object->kind, survey);
        with += survey->findings->len > n;
    }
    object->without_finding = object->columns->len - with;
    for (guint i = before; i < survey->findings->len; i++)
        cs_consent_note(object, survey->findings->pdata[i], survey);
}
