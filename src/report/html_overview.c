/* html_overview.c - what the map says in a few figures and sentences, and how much was read. */
#include "report/page.h"

#include <string.h>

#define MAX_ASKED 6

struct sums {
    guint objects, read, columns, personal, sensitive, tables, subjects;
};

static struct sums
add_up(const struct cs_page *page)
{
    struct sums sums = {0};

    for (guint i = 0; i < page->parts->len; i++) {
        const struct cs_part *part = page->parts->pdata[i];

        sums.objects += part->source ? part->source->objects->len : 0;
        sums.read += part->read;
        sums.columns += part->columns;
        sums.personal += part->personal;
        sums.sensitive += part->sensitive;
        sums.tables += part->with_personal;
        for (guint k = 0; k < part->tables->len; k++) {
            const struct cs_table *table = part->tables->pdata[k];

            sums.subjects |= table->personal && table->object ? table->object->subjects : 0;
        }
    }
    return sums;
}

static void
put_figure(const struct cs_page *page, guint64 n, const char *key, const char *target)
{
    fprintf(page->out, "<li><a href=\"#%s\"><b>", target);
    cs_put_number(page, n);
    fputs("</b> <span>", page->out);
    cs_put_count(page, key, n);
    fputs("</span></a></li>\n", page->out);
}

/* Owned text to the page, followed by a space. */
static void
put_sentence(const struct cs_page *page, char *text)
{
    cs_put_owned(page, text);
    fputs(" ", page->out);
}

/* "National identification number (erp), …": the sensitive attributes, at most eight of them. */
static char *
sensitive_names(const struct cs_page *page)
{
    GString *out = g_string_new(NULL);
    guint n = 0;

    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        const struct cs_attribute *attribute = cs_taxonomy_at(a);
        guint columns = 0;
        g_autofree char *label = NULL;

        for (guint i = 0; i < page->parts->len; i++)
            columns += page->matrix[a * page->parts->len + i];
        if (attribute->sensitivity < 4 || !columns)
            continue;
        if (++n > 8) {
            g_string_append_printf(out, "%s…", cs_word(&page->words, "semicolon"));
            break;
        }
        label = cs_attribute_label(&page->words, attribute->id);
        g_string_append_printf(out, "%s%s", n > 1 ? cs_word(&page->words, "semicolon") : "", label);
    }
    return g_string_free(out, FALSE);
}

static void
put_reading(const struct cs_page *page, const struct sums *sums)
{
    const struct cs_words *w = &page->words;
    g_autofree char *objects = cs_count(w, "n-objects", sums->objects), *read = cs_number(w, sums->read),
                    *sources = cs_count(w, "n-sources", page->parts->len);

    const char *key = !sums->read                                   ? "sum-read-none"
                      : sums->read == sums->objects && !page->asked ? "sum-read-all"
                                                                    : "sum-read";

    put_sentence(page, cs_fill(cs_word(w, key), "read", read, "objects", objects, "sources", sources, NULL));
    if (!sums->read)
        return;
    if (page->survey->run.all_rows)
        cs_put_word(page, "sum-all-rows");
    else
        cs_put_count(page, "sum-sample", page->survey->run.sample_rows);
    fputs(" ", page->out);
}

static void
put_found(const struct cs_page *page, const struct sums *sums)
{
    const struct cs_words *w = &page->words;
    g_autofree char *personal = cs_count(w, "n-columns", sums->personal),
                    *tables = cs_count(w, "n-objects", sums->tables), *who = cs_subjects_text(w, sums->subjects);

    if (!sums->personal) {
        cs_put_word(page, "sum-found-none");
        fputs(" ", page->out);
        return;
    }
    put_sentence(page, cs_fill(cs_word(w, "sum-found"), "personal", personal, "tables", tables, NULL));
    if (who)
        put_sentence(page, cs_fill(cs_word(w, "sum-subjects"), "who", who, NULL));
    if (sums->sensitive) {
        g_autofree char *names = sensitive_names(page), *counted = cs_count(w, "sum-sensitive", sums->sensitive);

        put_sentence(page, cs_fill(counted, "which", names, NULL));
    }
}

static void
put_meaning(const struct cs_page *page, const struct sums *sums)
{
    const struct cs_survey *s = page->survey;

    fputs("<p class=\"lead\">", page->out);
    put_reading(page, sums);
    if (sums->read)
        put_found(page, sums);
    if (s->copies->len) {
        g_autofree char *copies = cs_count(&page->words, "n-copies", s->copies->len),
                        *groups = cs_count(&page->words, "n-groups", s->groups->len);

        put_sentence(page, cs_fill(cs_word(&page->words, "sum-copies"), "copies", copies, "groups", groups, NULL));
    }
    if (s->gaps->len)
        cs_put_word(page, "sum-gaps");
    fputs("</p>\n", page->out);
}

/* On top of everything else: what makes this map less than it should be. */
static void
put_warning(const struct cs_page *page)
{
    guint shown = 0;

    if (!page->asked)
        return;
    fputs("<div class=\"note\" role=\"note\"><p><strong>", page->out);
    cs_put_word(page, "incomplete");
    fputs("</strong> ", page->out);
    cs_put_count(page, "incomplete-asked", page->asked);
    for (guint i = 0; i < page->survey->gaps->len && shown <= MAX_ASKED; i++) {
        const struct cs_gap *gap = page->survey->gaps->pdata[i];

        if (!gap->asked)
            continue;
        fputs(shown ? ", " : " ", page->out);
        if (shown++ == MAX_ASKED)
            fputs("…", page->out);
        else
            cs_put_place(page, &gap->place, TRUE);
    }
    fputs(". <a href=\"#gaps\">", page->out);
    cs_put_word(page, "incomplete-see");
    fputs("</a></p></div>\n", page->out);
}

static void
put_access(const struct cs_page *page, const char *key, const char *value)
{
    g_autofree char *spoken = value ? cs_phrase(&page->words, value) : NULL;

    if (!value)
        return;
    fputs("<span>", page->out);
    cs_put_owned(page, cs_fill(cs_word(&page->words, key), "value", spoken, NULL));
    fputs("</span>", page->out);
}

static void
put_source(const struct cs_page *page, const struct cs_part *part)
{
    const struct cs_source *s = part->source;
    g_autofree char *product = g_strdup_printf("%s %s",
                                               s->product     ? s->product
                                               : s->connector ? s->connector
                                                              : "",
                                               s->version ? s->version : "");
    g_autofree char *held = s->processor && s->processor_country
                                ? g_strdup_printf("%s (%s)", s->processor, s->processor_country)
                                : g_strdup(s->processor);

    fputs("<tr><th scope=\"row\"><strong>", page->out);
    cs_put(page, s->name);
    fputs("</strong><span>", page->out);
    cs_put(page, g_strstrip(product));
    fputs("</span></th><td class=\"lines\">", page->out);
    put_access(page, "access-account", s->account);
    put_access(page, "access-tls", s->tls);
    put_access(page, "access-read-only", s->read_only);
    put_access(page, "access-processor", held);
    if (!s->lists_all && s->objects->len)
        put_access(page, "access-listing", "");
    fputs("</td>", page->out);
    cs_put_cell_number(page, s->objects->len);
    cs_put_cell_number(page, part->read);
    cs_put_cell_number(page, s->objects->len - MIN(part->read, s->objects->len));
    cs_put_cell_number(page, (guint64)part->rows);
    cs_put_cell_number(page, part->personal);
    fputs("</tr>\n", page->out);
}

void
cs_page_overview(const struct cs_page *page)
{
    static const char *const heads[] = {"h-source",    "h-access", "#h-listed",   "#h-read",
                                        "#h-not-read", "#h-rows",  "#h-personal", NULL};
    struct sums sums = add_up(page);

    put_warning(page);
    cs_put_section(page, "overview", "overview");
    put_meaning(page, &sums);
    fputs("<ul class=\"figures\">\n", page->out);
    put_figure(page, page->parts->len, "figure-sources", "coverage");
    put_figure(page, sums.objects, "figure-objects", "coverage");
    put_figure(page, sums.columns, "figure-columns", "coverage");
    put_figure(page, sums.personal, "figure-personal", "columns");
    put_figure(page, sums.sensitive, "figure-sensitive", "attention");
    put_figure(page, page->survey->groups->len, "figure-copies", "copies");
    if (page->survey->people && page->survey->people->shared >= CS_PEOPLE_HIDDEN)
        put_figure(page, (guint64)(page->survey->people->shared + 0.5), "figure-people", "people");
    put_figure(page, page->survey->gaps->len, "figure-gaps", "gaps");
    fputs("</ul>\n", page->out);
    cs_put_heading(page, 3, "coverage", "coverage");
    cs_put_table(page, "coverage", cs_word(&page->words, "coverage"), heads);
    for (guint i = 0; i < page->parts->len; i++)
        if (((struct cs_part *)page->parts->pdata[i])->source)
            put_source(page, page->parts->pdata[i]);
    cs_put_table_end(page);
    fputs("</section>\n", page->out);
}
