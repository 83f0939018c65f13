/* ruleset.c - rule packs: every YAML file below a folder, read, compiled, tested by its own examples. */
#include "engine/ruleset_private.h"

#include "base/file.h"
#include "base/hash.h"

#include <string.h>

static const char *const file_keys[] = {"pack",  "version", "title",   "rules", "reason",        "source",  "licence",
                                        "words", "tables",  "consent", "pairs", "abbreviations", "weights", NULL};

struct load {
    struct cs_ruleset *set;
    const char *folder;
    const char *const *locales;
    gboolean no_jit;
    guint64 hash;
    GString *version;
    GHashTable *ids;
    struct cs_yaml_errors *errors;
};

static void
find_files(const char *folder, GPtrArray *paths)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            if (strcmp(name, "apps")) /* no rules: apps.h */
                find_files(path, paths);
        } else if (g_str_has_suffix(name, ".yaml") && *name != '.')
            g_ptr_array_add(paths, g_steal_pointer(&path));
    }
    if (dir)
        g_dir_close(dir);
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static gboolean
locale_wanted(const struct cs_rule *rule, const char *const *locales)
{
    if (!locales || !rule->locales[0])
        return TRUE;
    for (char **l = rule->locales; *l; l++)
        if (!strcmp(*l, "xx") || g_strv_contains(locales, *l))
            return TRUE;
    return FALSE;
}

/* "first+last": the first word in one list, the last in the other. */
static void
load_list(struct load *load, struct cs_program *program, const struct cs_yaml_node *node)
{
    g_auto(GStrv) names = NULL;
    struct cs_err err = {0};

    if (!program->rule.list)
        return;
    names = g_strsplit(program->rule.list, "+", 2);
    program->first_lists = cs_lists_bit(load->set->lists, load->folder, names[0], &err);
    if (program->first_lists && names[1])
        program->last_lists = cs_lists_bit(load->set->lists, load->folder, names[1], &err);
    if (err.code)
        cs_yaml_complain(load->errors, cs_yaml_get(node, "list"), "%s", err.message);
}

static void
load_rule(struct load *load, const struct cs_yaml_node *node, const char *pack)
{
    struct cs_program *program = cs_program_read(load->errors, node, pack);

    if (!program)
        return;
    if (!g_hash_table_add(load->ids, g_strdup(program->rule.id)))
        cs_yaml_complain(load->errors, node, "rule \"%s\" is defined twice", program->rule.id);
    if (!locale_wanted(&program->rule, load->locales)) {
        cs_program_free(program);
        return;
    }
    cs_program_compile(program, load->no_jit, load->errors, node);
    load_list(load, program, node);
    g_ptr_array_add(load->set->programs, program);
}

/* Weights of evidence by its name, in log-odds. */
static void
read_weights(struct load *load, const struct cs_yaml_node *map)
{
    for (guint i = 0; map && i < cs_yaml_count(map); i++) {
        const char *text = cs_yaml_text(cs_yaml_value(map, i));
        double *weight = g_new(double, 1);
        char *end = NULL;

        *weight = text ? g_ascii_strtod(text, &end) : 0;
        if (!text || !*text || *end)
            cs_yaml_complain(load->errors, cs_yaml_value(map, i), "the weight of \"%s\" must be a number",
                             cs_yaml_key(map, i));
        g_hash_table_insert(load->set->weights, g_strdup(cs_yaml_key(map, i)), weight);
    }
}

static void
load_file(struct load *load, const char *path)
{
    g_autofree char *text = NULL, *stated = NULL;
    g_autoptr(cs_yaml) yaml = NULL;
    struct cs_err err = {0};
    const struct cs_yaml_node *root, *rules;
    const char *pack = "", *version = "";
    gsize size;

    if (cs_file_read(path, 16u << 20, &text, &size, &err) || cs_yaml_load(path, text, size, &yaml, &err)) {
        g_ptr_array_add(load->errors->lines, g_strdup(err.message));
        return;
    }
    load->hash = cs_hash64(text, size, load->hash);
    root = cs_yaml_root(yaml);
    if (!root || !cs_yaml_check_keys(load->errors, root, "a rule pack", file_keys))
        return;
    if (!cs_yaml_get_string(load->errors, root, "pack", &pack))
        cs_yaml_complain(load->errors, root, "a rule file needs a pack name");
    cs_yaml_get_string(load->errors, root, "version", &version);
    stated = g_strdup_printf("%s %s, ", pack, version);
    if (!strstr(load->version->str, stated)) /* a pack has several files */
        g_string_append(load->version, stated);
    cs_lexicon_read(load->set->words, root, load->errors);
    read_weights(load, cs_yaml_get(root, "weights"));
    rules = cs_yaml_get(root, "rules");
    if (!rules)
        return;
    if (cs_yaml_kind(rules) != CS_YAML_LIST) {
        cs_yaml_complain(load->errors, rules, "\"rules\" must be a list");
        return;
    }
    for (guint i = 0; i < cs_yaml_count(rules); i++)
        load_rule(load, cs_yaml_item(rules, i), pack);
}

int
cs_ruleset_load(const char *folder, const char *const *locales, gboolean no_jit, struct cs_yaml_errors *errors,
                struct cs_ruleset **ret_ruleset, struct cs_err *err)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    struct load load = {.folder = folder, .locales = locales, .no_jit = no_jit, .errors = errors};
    guint before = errors->lines->len;

    find_files(folder, paths);
    if (!paths->len)
        return cs_fail(err, CS_E_CONFIG, "rules", NULL, "no rule file below \"%s\"", folder);
    g_ptr_array_sort(paths, compare_paths);
    load.set = g_new0(struct cs_ruleset, 1);
    load.set->jit = !no_jit && cs_jit_works();
    load.no_jit = !load.set->jit;
    load.set->lists = cs_lists_new();
    load.set->words = cs_lexicon_new();
    load.set->weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    load.set->programs = g_ptr_array_new_with_free_func((GDestroyNotify)cs_program_free);
    load.version = g_string_new(NULL);
    load.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < paths->len; i++)
        load_file(&load, g_ptr_array_index(paths, i));
    g_hash_table_unref(load.ids);
    /* Asked by the scan, by no rule; a folder of rules may do without. */
    cs_lists_bit(load.set->lists, folder, "archives", &(struct cs_err){0});
    cs_lists_bit(load.set->lists, folder, "particles", &(struct cs_err){0});
    g_string_append_printf(load.version, "#%08x", (guint)load.hash);
    load.set->version = g_string_free(load.version, FALSE);
    if (errors->lines->len > before || load.set->programs->len > G_MAXUINT16) {
        cs_ruleset_free(load.set);
        return cs_fail(err, CS_E_CONFIG, "rules", NULL, "the rules below \"%s\" have %u mistakes", folder,
                       errors->lines->len - before);
    }
    load.set->gates = cs_gates_new(load.set->programs);
    *ret_ruleset = load.set;
    return 0;
}

void
cs_ruleset_free(struct cs_ruleset *ruleset)
{
    if (!ruleset)
        return;
    g_ptr_array_unref(ruleset->programs);
    cs_gates_free(ruleset->gates);
    cs_lists_free(ruleset->lists);
    cs_lexicon_free(ruleset->words);
    g_hash_table_unref(ruleset->weights);
    g_free(ruleset->version);
    g_free(ruleset);
}

guint
cs_ruleset_count(const struct cs_ruleset *ruleset)
{
    return ruleset->programs->len;
}

const struct cs_rule *
cs_ruleset_rule(const struct cs_ruleset *ruleset, guint index)
{
    return &cs_ruleset_program(ruleset, index)->rule;
}

const char *
cs_ruleset_version(const struct cs_ruleset *ruleset)
{
    return ruleset->version;
}

gboolean
cs_ruleset_has_jit(const struct cs_ruleset *ruleset)
{
    return ruleset->jit;
}

struct cs_lexicon *
cs_ruleset_lexicon(const struct cs_ruleset *ruleset)
{
    return ruleset->words;
}

gboolean
cs_ruleset_weight(const struct cs_ruleset *ruleset, const char *evidence, double *ret_weight)
{
    const double *weight = g_hash_table_lookup(ruleset->weights, evidence);

    if (weight)
        *ret_weight = *weight;
    return weight != NULL;
}

guint64
cs_ruleset_list(const struct cs_ruleset *ruleset, const char *name)
{
    return cs_lists_known(ruleset->lists, name);
}

gboolean
cs_ruleset_in_list(const struct cs_ruleset *ruleset, guint64 list, const char *folded, gsize size)
{
    return cs_lists_hold(ruleset->lists, list, folded, size);
}

/* Does the rule accept the example, as a column of a type it applies to? */
static gboolean
accepts(struct cs_matcher *matcher, const struct cs_rule *rule, guint index, const char *text)
{
    guint16 found[64];
    enum cs_type type = CS_T_TEXT;
    guint n;

    while (!(rule->types >> type & 1) && type < CS_T_OTHER)
        type++;
    n = cs_matcher_whole(matcher, type, text, strlen(text), found, G_N_ELEMENTS(found));
    for (guint i = 0; i < n; i++)
        if (found[i] == index)
            return TRUE;
    return FALSE;
}

guint
cs_ruleset_test_values(const struct cs_ruleset *ruleset, struct cs_yaml_errors *errors)
{
    struct cs_matcher *matcher = cs_matcher_new(ruleset);
    guint run = 0;

    for (guint i = 0; i < ruleset->programs->len; i++) {
        const struct cs_rule *rule = cs_ruleset_rule(ruleset, i);

        for (char **m = rule->match; *m; m++, run++)
            if (!accepts(matcher, rule, i, *m))
                g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: rule \"%s\" does not match its example \"%s\"",
                                                               rule->file, rule->line, rule->id, *m));
        for (char **m = rule->no_match; *m; m++, run++)
            if (accepts(matcher, rule, i, *m))
                g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: rule \"%s\" matches its counter-example \"%s\"",
                                                               rule->file, rule->line, rule->id, *m));
    }
    cs_matcher_free(matcher);
    return run;
}
