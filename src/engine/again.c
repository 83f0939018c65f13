/* again.c - which columns of a study a second, larger look may decide. */
#include "engine/weigh.h"

#define ROWS_MANY 500   /* rows, of which the values of a column may be */
#define VALUES_FEW 20   /* … too few to tell anything, */
#define VALUES_SOME 100 /* … or few enough for more of them to change what is told */
#define DECIDED_NOT 0.2
#define DECIDED 0.8

static gboolean
is_text(const struct cs_field *f)
{
    return f->own->values && f->own->long_texts * 2 > f->own->values;
}

/* What is said of a hardly filled column is neither likely nor unlikely. */
static gboolean
is_undecided(struct cs_study *s, const struct cs_field *f, const struct cs_profile *profile)
{
    struct cs_spot spot = {.s = s,
                           .profile = profile,
                           .column = f->column,
                           .type = f->column->type,
                           .name = f->column->name,
                           .label = CS_LABEL_UNKNOWN};
    g_autoptr(GPtrArray) all = NULL;
    double best;

    spot.t = cs_study_values(f, &spot.encoded);
    all = cs_weigh(&spot);
    best = all->len ? cs_probability(((const struct cs_candidate *)all->pdata[0])->score) : 0;
    return best > DECIDED_NOT && best < DECIDED;
}

static gboolean
is_open(struct cs_study *s, const struct cs_field *f, const struct cs_profile *profile)
{
    guint64 filled = f->own->values;

    if (is_text(f))
        return TRUE;
    if (!filled || f->own->rows < ROWS_MANY || filled >= VALUES_SOME)
        return FALSE;
    return filled < VALUES_FEW || is_undecided(s, f, profile);
}

GPtrArray *
cs_study_wants_more(struct cs_study *s)
{
    GPtrArray *columns = g_ptr_array_new();
    struct cs_profile profile;
    gboolean coded = FALSE;

    cs_profile_init(&profile, s->options.names, s->object);
    for (guint i = 0; i < s->fields->len; i++) {
        const struct cs_field *f = s->fields->pdata[i];

        if (!f->column->readable || f == s->code || !is_open(s, f, &profile))
            continue;
        coded |= f->coded;
        g_ptr_array_add(columns, f->column);
    }
    if (coded && s->code && s->code->column->readable)
        g_ptr_array_add(columns, s->code->column);
    cs_profile_clear(&profile);
    return columns;
}
