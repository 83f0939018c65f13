/* weighing.h - one weighing, shared by the files that find candidates, tell them apart and weigh them. Internal to
 * the engine.
 *
 * In this order: what speaks for which attribute is found (cs_weigh_find_…), rivals are told apart (cs_weigh_settle),
 * then each candidate gets its evidence (cs_weigh_add_…). */
#ifndef CS_ENGINE_WEIGHING_H
#define CS_ENGINE_WEIGHING_H

#include "engine/weigh.h"

struct cs_weighing {
    const struct cs_spot *spot;
    const struct cs_ruleset *rules;
    GPtrArray *candidates; /* of struct cs_candidate*, owned */
    gboolean rival;        /* some name hit is strong and whole */
};

/* The candidate of an attribute, made at need; borrowed. */
struct cs_candidate *cs_weighing_candidate(struct cs_weighing *w, int attribute);
/* The candidate of an attribute for which a name or a value speaks; NULL: none does. Borrowed. */
struct cs_candidate *cs_weighing_known(const struct cs_weighing *w, const char *id);
const char *cs_candidate_id(const struct cs_candidate *candidate); /* of its attribute; static */

/* Evidence whose weight is set in code. rule and format may be NULL. */
void cs_weighing_add(struct cs_candidate *c, const char *name, double weight, const char *rule, const char *format, ...)
    G_GNUC_PRINTF(5, 6);
/* Evidence whose weight the packs give: that of base, and that of "base:where". rule and detail may be NULL. */
void cs_weighing_weigh(const struct cs_weighing *w, struct cs_candidate *c, const char *base, const char *where,
                       const char *rule, const char *detail);

/* weigh_names.c */
void cs_weigh_find_names(struct cs_weighing *w); /* of the place, its comment, its table */
void cs_weigh_add_names(const struct cs_weighing *w, struct cs_candidate *c);

guint64 cs_spot_words(const struct cs_spot *spot); /* what the words of its name tell */

/* weigh_values.c */
void cs_weigh_find_values(struct cs_weighing *w);
void cs_weigh_add_values(const struct cs_weighing *w, struct cs_candidate *c);

/* weigh_against.c */
void cs_weigh_add_against(const struct cs_weighing *w, struct cs_candidate *c);

/* weigh_settle.c */
void cs_weigh_settle(struct cs_weighing *w);
gboolean cs_spot_is_dated(const struct cs_spot *spot);
gboolean cs_spot_is_flag(const struct cs_spot *spot); /* are all values yes or no? */

#endif
