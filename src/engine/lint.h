/* lint.h - rules that cannot do what their authors meant: dead, shadowed, contradictory or slow. Floor 3, pure.
 *
 * Cost is counted in steps of PCRE2's interpreter, not in time, so that every machine says the same. Subjects are made
 * of the rule's own examples, pumped at every place, and of common pieces. */
#ifndef CS_ENGINE_LINT_H
#define CS_ENGINE_LINT_H

#include "engine/ruleset.h"

/* Adds "file:line: rule "id": …" to errors (what is wrong whatever the data) and to warnings (what is likely meant
 * otherwise). Both of char*, owned. */
void cs_lint_run(const struct cs_ruleset *ruleset, GPtrArray *errors, GPtrArray *warnings);

/* Most steps that a rule's pattern needs on one value that passes its gate, doubled up to the matcher's limit: 64,
 * 128 …; 0 without a pattern. inside: the search in text instead. */
guint cs_lint_steps(const struct cs_ruleset *ruleset, guint rule, gboolean inside);

#endif
