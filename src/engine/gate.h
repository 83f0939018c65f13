/* gate.h - the rules that a value's shape lets through, as a set of bits. Internal to the engine; immutable once made,
 * shared between threads. */
#ifndef CS_ENGINE_GATE_H
#define CS_ENGINE_GATE_H

#include "engine/rule.h"

struct cs_gates;
/* programs: of struct cs_program*, compiled. */
struct cs_gates *cs_gates_new(const GPtrArray *programs);
void cs_gates_free(struct cs_gates *gates);                   /* takes NULL */
guint cs_gates_words(const struct cs_gates *gates);           /* 64-bit words of a set */
guint cs_gates_rule(const struct cs_gates *gates, guint bit); /* index of the rule that a bit stands for */

/* The part of the gate that depends on the classes alone: worth keeping, values have few combinations. */
void cs_gates_class_set(const struct cs_gates *gates, guint16 classes, guint64 *ret_set);

/* The rules that a value of this type and shape, beginning with first, is to be tried on. Sizes over 1 024 and digits
 * over 128 are told apart no further: the rule's own gate decides. FALSE when there is none. */
gboolean cs_gates_open(const struct cs_gates *gates, enum cs_type type, const struct cs_shape *shape, guchar first,
                       const guint64 *class_set, guint64 *ret_set);

/* TRUE when a rule of the set wants to know in which word lists the value is. */
gboolean cs_gates_want_lists(const struct cs_gates *gates, const guint64 *set);
/* Takes out the rules whose list is not among those of the value (for rules that any word satisfies: of its words), and
 * without pairs those with a list for the first word and one for the last. */
void cs_gates_apply_lists(const struct cs_gates *gates, guint64 value, guint64 words, gboolean pairs, guint64 *set);

/* The rules to be searched for in a text; digits_together: the most digits between two letters of it. A rule whose gate
 * allows no letters is searched for only when that many stand together. Returns how many, max at most. */
guint cs_gates_search(const struct cs_gates *gates, const struct cs_shape *shape, guint digits_together,
                      guint16 *ret_rules, guint max);

#endif
