/* discreet.h - names and messages that hold a person's value, made fit to be shown. Floor 3, pure.
 *
 * A table, a column, a file can be called by somebody's e-mail address or number. Only value rules of
 * identifying attributes whose match is verified by a check count, so that ordinary names stay. */
#ifndef CS_ENGINE_DISCREET_H
#define CS_ENGINE_DISCREET_H

#include "engine/ruleset.h"

/* A copy of text in which each word that is such a value reads as its attribute, "{contact.email}"; NULL when
 * there is none. Words end at white space, quotes, brackets, slashes and commas. Owned by the caller. */
char *cs_discreet(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, const char *text);

#endif
