/* config.h - cassini.yaml: what to scan and how, read and checked before anything is opened. Floor 5.
 *
 * Every mistake of the file is reported with file, line, key and the nearest known key; a value is never
 * echoed where its key may hold a secret. */
#ifndef CS_SCAN_CONFIG_H
#define CS_SCAN_CONFIG_H

#include "base/secret.h"
#include "base/yaml.h"
#include "model/survey.h"
#include "scan/window.h"

struct cs_source_config {
    char *name, *kind, *url;                /* url: no password in it */
    const struct cs_connector *connector;   /* borrowed from the registry */
    char *password_file, *password_command; /* or NULL */
    char *password_variable;                /* where password came from, or NULL */
    struct cs_secret *password;             /* of the environment, or NULL */
    char *processor, *processor_country;    /* or NULL */
    char **include, **exclude, **expect;    /* patterns schema.object, NULL-ended; or NULL: all, none, none */
    GPtrArray *keys, *values;               /* of char*: the connector's own settings, "tls.mode", "tls.ca" */
    guint sessions;
    gint64 statement_timeout, lock_timeout; /* nanoseconds */
    guint64 max_stream_bytes;
    struct cs_window window;
    gboolean views; /* views are classified too */
};

#define CS_SCAN_MEMORY (150ull << 20) /* bytes; the default of memory */

struct cs_scan_config {
    char *file;                                       /* or NULL */
    char *organisation, *controller, *dpo, *language; /* or NULL */
    GPtrArray *sources;                               /* of struct cs_source_config* */
    GPtrArray *activities;                            /* of struct cs_activity* */
    char **locales;                                   /* or NULL: all */
    char *rules;                                      /* folder */
    char *as_of;                                      /* ISO date */
    guint64 sample_rows, seed, max_value;
    guint64 memory; /* bytes, about, that a scan may take: what it keeps of keys and rows is a share of them */
    gboolean all_rows, no_stream, masked, all_columns, all_candidates;
    gboolean no_app_packs; /* known applications are not recognised */
};

struct cs_scan_config *cs_config_new(void); /* the defaults */
void cs_config_free(struct cs_scan_config *config);
typedef struct cs_scan_config cs_scan_config;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cs_scan_config, cs_config_free)

/* Reads path into config; complaints of all its mistakes go to errors. CS_E_CONFIG. */
int cs_config_load(struct cs_scan_config *config, const char *path, struct cs_yaml_errors *errors, struct cs_err *err);

/* A source named by nothing but its URL (the command line). A password in the URL is refused, with the
 * alternatives named. */
int cs_config_add_url(struct cs_scan_config *config, const char *url, struct cs_err *err);

/* The password to use, if one is configured: owned by the caller; NULL is fine (client's own files). */
int cs_config_password(const struct cs_source_config *source, struct cs_secret **ret_secret, struct cs_err *err);

/* "sales.*" style patterns over "schema.object"; a pattern without a dot matches the object alone. */
gboolean cs_config_selects(const struct cs_source_config *source, const char *schema, const char *object);

#endif
