/* rules_apps.h - cassini rules on the packs of known applications. Floor 8. */
#ifndef CS_CLI_RULES_APPS_H
#define CS_CLI_RULES_APPS_H

#include "base/yaml.h"

/* folder: of rules. */
void cs_rules_apps_list(const char *folder);                                 /* one a line, "app:NAME" */
gboolean cs_rules_apps_show(const char *folder, const char *name);           /* FALSE: "app:NAME" is unknown */
guint cs_rules_apps_test(const char *folder, struct cs_yaml_errors *errors); /* how many were tried */
void cs_rules_apps_lint(const char *folder, struct cs_yaml_errors *errors);

#endif
