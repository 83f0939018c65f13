/* overview.c - the page's first half: figures, coverage by source, attribute × source matrix. */
#include "report/page.h"

#include <string.h>

static gboolean
very_sensitive(const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    return a && a->sensitivity >= 4;
}

/* Distinct columns among the findings (one column may hold several attributes); the list is sorted by place. */
static guint
columns_found(const struct cs_survey *survey, const char *source, gboolean sensitive)
{
    const struct cs_finding *last = NULL;
    guint n = 0;

    for (guint i = 0; i < survey->findings->len; i++) {
        const struct cs_finding *f = g_ptr_array_index(survey->findings, i);

        if ((source && strcmp(f->place.source, source)) || (sensitive && !very_sensitive(f)))
            continue;
        n += !last || strcmp(last->place.source, f->place.source) || g_strcmp0(last->place.schema, f->place.schema) ||
             g_strcmp0(last->place.object, f->place.object) || g_strcmp0(last->place.column, f->place.column);
        last = f;
    }
    return n;
}

static void
figure(const struct cs_page *page, guint64 n, const char *key)
{
    g_autofree char *number = cs_number(&page->words, n), *plural = g_strdup_printf("%ss", key);

    fprintf(page->out, "<li><b>%s</b><span>", number);
    cs_html_escape(page->out, cs_word(&page->words, (page->words.french ? n < 2 : n == 1) ? key : plural));
    fputs("</span></li>\n", page->out);
}

static void
cell(const struct cs_page *page, const char *text)
{
    fputs("<td>", page->out);
    cs_html_escape(page->out, text ? text : "–");
    fputs("</td>", page->out);
}

static void
source_row(const struct cs_page *page, const struct cs_source *source)
{
    guint read = 0;
    g_autofree char *product = g_strdup_printf("%s %s", source->product ? source->product : source->connector,
                                               source->version ? source->version : "");
    g_autofree char *found = cs_number(&page->words, columns_found(page->survey, source->name, FALSE));

    for (guint i = 0; i < source->objects->len; i++)
        read += ((struct cs_object *)g_ptr_array_index(source->objects, i))->drawn != CS_DRAWN_NONE;
    fputs("<tr><th scope=\"row\">", page->out);
    cs_html_escape(page->out, source->name);
    fputs("</th>", page->out);
    cell(page, product);
    cell(page, source->account);
    cell(page, source->tls);
    cell(page, source->read_only);
    fprintf(page->out, "<td class=\"n\">%u / %u</td><td class=\"n\">%s</td></tr>\n", read, source->objects->len, found);
}

static void
warnings(const struct cs_page *page)
{
    gboolean asked = FALSE;

    for (guint i = 0; i < page->survey->gaps->len; i++)
        asked |= ((struct cs_gap *)g_ptr_array_index(page->survey->gaps, i))->asked;
    if (asked)
        fprintf(page->out, "<p class=\"note warn\">%s</p>\n", cs_word(&page->words, "incomplete"));
}

void
cs_page_overview(const struct cs_page *page)
{
    static const char *const heads[] = {"Source",   "Product",  "Account", "Protection",
                                        "ReadOnly", "#Objects", "#Found",  NULL};
    const struct cs_survey *s = page->survey;
    guint64 objects = 0, columns = 0;

    for (guint i = 0; i < s->sources->len; i++) {
        const struct cs_source *source = g_ptr_array_index(s->sources, i);

        objects += source->objects->len;
        for (guint k = 0; k < source->objects->len; k++) {
            const struct cs_object *o = g_ptr_array_index(source->objects, k);

            columns += o->n_columns;
        }
    }
    cs_page_heading(page, "overview", "overview");
    warnings(page);
    fputs("<ul class=\"figures\">\n", page->out);
    figure(page, s->sources->len, "source");
    figure(page, objects, "object");
    figure(page, columns, "column");
    figure(page, columns_found(s, NULL, FALSE), "finding");
    figure(page, columns_found(s, NULL, TRUE), "sensitive");
    figure(page, s->copies->len, "copy");
    figure(page, s->gaps->len, "gap");
    fputs("</ul>\n<div class=\"wide\"><table>", page->out);
    cs_page_head(page, heads);
    fputs("<tbody>\n", page->out);
    for (guint i = 0; i < s->sources->len; i++)
        source_row(page, g_ptr_array_index(s->sources, i));
    fputs("</tbody></table></div>\n", page->out);
}

/* counts[attribute × sources + source] */
static guint *
count_matrix(const struct cs_survey *survey)
{
    guint *counts = g_new0(guint, (gsize)cs_taxonomy_count() * MAX(survey->sources->len, 1));

    for (guint i = 0; i < survey->findings->len; i++) {
        const struct cs_finding *f = g_ptr_array_index(survey->findings, i);
        int attribute = cs_taxonomy_index(f->attribute);

        for (guint k = 0; attribute >= 0 && k < survey->sources->len; k++)
            if (!strcmp(((struct cs_source *)g_ptr_array_index(survey->sources, k))->name, f->place.source))
                counts[(guint)attribute * survey->sources->len + k]++;
    }
    return counts;
}

static void
matrix_row(const struct cs_page *page, const struct cs_attribute *attribute, const guint *counts)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_html_escape(page->out, page->words.french ? attribute->label_fr : attribute->label_en);
    if (attribute->sensitivity >= 4)
        fputs(" <span class=\"warn\" aria-hidden=\"true\">●</span>", page->out);
    fputs("</th>", page->out);
    for (guint k = 0; k < page->survey->sources->len; k++) {
        guint n = counts[k];

        if (n)
            fprintf(page->out, "<td class=\"m m%u\"><a href=\"#s%u\">%u</a></td>", n >= 10 ? 3 : n >= 3 ? 2 : 1, k, n);
        else
            fputs("<td class=\"m m0\">·</td>", page->out);
    }
    fputs("</tr>\n", page->out);
}

void
cs_page_matrix(const struct cs_page *page)
{
    guint sources = page->survey->sources->len;
    g_autofree guint *counts = count_matrix(page->survey);
    const char *category = NULL;

    cs_page_heading(page, "matrix", "matrix");
    fprintf(page->out, "<div class=\"wide\"><table><thead><tr><th scope=\"col\">%s</th>",
            cs_word(&page->words, "Attribute"));
    for (guint k = 0; k < sources; k++) {
        fputs("<th scope=\"col\" class=\"m\">", page->out);
        cs_html_escape(page->out, ((struct cs_source *)g_ptr_array_index(page->survey->sources, k))->name);
        fputs("</th>", page->out);
    }
    fputs("</tr></thead><tbody>\n", page->out);
    for (guint i = 0; i < cs_taxonomy_count(); i++) {
        const struct cs_attribute *a = cs_taxonomy_at(i);
        guint sum = 0;

        for (guint k = 0; k < sources; k++)
            sum += counts[i * sources + k];
        if (!sum)
            continue;
        if (!category || strcmp(category, a->category)) {
            category = a->category;
            fprintf(page->out, "<tr class=\"cat\"><th scope=\"rowgroup\" colspan=\"%u\">", sources + 1);
            cs_html_escape(page->out, cs_category_label(category, page->words.language));
            fputs("</th></tr>\n", page->out);
        }
        matrix_row(page, a, counts + i * sources);
    }
    fputs("</tbody></table></div>\n", page->out);
}
