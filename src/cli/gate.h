/* gate.h - --fail-on: the findings that make a scan end with exit code 1. Floor 8.
 *
 * A gate is a list of conditions between commas: an attribute or a pattern over attributes ("id.*",
 * "contact.email"), or "sensitivity:N" for findings of the taxonomy's sensitivity N (0 to 4) and above. */
#ifndef CS_CLI_GATE_H
#define CS_CLI_GATE_H

#include "model/survey.h"

/* FALSE after a condition that nothing can meet was printed. */
gboolean cs_gate_check(const char *gate);
/* How many findings meet it; the first is named on standard error. */
guint cs_gate_count(const char *gate, const struct cs_survey *survey);

#endif
