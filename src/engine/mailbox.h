/* mailbox.h - is an e-mail address a person's or a function's? Floor 3, pure.
 *
 * "comptabilite@…" identifies nobody; "claire.dupre@…" does. The words are data, rules/lists/role_mailboxes.txt: RFC
 * 2142 and common use in seven languages. */
#ifndef CS_ENGINE_MAILBOX_H
#define CS_ENGINE_MAILBOX_H

#include "engine/ruleset.h"

/* The words of role mailboxes, to be loaded once below the folder of rules. CS_E_CONFIG. */
struct cs_roles;
int cs_roles_load(const char *folder, struct cs_roles **ret_roles, struct cs_err *err);
void cs_roles_free(struct cs_roles *roles);

/* Is the local part a role ("info", "service.client", "sales-fr", "noreply+42")? Digits and what follows a "+" do not
 * count; a country code or town behind the role is allowed, a word in front of it is not ("m.support" is a person).
 * FALSE for what is no address. Thread-safe. */
gboolean cs_email_is_role(const struct cs_roles *roles, const char *email, gsize size);

#endif
