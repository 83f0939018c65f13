/* suspect.c - which places could hold identifying data by the form of their values alone. */
#include "engine/suspect.h"

#include "engine/identity.h"
#include "model/taxonomy.h"

#include <string.h>

#define DISTINCT 30    /* values, at least: fewer prove nothing by being elsewhere too */
#define FLOOR 0.1      /* probability of a candidate */
#define BYTES_MAX 24   /* of a value, on average: what the shapes tell of whole */
#define WORDS_MAX 2    /* runs of letters in a number: "C1578", "FR-2023-X" */
#define NUMBER_LEAST 6 /* digits: fewer are postal codes, years, amounts */
#define PHONE_LEAST 8
#define PHONE_MOST 15

/* What a shape is made of. */
struct marks {
    guint digits, words, separators, others;
    guint dots, decimals; /* digits after the last dot */
};

static struct marks
marks_of(const char *mask)
{
    struct marks m = {0};

    for (; *mask; mask++) {
        m.digits += *mask == '0';
        m.words += *mask == 'x';
        m.dots += *mask == '.';
        m.decimals = *mask == '.' ? 0 : m.decimals + (*mask == '0');
        if (*mask != '0' && *mask != 'x')
            *(strchr(" .-/+()", *mask) ? &m.separators : &m.others) += 1;
    }
    return m;
}

static gboolean
like_phone(const struct marks *m)
{
    return !m->words && !m->others && m->digits >= PHONE_LEAST && m->digits <= PHONE_MOST;
}

static gboolean
like_number(const struct marks *m)
{
    return m->words <= WORDS_MAX && !m->others && m->digits >= NUMBER_LEAST && m->separators * 2 < m->digits;
}

static gboolean
is_decimal(const struct marks *m, enum cs_type type)
{
    return m->dots && (type == CS_T_NUMERIC || (m->separators == 1 && m->decimals <= 2));
}

/* Nine of ten distinct values have the form. Amounts, dates and sentences are no numbers of anybody. */
static gboolean
fits(const struct cs_spot *spot, gboolean (*like)(const struct marks *))
{
    const struct cs_tally *t = spot->t;
    guint right = 0, all = 0;

    if (t->bytes > t->values * BYTES_MAX || t->dates * 2 > t->values)
        return FALSE;
    for (guint i = 0; i < t->n_shapes; i++) {
        struct marks m = marks_of(t->shapes[i].mask);

        all += t->shapes[i].distinct;
        right += like(&m) && !is_decimal(&m, spot->type) ? t->shapes[i].distinct : 0;
    }
    return right * 10 >= all * 9 && right * 10 >= t->distinct * 9;
}

/* Keys that the database itself declares are its own; what they refer to is looked at instead. */
static gboolean
is_open(const struct cs_spot *spot)
{
    const struct cs_column *c = spot->column;

    if (spot->label != CS_LABEL_UNKNOWN || spot->t->distinct < DISTINCT || c->foreign)
        return FALSE;
    return c->type == CS_T_TEXT || c->type == CS_T_UNKNOWN || c->type == CS_T_JSON || c->type == CS_T_XML ||
           c->type == CS_T_ARRAY || ((c->type == CS_T_INTEGER || c->type == CS_T_NUMERIC) && !c->primary);
}

/* What was told of the values, not of names, against it: to be elsewhere too is no answer to that. */
static gboolean
is_refuted(const struct cs_candidate *c)
{
    static const char *const signs[] = {"gate.type",   "value.shape",    "value.few", "value.nothing",
                                        "value.roles", "value.repeated", NULL};

    for (guint i = 0; i < c->n; i++)
        if (g_strv_contains(signs, c->evidence[i].name))
            return TRUE;
    return FALSE;
}

static void
suspect(const struct cs_spot *spot, int attribute, struct cs_survey *survey)
{
    struct cs_spot as = *spot;
    g_autoptr(GPtrArray) all = NULL;

    as.label = attribute;
    all = cs_weigh(&as);
    for (guint i = 0; i < all->len; i++) {
        const struct cs_candidate *c = all->pdata[i];

        if (c->attribute == attribute && !is_refuted(c))
            g_ptr_array_add(survey->suspects, cs_candidate_finding(spot, c));
    }
}

static enum cs_value_class
class_of(const struct cs_candidate *c)
{
    return cs_value_class_find(cs_taxonomy_at((guint)c->attribute)->value_class);
}

/* An identifying candidate below the threshold, whose values are of its class: nearly all, where they have a form of
 * their own. */
static gboolean
is_near(const struct cs_candidate *c)
{
    if (!cs_taxonomy_at((guint)c->attribute)->identifying || cs_probability(c->score) < FLOOR)
        return FALSE;
    return CS_VC_IS_GIVEN_OUT(class_of(c)) || (c->value_rule && c->hits * 10 >= c->tried * 9);
}

void
cs_suspects_note(const struct cs_spot *spot, const GPtrArray *candidates, struct cs_survey *survey)
{
    const struct cs_candidate *best = candidates->len ? candidates->pdata[0] : NULL;
    gboolean phone, number;

    if (!is_open(spot))
        return;
    phone = fits(spot, like_phone);
    number = fits(spot, like_number);
    if (phone)
        suspect(spot, cs_taxonomy_index("contact.phone"), survey);
    if (number)
        suspect(spot, cs_taxonomy_index("id.customer"), survey);
    if (best && is_near(best) && !(phone && class_of(best) == CS_VC_PHONE) &&
        !(number && class_of(best) == CS_VC_NUMBER))
        suspect(spot, best->attribute, survey);
}
