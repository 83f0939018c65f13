/* csv.c - one line a finding, for a spreadsheet. RFC 4180, UTF-8 with a byte order mark. The columns are described in
 * cassini(1), report. */
#include "report/report.h"

#include "base/csv.h"
#include "base/file.h"
#include "report/text.h"

struct csv {
    FILE *out;
    struct cs_words words;
    const struct cs_survey *survey;
    GHashTable *objects; /* "source\nschema\nobject" → struct cs_object* */
    GHashTable *groups;  /* the same with column and path → number of the copy group */
    gboolean started;    /* the line has a field */
};

static void
field(struct csv *csv, const char *text)
{
    if (csv->started) /* as the language's spreadsheets expect it, who read a comma as the decimal sign */
        fputc(csv->words.french ? ';' : ',', csv->out);
    csv->started = TRUE;
    cs_csv_cell(csv->out, text);
}

static void
owned_field(struct csv *csv, char *text)
{
    field(csv, text);
    g_free(text);
}

/* A number as the language's spreadsheets read it, negative: empty. */
static void
number_field(struct csv *csv, double x, int digits)
{
    owned_field(csv, x < 0 ? NULL : cs_decimal(&csv->words, x, digits));
}

static char *
reasons(const struct cs_words *words, const struct cs_finding *f)
{
    g_autoptr(GPtrArray) list = cs_reasons(words, f, FALSE);

    g_ptr_array_add(list, NULL);
    return g_strjoinv("; ", (char **)list->pdata);
}

static char *
place_key(const struct cs_place *p)
{
    return g_strdup_printf("%s\n%s\n%s\n%s\n%s", p->source, p->schema ? p->schema : "", p->object ? p->object : "",
                           p->column ? p->column : "", p->path ? p->path : "");
}

static void
object_fields(struct csv *csv, const struct cs_finding *f)
{
    g_autofree char *key =
        g_strdup_printf("%s\n%s\n%s", f->place.source, f->place.schema ? f->place.schema : "", f->place.object);
    const struct cs_object *o = g_hash_table_lookup(csv->objects, key);

    number_field(csv, o ? o->rows : -1, 0);
    number_field(csv, o ? (double)o->sampled : -1, 0);
    field(csv, o ? cs_word_of(&csv->words, "kind", cs_kind_name(o->kind)) : NULL);
    owned_field(csv, o ? cs_subjects_text(&csv->words, o->subjects) : NULL);
    field(csv, o ? o->activity : NULL);
}

static void
finding(struct csv *csv, const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);
    g_autofree char *key = place_key(&f->place);
    guint group = GPOINTER_TO_UINT(g_hash_table_lookup(csv->groups, key));

    field(csv, f->place.source);
    field(csv, f->place.schema);
    field(csv, f->place.object);
    field(csv, f->place.column);
    field(csv, f->place.path);
    field(csv, f->native ? f->native : f->type);
    field(csv, f->attribute);
    owned_field(csv, cs_attribute_label(&csv->words, f->attribute));
    field(csv, a ? cs_category_label(a->category, csv->words.language) : NULL);
    number_field(csv, a ? a->sensitivity : -1, 0);
    field(csv, cs_word(&csv->words, f->verdict == CS_IS ? "verdict-is" : "verdict-contains"));
    number_field(csv, f->confidence, 2);
    number_field(csv, f->filled, 2);
    object_fields(csv, f);
    number_field(csv, group ? group : -1.0, 0);
    owned_field(csv, reasons(&csv->words, f));
    owned_field(csv, f->decision ? cs_decision_text(&csv->words, f->decision) : NULL);
}

static void
line_end(struct csv *csv)
{
    fputs("\r\n", csv->out);
    csv->started = FALSE;
}

static void
heads(struct csv *csv)
{
    static const char *const keys[] = {
        "csv-source", "csv-schema",    "csv-object",   "csv-column",      "csv-path",     "csv-type",
        "csv-id",     "csv-attribute", "csv-category", "csv-sensitivity", "csv-verdict",  "csv-confidence",
        "csv-filled", "csv-rows",      "csv-sampled",  "csv-kind",        "csv-subjects", "csv-activity",
        "csv-group",  "csv-evidence",  "csv-decision"};

    fputs("\xef\xbb\xbf", csv->out);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        field(csv, cs_word(&csv->words, keys[i]));
    line_end(csv);
}

static void
csv_init(struct csv *csv, const char *language)
{
    const struct cs_survey *s = csv->survey;

    cs_words_init(&csv->words, language);
    csv->objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    csv->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < s->sources->len; i++) {
        const struct cs_source *source = s->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++) {
            struct cs_object *o = source->objects->pdata[k];

            g_hash_table_insert(csv->objects, g_strdup_printf("%s\n%s\n%s", source->name, o->schema, o->name), o);
        }
    }
    for (guint i = 0; i < s->groups->len; i++) {
        const struct cs_copy_group *group = s->groups->pdata[i];

        for (guint k = 0; k < group->places->len; k++)
            g_hash_table_insert(csv->groups, place_key(group->places->pdata[k]), GUINT_TO_POINTER(group->id));
    }
}

static void
csv_clear(struct csv *csv)
{
    g_hash_table_unref(csv->objects);
    g_hash_table_unref(csv->groups);
    cs_words_clear(&csv->words);
}

int
cs_report_csv(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err)
{
    struct csv csv = {.survey = survey};
    struct cs_atomic *file = NULL;
    int rc = path ? cs_atomic_open(path, 0640, &file, err) : 0;

    if (rc)
        return rc;
    csv.out = file ? cs_atomic_stream(file) : stdout;
    csv_init(&csv, language);
    heads(&csv);
    for (guint i = 0; i < survey->findings->len; i++) {
        finding(&csv, survey->findings->pdata[i]);
        line_end(&csv);
    }
    csv_clear(&csv);
    if (file)
        return cs_atomic_commit(file, err);
    if (fflush(csv.out) || ferror(csv.out))
        return cs_fail(err, CS_E_INTERNAL, "report", NULL, "standard output cannot be written");
    return 0;
}
