/* apps.h - packs of known applications: by which tables one is told, and what its columns hold. Floor 3.
 *
 * rules/apps/signatures.yaml names, for each application, a few of its tables with columns that only it has; the file
 * apps/NAME.yaml beside it holds curated labels. Signatures are read when a source was listed; labels when their
 * application was recognised, so that a scan of strangers' schemas never pays for them. Not thread-safe: one caller at
 * a time (the scan's lock). */
#ifndef CS_ENGINE_APPS_H
#define CS_ENGINE_APPS_H

#include "base/yaml.h"
#include "model/catalog.h"

struct cs_app {
    char *name;           /* of the pack: "wordpress" */
    char *title;          /* "WordPress" */
    GPtrArray *signature; /* of struct cs_app_sign* */
    GHashTable *tables;   /* name without prefix, lower case → struct cs_app_table*; NULL: not read yet */
    gboolean broken;      /* its labels could not be read */
};

/* One table of a signature, with columns that it has in every version. */
struct cs_app_sign {
    char *table;
    char **columns;
};

/* What is known of one table. */
struct cs_app_table {
    const struct cs_app *app;
    enum cs_kind kind; /* CS_KIND_UNKNOWN: not told, the engine infers kind and subjects */
    guint subjects;
    GHashTable *labels; /* column and path in lower case ("meta_value[meta_key=billing_phone]") → label + 1 */
};

#define CS_APPS_LEAST_TABLES 3 /* fewer make no application */
#define CS_LABEL_UNKNOWN (-2)  /* the pack says nothing */
#define CS_LABEL_NONE (-1)     /* the pack says that it is no data of a person, as far as names go */
#define CS_LABEL_NEVER (-3)    /* … nor is, though its values look so: the id of a message */

struct cs_apps;
/* Reads the signatures below folder (of rules); none is fine. Complaints are collected: CS_E_CONFIG. */
int cs_apps_load(const char *folder, struct cs_yaml_errors *errors, struct cs_apps **ret_apps, struct cs_err *err);
void cs_apps_free(struct cs_apps *apps); /* takes NULL */
guint cs_apps_count(const struct cs_apps *apps);
struct cs_app *cs_apps_at(const struct cs_apps *apps, guint index);
/* The labels of one application, read at the first call. FALSE, and complaints the first time, when its file is wrong.
 */
gboolean cs_apps_labels(struct cs_apps *apps, struct cs_app *app, struct cs_yaml_errors *errors);
/* Complains about files of labels without a signature: nothing would ever read them. */
void cs_apps_strays(const struct cs_apps *apps, struct cs_yaml_errors *errors);

/* Tells which objects of a source belong to known applications (recognise.c): an application is there when three in
 * five tables of its signature are, three at least, each with all the columns named, under one prefix that is empty or
 * ends in "_". Returns object → GPtrArray of const struct cs_app_table*, the table and its arrays owned by the caller.
 */
GHashTable *cs_apps_recognise(struct cs_apps *apps, const struct cs_source *source, struct cs_yaml_errors *errors);

/* What the tables of an object's applications say of a place: an index of the taxonomy or a CS_LABEL_….
 * tables may be NULL; path too. *ret_app: whose label it is. */
int cs_app_label(const GPtrArray *tables, const char *column, const char *path, const struct cs_app **ret_app);
/* The first table that tells the kind, or NULL. */
const struct cs_app_table *cs_app_told(const GPtrArray *tables);

/* Signatures and labels that cannot do what was meant, and each pack tried on the schema that its own signature
 * describes (app_lint.c). Complaints to errors; returns how many packs were tried. */
guint cs_apps_test(struct cs_apps *apps, struct cs_yaml_errors *errors);
void cs_apps_lint(struct cs_apps *apps, struct cs_yaml_errors *errors);

#endif
