/* readers.c - files: YAML of rules, packs, configuration and decisions, saved maps, CSV. */
#include "fuzz.h"

#include "connect/registry.h"
#include "engine/apps.h"
#include "engine/lexicon.h"
#include "engine/rule.h"
#include "map/map.h"
#include "map/review.h"
#include "scan/config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
walk(const struct cs_yaml_node *node, const char **ret_wrong)
{
    gboolean map = cs_yaml_kind(node) == CS_YAML_MAP;

    if (cs_yaml_line(node) < 1)
        *ret_wrong = "a node of YAML stands in no line";
    if (cs_yaml_kind(node) == CS_YAML_SCALAR)
        return;
    for (guint i = 0; i < cs_yaml_count(node); i++) {
        walk(map ? cs_yaml_value(node, i) : cs_yaml_item(node, i), ret_wrong);
        if (map && !cs_yaml_key(node, i))
            *ret_wrong = "a key of YAML is nothing";
    }
}

/* What reads rules, on a tree that may be anything. */
static void
read_rules(const struct cs_yaml_node *root, struct cs_yaml_errors *errors)
{
    struct cs_lexicon *words = cs_lexicon_new();
    const struct cs_yaml_node *rules = cs_yaml_kind(root) == CS_YAML_MAP ? cs_yaml_get(root, "rules") : NULL;

    for (guint i = 0; rules && cs_yaml_kind(rules) == CS_YAML_LIST && i < cs_yaml_count(rules); i++) {
        const struct cs_yaml_node *node = cs_yaml_item(rules, i);
        struct cs_program *program = cs_program_read(errors, node, "fuzz");

        if (!program)
            continue;
        cs_program_compile(program, TRUE, errors, node);
        cs_program_free(program);
    }
    if (cs_yaml_kind(root) == CS_YAML_MAP)
        cs_lexicon_read(words, root, errors);
    cs_lexicon_free(words);
}

static const char *
run_rules(const char *data, gsize size, const char *folder)
{
    g_autoptr(cs_yaml) yaml = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    const char *wrong = NULL;

    (void)folder;
    cs_yaml_errors_init(&errors);
    if (cs_yaml_load("fuzz.yaml", data, size, &yaml, &err)) {
        wrong = *err.message ? NULL : "a refusal without a reason";
    } else if (cs_yaml_root(yaml)) {
        walk(cs_yaml_root(yaml), &wrong);
        read_rules(cs_yaml_root(yaml), &errors);
    }
    for (guint i = 0; i < errors.lines->len; i++)
        if (!g_str_has_prefix(errors.lines->pdata[i], "fuzz.yaml:"))
            wrong = "a complaint that names no line";
    cs_yaml_errors_clear(&errors);
    return wrong;
}

/* The bytes as a file called name, for as long as body takes. */
static const char *
with_file(const char *folder, const char *name, const char *data, gsize size, const char *(*body)(const char *path))
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    const char *wrong;

    if (!g_file_set_contents_full(path, data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
        return "no room for a file";
    wrong = body(path);
    unlink(path);
    return wrong;
}

/* The bytes as signatures, then as labels of an application that is known by them. */
static const char *
load_apps(const char *path)
{
    g_autofree char *apps = g_path_get_dirname(path), *rules = g_path_get_dirname(apps);
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    struct cs_apps *known = NULL;
    const char *wrong = NULL;

    cs_yaml_errors_init(&errors);
    if (cs_apps_load(rules, &errors, &known, &err)) {
        wrong = *err.message ? NULL : "signatures are refused without a reason";
    } else {
        cs_apps_lint(known, &errors);
        cs_apps_test(known, &errors);
    }
    cs_apps_free(known);
    cs_yaml_errors_clear(&errors);
    return wrong;
}

static const char *
run_apps(const char *data, gsize size, const char *folder)
{
    static const char signatures[] = "pack: s\napplications: {mine: {tables: {a: [x, y], b: [x, y], c: [x, y]}}}\n";
    g_autofree char *apps = g_build_filename(folder, "apps", NULL);
    g_autofree char *fixed = g_build_filename(apps, "signatures.yaml", NULL);
    const char *wrong = "no room for a folder";

    if (g_mkdir(apps, 0700))
        return wrong;
    wrong = with_file(apps, "signatures.yaml", data, size, load_apps);
    if (!wrong && g_file_set_contents_full(fixed, signatures, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
        wrong = with_file(apps, "mine.yaml", data, size, load_apps);
    unlink(fixed);
    rmdir(apps);
    return wrong;
}

static const char *
load_config(const char *path)
{
    g_autoptr(cs_scan_config) config = cs_config_new();
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int rc;

    cs_yaml_errors_init(&errors);
    rc = cs_config_load(config, path, &errors, &err);
    for (guint i = 0; !rc && i < config->sources->len; i++)
        cs_config_selects(config->sources->pdata[i], "schema", "object");
    rc = rc ? *err.message != '\0' : !errors.lines->len;
    cs_yaml_errors_clear(&errors);
    return rc ? NULL : "a configuration with mistakes is taken, or refused without a reason";
}

static const char *
run_config(const char *data, gsize size, const char *folder)
{
    return with_file(folder, "cassini.yaml", data, size, load_config);
}

/* What was read is written and read back: nothing gets lost. */
static const char *
load_review(const char *path)
{
    g_autoptr(cs_review) review = NULL, back = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    const char *wrong = NULL;

    cs_yaml_errors_init(&errors);
    if (!cs_review_load(path, FALSE, &errors, &review, &err)) {
        if (cs_review_save(review, path, &err) || cs_review_load(path, FALSE, &errors, &back, &err))
            wrong = "decisions that were read cannot be read again once saved";
        else if (back->entries->len != review->entries->len)
            wrong = "decisions get lost between reading and saving";
    } else if (!*err.message && !errors.lines->len) {
        wrong = "decisions are refused without a reason";
    }
    cs_yaml_errors_clear(&errors);
    return wrong;
}

static const char *
run_review(const char *data, gsize size, const char *folder)
{
    return with_file(folder, "cassini-review.yaml", data, size, load_review);
}

static const char *
load_map(const char *path)
{
    g_autoptr(cs_survey) survey = NULL, back = NULL;
    struct cs_err err = {0};

    if (cs_map_read(path, &survey, &err))
        return *err.message ? NULL : "a map is refused without a reason";
    if (cs_map_write(survey, path, TRUE, &err) || cs_map_read(path, &back, &err))
        return "a map that was read cannot be read again once written";
    if (back->findings->len != survey->findings->len || back->copies->len != survey->copies->len ||
        back->gaps->len != survey->gaps->len)
        return "a map loses records between reading and writing";
    return NULL;
}

static const char *
run_map(const char *data, gsize size, const char *folder)
{
    return with_file(folder, "map.json", data, size, load_map);
}

static int64_t
now(void *ctx)
{
    (void)ctx;
    return g_get_monotonic_time() * 1000;
}

static bool
cancelled(void *ctx)
{
    (void)ctx;
    return false;
}

struct listed {
    char *name;
    GArray *columns; /* of struct cs_req_column */
};

static int
on_object(void *ctx, const struct cs_object_info *info)
{
    struct listed *l = ctx;

    g_free(l->name);
    l->name = g_strdup(info->name);
    return 0;
}

static int
on_column(void *ctx, const struct cs_column_info *info)
{
    struct cs_req_column c = {g_strdup(info->name), info->type, "", "UTF-8"};

    g_array_append_val(((struct listed *)ctx)->columns, c);
    return 0;
}

static int
on_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    (void)ctx, (void)schema, (void)object, (void)why;
    return 0;
}

static void
clear_column(gpointer data)
{
    g_free((gpointer)(guintptr)((struct cs_req_column *)data)->name);
}

static const char *
read_batches(const struct cs_connector *c, struct cs_cursor *cursor, gsize columns)
{
    struct cs_batch batch = {0};
    struct cs_err err = {0};
    const char *wrong = NULL;
    guint64 sum = 0;

    while (!wrong && !c->next(cursor, &batch, &err) && batch.rows) {
        if (batch.columns != columns)
            wrong = "a row has another width than was asked for";
        for (gsize i = 0; !wrong && i < batch.rows * batch.columns; i++)
            for (gsize k = 0; k < batch.values[i].size && !batch.values[i].null; k++)
                sum += (guchar)((const char *)batch.values[i].data)[k];
    }
    return sum == G_MAXUINT64 ? "never" : wrong; /* so that the bytes are read */
}

static const char *
sample(const struct cs_connector *c, struct cs_session *session, const struct listed *l)
{
    struct cs_sample_req req = {.size = sizeof req,
                                .target = {.size = sizeof req.target,
                                           .schema = "",
                                           .object = l->name,
                                           .columns = (struct cs_req_column *)(void *)l->columns->data,
                                           .n_columns = l->columns->len},
                                .rows = 100,
                                .max_value = 1000,
                                .max_bytes = 1 << 20,
                                .seed = 7};
    struct cs_cursor *cursor = NULL;
    struct cs_err err = {0};
    const char *wrong;

    if (c->sample(session, &req, &cursor, &err))
        return *err.message ? NULL : "a sample is refused without a reason";
    wrong = read_batches(c, cursor, l->columns->len);
    c->end(cursor);
    return wrong;
}

static const char *
load_csv(const char *path)
{
    const struct cs_connector *c = cs_registry_find("file");
    const struct cs_host host = {.size = sizeof host, .now = now, .cancelled = cancelled};
    const struct cs_config config = {.size = sizeof config, .source = "fuzz", .url = path};
    const struct cs_scope scope = {.size = sizeof scope};
    struct listed l = {.columns = g_array_new(FALSE, FALSE, sizeof(struct cs_req_column))};
    const struct cs_sink sink = {
        .size = sizeof sink, .ctx = &l, .object = on_object, .column = on_column, .gap = on_gap};
    struct cs_session *session;
    struct cs_err err = {0};
    const char *wrong = NULL;

    g_array_set_clear_func(l.columns, clear_column);
    if (c->open(&host, &config, 0, &session, &err)) {
        wrong = *err.message ? NULL : "a file is refused without a reason";
    } else {
        if (!c->describe(session, &scope, &sink, &err) && l.name && l.columns->len)
            wrong = sample(c, session, &l);
        c->close(session);
    }
    g_array_unref(l.columns);
    g_free(l.name);
    return wrong;
}

static const char *
run_csv(const char *data, gsize size, const char *folder)
{
    gboolean packed = size > 2 && (guchar)data[0] == 0x1f && (guchar)data[1] == 0x8b;

    return with_file(folder, packed ? "data.csv.gz" : "data.csv", data, size, load_csv);
}

const struct fuzz_target fuzz_readers[] = {{"rules", "rule", run_rules},
                                           {"applications", "apps", run_apps},
                                           {"configuration", "config", run_config},
                                           {"decisions", "review", run_review},
                                           {"map", "map", run_map},
                                           {"csv", "csv", run_csv},
                                           {NULL, NULL, NULL}};
