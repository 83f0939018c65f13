/* kind.c - what an object is about and whose data it holds: words first, then what its columns turned out to be. */
#include "engine/kind.h"

#include <string.h>

#define SMALL 10 /* columns of a list of codes, at most */

/* What the columns of an object say together. */
struct facts {
    guint columns, keys, plain;            /* plain: neither key, date nor yes or no */
    guint amounts, dates, titles, prose;   /* dates: of what it is about; prose: findings of written text */
    gboolean dated;                        /* it has a date, if only that of the record */
    guint names, contacts, logins, others; /* findings of personal data: who, how to reach, the rest */
    guint64 referred;                      /* words for the people that rows refer to, their authors left out */
    gboolean of_transaction;               /* rows refer to an order, a payment … */
};

static gboolean
is_date(const struct cs_column *c, guint64 bits)
{
    return c->type == CS_T_DATE || c->type == CS_T_TIMESTAMP || (bits & CS_W_TIME && c->type != CS_T_BOOLEAN);
}

static void
count_column(struct facts *f, const struct cs_lexicon *words, const struct cs_column *c)
{
    guint64 bits = cs_lexicon_name_bits(words, c->name),
            target = c->ref_object ? cs_lexicon_name_bits(words, c->ref_object) : 0;
    gboolean key = c->foreign || c->in_primary || bits & (CS_W_CODE | CS_W_NUMBER), date = is_date(c, bits);

    f->columns++;
    f->keys += key;
    f->dated |= date;
    f->dates += date && !key && !(bits & CS_W_MAKER);
    f->amounts += bits & CS_W_AMOUNT && !key && c->type != CS_T_BOOLEAN;
    f->titles += bits & CS_W_TITLE && !c->foreign;
    f->plain += !key && !date && c->type != CS_T_BOOLEAN;
    bits |= target;
    if (!key || bits & CS_W_MAKER)
        return;
    f->of_transaction |= bits & CS_W_TRANSACTION && !c->primary;
    if (bits & (CS_W_PRODUCT | CS_W_PLACE))
        return; /* "supplier_price_id" */
    f->referred |= bits & (bits & CS_W_COMPANY ? CS_W_PEOPLE & ~CS_W_USER : CS_W_PEOPLE | CS_W_PERSON);
}

static void
count_finding(struct facts *f, const char *id)
{
    static const char *const who[] = {"person.name", "person.first_name", "person.last_name", "person.birth_date",
                                      NULL},
                             *const reach[] = {"contact.email", "contact.phone", NULL};

    if (g_strv_contains(who, id))
        f->names++;
    else if (g_strv_contains(reach, id))
        f->contacts++;
    else if (!strcmp(id, "online.username") || g_str_has_prefix(id, "credential."))
        f->logins++;
    else if (g_str_has_prefix(id, "content."))
        f->prose++;
    else if (!g_str_has_prefix(id, "lifecycle.") && !g_str_has_prefix(id, "org."))
        f->others++;
}

static void
gather(struct facts *f, const struct cs_lexicon *words, const struct cs_object *object, const GPtrArray *findings,
       guint first)
{
    memset(f, 0, sizeof *f);
    for (guint i = 0; i < object->columns->len; i++)
        count_column(f, words, object->columns->pdata[i]);
    for (guint i = first; i < findings->len; i++)
        count_finding(f, ((const struct cs_finding *)findings->pdata[i])->attribute);
}

static guint
personal(const struct facts *f)
{
    return f->names + f->contacts + f->logins + f->others + f->prose;
}

/* Hardly more than references: it ties other objects together. */
static gboolean
is_junction(const struct facts *f)
{
    return f->keys >= 2 && !f->plain && !f->amounts && !f->dates && !personal(f);
}

/* Rows of orders and payments, and their lines, have amounts and say what they belong to, or when. */
static gboolean
is_transaction(const struct facts *f, const struct cs_profile *p, enum cs_kind kind)
{
    if (!f->amounts)
        return FALSE;
    switch (kind) {
    case CS_KIND_PERSON:
    case CS_KIND_MIXED:
        return (p->head & CS_W_TRANSACTION) != 0;
    case CS_KIND_PRODUCT:
        return f->of_transaction;
    case CS_KIND_COMPANY:
    case CS_KIND_UNKNOWN:
        return f->of_transaction || (f->dates && f->amounts >= 2) || (p->words & CS_W_TRANSACTION) != 0;
    default:
        return FALSE;
    }
}

/* A list of codes and what they mean. */
static gboolean
is_list(const struct facts *f)
{
    return f->titles && f->columns <= SMALL && !personal(f) && !f->amounts && !f->referred;
}

/* "candidate_history", "user_language": named after people, each row one of theirs. */
static gboolean
is_of_people(const struct facts *f, const struct cs_profile *p)
{
    if (!(p->head & CS_W_PEOPLE) || !f->referred)
        return FALSE;
    return f->names + f->contacts + f->others + f->prose > 0 || (p->head & CS_W_PEOPLE & ~CS_W_USER && !f->logins);
}

static enum cs_kind
fill(const struct facts *f)
{
    if (f->names >= 2 || (f->names + f->contacts && f->referred) || (f->names && f->contacts))
        return CS_KIND_PERSON;
    if (f->others + f->logins && f->referred)
        return CS_KIND_PERSON;
    return is_list(f) ? CS_KIND_REFERENCE : CS_KIND_UNKNOWN;
}

static enum cs_kind
settle(const struct facts *f, const struct cs_profile *p)
{
    const guint64 people = CS_W_PEOPLE | CS_W_PERSON;
    guint who = f->names + f->contacts;
    enum cs_kind kind = p->kind;

    if (kind == CS_KIND_LOG && !f->dated)
        kind = cs_kind_of_words(p->head & ~CS_W_LOG);
    if (kind == CS_KIND_PERSON && !who && !f->others && !(p->words & people))
        kind = cs_kind_of_words(p->head);
    if (kind != CS_KIND_LOG && kind != CS_KIND_CONSENT && is_junction(f))
        return CS_KIND_REFERENCE;
    if (is_transaction(f, p, kind))
        return CS_KIND_TRANSACTION;
    if ((kind == CS_KIND_SETTINGS || kind == CS_KIND_REFERENCE || kind == CS_KIND_CONTENT) && is_of_people(f, p))
        return CS_KIND_PERSON;
    if (kind == CS_KIND_SETTINGS && p->tail & CS_W_REFERENCE && is_list(f))
        return CS_KIND_REFERENCE;
    if (kind == CS_KIND_PERSON && !f->dates && is_list(f))
        return CS_KIND_REFERENCE;
    if (kind == CS_KIND_PERSON && !who && (p->words & people) == CS_W_VISITOR && f->dates)
        return CS_KIND_LOG;
    return kind == CS_KIND_UNKNOWN ? fill(f) : kind;
}

static guint
subjects_of_words(guint64 words)
{
    static const struct {
        guint64 word;
        enum cs_subject subject;
    } subjects[] = {{CS_W_CUSTOMER, CS_SUBJECT_CUSTOMER}, {CS_W_PROSPECT, CS_SUBJECT_PROSPECT},
                    {CS_W_EMPLOYEE, CS_SUBJECT_EMPLOYEE}, {CS_W_SUPPLIER, CS_SUBJECT_SUPPLIER},
                    {CS_W_USER, CS_SUBJECT_USER},         {CS_W_CANDIDATE, CS_SUBJECT_CANDIDATE},
                    {CS_W_VISITOR, CS_SUBJECT_VISITOR}};
    guint bits = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++)
        if (words & subjects[i].word)
            bits |= subjects[i].subject;
    return bits;
}

/* The people that the object's own name tells, else those that its rows refer to. An account is somebody's only where
 * something of a user stands beside. */
static guint
subjects(const struct facts *f, const struct cs_profile *p, enum cs_kind kind)
{
    guint own = subjects_of_words(p->words), referred = subjects_of_words(f->referred);
    gboolean users = f->names + f->contacts + f->logins > 0 || f->referred & CS_W_USER;

    switch (kind) {
    case CS_KIND_PRODUCT:
    case CS_KIND_SETTINGS:
    case CS_KIND_REFERENCE:
    case CS_KIND_PLACE:
    case CS_KIND_CONTENT:
        return 0;
    case CS_KIND_COMPANY:
        return own & ~(guint)CS_SUBJECT_USER;
    case CS_KIND_TRANSACTION:
        users = FALSE;
        break;
    default:
        break;
    }
    if (!users)
        own &= ~(guint)CS_SUBJECT_USER;
    if (referred & CS_SUBJECT_CUSTOMER && kind != CS_KIND_PERSON && kind != CS_KIND_MIXED)
        referred &= ~(guint)CS_SUBJECT_EMPLOYEE; /* who serves them */
    if (referred & ~(guint)CS_SUBJECT_USER || kind == CS_KIND_TRANSACTION || kind == CS_KIND_UNKNOWN)
        referred &= ~(guint)CS_SUBJECT_USER;
    own = own ? own : referred;
    if (!own && kind == CS_KIND_TRANSACTION)
        own = p->words & CS_W_SELLING ? CS_SUBJECT_CUSTOMER : p->words & CS_W_BUYING ? CS_SUBJECT_SUPPLIER : 0;
    return own;
}

void
cs_kind_settle(const struct cs_names *names, const struct cs_profile *profile, const GPtrArray *findings, guint first,
               struct cs_object *object)
{
    struct facts f;

    gather(&f, cs_names_lexicon(names), object, findings, first);
    object->kind = settle(&f, profile);
    object->subjects = subjects(&f, profile, object->kind);
}
