<<<<<<< HEAD
/* ruleset.c - rule packs compiled with PCRE2, matched behind cheap gates. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "engine/ruleset.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "model/taxonomy.h"

#include <pcre2.h>
#include <string.h>

#define MATCH_LIMIT 20000u
#define VALUE_MAX 400 /* a whole-value match of anything longer is no identifier */
#define JIT_STACK (256 * 1024)

struct compiled {
    pcre2_code *code; /* or NULL */
    guint8 first[32]; /* bitmap of possible first bytes; all ones when unknown */
    int last;         /* a byte that must occur, or -1 */
    guint min;
    const GHashTable *list;
};

struct cs_ruleset {
    GPtrArray *rules; /* of struct cs_rule* */
    struct compiled *compiled;
    GHashTable *lists; /* name → GHashTable of words */
    char *folder, *version;
    gboolean jit;
};

struct cs_matcher {
    const struct cs_ruleset *set;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    GString *forms[CS_NF_COUNT];
    gboolean made[CS_NF_COUNT];
    guint64 *limits;
};

static void
rule_free(gpointer data)
{
    struct cs_rule *r = data;

    g_free(r->id);
    g_free(r->pack);
    g_free(r->attribute);
    g_strfreev(r->locales);
    g_strfreev(r->strong);
    g_strfreev(r->weak);
    g_strfreev(r->negative);
    g_free(r->pattern);
    g_free(r->list);
    g_strfreev(r->match);
    g_strfreev(r->no_match);
    g_strfreev(r->name_match);
    g_strfreev(r->name_no_match);
    g_free(r->file);
    g_free(r);
}

void
cs_ruleset_free(struct cs_ruleset *set)
{
    if (!set)
        return;
    for (guint i = 0; set->compiled && i < set->rules->len; i++)
        pcre2_code_free(set->compiled[i].code);
    g_free(set->compiled);
    g_ptr_array_unref(set->rules);
    g_hash_table_unref(set->lists);
    g_free(set->folder);
    g_free(set->version);
    g_free(set);
}

static enum cs_normal
normal_from(const char *name)
{
    static const char *const names[] = {"raw", "trim", "alnum", "digits", "fold", "lower", "phone"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (!strcmp(names[i], name))
            return i;
    return CS_NF_COUNT;
}

static void
read_examples(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, char ***ret_match, char ***ret_no)
{
    static const char *const known[] = {"match", "no_match", NULL};
    const struct cs_yaml_node *node = cs_yaml_get(map, key);

    if (!node || !cs_yaml_check_keys(errors, node, key, known))
        return;
    cs_yaml_get_strings(errors, node, "match", ret_match);
    cs_yaml_get_strings(errors, node, "no_match", ret_no);
}

static guint
count(char *const *words)
{
    return words ? g_strv_length((char **)(guintptr)words) : 0;
}

static void
check_rule(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const struct cs_rule *r)
{
    gboolean has_value = r->pattern || r->list, has_name = count(r->strong) + count(r->weak) > 0;

    if (!r->id || !r->attribute) {
        cs_yaml_complain(errors, node, "a rule needs an \"id\" and an \"attribute\"");
        return;
    }
    if (r->attribute_index < 0 && strcmp(r->attribute, "none"))
        cs_yaml_complain(errors, node, "rule \"%s\": the taxonomy has no attribute \"%s\"", r->id, r->attribute);
    if (has_value && (count(r->match) < 3 || count(r->no_match) < 3))
        cs_yaml_complain(errors, node, "rule \"%s\": at least 3 values under examples match and 3 under no_match are needed", r->id);
    if (!has_value && has_name && (count(r->name_match) < 3 || count(r->name_no_match) < 3))
        cs_yaml_complain(errors, node, "rule \"%s\": at least 3 names under name_examples match and 3 under no_match are needed", r->id);
    if (!has_value && !has_name && !count(r->negative))
        cs_yaml_complain(errors, node, "rule \"%s\" has neither names nor a value nor a list", r->id);
}

static void
read_rule(struct cs_ruleset *set, struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *pack)
{
    static const char *const known[] = {"id",     "attribute", "locales",  "names",     "value", "normal",        "check",  "list", "chance", "weight",
                                        "min_ratio", "search", "needs_name", "examples", "name_examples", "source", NULL};
    static const char *const name_keys[] = {"strong", "weak", "negative", NULL};
    struct cs_rule *r = g_new0(struct cs_rule, 1);
    const struct cs_yaml_node *names;
    const char *text;

    r->pack = g_strdup(pack);
    r->file = g_strdup(cs_yaml_file(node));
    r->line = cs_yaml_line(node);
    r->chance = 0.02;
    r->weight = 5;
    r->min_ratio = 0.6;
    r->attribute_index = -1;
    g_ptr_array_add(set->rules, r);
    if (!cs_yaml_check_keys(errors, node, "a rule", known))
        return;
    if (cs_yaml_get_string(errors, node, "id", &text))
        r->id = g_strdup(text);
    if (cs_yaml_get_string(errors, node, "attribute", &text)) {
        r->attribute = g_strdup(text);
        r->attribute_index = cs_taxonomy_index(text);
    }
    if (cs_yaml_get_string(errors, node, "value", &text))
        r->pattern = g_strdup(text);
    if (cs_yaml_get_string(errors, node, "list", &text))
        r->list = g_strdup(text);
    if (cs_yaml_get_string(errors, node, "normal", &text) && (r->normal = normal_from(text)) == CS_NF_COUNT)
        cs_yaml_complain(errors, cs_yaml_get(node, "normal"), "there is no normal form \"%s\"", text);
    if (cs_yaml_get_string(errors, node, "check", &text) && !(r->check = cs_check_find(text)))
        cs_yaml_complain(errors, cs_yaml_get(node, "check"), "there is no check \"%s\"", text);
    if (r->check)
        r->chance = r->check->chance;
    cs_yaml_get_strings(errors, node, "locales", &r->locales);
    cs_yaml_get_real(errors, node, "chance", 0, 1, &r->chance);
    cs_yaml_get_real(errors, node, "weight", -20, 20, &r->weight);
    cs_yaml_get_real(errors, node, "min_ratio", 0, 1, &r->min_ratio);
    cs_yaml_get_bool(errors, node, "search", &r->search);
    cs_yaml_get_bool(errors, node, "needs_name", &r->needs_name);
    names = cs_yaml_get(node, "names");
    if (names && cs_yaml_check_keys(errors, names, "names", name_keys)) {
        cs_yaml_get_strings(errors, names, "strong", &r->strong);
        cs_yaml_get_strings(errors, names, "weak", &r->weak);
        cs_yaml_get_strings(errors, names, "negative", &r->negative);
    }
    read_examples(errors, node, "examples", &r->match, &r->no_match);
    read_examples(errors, node, "name_examples", &r->name_match, &r->name_no_match);
    check_rule(errors, node, r);
}

static int
load_file(struct cs_ruleset *set, const char *path, struct cs_yaml_errors *errors, GChecksum *sum, struct cs_err *err)
{
    static const char *const known[] = {"pack", "version", "title", "source", "rules", NULL};
    g_autofree char *text = NULL;
    g_autoptr(cs_yaml) yaml = NULL;
    const struct cs_yaml_node *root, *rules;
    const char *pack = "?";
    gsize size;
    int rc = cs_file_read(path, 16 << 20, &text, &size, err);

    if (!rc)
        rc = cs_yaml_load(path, text, size, &yaml, err);
    if (rc)
        return rc;
    g_checksum_update(sum, (const guchar *)text, (gssize)size);
    root = cs_yaml_root(yaml);
    if (!root || !cs_yaml_check_keys(errors, root, "a rule pack", known))
        return 0;
    cs_yaml_get_string(errors, root, "pack", &pack);
    rules = cs_yaml_get(root, "rules");
    for (guint i = 0; rules && cs_yaml_kind(rules) == CS_YAML_LIST && i < cs_yaml_count(rules); i++)
        read_rule(set, errors, cs_yaml_item(rules, i), pack);
    return 0;
}

static gint
by_text(gconstpointer a, gconstpointer b)
=======
/* ruleset.c - rule packs: every YAML file below a folder, read, compiled, tested by its own examples. */
#include "engine/ruleset_private.h"

#include "base/file.h"
#include "base/hash.h"

#include <string.h>

static const char *const file_keys[] = {"pack",   "version", "title",   "rules",
                                        "reason", "source",  "licence", NULL};

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

        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            find_files(path, paths);
        else if (g_str_has_suffix(name, ".yaml") && *name != '.')
            g_ptr_array_add(paths, g_steal_pointer(&path));
    }
    if (dir)
        g_dir_close(dir);
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
>>>>>>> 6908518 (engine: rules, checks, matcher and the value packs)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

<<<<<<< HEAD
static void
find_packs(const char *folder, GPtrArray *paths, guint depth)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && depth < 4 && (name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);

        if (g_str_has_suffix(name, ".yaml")) {
            g_ptr_array_add(paths, path);
            continue;
        }
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            find_packs(path, paths, depth + 1);
        g_free(path);
    }
}

/* rules/lists/<name>.txt: one word a line, "#" lines are comments that name source and licence. */
static const GHashTable *
load_list(struct cs_ruleset *set, const char *name)
{
    GHashTable *words = g_hash_table_lookup(set->lists, name);
    g_autofree char *base = g_strdup_printf("%s.txt", name), *path = g_build_filename(set->folder, "lists", base, NULL);
    g_autofree char *text = NULL;
    struct cs_err err;
    gsize size;

    if (words || cs_file_read(path, 16 << 20, &text, &size, &err))
        return words;
    words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (char *save = NULL, *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
        GString *folded;

        if (*line == '#' || !*line)
            continue;
        folded = g_string_new(NULL);
        cs_utf8_fold(folded, line, strlen(line));
        g_hash_table_add(words, g_string_free(folded, FALSE));
    }
    g_hash_table_insert(set->lists, g_strdup(name), words);
    return words;
}

static void
gate(struct compiled *c)
{
    const guint8 *bitmap = NULL;
    guint32 unit = 0, type = 0;

    memset(c->first, 0xff, sizeof c->first);
    pcre2_pattern_info(c->code, PCRE2_INFO_MINLENGTH, &c->min);
    pcre2_pattern_info(c->code, PCRE2_INFO_FIRSTBITMAP, &bitmap);
    if (bitmap)
        memcpy(c->first, bitmap, sizeof c->first);
    pcre2_pattern_info(c->code, PCRE2_INFO_LASTCODETYPE, &type);
    c->last = -1;
    if (type == 1 && !pcre2_pattern_info(c->code, PCRE2_INFO_LASTCODEUNIT, &unit) && unit < 0x80 && !g_ascii_isalpha((char)unit))
        c->last = (int)unit;
}

static void
compile(struct cs_ruleset *set, guint i, gboolean no_jit, struct cs_yaml_errors *errors)
{
    const struct cs_rule *r = set->rules->pdata[i];
    struct compiled *c = &set->compiled[i];
    guchar message[128];
    PCRE2_SIZE offset;
    int number;

    if (r->list && !(c->list = load_list(set, r->list)))
        g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: rule \"%s\": there is no list \"%s\"", r->file, r->line, r->id, r->list));
    if (!r->pattern)
        return;
    c->code = pcre2_compile((PCRE2_SPTR)r->pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &number, &offset, NULL);
    if (!c->code) {
        pcre2_get_error_message(number, message, sizeof message);
        g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: rule \"%s\": %s at character %zu of its pattern", r->file, r->line,
                                                       r->id ? r->id : "?", (char *)message, (size_t)offset));
        return;
    }
    if (!no_jit && pcre2_jit_compile(c->code, PCRE2_JIT_COMPLETE))
        set->jit = FALSE;
    gate(c);
}

int
cs_ruleset_load(const char *folder, const char *const *locales, gboolean no_jit, struct cs_yaml_errors *errors,
                struct cs_ruleset **ret_ruleset, struct cs_err *err)
{
    struct cs_ruleset *set = g_new0(struct cs_ruleset, 1);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    int rc = 0;

    set->rules = g_ptr_array_new_with_free_func(rule_free);
    set->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    set->folder = g_strdup(folder);
    set->jit = !no_jit;
    find_packs(folder, paths, 0);
    g_ptr_array_sort(paths, by_text);
    for (guint i = 0; !rc && i < paths->len; i++)
        rc = load_file(set, paths->pdata[i], errors, sum, err);
    if (!rc && !set->rules->len)
        rc = cs_fail(err, CS_E_CONFIG, "rules", NULL, "there are no rule packs (*.yaml) below %s", folder);
    for (guint i = set->rules->len; locales && *locales && i-- > 0;) {
        const struct cs_rule *r = set->rules->pdata[i];
        gboolean wanted = !count(r->locales);

        for (char **l = r->locales; l && *l; l++)
            wanted |= g_strv_contains(locales, *l);
        if (!wanted)
            g_ptr_array_remove_index(set->rules, i);
    }
    set->compiled = g_new0(struct compiled, set->rules->len + 1);
    for (guint i = 0; !rc && i < set->rules->len; i++)
        compile(set, i, no_jit, errors);
    if (!rc && errors->lines->len)
        rc = cs_fail(err, CS_E_CONFIG, "rules", NULL, "the rule packs below %s have %u mistakes", folder, errors->lines->len);
    if (rc) {
        cs_ruleset_free(set);
        return rc;
    }
    set->version = g_strdup_printf("%s-%.12s", CASSINI_VERSION, g_checksum_get_string(sum));
    *ret_ruleset = set;
    return 0;
}

guint
cs_ruleset_count(const struct cs_ruleset *set)
{
    return set->rules->len;
}

const struct cs_rule *
cs_ruleset_rule(const struct cs_ruleset *set, guint index)
{
    return set->rules->pdata[index];
}

const char *
cs_ruleset_version(const struct cs_ruleset *set)
{
    return set->version;
}

gboolean
cs_ruleset_has_jit(const struct cs_ruleset *set)
{
    return set->jit;
}

struct cs_matcher *
cs_matcher_new(const struct cs_ruleset *set)
{
    struct cs_matcher *m = g_new0(struct cs_matcher, 1);

    m->set = set;
    m->data = pcre2_match_data_create(1, NULL);
    m->context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(m->context, MATCH_LIMIT);
    if (set->jit) {
        m->stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK, NULL);
        pcre2_jit_stack_assign(m->context, NULL, m->stack);
    }
    for (guint i = 0; i < CS_NF_COUNT; i++)
        m->forms[i] = g_string_sized_new(512);
    m->limits = g_new0(guint64, set->rules->len + 1);
    return m;
}

void
cs_matcher_free(struct cs_matcher *m)
{
    if (!m)
        return;
    for (guint i = 0; i < CS_NF_COUNT; i++) {
        memset(m->forms[i]->str, 0, m->forms[i]->allocated_len);
        g_string_free(m->forms[i], TRUE);
    }
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    pcre2_jit_stack_free(m->stack);
    g_free(m->limits);
    g_free(m);
}

guint64
cs_matcher_limit_hits(const struct cs_matcher *m, guint rule)
{
    return m->limits[rule];
}

static void
make_form(GString *out, enum cs_normal normal, const char *text, gsize size)
{
    g_string_truncate(out, 0);
    switch (normal) {
    case CS_NF_FOLD:
        cs_utf8_fold(out, text, size);
        return;
    case CS_NF_RAW:
    case CS_NF_TRIM:
    case CS_NF_COUNT:
        g_string_append_len(out, text, (gssize)size);
        return;
    default:
        break;
    }
    for (gsize i = 0; i < size; i++) {
        char c = text[i];

        if (normal == CS_NF_LOWER)
            g_string_append_c(out, g_ascii_tolower(c));
        else if (normal == CS_NF_ALNUM && g_ascii_isalnum(c))
            g_string_append_c(out, g_ascii_toupper(c));
        else if (normal != CS_NF_ALNUM && (g_ascii_isdigit(c) || (normal == CS_NF_PHONE && c == '+' && !out->len)))
            g_string_append_c(out, c);
    }
}

static const GString *
form(struct cs_matcher *m, enum cs_normal normal, const char *text, gsize size)
{
    if (!m->made[normal])
        make_form(m->forms[normal], normal, text, size);
    m->made[normal] = TRUE;
    return m->forms[normal];
}

static int
run(struct cs_matcher *m, guint rule, const char *text, gsize size, gsize from)
{
    const pcre2_code *code = m->set->compiled[rule].code;
    int rc = m->set->jit ? pcre2_jit_match(code, (PCRE2_SPTR)text, size, from, PCRE2_NO_UTF_CHECK, m->data, m->context)
                         : pcre2_match(code, (PCRE2_SPTR)text, size, from, PCRE2_NO_UTF_CHECK, m->data, m->context);

    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
        m->limits[rule]++;
    return rc;
}

static gboolean
passes_gate(const struct compiled *c, const GString *t)
{
    guint8 first = (guint8)t->str[0];

    return t->len >= c->min && (c->first[first >> 3] & (1u << (first & 7))) && (c->last < 0 || memchr(t->str, c->last, t->len));
}

static gboolean
accepts(struct cs_matcher *m, guint rule, const char *text, gsize size)
{
    const struct cs_rule *r = m->set->rules->pdata[rule];
    const struct compiled *c = &m->set->compiled[rule];
    const GString *t;

    if (!c->code && !c->list)
        return FALSE;
    if (c->list && !g_hash_table_contains((GHashTable *)(guintptr)c->list, form(m, CS_NF_FOLD, text, size)->str))
        return FALSE;
    if (!c->code)
        return TRUE;
    t = form(m, r->normal, text, size);
    if (!t->len || !passes_gate(c, t) || run(m, rule, t->str, t->len, 0) < 0)
        return FALSE;
    if (!r->check)
        return TRUE;
    return r->check->fn(t->str, t->len);
}

guint
cs_matcher_whole(struct cs_matcher *m, enum cs_type type, const char *text, gsize size, guint16 *ret_rules, guint max)
{
    guint n = 0;

    (void)type;
    while (size && g_ascii_isspace(*text)) {
        text++;
        size--;
    }
    while (size && g_ascii_isspace(text[size - 1]))
        size--;
    if (!size || size > VALUE_MAX)
        return 0;
    memset(m->made, 0, sizeof m->made);
    for (guint i = 0; i < m->set->rules->len && n < max; i++)
        if (accepts(m, i, text, size))
            ret_rules[n++] = (guint16)i;
    return n;
}

static gboolean
search_hit_is_valid(const struct cs_rule *r, const char *text, gsize size)
{
    g_autoptr(GString) t = NULL;

    if (!r->check)
        return TRUE;
    t = g_string_new(NULL);
    make_form(t, r->normal, text, size);
    return r->check->fn(t->str, t->len);
}

static guint
search_one(struct cs_matcher *m, guint rule, const char *text, gsize size)
{
    const struct cs_rule *r = m->set->rules->pdata[rule];
    gsize from = 0;
    guint hits = 0;

    while (from < size && hits < 1000 && run(m, rule, text, size, from) >= 0) {
        const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);

        hits += search_hit_is_valid(r, text + v[0], v[1] - v[0]);
        from = MAX(v[1], v[0] + 1);
        while (from < size && ((guint8)text[from] & 0xc0) == 0x80)
            from++;
    }
    return hits;
}

guint
cs_matcher_search(struct cs_matcher *m, const char *text, gsize size, guint16 *ret_rules, guint16 *ret_counts, guint max)
{
    guint n = 0;

    for (guint i = 0; i < m->set->rules->len && n < max; i++) {
        const struct cs_rule *r = m->set->rules->pdata[i];
        const struct compiled *c = &m->set->compiled[i];
        guint hits;

        if (!r->search || !c->code || size < c->min || (c->last >= 0 && !memchr(text, c->last, size)))
            continue;
        hits = search_one(m, i, text, size);
        if (!hits)
            continue;
        ret_rules[n] = (guint16)i;
        ret_counts[n++] = (guint16)hits;
    }
    return n;
}

gboolean
cs_ruleset_in_list(const struct cs_ruleset *set, const char *list, const char *folded, gsize size)
{
    GHashTable *words = g_hash_table_lookup(set->lists, list);
    g_autofree char *word = g_strndup(folded, size);

    return words && g_hash_table_contains(words, word);
}

guint
cs_ruleset_test_values(const struct cs_ruleset *set, struct cs_yaml_errors *errors)
{
    struct cs_matcher *m = cs_matcher_new(set);
    guint done = 0;

    for (guint i = 0; i < set->rules->len; i++) {
        const struct cs_rule *r = set->rules->pdata[i];

        for (guint k = 0; k < 2; k++)
            for (char **e = k ? r->no_match : r->match; e && *e; e++, done++) {
                gboolean hit;

                memset(m->made, 0, sizeof m->made);
                hit = r->search ? search_one(m, i, *e, strlen(*e)) > 0 : accepts(m, i, *e, strlen(*e));
                if (hit != !k)
                    g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: rule \"%s\" %s its example %ld", r->file, r->line, r->id,
                                                                   k ? "accepts" : "does not accept",
                                                                   (long)(e - (k ? r->no_match : r->match)) + 1));
            }
    }
    cs_matcher_free(m);
    return done;
=======
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
    cs_program_compile(program, load->no_jit, &load->set->jit, load->errors, node);
    load_list(load, program, node);
    g_ptr_array_add(load->set->programs, program);
}

static void
load_file(struct load *load, const char *path)
{
    g_autofree char *text = NULL;
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
    g_string_append_printf(load->version, "%s %s, ", pack, version);
    rules = cs_yaml_get(root, "rules");
    if (!rules || cs_yaml_kind(rules) != CS_YAML_LIST) {
        cs_yaml_complain(load->errors, root, "a rule file needs a list of rules");
        return;
    }
    for (guint i = 0; i < cs_yaml_count(rules); i++)
        load_rule(load, cs_yaml_item(rules, i), pack);
}

int
cs_ruleset_load(const char *folder, const char *const *locales, gboolean no_jit,
                struct cs_yaml_errors *errors, struct cs_ruleset **ret_ruleset, struct cs_err *err)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    struct load load = {.folder = folder, .locales = locales, .no_jit = no_jit, .errors = errors};
    guint before = errors->lines->len;

    find_files(folder, paths);
    if (!paths->len)
        return cs_fail(err, CS_E_CONFIG, "rules", NULL, "no rule file below \"%s\"", folder);
    g_ptr_array_sort(paths, compare_paths);
    load.set = g_new0(struct cs_ruleset, 1);
    load.set->jit = !no_jit;
    load.set->lists = cs_lists_new();
    load.set->programs = g_ptr_array_new_with_free_func((GDestroyNotify)cs_program_free);
    load.version = g_string_new(NULL);
    load.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < paths->len; i++)
        load_file(&load, g_ptr_array_index(paths, i));
    g_hash_table_unref(load.ids);
    g_string_append_printf(load.version, "#%08x", (guint)load.hash);
    load.set->version = g_string_free(load.version, FALSE);
    if (errors->lines->len > before || load.set->programs->len > G_MAXUINT16) {
        cs_ruleset_free(load.set);
        return cs_fail(err, CS_E_CONFIG, "rules", NULL, "the rules below \"%s\" have %u mistakes", folder,
                       errors->lines->len - before);
    }
    *ret_ruleset = load.set;
    return 0;
}

void
cs_ruleset_free(struct cs_ruleset *ruleset)
{
    if (!ruleset)
        return;
    g_ptr_array_unref(ruleset->programs);
    cs_lists_free(ruleset->lists);
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

gboolean
cs_ruleset_in_list(const struct cs_ruleset *ruleset, const char *list, const char *folded, gsize size)
{
    guint64 bit = cs_lists_known(ruleset->lists, list);

    return bit && cs_lists_of(ruleset->lists, folded, size) & bit;
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
                g_ptr_array_add(errors->lines,
                                g_strdup_printf("%s:%u: rule \"%s\" does not match its example \"%s\"",
                                                rule->file, rule->line, rule->id, *m));
        for (char **m = rule->no_match; *m; m++, run++)
            if (accepts(matcher, rule, i, *m))
                g_ptr_array_add(errors->lines,
                                g_strdup_printf("%s:%u: rule \"%s\" matches its counter-example \"%s\"",
                                                rule->file, rule->line, rule->id, *m));
    }
    cs_matcher_free(matcher);
    return run;
>>>>>>> 6908518 (engine: rules, checks, matcher and the value packs)
}
