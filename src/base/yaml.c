/* yaml.c - libyaml's document nodes walked against a small schema. */
#include "base/yaml.h"

#include "base/file.h"

#include <string.h>
#include <yaml.h>

#define FILE_MAX (16u * 1024 * 1024)

struct cs_yaml_node {
    struct cs_yaml *owner;
    yaml_node_t *node;
    guint line;
};

struct cs_yaml {
    char *name;
    yaml_document_t document;
    gboolean loaded;
    struct cs_yaml_node *nodes; /* one for each node of the document, same order */
};

/* Anchors are refused by their event: a document of aliases can stand for more than memory holds. */
static int
check_events(const char *name, const char *text, gsize size, struct cs_err *err)
{
    yaml_parser_t parser;
    yaml_event_t event;
    gboolean end = FALSE;
    int rc = 0, depth = 0;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guint8 *)text, size);
    while (!rc && !end) {
        if (!yaml_parser_parse(&parser, &event)) {
            rc = cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu:%zu: %s", name, parser.problem_mark.line + 1,
                         parser.problem_mark.column + 1, parser.problem ? parser.problem : "not valid YAML");
            break;
        }
        end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_ALIAS_EVENT)
            rc = cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu: aliases are not allowed here", name,
                         event.start_mark.line + 1);
        if (event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT)
            depth++;
        if (event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT)
            depth--;
        if (depth > 32)
            rc = cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu: nested too deeply", name, event.start_mark.line + 1);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return rc;
}

int
cs_yaml_load(const char *name, const char *text, gsize size, struct cs_yaml **ret_yaml, struct cs_err *err)
{
    g_autoptr(cs_yaml) yaml = NULL;
    yaml_parser_t parser;
    int rc = check_events(name, text, size, err);
    guint n;

    if (rc)
        return rc;
    yaml = g_new0(struct cs_yaml, 1);
    yaml->name = g_strdup(name);
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guint8 *)text, size);
    yaml->loaded = yaml_parser_load(&parser, &yaml->document) != 0;
    yaml_parser_delete(&parser);
    if (!yaml->loaded)
        return cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s: not valid YAML", name);
    n = (guint)(yaml->document.nodes.top - yaml->document.nodes.start);
    yaml->nodes = g_new0(struct cs_yaml_node, n + 1);
    for (guint i = 0; i < n; i++) {
        yaml_node_t *node = yaml->document.nodes.start + i;

        yaml->nodes[i] = (struct cs_yaml_node){yaml, node, (guint)node->start_mark.line + 1};
    }
    *ret_yaml = g_steal_pointer(&yaml);
    return 0;
}

int
cs_yaml_load_file(const char *path, struct cs_yaml **ret_yaml, struct cs_err *err)
{
    g_autofree char *text = NULL;
    gsize size;
    int rc = cs_file_read(path, FILE_MAX, &text, &size, err);

    return rc ? rc : cs_yaml_load(path, text, size, ret_yaml, err);
}

void
cs_yaml_free(struct cs_yaml *yaml)
{
    if (!yaml)
        return;
    if (yaml->loaded)
        yaml_document_delete(&yaml->document);
    g_free(yaml->nodes);
    g_free(yaml->name);
    g_free(yaml);
}

static const struct cs_yaml_node *
node_at(const struct cs_yaml *yaml, int index)
{
    return &yaml->nodes[index - 1];
}

const struct cs_yaml_node *
cs_yaml_root(const struct cs_yaml *yaml)
{
    return yaml->document.nodes.top > yaml->document.nodes.start ? node_at(yaml, 1) : NULL;
}

enum cs_yaml_kind
cs_yaml_kind(const struct cs_yaml_node *node)
{
    switch (node->node->type) {
    case YAML_SEQUENCE_NODE:
        return CS_YAML_LIST;
    case YAML_MAPPING_NODE:
        return CS_YAML_MAP;
    default:
        return CS_YAML_SCALAR;
    }
}

guint
cs_yaml_line(const struct cs_yaml_node *node)
{
    return node->line;
}

const char *
cs_yaml_file(const struct cs_yaml_node *node)
{
    return node->owner->name;
}

const char *
cs_yaml_text(const struct cs_yaml_node *node)
{
    return node && node->node->type == YAML_SCALAR_NODE ? (const char *)node->node->data.scalar.value : NULL;
}

gboolean
cs_yaml_is_null(const struct cs_yaml_node *node)
{
    const char *text = cs_yaml_text(node);

    return text && node->node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (!*text || !strcmp(text, "~") || !strcmp(text, "null"));
}

guint
cs_yaml_count(const struct cs_yaml_node *node)
{
    if (node->node->type == YAML_SEQUENCE_NODE)
        return (guint)(node->node->data.sequence.items.top - node->node->data.sequence.items.start);
    if (node->node->type == YAML_MAPPING_NODE)
        return (guint)(node->node->data.mapping.pairs.top - node->node->data.mapping.pairs.start);
    return 0;
}

const struct cs_yaml_node *
cs_yaml_item(const struct cs_yaml_node *list, guint index)
{
    return node_at(list->owner, list->node->data.sequence.items.start[index]);
}

const struct cs_yaml_node *
cs_yaml_key_node(const struct cs_yaml_node *map, guint index)
{
    return node_at(map->owner, map->node->data.mapping.pairs.start[index].key);
}

const char *
cs_yaml_key(const struct cs_yaml_node *map, guint index)
{
    const char *text = cs_yaml_text(cs_yaml_key_node(map, index));

    return text ? text : "";
}

const struct cs_yaml_node *
cs_yaml_value(const struct cs_yaml_node *map, guint index)
{
    return node_at(map->owner, map->node->data.mapping.pairs.start[index].value);
}

const struct cs_yaml_node *
cs_yaml_get(const struct cs_yaml_node *map, const char *key)
{
    if (!map || map->node->type != YAML_MAPPING_NODE)
        return NULL;
    for (guint i = 0; i < cs_yaml_count(map); i++)
        if (!strcmp(cs_yaml_key(map, i), key))
            return cs_yaml_value(map, i);
    return NULL;
}

void
cs_yaml_errors_init(struct cs_yaml_errors *errors)
{
    errors->lines = g_ptr_array_new_with_free_func(g_free);
}

void
cs_yaml_errors_clear(struct cs_yaml_errors *errors)
{
    g_ptr_array_unref(errors->lines);
    errors->lines = NULL;
}

void
cs_yaml_complain(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    if (node)
        g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: %s", cs_yaml_file(node), cs_yaml_line(node), text));
    else
        g_ptr_array_add(errors->lines, g_steal_pointer(&text));
}

static guint
edit_distance(const char *a, const char *b)
{
    guint row[65], n = (guint)MIN(strlen(b), 64);

    for (guint j = 0; j <= n; j++)
        row[j] = j;
    for (guint i = 1; a[i - 1]; i++) {
        guint corner = row[0];

        row[0] = i;
        for (guint j = 1; j <= n; j++) {
            guint up = row[j];

            row[j] = MIN(MIN(up + 1, row[j - 1] + 1), corner + (a[i - 1] != b[j - 1]));
            corner = up;
        }
    }
    return row[n];
}

const char *
cs_yaml_nearest(const char *word, const char *const *known)
{
    const char *best = NULL;
    double best_score = 0.45; /* below: nothing is near */

    for (; *known; known++) {
        guint longest = (guint)MAX(strlen(word), strlen(*known)), prefix = 0;
        double score;

        while (word[prefix] && word[prefix] == (*known)[prefix])
            prefix++;
        score = longest ? MAX(1.0 - (double)edit_distance(word, *known) / longest,
                              (double)prefix / (double)MAX(strlen(word), 1) - 0.1)
                        : 0;
        if (score > best_score) {
            best_score = score;
            best = *known;
        }
    }
    return best;
}

gboolean
cs_yaml_check_keys(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *where,
                   const char *const *known)
{
    if (cs_yaml_kind(node) != CS_YAML_MAP) {
        cs_yaml_complain(errors, node, "%s must be a map of keys and values", where);
        return FALSE;
    }
    for (guint i = 0; i < cs_yaml_count(node); i++) {
        const char *key = cs_yaml_key(node, i), *near;
        gboolean twice = FALSE;

        for (guint k = 0; k < i && !twice; k++)
            twice = !strcmp(key, cs_yaml_key(node, k));
        if (twice)
            cs_yaml_complain(errors, cs_yaml_key_node(node, i), "key \"%s\" is given twice in %s", key, where);
        if (g_strv_contains(known, key))
            continue;
        near = cs_yaml_nearest(key, known);
        cs_yaml_complain(errors, cs_yaml_key_node(node, i), "unknown key \"%s\" in %s%s%s%s", key, where,
                         near ? ", did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    return TRUE;
}

/* The scalar at map[key]; FALSE when absent or, with a complaint, when it is none. */
static gboolean
scalar(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, const char *wanted,
       const struct cs_yaml_node **ret_node, const char **ret_text)
{
    const struct cs_yaml_node *node = cs_yaml_get(map, key);

    if (!node || cs_yaml_is_null(node))
        return FALSE;
    *ret_node = node;
    *ret_text = cs_yaml_text(node);
    if (!*ret_text)
        cs_yaml_complain(errors, node, "\"%s\" must be %s", key, wanted);
    return *ret_text != NULL;
}

gboolean
cs_yaml_get_string(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key,
                   const char **ret_text)
{
    const struct cs_yaml_node *node;

    return scalar(errors, map, key, "one text", &node, ret_text);
}

gboolean
cs_yaml_get_int(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, gint64 min, gint64 max,
                gint64 *ret_value)
{
    const struct cs_yaml_node *node;
    const char *text;

    if (!scalar(errors, map, key, "a whole number", &node, &text))
        return FALSE;
    if (g_ascii_string_to_signed(text, 10, min, max, ret_value, NULL))
        return TRUE;
    cs_yaml_complain(errors, node, "\"%s\" must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, key,
                     min, max);
    return FALSE;
}

gboolean
cs_yaml_get_real(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, double min, double max,
                 double *ret_value)
{
    const struct cs_yaml_node *node;
    const char *text;
    char *end;
    double value;

    if (!scalar(errors, map, key, "a number", &node, &text))
        return FALSE;
    value = g_ascii_strtod(text, &end);
    if (end != text && !*end && value >= min && value <= max) {
        *ret_value = value;
        return TRUE;
    }
    cs_yaml_complain(errors, node, "\"%s\" must be a number from %g to %g", key, min, max);
    return FALSE;
}

gboolean
cs_yaml_get_bool(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, gboolean *ret_value)
{
    static const char *const yes[] = {"true", "yes", "on", NULL}, *const no[] = {"false", "no", "off", NULL};
    const struct cs_yaml_node *node;
    const char *text;

    if (!scalar(errors, map, key, "true or false", &node, &text))
        return FALSE;
    if (g_strv_contains(yes, text) || g_strv_contains(no, text)) {
        *ret_value = g_strv_contains(yes, text);
        return TRUE;
    }
    cs_yaml_complain(errors, node, "\"%s\" must be true or false", key);
    return FALSE;
}

gboolean
cs_yaml_get_strings(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, char ***ret_texts)
{
    const struct cs_yaml_node *node = cs_yaml_get(map, key);
    g_autoptr(GPtrArray) texts = NULL;

    if (!node || cs_yaml_is_null(node))
        return FALSE;
    texts = g_ptr_array_new_with_free_func(g_free);
    if (cs_yaml_text(node))
        g_ptr_array_add(texts, g_strdup(cs_yaml_text(node)));
    for (guint i = 0; cs_yaml_kind(node) == CS_YAML_LIST && i < cs_yaml_count(node); i++) {
        const char *text = cs_yaml_text(cs_yaml_item(node, i));

        if (text)
            g_ptr_array_add(texts, g_strdup(text));
        else
            cs_yaml_complain(errors, cs_yaml_item(node, i), "\"%s\" must be a list of texts", key);
    }
    if (cs_yaml_kind(node) == CS_YAML_MAP) {
        cs_yaml_complain(errors, node, "\"%s\" must be a list of texts", key);
        return FALSE;
    }
    g_ptr_array_add(texts, NULL);
    g_strfreev(*ret_texts);
    *ret_texts = (char **)g_ptr_array_steal(texts, NULL);
    return TRUE;
}
