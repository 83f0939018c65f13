/* rule.c - one rule: read from YAML, its pattern compiled, its gate worked out. */
#include "engine/rule.h"

#include "model/taxonomy.h"

#include <stdlib.h>
#include <string.h>

static const char *const rule_keys[] = {
    "id",         "attribute", "locales",       "names",  "value",     "normal", "check",        "list",
    "any_word",   "types",     "chance",        "weight", "min_ratio", "search", "search_value", "gate",
    "needs_name", "examples",  "name_examples", "reason", "source",    NULL};
static const char *const type_names[] = {"unknown",   "text",     "integer",  "numeric", "boolean", "date",  "time",
                                         "timestamp", "interval", "bytes",    "json",    "xml",     "array", "uuid",
                                         "inet",      "enum",     "geometry", "other",   NULL};
static const char *const class_names[] = {"lower", "upper", "digit", "space", "@",    ".",       "-", "_",
                                          "/",     ":",     "+",     "punct", "high", "control", NULL};

#define DEFAULT_MAX_SIZE 512
#define WORD_CLASSES (CS_C_LOWER | CS_C_UPPER | CS_C_SPACE | CS_C_DOT | CS_C_DASH | CS_C_PUNCT | CS_C_HIGH)

/* Index of each word in known as a bit; complains about others. Absent: FALSE. */
static gboolean
read_bits(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, const char *const *known,
          guint32 *ret_bits)
{
    g_auto(GStrv) words = NULL;
    guint32 bits = 0;

    if (!cs_yaml_get_strings(errors, map, key, &words))
        return FALSE;
    for (char **w = words; *w; w++) {
        guint i = 0;

        while (known[i] && strcmp(known[i], *w))
            i++;
        if (known[i])
            bits |= 1u << i;
        else
            cs_yaml_complain(errors, cs_yaml_get(map, key), "\"%s\" is no %s", *w, key);
    }
    *ret_bits = bits;
    return TRUE;
}

static void
read_range(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, guint16 *ret_low,
           guint16 *ret_high)
{
    g_auto(GStrv) texts = NULL;
    long low, high;

    if (!cs_yaml_get_strings(errors, map, key, &texts))
        return;
    low = texts[0] ? strtol(texts[0], NULL, 10) : -1;
    high = texts[0] && texts[1] ? strtol(texts[1], NULL, 10) : low;
    if (low < 0 || high < low || high > G_MAXUINT16) {
        cs_yaml_complain(errors, cs_yaml_get(map, key), "%s needs a number or [least, most]", key);
        return;
    }
    *ret_low = (guint16)low;
    *ret_high = (guint16)high;
}

/* Where nothing else is said, a word list is asked about words only: most values of a database are none. */
static void
read_gate(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const struct cs_rule *rule,
          struct cs_gate *gate)
{
    static const char *const keys[] = {"classes", "required", "digits", "size", NULL};
    const struct cs_yaml_node *map = cs_yaml_get(node, "gate");
    guint32 bits;
    guint16 low = 0, high = DEFAULT_MAX_SIZE;

    gate->allowed = rule->list && !rule->pattern ? WORD_CLASSES : CS_C_ALL;
    gate->max_digits = G_MAXUINT16;
    if (map && cs_yaml_check_keys(errors, map, "gate", keys)) {
        if (read_bits(errors, map, "classes", class_names, &bits))
            gate->allowed = (guint16)bits;
        if (read_bits(errors, map, "required", class_names, &bits))
            gate->required = (guint16)bits;
        read_range(errors, map, "digits", &gate->min_digits, &gate->max_digits);
        read_range(errors, map, "size", &low, &high);
    }
    gate->min = low;
    gate->max = high;
}

/* The two lists of examples below key. */
static void
read_examples(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *key, char ***ret_match,
              char ***ret_no_match)
{
    static const char *const keys[] = {"match", "no_match", NULL};
    const struct cs_yaml_node *map = cs_yaml_get(node, key);

    *ret_match = g_new0(char *, 1);
    *ret_no_match = g_new0(char *, 1);
    if (!map || !cs_yaml_check_keys(errors, map, key, keys))
        return;
    cs_yaml_get_strings(errors, map, "match", ret_match);
    cs_yaml_get_strings(errors, map, "no_match", ret_no_match);
}

static void
read_names(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, struct cs_rule *rule)
{
    static const char *const keys[] = {"strong", "weak", "negative", NULL};
    const struct cs_yaml_node *map = cs_yaml_get(node, "names");

    rule->strong = g_new0(char *, 1);
    rule->weak = g_new0(char *, 1);
    rule->negative = g_new0(char *, 1);
    if (!map || !cs_yaml_check_keys(errors, map, "names", keys))
        return;
    cs_yaml_get_strings(errors, map, "strong", &rule->strong);
    cs_yaml_get_strings(errors, map, "weak", &rule->weak);
    cs_yaml_get_strings(errors, map, "negative", &rule->negative);
}

static char *
read_text(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *key)
{
    const char *text = NULL;

    cs_yaml_get_string(errors, node, key, &text);
    return g_strdup(text);
}

/* What the attribute, check and normal form are called must be known. */
static void
read_references(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, struct cs_rule *rule)
{
    const char *text = NULL;

    rule->attribute = read_text(errors, node, "attribute");
    rule->attribute_index = rule->attribute ? cs_taxonomy_index(rule->attribute) : -1;
    if (!rule->attribute)
        cs_yaml_complain(errors, node, "rule \"%s\" has no attribute", rule->id);
    else if (rule->attribute_index < 0 && strcmp(rule->attribute, "none"))
        cs_yaml_complain(errors, cs_yaml_get(node, "attribute"), "\"%s\" is no attribute of the taxonomy",
                         rule->attribute);
    if (cs_yaml_get_string(errors, node, "check", &text) && !(rule->check = cs_check_find(text)))
        cs_yaml_complain(errors, cs_yaml_get(node, "check"), "there is no check called \"%s\"", text);
    rule->normal = CS_NF_TRIM;
    if (cs_yaml_get_string(errors, node, "normal", &text)) {
        int form = cs_normal_find(text);

        if (form < 0)
            cs_yaml_complain(errors, cs_yaml_get(node, "normal"), "there is no normal form called \"%s\"", text);
        else
            rule->normal = (enum cs_normal)form;
    }
}

static void
read_figures(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, struct cs_rule *rule)
{
    rule->chance = rule->check ? rule->check->chance : 0.01;
    rule->weight = 2.0;
    rule->min_ratio = 0.6;
    cs_yaml_get_real(errors, node, "chance", 0, 1, &rule->chance);
    cs_yaml_get_real(errors, node, "weight", -20, 20, &rule->weight);
    cs_yaml_get_real(errors, node, "min_ratio", 0, 1, &rule->min_ratio);
    cs_yaml_get_bool(errors, node, "search", &rule->search);
    cs_yaml_get_bool(errors, node, "needs_name", &rule->needs_name);
    cs_yaml_get_bool(errors, node, "any_word", &rule->any_word);
    rule->types = 1u << CS_T_TEXT | 1u << CS_T_UNKNOWN | 1u << CS_T_ENUM | 1u << CS_T_OTHER;
    if (read_bits(errors, node, "types", type_names, &rule->types) && rule->types & 1u << CS_T_TEXT)
        rule->types |= 1u << CS_T_UNKNOWN | 1u << CS_T_ENUM | 1u << CS_T_OTHER;
}

struct cs_program *
cs_program_read(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *pack)
{
    struct cs_program *program;
    struct cs_rule *rule;
    const char *id = NULL;

    if (cs_yaml_kind(node) != CS_YAML_MAP || !cs_yaml_get_string(errors, node, "id", &id)) {
        cs_yaml_complain(errors, node, "a rule needs an id");
        return NULL;
    }
    program = g_new0(struct cs_program, 1);
    rule = &program->rule;
    rule->id = g_strdup(id);
    rule->pack = g_strdup(pack);
    rule->file = g_strdup(cs_yaml_file(node));
    rule->line = cs_yaml_line(node);
    rule->locales = g_new0(char *, 1);
    cs_yaml_check_keys(errors, node, id, rule_keys);
    cs_yaml_get_strings(errors, node, "locales", &rule->locales);
    read_references(errors, node, rule);
    read_figures(errors, node, rule);
    read_names(errors, node, rule);
    rule->pattern = read_text(errors, node, "value");
    rule->list = read_text(errors, node, "list");
    program->search_pattern = read_text(errors, node, "search_value");
    read_examples(errors, node, "examples", &rule->match, &rule->no_match);
    read_examples(errors, node, "name_examples", &rule->name_match, &rule->name_no_match);
    read_gate(errors, node, rule, &program->gate);
    return program;
}

#define OPTIONS (PCRE2_UTF | PCRE2_DOLLAR_ENDONLY)

static pcre2_code *
compile(const char *pattern, struct cs_yaml_errors *errors, const struct cs_yaml_node *node)
{
    PCRE2_UCHAR text[200] = "";
    PCRE2_SIZE offset = 0;
    int code;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, OPTIONS, &code, &offset, NULL);

    if (!compiled) {
        pcre2_get_error_message(code, text, sizeof text);
        cs_yaml_complain(errors, node, "the pattern is wrong at character %u: %s", (guint)offset, (const char *)text);
        return NULL;
    }
    return compiled;
}

gboolean
cs_jit_works(void)
{
    int code;
    PCRE2_SIZE offset;
    pcre2_code *probe = pcre2_compile((PCRE2_SPTR) "a", PCRE2_ZERO_TERMINATED, OPTIONS, &code, &offset, NULL);
    gboolean works = probe && !pcre2_jit_compile(probe, PCRE2_JIT_COMPLETE);

    pcre2_code_free(probe);
    return works;
}

gboolean
cs_program_jit(struct cs_program *program)
{
    static GMutex lock;
    gint state = g_atomic_int_get(&program->jit);

    if (state != CS_JIT_NOT_YET)
        return state == CS_JIT_READY;
    g_mutex_lock(&lock);
    state = g_atomic_int_get(&program->jit);
    if (state == CS_JIT_NOT_YET) {
        gboolean works = !pcre2_jit_compile(program->code, PCRE2_JIT_COMPLETE) &&
                         (!program->search_code || !pcre2_jit_compile(program->search_code, PCRE2_JIT_COMPLETE));

        state = works ? CS_JIT_READY : CS_JIT_REFUSED;
        g_atomic_int_set(&program->jit, state);
    }
    g_mutex_unlock(&lock);
    return state == CS_JIT_READY;
}

/* Bytes that a match can begin with, from the pattern without its \A: anchored patterns are not asked for them. */
static void
derive_first(struct cs_program *program)
{
    guint32 type = 0, unit = 0;
    const guint8 *bits = NULL;
    PCRE2_SIZE offset;
    int code;
    pcre2_code *tail;

    if (!g_str_has_prefix(program->rule.pattern, "\\A"))
        return;
    tail = pcre2_compile((PCRE2_SPTR)program->rule.pattern + 2, PCRE2_ZERO_TERMINATED, OPTIONS, &code, &offset, NULL);
    if (tail && !pcre2_pattern_info(tail, PCRE2_INFO_FIRSTCODETYPE, &type) && type == 1 &&
        !pcre2_pattern_info(tail, PCRE2_INFO_FIRSTCODEUNIT, &unit) && unit < 256) {
        guint8 lower = (guint8)g_ascii_tolower((gchar)unit), upper = (guint8)g_ascii_toupper((gchar)unit);

        program->first[lower / 8] |= (guint8)(1 << lower % 8); /* PCRE2 does not say whether case counts */
        program->first[upper / 8] |= (guint8)(1 << upper % 8);
        program->has_first = TRUE;
    } else if (tail && !type && !pcre2_pattern_info(tail, PCRE2_INFO_FIRSTBITMAP, &bits) && bits) {
        memcpy(program->first, bits, sizeof program->first);
        program->has_first = TRUE;
    }
    pcre2_code_free(tail);
}

/* Adds what the compiled pattern knows about its own subjects. Only raw, trimmed, upper- and digit-only forms
 * are never longer than the value. */
static void
derive_gate(struct cs_program *program)
{
    guint32 least = 0, type = 0, unit = 0;

    if (!pcre2_pattern_info(program->code, PCRE2_INFO_MINLENGTH, &least))
        program->least = least;
    if (program->rule.normal == CS_NF_FOLD || program->rule.normal == CS_NF_PHONE)
        return;
    program->gate.min = MAX(program->gate.min, least);
    if (program->rule.normal == CS_NF_DIGITS)
        program->gate.min_digits = (guint16)MAX(program->gate.min_digits, least);
    if (program->rule.normal > CS_NF_TRIM)
        return;
    if (!pcre2_pattern_info(program->code, PCRE2_INFO_LASTCODETYPE, &type) && type == 1 &&
        !pcre2_pattern_info(program->code, PCRE2_INFO_LASTCODEUNIT, &unit) && unit < 128 &&
        !g_ascii_isalpha((gchar)unit))
        program->gate.required |= cs_class_of((guchar)unit);
}

/* The value pattern without its anchors, between characters that are no letters or digits. */
static char *
search_pattern(const struct cs_program *program)
{
    const char *text = program->search_pattern ? program->search_pattern : program->rule.pattern;
    gsize size = strlen(text);

    if (program->search_pattern)
        return g_strdup(text);
    if (g_str_has_prefix(text, "\\A"))
        text += 2, size -= 2;
    if (size > 2 && !strcmp(text + size - 2, "\\z"))
        size -= 2;
    return g_strdup_printf("(?<![\\p{L}\\p{N}])(?:%.*s)(?![\\p{L}\\p{N}])", (int)size, text);
}

gboolean
cs_program_compile(struct cs_program *program, gboolean no_jit, struct cs_yaml_errors *errors,
                   const struct cs_yaml_node *node)
{
    program->jit = no_jit ? CS_JIT_REFUSED : CS_JIT_NOT_YET;
    if (!program->rule.pattern) {
        if (program->rule.search)
            cs_yaml_complain(errors, node, "rule \"%s\" is searched in text but has no value pattern",
                             program->rule.id);
        return TRUE;
    }
    program->code = compile(program->rule.pattern, errors, cs_yaml_get(node, "value"));
    if (!program->code)
        return FALSE;
    derive_gate(program);
    derive_first(program);
    if (program->rule.search) {
        g_autofree char *pattern = search_pattern(program);

        program->search_code = compile(pattern, errors, node);
    }
    return TRUE;
}

void
cs_program_free(struct cs_program *program)
{
    struct cs_rule *rule = &program->rule;

    pcre2_code_free(program->code);
    pcre2_code_free(program->search_code);
    g_free(program->search_pattern);
    g_free(rule->id);
    g_free(rule->pack);
    g_free(rule->attribute);
    g_free(rule->pattern);
    g_free(rule->list);
    g_free(rule->file);
    g_strfreev(rule->locales);
    g_strfreev(rule->strong);
    g_strfreev(rule->weak);
    g_strfreev(rule->negative);
    g_strfreev(rule->match);
    g_strfreev(rule->no_match);
    g_strfreev(rule->name_match);
    g_strfreev(rule->name_no_match);
    g_free(program);
}
