/* csv.c - one line a finding, for a spreadsheet. RFC 4180, UTF-8 with a byte order mark. */
#include "report/report.h"

#include "base/file.h"
#include "report/text.h"

#include <string.h>

/* A spreadsheet must not take a name for a formula: an apostrophe defuses it. */
static void
field(FILE *out, const char *text, gboolean last)
{
    text = text ? text : "";
    fputc('"', out);
    if (*text && strchr("=+-@\t\r", *text))
        fputc('\'', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputs(last ? "\"\r\n" : "\",", out);
}

static char *
evidence(const struct cs_words *words, const struct cs_finding *f)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < f->evidence->len; i++) {
        const struct cs_evidence *e = g_ptr_array_index(f->evidence, i);
        g_autofree char *text = cs_evidence_text(words, e);

        if (strcmp(e->kind, "prior"))
            g_string_append_printf(out, "%s%s", out->len ? "; " : "", text);
    }
    return g_string_free(out, FALSE);
}

static void
finding(FILE *out, const struct cs_words *words, const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);
    g_autofree char *confidence = g_strdup_printf("%.2f", f->confidence),
                    *filled = f->filled < 0 ? NULL : g_strdup_printf("%.2f", f->filled), *why = evidence(words, f),
                    *sensitivity = g_strdup_printf("%d", a ? a->sensitivity : 0);

    if (words->french) {
        g_strdelimit(confidence, ".", ',');
        if (filled)
            g_strdelimit(filled, ".", ',');
    }
    field(out, f->place.source, FALSE);
    field(out, f->place.schema, FALSE);
    field(out, f->place.object, FALSE);
    field(out, f->place.column, FALSE);
    field(out, f->place.path, FALSE);
    field(out, f->native ? f->native : f->type, FALSE);
    field(out, f->attribute, FALSE);
    field(out, cs_attribute_label(words, f->attribute), FALSE);
    field(out, a ? cs_category_label(a->category, words->language) : NULL, FALSE);
    field(out, sensitivity, FALSE);
    field(out, cs_word(words, f->verdict == CS_IS ? "is" : "contains"), FALSE);
    field(out, confidence, FALSE);
    field(out, filled, FALSE);
    field(out, why, TRUE);
}

int
cs_report_csv(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err)
{
    static const char *const heads[] = {"Source",  "Schema",     "Object",    "Column",   "Path",
                                        "Type",    "Attribute",  "Attribute", "Category", "Sensitivity",
                                        "Verdict", "Confidence", "Filled",    "Evidence"};
    struct cs_words words = cs_words_for(language);
    struct cs_atomic *file = NULL;
    int rc = path ? cs_atomic_open(path, 0640, &file, err) : 0;
    FILE *out = file ? cs_atomic_stream(file) : stdout;

    if (rc)
        return rc;
    fputs("\xef\xbb\xbf", out);
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++)
        field(out, i == 6 ? "id" : cs_word(&words, heads[i]), i + 1 == G_N_ELEMENTS(heads));
    for (guint i = 0; i < survey->findings->len; i++)
        finding(out, &words, g_ptr_array_index(survey->findings, i));
    if (file)
        return cs_atomic_commit(file, err);
    if (fflush(out) || ferror(out))
        return cs_fail(err, CS_E_INTERNAL, "report", NULL, "standard output cannot be written");
    return 0;
}
