/* profile.c - words of the object's name, counted kinds of columns, references to people. */
#include "engine/profile.h"

#include "model/taxonomy.h"

#include <string.h>

#define MAX_HITS 12

static void
read_words(struct cs_profile *p, const struct cs_lexicon *words)
{
    const guint64 tables = CS_W_PEOPLE | CS_W_PERSON | CS_W_COMPANY | CS_W_TRANSACTION | CS_W_MESSAGE | CS_W_LOG |
                           CS_W_SETTINGS | CS_W_REFERENCE | CS_W_PRODUCT | CS_W_PLACE | CS_W_CONTENT | CS_W_CONSENT |
                           CS_W_SELLING | CS_W_BUYING;
    guint64 first = 0, last = 0;

    for (char **t = p->scope.tokens; *t; t++) {
        guint64 bits = cs_lexicon_token_bits(words, *t) & tables;

        p->words |= bits;
        first = first ? first : bits;
        last = bits ? bits : last;
        p->of_people = (bits & CS_W_PEOPLE) != 0;
    }
    p->tail = last;
    p->head = first | last;
}

static gboolean
is_id(const char *id, const char *const *list)
{
    return g_strv_contains(list, id);
}

/* A second column of the same kind adds nothing. */
static void
count_name(struct cs_profile *p, const char *const *identity, const char *id)
{
    for (guint i = 0; identity[i]; i++)
        if (!strcmp(identity[i], id) && !(p->seen >> i & 1)) {
            p->seen |= 1u << i;
            p->names++;
        }
}

/* Counts one column of this attribute; FALSE when it tells nothing about the object. */
static gboolean
count_attribute(struct cs_profile *p, const char *id)
{
    static const char *const identity[] = {"person.first_name", "person.last_name",  "person.name",
                                           "online.username",   "person.birth_date", NULL},
                             *const contact[] = {"contact.email", "contact.phone", NULL},
                             *const company[] = {"org.registration", "org.vat", "org.name", NULL};

    p->first |= !strcmp(id, "person.first_name");
    p->last |= !strcmp(id, "person.last_name");
    p->place |= !strcmp(id, "address.city") || !strcmp(id, "address.street");
    p->places += g_str_has_prefix(id, "address.");
    p->town |= !strcmp(id, "address.city") || !strcmp(id, "address.postal_code");
    if (is_id(id, identity))
        count_name(p, identity, id);
    else if (is_id(id, contact))
        p->contacts++;
    else if (g_str_has_prefix(id, "person.") || g_str_has_prefix(id, "credential.") || g_str_has_prefix(id, "address."))
        p->traits++;
    else if (is_id(id, company))
        p->companies++;
    else
        return FALSE;
    return TRUE;
}

static void
count_column(struct cs_profile *p, const struct cs_names *names, const struct cs_column *c)
{
    struct cs_name_hit hits[MAX_HITS];
    gboolean key = c->foreign && c->type == CS_T_INTEGER; /* says where an address stands, holds none */
    guint n = key ? 0 : cs_names_match(names, c->name, &p->scope, hits, MAX_HITS);

    for (guint i = 0; i < n; i++)
        if (hits[i].strength == CS_NAME_STRONG && hits[i].whole && c->type != CS_T_BOOLEAN &&
            count_attribute(p, cs_taxonomy_at((guint)hits[i].attribute)->id)) {
            p->postal |= !strcmp(cs_taxonomy_at((guint)hits[i].attribute)->id, "address.postal_code");
            return;
        }
}

/* Is there a column whose whole name may mean one of these, though alone it may be anything? */
static gboolean
has_plain(const struct cs_names *names, const struct cs_profile *p, const struct cs_object *object,
          const char *const *ids)
{
    struct cs_name_hit hits[MAX_HITS];

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];
        guint n = cs_names_match(names, c->name, &p->scope, hits, MAX_HITS);

        for (guint k = 0; k < n; k++)
            if (hits[k].whole && is_id(cs_taxonomy_at((guint)hits[k].attribute)->id, ids))
                return TRUE;
    }
    return FALSE;
}

/* "nom" beside "prénom" is the last name; "name" in a table of people is theirs. */
static void
count_plain_names(struct cs_profile *p, const struct cs_names *names, const struct cs_object *object)
{
    static const char *const last[] = {"person.last_name", NULL}, *const any[] = {"person.name", "person.last_name",
                                                                                  "online.username", NULL};

    if (p->first && !p->last && has_plain(names, p, object, last)) {
        p->last = TRUE;
        p->names++;
    }
    p->linked |= p->of_people && has_plain(names, p, object, any);
}

/* "user_id", "fk_soc", "codcliente", "customer_number" …: the row belongs to that person. */
static gboolean
refers_to_people(const struct cs_names *names, const struct cs_column *c)
{
    const struct cs_lexicon *words = cs_names_lexicon(names);
    g_auto(GStrv) tokens = cs_lexicon_split(words, c->ref_object && c->foreign ? c->ref_object : c->name);
    gboolean key = c->foreign, people = FALSE;

    for (char **t = tokens; *t; t++) {
        guint64 bits = cs_lexicon_token_bits(words, *t);

        key |= (bits & (CS_W_CODE | CS_W_NUMBER)) != 0;
        people |= (bits & CS_W_PEOPLE) != 0 || !strcmp(*t, "contact") || !strcmp(*t, "person") || !strcmp(*t, "author");
    }
    return key && people;
}

enum cs_kind
cs_kind_of_words(guint64 words)
{
    static const struct {
        guint64 bit;
        enum cs_kind kind;
    } order[] = {
        {CS_W_SETTINGS, CS_KIND_SETTINGS}, {CS_W_CONSENT, CS_KIND_CONSENT},         {CS_W_LOG, CS_KIND_LOG},
        {CS_W_MESSAGE, CS_KIND_MESSAGE},   {CS_W_REFERENCE, CS_KIND_REFERENCE},     {CS_W_PRODUCT, CS_KIND_PRODUCT},
        {CS_W_PLACE, CS_KIND_PLACE},       {CS_W_TRANSACTION, CS_KIND_TRANSACTION}, {CS_W_CONTENT, CS_KIND_CONTENT},
        {CS_W_COMPANY, CS_KIND_COMPANY}};

    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        if (words & order[i].bit && !(order[i].bit == CS_W_COMPANY && words & (CS_W_PEOPLE & ~CS_W_USER)))
            return order[i].kind;
    return CS_KIND_UNKNOWN;
}

static enum cs_kind
kind_of(const struct cs_profile *p)
{
    const guint64 other = CS_W_SETTINGS | CS_W_PLACE | CS_W_PRODUCT | CS_W_REFERENCE | CS_W_MESSAGE | CS_W_TRANSACTION |
                          CS_W_LOG | CS_W_CONTENT | CS_W_CONSENT;
    gboolean people = p->names >= 2 || (p->names && p->contacts) || (p->names + p->contacts && p->traits >= 2);
    enum cs_kind kind;

    if (!p->names && p->head & CS_W_COMPANY && !(p->words & CS_W_PEOPLE))
        return CS_KIND_COMPANY;
    if (people && (p->names >= 2 || !(p->head & other)))
        return p->companies && p->names <= 1 ? CS_KIND_MIXED : CS_KIND_PERSON;
    kind = cs_kind_of_words(p->head);
    if (kind != CS_KIND_UNKNOWN)
        return kind;
    if (p->words & (CS_W_PEOPLE | CS_W_PERSON))
        return p->companies ? CS_KIND_MIXED : CS_KIND_PERSON;
    if (p->companies)
        return CS_KIND_COMPANY;
    return p->contacts >= 2 ? CS_KIND_PERSON : CS_KIND_UNKNOWN;
}

static void
conclude(struct cs_profile *p)
{
    p->linked |= p->names || p->contacts;
    p->kind = kind_of(p);
}

void
cs_profile_init(struct cs_profile *p, const struct cs_names *names, const struct cs_object *object)
{
    memset(p, 0, sizeof *p);
    cs_name_scope_init(&p->scope, names, object);
    read_words(p, cs_names_lexicon(names));
    for (guint i = 0; i < object->columns->len; i++) {
        count_column(p, names, object->columns->pdata[i]);
        p->linked |= refers_to_people(names, object->columns->pdata[i]);
    }
    count_plain_names(p, names, object);
    conclude(p);
}

void
cs_profile_learn(struct cs_profile *p, const char *attribute)
{
    if (!count_attribute(p, attribute))
        return;
    conclude(p);
}

void
cs_profile_clear(struct cs_profile *p)
{
    cs_name_scope_clear(&p->scope);
}
