/* csv.c - one line a finding, for a spreadsheet. RFC 4180, UTF-8 with a byte order mark. */
#include "report/report.h"

#include "base/file.h"
#include "report/text.h"

#include <stdio.h>
#include <string.h>

/* A spreadsheet must not take a name for a formula: an apostrophe defuses it, for the wide forms of the signs too. */
static gboolean
is_formula(const char *text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};

    if (*text && strchr("=+-@\t\r\n", *text))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(wide); i++)
        if (g_str_has_prefix(text, wide[i]))
            return TRUE;
    return FALSE;
}

static void
put_cell(FILE *out, const char *text, gboolean last)
{
    g_autoptr(GString) shown = g_string_new(NULL);

    text = text ? text : "";
    fputs(is_formula(text) ? "\"'" : "\"", out);
    cs_show(shown, text, 0);
    for (const char *p = shown->str; *p; p++) {
        if (*p == '"')
            fputc('"', out);
        fputc(*p, out);
    }
    fputs(last ? "\"\r\n" : "\",", out);
}

static char *
evidence_text(const struct cs_words *words, const struct cs_finding *f)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < f->evidence->len; i++) {
        g_autofree char *text = cs_evidence_text(words, f->evidence->pdata[i]);

        if (text)
            g_string_append_printf(out, "%s%s", out->len ? "; " : "", text);
    }
    return g_string_free(out, FALSE);
}

/* A share as a spreadsheet of that language reads it. */
static char *
decimal(const struct cs_words *words, double share)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    if (share < 0)
        return NULL;
    g_ascii_formatd(number, sizeof number, "%.3f", share);
    return g_strdup(words->french ? g_strdelimit(number, ".", ',') : number);
}

static void
put_finding(FILE *out, const struct cs_words *words, const struct cs_finding *f, guint subjects)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);
    g_autofree char *confidence = decimal(words, f->confidence), *filled = decimal(words, f->filled), *why = evidence_text(words, f),
                    *label = cs_attribute_label(words, f->attribute), *category = a ? cs_category_text(words, a->category) : NULL,
                    *sensitivity = g_strdup_printf("%d", a ? a->sensitivity : 0), *who = cs_subjects_text(words, subjects);
    const char *const cells[] = {f->place.source, f->place.schema, f->place.object, f->place.column, f->place.path,
                                 f->native && *f->native ? f->native : f->type, f->attribute, label, category, sensitivity,
                                 cs_word(words, f->verdict == CS_IS ? "is" : "contains"), confidence, filled, who, why};

    for (gsize i = 0; i < G_N_ELEMENTS(cells); i++)
        put_cell(out, cells[i], i + 1 == G_N_ELEMENTS(cells));
}

static void
place_key(GString *key, const char *source, const char *schema, const char *object)
{
    g_string_printf(key, "%s\n%s\n%s", source, schema ? schema : "", object ? object : "");
}

/* "source\nschema\nobject" to its subjects. */
static GHashTable *
subjects_of(const struct cs_survey *survey)
{
    GHashTable *subjects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) key = g_string_new(NULL);

    for (guint i = 0; i < survey->sources->len; i++) {
        const struct cs_source *source = survey->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++) {
            const struct cs_object *o = source->objects->pdata[k];

            place_key(key, source->name, o->schema, o->name);
            g_hash_table_insert(subjects, g_strdup(key->str), GUINT_TO_POINTER(o->subjects));
        }
    }
    return subjects;
}

static void
put_all(FILE *out, const struct cs_words *words, const struct cs_survey *survey)
{
    static const char *const heads[] = {"csv-source", "csv-schema", "csv-object", "csv-column", "csv-path", "csv-type", "csv-attribute",
                                        "csv-label", "csv-category", "csv-sensitivity", "csv-verdict", "csv-confidence", "csv-filled",
                                        "csv-subjects", "csv-evidence"};
    g_autoptr(GHashTable) subjects = subjects_of(survey);
    g_autoptr(GString) key = g_string_new(NULL);

    fputs("\xef\xbb\xbf", out);
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++)
        put_cell(out, cs_word(words, heads[i]), i + 1 == G_N_ELEMENTS(heads));
    for (guint i = 0; i < survey->findings->len; i++) {
        const struct cs_finding *f = survey->findings->pdata[i];

        place_key(key, f->place.source, f->place.schema, f->place.object);
        put_finding(out, words, f, GPOINTER_TO_UINT(g_hash_table_lookup(subjects, key->str)));
    }
}

int
cs_report_csv(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err)
{
    struct cs_words words;
    struct cs_atomic *file = NULL;
    int rc = path ? cs_atomic_open(path, 0640, &file, err) : 0;

    if (rc)
        return rc;
    cs_words_init(&words, language);
    put_all(file ? cs_atomic_stream(file) : stdout, &words, survey);
    cs_words_clear(&words);
    if (file)
        return cs_atomic_commit(file, err);
    if (fflush(stdout) || ferror(stdout))
        return cs_fail(err, CS_E_INTERNAL, "report", NULL, "standard output cannot be written");
    return 0;
}
