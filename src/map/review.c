/* review.c - cassini-review.yaml read, edited as the text that it is, and written. */
#include "map/review.h"

#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "model/taxonomy.h"

#include <stdio.h>
#include <string.h>

#define REVIEW_MAX (16u << 20)
#define DEFAULT_HEAD                                                                  \
    "# What people decided about findings. Written by cassini review; edit it too.\n" \
    "decisions:\n"

struct cs_review_entry *
cs_review_entry_new(void)
{
    return g_new0(struct cs_review_entry, 1);
}

void
cs_review_entry_free(struct cs_review_entry *e)
{
    if (!e)
        return;
    cs_place_clear(&e->place);
    g_free(e->decision.attribute);
    g_free(e->decision.reason);
    g_free(e->decision.author);
    g_free(e->decision.date);
    g_free(e->decision.expires);
    g_free(e->decision.found);
    g_free(e->type);
    g_strfreev(e->signs);
    g_free(e->text);
    g_free(e);
}

void
cs_review_entry_take(struct cs_review_entry *e, const struct cs_finding *f)
{
    g_autoptr(GPtrArray) signs = g_ptr_array_new();

    for (guint i = 0; i < f->evidence->len; i++) {
        const struct cs_evidence *v = f->evidence->pdata[i];

        if (v->weight > 0 && !g_ptr_array_find_with_equal_func(signs, v->kind, g_str_equal, NULL))
            g_ptr_array_add(signs, g_strdup(v->kind));
    }
    g_ptr_array_add(signs, NULL);
    g_strfreev(e->signs);
    e->signs = (char **)g_ptr_array_steal(signs, NULL);
    g_free(e->type);
    e->type = g_strdup(f->type);
    g_free(e->decision.found);
    e->decision.found = g_strdup(f->attribute);
    e->decision.found_confidence = f->confidence;
}

static char *
take_text(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, gboolean needed)
{
    const char *text = NULL;

    if (!cs_yaml_get_string(errors, map, key, &text) && needed)
        cs_yaml_complain(errors, map, "a decision needs \"%s\"", key);
    return g_strdup(text);
}

static char *
take_date(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, gboolean needed)
{
    char *text = take_text(errors, map, key, needed);
    unsigned year, month, day;

    if (text && (strlen(text) != 10 || sscanf(text, "%4u-%2u-%2u", &year, &month, &day) != 3 ||
                 !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)))
        cs_yaml_complain(errors, cs_yaml_get(map, key), "\"%s\" must be a date such as 2026-11-25", key);
    return text;
}

static char *
take_attribute(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, gboolean needed)
{
    char *text = take_text(errors, map, "attribute", needed);

    if (text && !cs_taxonomy_find(text))
        cs_yaml_complain(errors, cs_yaml_get(map, "attribute"), "\"%s\" is no attribute of the taxonomy", text);
    return text;
}

static void
read_verdict(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, struct cs_decision *d)
{
    const char *text = NULL;

    if (!cs_yaml_get_string(errors, map, "verdict", &text)) {
        cs_yaml_complain(errors, map, "a decision needs \"verdict\"");
        return;
    }
    for (enum cs_ruling r = CS_CONFIRM; r <= CS_RELABEL; r++)
        if (!strcmp(text, cs_ruling_name(r))) {
            d->verdict = r;
            return;
        }
    cs_yaml_complain(errors, cs_yaml_get(map, "verdict"), "\"verdict\" must be confirm, reject or relabel");
}

static struct cs_review_entry *
read_entry(struct cs_yaml_errors *errors, const struct cs_yaml_node *map)
{
    static const char *const keys[] = {"source", "schema", "object", "column",  "path",     "verdict", "attribute",
                                       "reason", "author", "date",   "expires", "evidence", NULL};
    static const char *const evidence_keys[] = {"attribute", "confidence", "type", "signs", NULL};
    const struct cs_yaml_node *evidence;
    struct cs_review_entry *e = cs_review_entry_new();
    struct cs_decision *d = &e->decision;

    e->line = cs_yaml_line(map);
    if (!cs_yaml_check_keys(errors, map, "a decision", keys))
        return e;
    e->place.source = take_text(errors, map, "source", TRUE);
    e->place.schema = take_text(errors, map, "schema", FALSE);
    if (!e->place.schema)
        e->place.schema = g_strdup(""); /* as a map says it where the engine has none */
    e->place.object = take_text(errors, map, "object", TRUE);
    e->place.column = take_text(errors, map, "column", TRUE);
    e->place.path = take_text(errors, map, "path", FALSE);
    read_verdict(errors, map, d);
    d->attribute = take_attribute(errors, map, TRUE);
    d->reason = take_text(errors, map, "reason", TRUE);
    d->author = take_text(errors, map, "author", TRUE);
    d->date = take_date(errors, map, "date", TRUE);
    d->expires = take_date(errors, map, "expires", FALSE);
    evidence = cs_yaml_get(map, "evidence");
    if (evidence && cs_yaml_check_keys(errors, evidence, "evidence", evidence_keys)) {
        d->found = take_attribute(errors, evidence, FALSE);
        cs_yaml_get_real(errors, evidence, "confidence", 0, 1, &d->found_confidence);
        e->type = take_text(errors, evidence, "type", FALSE);
        cs_yaml_get_strings(errors, evidence, "signs", &e->signs);
    } else if (d->verdict != CS_RELABEL) {
        d->found = g_strdup(d->attribute); /* written by hand: what it says is what was found */
    }
    return e;
}

static gboolean
same_subject(const struct cs_review_entry *a, const struct cs_review_entry *b)
{
    return !cs_place_compare(&a->place, &b->place) && !g_strcmp0(a->decision.found, b->decision.found);
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
    const struct cs_review_entry *x = *(struct cs_review_entry *const *)a, *y = *(struct cs_review_entry *const *)b;
    int order = cs_place_compare(&x->place, &y->place);

    return order ? order : g_strcmp0(x->decision.found, y->decision.found);
}

static gboolean
is_comment(const char *line)
{
    return line[strspn(line, " ")] == '#';
}

/* Where each line of text starts, and its end. */
static GArray *
line_starts(const char *text)
{
    GArray *starts = g_array_new(FALSE, FALSE, sizeof(const char *));

    g_array_append_val(starts, text);
    for (const char *p = text; *p; p++)
        if (*p == '\n') {
            const char *next = p + 1;

            g_array_append_val(starts, next);
        }
    return starts;
}

/* Cuts the text at its entries: each goes from the comments above its dash to those of the next. */
static void
cut_text(struct cs_review *r, const char *text, struct cs_yaml_errors *errors, const char *path)
{
    g_autoptr(GArray) starts = line_starts(text);
    const char *end = text + strlen(text);

    for (guint i = r->entries->len; i-- > 0;) {
        struct cs_review_entry *e = r->entries->pdata[i];
        guint line = MIN(e->line, starts->len) - 1;
        const char *dash = g_array_index(starts, const char *, line);

        if (dash[strspn(dash, " ")] != '-') {
            g_ptr_array_add(
                errors->lines,
                g_strdup_printf("%s:%u: begin every decision with \"- \" on a line of its own", path, e->line));
            return;
        }
        r->indent = (guint)strspn(dash, " ");
        while (line > 0 && is_comment(g_array_index(starts, const char *, line - 1)))
            line--;
        dash = g_array_index(starts, const char *, line);
        e->text = g_strndup(dash, (gsize)(end - dash));
        end = dash;
    }
    g_free(r->head);
    r->head = g_strndup(text, (gsize)(end - text));
}

static void
check_twins(const struct cs_review *r, struct cs_yaml_errors *errors, const char *path)
{
    for (guint i = 1; i < r->entries->len; i++) {
        const struct cs_review_entry *a = r->entries->pdata[i - 1], *b = r->entries->pdata[i];

        if (same_subject(a, b))
            g_ptr_array_add(errors->lines, g_strdup_printf("%s:%u: the same finding is decided on line %u too", path,
                                                           MAX(a->line, b->line), MIN(a->line, b->line)));
    }
}

static void
read_review(struct cs_review *r, const struct cs_yaml_node *root, const char *text, const char *path,
            struct cs_yaml_errors *errors)
{
    static const char *const keys[] = {"decisions", NULL};
    const struct cs_yaml_node *list;

    if (!cs_yaml_check_keys(errors, root, "the review", keys))
        return;
    list = cs_yaml_get(root, "decisions");
    if (!list || cs_yaml_is_null(list))
        return;
    if (cs_yaml_kind(list) != CS_YAML_LIST) {
        cs_yaml_complain(errors, list, "\"decisions\" must be a list");
        return;
    }
    for (guint i = 0; i < cs_yaml_count(list); i++)
        g_ptr_array_add(r->entries, read_entry(errors, cs_yaml_item(list, i)));
    if (r->entries->len)
        cut_text(r, text, errors, path);
    g_ptr_array_sort(r->entries, by_place);
    check_twins(r, errors, path);
}

int
cs_review_load(const char *path, gboolean missing_ok, struct cs_yaml_errors *errors, struct cs_review **ret_review,
               struct cs_err *err)
{
    g_autoptr(cs_review) r = g_new0(struct cs_review, 1);
    g_autoptr(cs_yaml) yaml = NULL;
    g_autofree char *text = NULL;
    guint before = errors->lines->len;
    gsize size;
    int rc = 0;

    r->entries = g_ptr_array_new_with_free_func((GDestroyNotify)cs_review_entry_free);
    r->head = g_strdup(DEFAULT_HEAD);
    r->indent = 2;
    if (!missing_ok || g_file_test(path, G_FILE_TEST_EXISTS)) {
        rc = cs_file_read(path, REVIEW_MAX, &text, &size, err);
        if (!rc)
            rc = cs_yaml_load(path, text, size, &yaml, err);
        if (rc)
            return rc;
        if (cs_yaml_root(yaml))
            read_review(r, cs_yaml_root(yaml), text, path, errors);
    }
    if (errors->lines->len > before)
        return cs_fail(err, CS_E_CONFIG, "review", NULL, "%s has %u mistake%s", path, errors->lines->len - before,
                       errors->lines->len - before == 1 ? "" : "s");
    *ret_review = g_steal_pointer(&r);
    return 0;
}

void
cs_review_free(struct cs_review *r)
{
    if (!r)
        return;
    g_ptr_array_unref(r->entries);
    g_free(r->head);
    g_free(r);
}

/* key: "text", the text as JSON writes it, which is YAML too. */
static void
put(GString *out, guint indent, const char *key, const char *text)
{
    struct cs_json json;

    if (!text)
        return;
    g_string_append_printf(out, "%*s%s: ", (int)indent, "", key);
    cs_json_init(&json, out);
    cs_json_string(&json, NULL, text);
    g_string_append_c(out, '\n');
}

static void
put_evidence(GString *out, guint indent, const struct cs_review_entry *e)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    if (!e->decision.found)
        return;
    g_string_append_printf(out, "%*sevidence: {attribute: %s, confidence: %s", (int)indent, "", e->decision.found,
                           g_ascii_formatd(number, sizeof number, "%.2f", e->decision.found_confidence));
    if (e->type)
        g_string_append_printf(out, ", type: %s", e->type);
    g_string_append(out, ", signs: [");
    for (char **s = e->signs; s && *s; s++)
        g_string_append_printf(out, "%s%s", s == e->signs ? "" : ", ", *s);
    g_string_append(out, "]}\n");
}

/* An entry as text, after the comments of the one that it replaces. */
static char *
format_entry(const struct cs_review_entry *e, guint indent, const char *old)
{
    GString *out = g_string_new(NULL);
    const struct cs_decision *d = &e->decision;
    gsize dash;

    for (const char *p = old; p && is_comment(p) && strchr(p, '\n'); p = strchr(p, '\n') + 1)
        g_string_append_len(out, p, strchr(p, '\n') + 1 - p);
    dash = out->len + indent;
    indent += 2;
    put(out, indent, "source", e->place.source);
    put(out, indent, "schema", e->place.schema && *e->place.schema ? e->place.schema : NULL);
    put(out, indent, "object", e->place.object);
    put(out, indent, "column", e->place.column);
    put(out, indent, "path", e->place.path);
    g_string_append_printf(out, "%*sverdict: %s\n%*sattribute: %s\n", (int)indent, "", cs_ruling_name(d->verdict),
                           (int)indent, "", d->attribute);
    put(out, indent, "reason", d->reason);
    put(out, indent, "author", d->author);
    g_string_append_printf(out, "%*sdate: %s\n", (int)indent, "", d->date);
    if (d->expires)
        g_string_append_printf(out, "%*sexpires: %s\n", (int)indent, "", d->expires);
    put_evidence(out, indent, e);
    out->str[dash] = '-';
    return g_string_free(out, FALSE);
}

void
cs_review_set(struct cs_review *r, struct cs_review_entry *entry)
{
    struct cs_review_entry *old = NULL;

    for (guint i = 0; i < r->entries->len && !old; i++)
        if (same_subject(r->entries->pdata[i], entry))
            old = r->entries->pdata[i];
    g_free(entry->text);
    entry->text = format_entry(entry, r->indent, old ? old->text : NULL);
    if (old)
        g_ptr_array_remove(r->entries, old);
    else if (!r->entries->len && !g_str_has_suffix(r->head, "decisions:\n")) {
        g_free(r->head);
        r->head = g_strdup(DEFAULT_HEAD);
    }
    g_ptr_array_add(r->entries, entry);
    g_ptr_array_sort(r->entries, by_place);
}

int
cs_review_save(const struct cs_review *r, const char *path, struct cs_err *err)
{
    struct cs_atomic *file = NULL;
    int rc = cs_atomic_open(path, 0640, &file, err);

    if (rc)
        return rc;
    fputs(r->head, cs_atomic_stream(file));
    for (guint i = 0; i < r->entries->len; i++) {
        const char *text = ((struct cs_review_entry *)r->entries->pdata[i])->text;

        fputs(text, cs_atomic_stream(file));
        if (!g_str_has_suffix(text, "\n"))
            fputc('\n', cs_atomic_stream(file));
    }
    return cs_atomic_commit(file, err);
}
