/* ruleset_private.h - what loading and matching share. Internal to the engine. */
#ifndef CS_ENGINE_RULESET_PRIVATE_H
#define CS_ENGINE_RULESET_PRIVATE_H

#include "engine/gate.h"

#define CS_MATCH_LIMIT 100000 /* steps of one match */

struct cs_ruleset {
    GPtrArray *programs; /* of struct cs_program*, owned; a rule's index is its place */
    struct cs_lists *lists;
    struct cs_gates *gates;
    struct cs_lexicon *words;
    GHashTable *weights; /* name of a piece of evidence → double* */
    char *version;
    gboolean jit; /* patterns run as machine code */
};

static inline struct cs_program *
cs_ruleset_program(const struct cs_ruleset *ruleset, guint index)
{
    return g_ptr_array_index(ruleset->programs, index);
}

#endif
