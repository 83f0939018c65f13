/* probe.h - one value against every rule, check and word list, for people who write rules. Floor 3, pure.
 *
 * Column types are left aside: a rule accepts the value when it would in a column of a type it is tried on. */
#ifndef CS_ENGINE_PROBE_H
#define CS_ENGINE_PROBE_H

#include "engine/ruleset.h"

struct cs_probe;
struct cs_probe *cs_probe_new(const struct cs_ruleset *ruleset); /* borrows it */
void cs_probe_free(struct cs_probe *probe);

/* What accepts the value: "rule email: contact.email", "check email", "list first_names". Lines are added to ret_lines
 * (of char*, owned). text is valid UTF-8. */
void cs_probe_value(struct cs_probe *probe, const char *text, gsize size, GPtrArray *ret_lines);
/* How far one rule gets with it: "accepted", or the first step that refuses it. Owned by the caller; never holds the
 * value. */
char *cs_probe_rule(struct cs_probe *probe, guint rule, const char *text, gsize size);

#endif
