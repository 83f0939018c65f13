/* agree.h - do two columns say the same of the same people, more than chance would have it? Floor 3, pure.
 *
 * Rows are matched by person (engine/persons.h). Observed agreement p_o against chance p_e = Σ pA(v) pB(v) gives
 * Cohen's kappa = (p_o - p_e) / (1 - p_e): near 0 for columns that merely share a domain (towns, flags), near 1 for
 * copies. */
#ifndef CS_ENGINE_AGREE_H
#define CS_ENGINE_AGREE_H

#include "engine/persons.h"

/* One column's values by person and by frequency. person: of the set's noted rows. */
struct cs_agree_column;
struct cs_agree_column *cs_agree_column_new(const struct cs_rowset *set, guint column, const guint32 *person);
void cs_agree_column_free(struct cs_agree_column *column); /* wipes */
guint cs_agree_column_persons(const struct cs_agree_column *column);

struct cs_agreement {
    guint64 matched;     /* persons with a value on both sides */
    guint64 equal, near; /* of these, with an equal one; else with one that differs by a slip of the pen */
    double expected;     /* p_e */
    double kappa;        /* 0 when matched is 0 */
};
void cs_agree(const struct cs_agree_column *a, const struct cs_agree_column *b, struct cs_agreement *ret);

/* Copied rather than of one domain: kappa 0.3 or more on ten persons or more, or on fewer where chance would have so
 * many agree less than once in a million; and shared by a twentieth of the smaller side. understated: engine/shares.h,
 * 1 when all rows are kept. */
gboolean cs_agreement_is_copy(const struct cs_agreement *agreement, guint persons_a, guint persons_b,
                              double understated);

/* From counts, for tests and tables: observed and expected share. */
double cs_kappa(double observed, double expected);

#endif
