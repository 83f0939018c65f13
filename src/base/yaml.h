/* yaml.h - YAML files walked against a small schema; errors name file, line, key and the nearest
 * known key. Floor 1. A tree of our own from libyaml's events, in one pass.
 *
 * A wrong value is quoted in an error only when its key cannot hold a secret. Aliases and a second
 * document are refused; size and depth have ceilings. All errors of a file are collected, not just the first. */
#ifndef CS_BASE_YAML_H
#define CS_BASE_YAML_H

#include <cassini/err.h>
#include <glib.h>

struct cs_yaml;      /* a loaded file */
struct cs_yaml_node; /* borrowed from it */

enum cs_yaml_kind { CS_YAML_SCALAR, CS_YAML_LIST, CS_YAML_MAP };

/* Loads text that came from the file called name (for messages). Syntax errors: CS_E_CONFIG with
 * "name:line:column: …". */
int cs_yaml_load(const char *name, const char *text, gsize size, struct cs_yaml **ret_yaml, struct cs_err *err);
int cs_yaml_load_file(const char *path, struct cs_yaml **ret_yaml, struct cs_err *err); /* at most 16 MiB */
void cs_yaml_free(struct cs_yaml *yaml);
typedef struct cs_yaml cs_yaml;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cs_yaml, cs_yaml_free)

const struct cs_yaml_node *cs_yaml_root(const struct cs_yaml *yaml); /* NULL for an empty file */
enum cs_yaml_kind cs_yaml_kind(const struct cs_yaml_node *node);
guint cs_yaml_line(const struct cs_yaml_node *node);       /* 1-based */
const char *cs_yaml_file(const struct cs_yaml_node *node); /* borrowed */
const char *cs_yaml_text(const struct cs_yaml_node *node); /* of a scalar, else NULL; borrowed */
gboolean cs_yaml_is_null(const struct cs_yaml_node *node); /* ~, null, empty plain scalar */
guint cs_yaml_count(const struct cs_yaml_node *node);      /* of a list or map */
const struct cs_yaml_node *cs_yaml_item(const struct cs_yaml_node *list, guint index);
const char *cs_yaml_key(const struct cs_yaml_node *map, guint index);
const struct cs_yaml_node *cs_yaml_key_node(const struct cs_yaml_node *map, guint index); /* for its line */
const struct cs_yaml_node *cs_yaml_value(const struct cs_yaml_node *map, guint index);
const struct cs_yaml_node *cs_yaml_get(const struct cs_yaml_node *map, const char *key); /* or NULL */

/* Collected messages of one load, each "file:line: …". */
struct cs_yaml_errors {
    GPtrArray *lines; /* of char*, owned */
};
void cs_yaml_errors_init(struct cs_yaml_errors *errors);
void cs_yaml_errors_clear(struct cs_yaml_errors *errors);
void cs_yaml_complain(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Checks that node is a map whose keys are all in known (NULL-ended); complains about each that is
 * not: `unknown key "pasword" in source "crm", did you mean "password_file"?` (nearest by shared
 * prefix as well as by edit distance; no suggestion when nothing is near). where: "source \"crm\"". Also
 * complains about a key given twice. */
gboolean cs_yaml_check_keys(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *where,
                            const char *const *known);

/* Typed readings of map[key]. Absent: FALSE, *ret untouched. Of the wrong type: FALSE and a complaint. */
gboolean cs_yaml_get_string(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key,
                            const char **ret_text);
gboolean cs_yaml_get_int(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, gint64 min,
                         gint64 max, gint64 *ret_value);
gboolean cs_yaml_get_real(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, double min,
                          double max, double *ret_value);
gboolean cs_yaml_get_bool(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key,
                          gboolean *ret_value);
/* A list of scalars, or one scalar: a NULL-ended vector owned by the caller; what *ret_texts held is freed. */
gboolean cs_yaml_get_strings(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key,
                             char ***ret_texts);

/* The word of known (NULL-ended) nearest to word, or NULL when none is near. Borrowed from known. */
const char *cs_yaml_nearest(const char *word, const char *const *known);

#endif
