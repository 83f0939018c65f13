/* origin.c - a backup by name counts double; more values, later touched, earlier made count once. */
#include "engine/origin.h"

#define MORE 1.2      /* times as many values */
#define DAYS_APART 30 /* between dates that are told apart */

struct vote {
    int a, b; /* votes */
    guint why_a, why_b;
};

static void
vote(struct vote *v, gboolean for_a, gboolean for_b, int votes, enum cs_why why)
{
    if (for_a == for_b)
        return;
    if (for_a) {
        v->a += votes;
        v->why_a |= why;
    } else {
        v->b += votes;
        v->why_b |= why;
    }
}

char
cs_origin_judge(const struct cs_rowset *a, const struct cs_rowset *b, double distinct_a, double distinct_b,
                guint *ret_why)
{
    struct vote v = {0};

    vote(&v, b->archive, a->archive, 2, CS_WHY_ARCHIVE);
    vote(&v, distinct_a > MORE * distinct_b, distinct_b > MORE * distinct_a, 1, CS_WHY_ROWS);
    if (a->touched && b->touched)
        vote(&v, a->touched > b->touched + DAYS_APART, b->touched > a->touched + DAYS_APART, 1, CS_WHY_FRESH);
    if (a->made && b->made)
        vote(&v, a->made + DAYS_APART < b->made, b->made + DAYS_APART < a->made, 1, CS_WHY_FIRST);
    *ret_why = v.a > v.b ? v.why_a : v.b > v.a ? v.why_b : 0;
    return v.a > v.b ? 'a' : v.b > v.a ? 'b' : 0;
}
