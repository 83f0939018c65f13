/* config_private.h - what the parts of the configuration share: the file as a whole, one source. */
#ifndef CS_SCAN_CONFIG_PRIVATE_H
#define CS_SCAN_CONFIG_PRIVATE_H

#include "scan/config.h"

struct cs_source_config *cs_source_config_new(void); /* the defaults */
void cs_source_config_free(gpointer source);
/* Adds what map, an item of "sources", says. */
void cs_config_read_source(struct cs_scan_config *config, struct cs_yaml_errors *errors,
                           const struct cs_yaml_node *map);
/* map[key] replaces *target, if it is there. */
void cs_config_take_string(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key,
                           char **target);
/* The same for a path: a relative one is meant from the file's folder. */
void cs_config_take_path(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, char **target);

#endif
