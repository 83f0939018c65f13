/* weigh_names.c - what names, comments, the table and the columns beside say, with the weights of the packs. */
#include "engine/weighing.h"

#include "engine/traits.h"
#include "model/taxonomy.h"

#include <string.h>

#define MAX_NAME_HITS 16
#define COMMENT_MAX 120 /* bytes: a longer comment explains, it does not name */
#define ROOM_FOR_PROSE 500

static void
find_names(struct cs_weighing *w)
{
    struct cs_name_hit hits[MAX_NAME_HITS];
    const struct cs_spot *spot = w->spot;
    guint n = cs_names_match(spot->s->options.names, spot->name, &spot->profile->scope, hits, MAX_NAME_HITS);

    for (guint i = 0; i < n; i++) {
        struct cs_candidate *c = cs_weighing_candidate(w, hits[i].attribute);

        c->named = TRUE;
        c->hit = hits[i];
        w->rival |= hits[i].strength == CS_NAME_STRONG && hits[i].whole;
    }
}

/* The column's comment, where it is short enough to be a name. */
static void
find_comment(struct cs_weighing *w)
{
    const char *comment = w->spot->t->path ? NULL : w->spot->column->comment;
    struct cs_name_hit hits[MAX_NAME_HITS];
    guint n = comment && strlen(comment) <= COMMENT_MAX
                  ? cs_names_match(w->spot->s->options.names, comment, NULL, hits, MAX_NAME_HITS)
                  : 0;

    for (guint i = 0; i < n; i++)
        if (hits[i].strength == CS_NAME_STRONG)
            cs_weighing_candidate(w, hits[i].attribute)->commented = TRUE;
}

guint64
cs_spot_words(const struct cs_spot *spot)
{
    return cs_lexicon_name_bits(cs_names_lexicon(spot->s->options.names), spot->name);
}

/* In a table of consents the columns themselves need not say so. */
static void
find_in_consent_table(struct cs_weighing *w)
{
    const struct cs_spot *spot = w->spot;
    gboolean in_table = (spot->profile->words & CS_W_CONSENT) != 0, dated = in_table && cs_spot_is_dated(spot), flag;
    guint64 words = in_table ? cs_spot_words(spot) : 0;
    struct cs_candidate *c;

    flag = words & CS_W_CHOICE && !dated;
    if (!flag && !dated && !(words & (CS_W_PROOF_SOURCE | CS_W_PROOF_TEXT | CS_W_TIME)))
        return;
    c = cs_weighing_candidate(w, cs_taxonomy_index(flag ? "consent.flag" : "consent.evidence"));
    if (!c->named)
        cs_weighing_add(c, "value.consent_table", 4.5, NULL, "a column of a table of consents");
    c->named = TRUE;
    c->hit.whole = TRUE;
    c->hit.strength = CS_NAME_STRONG;
}

void
cs_weigh_find_names(struct cs_weighing *w)
{
    find_names(w);
    find_comment(w);
    find_in_consent_table(w);
}

static void
add_name(const struct cs_weighing *w, struct cs_candidate *c, const char *group)
{
    const struct cs_name_hit *h = &c->hit;
    const char *rule = *h->form ? cs_ruleset_rule(w->rules, h->rule)->id : NULL; /* none: the table's name says it */
    char base[40], detail[120] = "", word[100];

    g_snprintf(base, sizeof base, "name.%s.%s", h->strength == CS_NAME_STRONG ? "strong" : "weak",
               h->whole                ? "whole"
               : h->before && h->after ? "inside"
               : h->before             ? "end"
               : h->after              ? "start"
                                       : "marked");
    if (rule)
        g_snprintf(detail, sizeof detail, "the word \"%s\"", h->form);
    cs_weighing_weigh(w, c, base, group, rule, detail);
    g_snprintf(word, sizeof word, "%s/%s", cs_candidate_id(c), h->form);
    if (rule)
        cs_weighing_weigh(w, c, "word", word, NULL, NULL);
    if (h->followed)
        cs_weighing_weigh(w, c, "name.followed", group, NULL, NULL);
    if (h->people)
        cs_weighing_weigh(w, c, "name.people", group, NULL, NULL);
    if (h->split)
        cs_weighing_weigh(w, c, "name.compound", group, NULL, NULL);
    if (h->meta)
        cs_weighing_weigh(w, c, "name.meta", group, NULL, NULL);
    if (h->code)
        cs_weighing_weigh(w, c, "name.key", cs_trait_codable(cs_candidate_id(c)) ? "codable" : group, NULL, NULL);
    if (h->number)
        cs_weighing_weigh(w, c, "name.number", cs_trait_codable(cs_candidate_id(c)) ? "codable" : group, NULL, NULL);
    if (h->time)
        cs_weighing_weigh(w, c, "name.time", group, NULL, NULL);
    if (h->flag)
        cs_weighing_weigh(w, c, "name.flag", group, NULL, NULL);
    if (w->rival && !(h->strength == CS_NAME_STRONG && h->whole))
        cs_weighing_weigh(w, c, "name.rival", group, NULL, NULL);
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

/* Is the column one of those that the profile counts? */
static gboolean
is_counted(const struct cs_candidate *c)
{
    return c->named && c->hit.strength == CS_NAME_STRONG && c->hit.whole;
}

/* Does the same word speak for another of these attributes? */
static gboolean
is_shared(const struct cs_weighing *w, const struct cs_candidate *c, const char *const *ids)
{
    for (guint i = 0; i < w->candidates->len; i++) {
        const struct cs_candidate *other = w->candidates->pdata[i];

        if (other != c && other->named && g_strv_contains(ids, cs_candidate_id(other)) &&
            !strcmp(other->hit.form, c->hit.form))
            return TRUE;
    }
    return FALSE;
}

/* What stands beside it decides between a part and the whole where a word may be either: nom and prénom, address and
 * town. */
static void
add_siblings(const struct cs_weighing *w, struct cs_candidate *c)
{
    static const char *const names[] = {"person.name", "person.first_name", "person.last_name", NULL},
                             *const addresses[] = {"address.full", "address.street", NULL};
    const struct cs_profile *p = w->spot->profile;
    const char *id = cs_candidate_id(c);

    if (g_strv_contains(names, id) && is_shared(w, c, names)) {
        cs_weighing_weigh(w, c, p->first ? "beside.first_name" : "beside.no_first_name", id, NULL, NULL);
        cs_weighing_weigh(w, c, p->last ? "beside.last_name" : "beside.no_last_name", id, NULL, NULL);
    } else if (g_strv_contains(addresses, id) && is_shared(w, c, addresses)) {
        cs_weighing_weigh(w, c, p->town ? "beside.town" : "beside.no_town", id, NULL, NULL);
    }
    if (g_str_has_prefix(id, "address.") && !w->spot->t->path)
        cs_weighing_weigh(w, c, p->places > (is_counted(c) ? 1u : 0) ? "beside.address" : "beside.no_address", id, NULL,
                          NULL);
}

static void
add_context(const struct cs_weighing *w, struct cs_candidate *c, const char *group)
{
    const struct cs_spot *spot = w->spot;
    const struct cs_profile *p = spot->profile;
    gboolean counted = is_counted(c) && (!strcmp(group, "name") || !strcmp(group, "contact"));
    guint others = p->names + p->contacts - (counted && p->names + p->contacts > 0);
    char base[40];

    g_snprintf(base, sizeof base, "table.%s", cs_kind_name(p->kind));
    cs_weighing_weigh(w, c, base, group, NULL, NULL);
    cs_weighing_weigh(w, c, p->linked ? "table.linked" : "table.unlinked", group, NULL, NULL);
    cs_weighing_weigh(w, c,
                      others >= 2 ? "beside.people"
                      : others    ? "beside.person"
                                  : "beside.nobody",
                      group, NULL, NULL);
    if (p->words & (CS_W_SETTINGS | CS_W_REFERENCE | CS_W_PRODUCT | CS_W_PLACE | CS_W_CONTENT) &&
        p->kind <= CS_KIND_MIXED)
        cs_weighing_weigh(w, c, "table.but", group, NULL, NULL);
    if (p->words & (CS_W_PEOPLE | CS_W_PERSON) && p->kind != CS_KIND_PERSON)
        cs_weighing_weigh(w, c, "table.people", group, NULL, NULL);
    g_snprintf(base, sizeof base, "type.%s", type_word(spot));
    cs_weighing_weigh(w, c, base, group, NULL, NULL);
    if (spot->t->path)
        return;
    if (spot->column->foreign)
        cs_weighing_weigh(w, c, "key.foreign", cs_trait_codable(cs_candidate_id(c)) ? "codable" : "other", NULL, NULL);
    else if (spot->column->primary && spot->type == CS_T_INTEGER)
        cs_weighing_weigh(w, c, "key.primary", "other", NULL, NULL);
}

void
cs_weigh_add_names(const struct cs_weighing *w, struct cs_candidate *c)
{
    const char *group = cs_trait_group(cs_candidate_id(c));

    cs_weighing_weigh(w, c, "prior", cs_candidate_id(c), NULL, NULL);
    if (c->named)
        add_name(w, c, group);
    if (c->commented)
        cs_weighing_weigh(w, c, "comment", c->named ? "named" : "alone", NULL, NULL);
    add_context(w, c, group);
    if (c->named)
        add_siblings(w, c);
}
