/* yaml.c - a tree of nodes from libyaml's events, walked against a small schema. */
#include "base/yaml.h"

#include "base/file.h"

#include <string.h>
#include <yaml.h>

#define FILE_MAX (16u * 1024 * 1024)
#define DEPTH_MAX 32

struct cs_yaml_node {
    const struct cs_yaml *owner;
    enum cs_yaml_kind kind;
    gboolean plain; /* a scalar without quotes */
    guint line;
    guint first, count; /* its items, or its keys and values in turn, among the owner's children */
    const char *text;   /* of a scalar */
};

struct cs_yaml {
    char *name;
    GArray *nodes;    /* of struct cs_yaml_node, each before what it holds */
    GArray *children; /* of guint: indexes of nodes, those of one list or map beside each other */
    GStringChunk *texts;
};

/* What is open while events come in. */
struct build {
    struct cs_yaml *yaml;
    GArray *pending;                                /* of guint: complete nodes whose list or map is still open */
    guint depth, open[DEPTH_MAX], marks[DEPTH_MAX]; /* the open lists and maps; where their nodes start in pending */
};

static guint
add_node(struct build *b, const yaml_event_t *event, enum cs_yaml_kind kind)
{
    const struct cs_yaml_node node = {.owner = b->yaml, .kind = kind, .line = (guint)event->start_mark.line + 1};

    g_array_append_val(b->yaml->nodes, node);
    return b->yaml->nodes->len - 1;
}

static void
add_scalar(struct build *b, const yaml_event_t *event)
{
    guint index = add_node(b, event, CS_YAML_SCALAR);
    struct cs_yaml_node *node = &g_array_index(b->yaml->nodes, struct cs_yaml_node, index);

    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = g_string_chunk_insert_len(b->yaml->texts, (const char *)event->data.scalar.value,
                                           (gssize)event->data.scalar.length);
    g_array_append_val(b->pending, index);
}

static void
open_node(struct build *b, const yaml_event_t *event, enum cs_yaml_kind kind)
{
    b->open[b->depth] = add_node(b, event, kind);
    b->marks[b->depth++] = b->pending->len;
}

/* The innermost list or map is complete: its nodes become its children. */
static void
close_node(struct build *b)
{
    guint index = b->open[--b->depth], mark = b->marks[b->depth];
    struct cs_yaml_node *node = &g_array_index(b->yaml->nodes, struct cs_yaml_node, index);

    node->first = b->yaml->children->len;
    node->count = b->pending->len - mark;
    if (node->count)
        g_array_append_vals(b->yaml->children, &g_array_index(b->pending, guint, mark), node->count);
    g_array_set_size(b->pending, mark);
    g_array_append_val(b->pending, index);
}

/* Aliases are refused: a document of them can stand for more than memory holds. */
static int
take_event(struct build *b, const yaml_event_t *event, struct cs_err *err)
{
    gboolean opens = event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT;
    const char *name = b->yaml->name;

    if (event->type == YAML_ALIAS_EVENT)
        return cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu: aliases are not allowed here", name,
                       event->start_mark.line + 1);
    if (event->type == YAML_DOCUMENT_START_EVENT && b->yaml->nodes->len)
        return cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu: a second document in one file", name,
                       event->start_mark.line + 1);
    if (opens && b->depth == DEPTH_MAX)
        return cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu: nested too deeply", name, event->start_mark.line + 1);
    if (opens)
        open_node(b, event, event->type == YAML_MAPPING_START_EVENT ? CS_YAML_MAP : CS_YAML_LIST);
    else if (event->type == YAML_SCALAR_EVENT)
        add_scalar(b, event);
    else if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT)
        close_node(b);
    return 0;
}

static int
build(struct build *b, const char *text, gsize size, struct cs_err *err)
{
    yaml_parser_t parser;
    yaml_event_t event;
    gboolean end = FALSE;
    int rc = 0;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guint8 *)text, size);
    while (!rc && !end) {
        if (!yaml_parser_parse(&parser, &event)) {
            rc = cs_fail(err, CS_E_CONFIG, "yaml", NULL, "%s:%zu:%zu: %s", b->yaml->name, parser.problem_mark.line + 1,
                         parser.problem_mark.column + 1, parser.problem ? parser.problem : "not valid YAML");
            break;
        }
        end = event.type == YAML_STREAM_END_EVENT;
        rc = take_event(b, &event, err);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return rc;
}

int
cs_yaml_load(const char *name, const char *text, gsize size, struct cs_yaml **ret_yaml, struct cs_err *err)
{
    g_autoptr(cs_yaml) yaml = g_new0(struct cs_yaml, 1);
    struct build b = {.yaml = yaml, .pending = g_array_new(FALSE, FALSE, sizeof(guint))};
    int rc;

    yaml->name = g_strdup(name);
    yaml->nodes = g_array_new(FALSE, FALSE, sizeof(struct cs_yaml_node));
    yaml->children = g_array_new(FALSE, FALSE, sizeof(guint));
    yaml->texts = g_string_chunk_new(4096);
    rc = build(&b, text, size, err);
    g_array_unref(b.pending);
    if (!rc)
        *ret_yaml = g_steal_pointer(&yaml);
    return rc;
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
    g_array_unref(yaml->nodes);
    g_array_unref(yaml->children);
    g_string_chunk_free(yaml->texts);
    g_free(yaml->name);
    g_free(yaml);
}

/* The child of a list or map at a place. */
static const struct cs_yaml_node *
child(const struct cs_yaml_node *node, guint place)
{
    guint index = g_array_index(node->owner->children, guint, node->first + place);

    return &g_array_index(node->owner->nodes, struct cs_yaml_node, index);
}

const struct cs_yaml_node *
cs_yaml_root(const struct cs_yaml *yaml)
{
    return yaml->nodes->len ? &g_array_index(yaml->nodes, struct cs_yaml_node, 0) : NULL;
}

enum cs_yaml_kind
cs_yaml_kind(const struct cs_yaml_node *node)
{
    return node->kind;
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
    return node ? node->text : NULL;
}

gboolean
cs_yaml_is_null(const struct cs_yaml_node *node)
{
    const char *text = cs_yaml_text(node);

    return text && node->plain && (!*text || !strcmp(text, "~") || !strcmp(text, "null"));
}

guint
cs_yaml_count(const struct cs_yaml_node *node)
{
    return node->kind == CS_YAML_MAP ? node->count / 2 : node->count;
}

const struct cs_yaml_node *
cs_yaml_item(const struct cs_yaml_node *list, guint index)
{
    return child(list, index);
}

const struct cs_yaml_node *
cs_yaml_key_node(const struct cs_yaml_node *map, guint index)
{
    return child(map, 2 * index);
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
    return child(map, 2 * index + 1);
}

const struct cs_yaml_node *
cs_yaml_get(const struct cs_yaml_node *map, const char *key)
{
    if (!map || map->kind != CS_YAML_MAP)
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
    const char *text = node && !cs_yaml_is_null(node) ? cs_yaml_text(node) : NULL;

    if (!node || cs_yaml_is_null(node))
        return FALSE;
    if (!text) {
        cs_yaml_complain(errors, node, "\"%s\" must be %s", key, wanted);
        return FALSE;
    }
    *ret_node = node;
    *ret_text = text;
    return TRUE;
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
