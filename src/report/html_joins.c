/* html_joins.c - tables that belong together although no database declares it. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 500

static void
put_join(const struct cs_page *page, const struct cs_join *j)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &j->a, TRUE);
    fputs("</th><td>", page->out);
    cs_put_place(page, &j->b, TRUE);
    fputs("</td>", page->out);
    cs_put_share(page, j->share);
    cs_put_share(page, j->agreement);
    fputs("</tr>\n", page->out);
}

static guint
count_kind(const struct cs_survey *s, const char *kind)
{
    guint n = 0;

    for (guint i = 0; i < s->joins->len; i++)
        n += !g_strcmp0(((const struct cs_join *)s->joins->pdata[i])->kind, kind);
    return n;
}

static void
put_kind(const struct cs_page *page, const char *kind, const char *title, const char *lead, const char *other)
{
    const char *const heads[] = {"h-column", other, "#h-values-found", "#h-same-person", NULL};
    guint total = count_kind(page->survey, kind), shown = 0;

    if (!total)
        return;
    cs_put_heading(page, 3, NULL, title);
    cs_put_paragraph(page, "soft", lead);
    cs_put_table(page, "plain", cs_word(&page->words, title), heads);
    for (guint i = 0; i < page->survey->joins->len && shown < MAX_ROWS; i++) {
        const struct cs_join *j = page->survey->joins->pdata[i];

        if (g_strcmp0(j->kind, kind) != 0)
            continue;
        put_join(page, j);
        shown++;
    }
    cs_put_table_end(page);
    cs_put_more(page, total, MAX_ROWS);
}

void
cs_page_joins(const struct cs_page *page)
{
    if (!page->survey->joins->len)
        return;
    cs_put_section(page, "joins", "joins");
    put_kind(page, "reference", "joins-reference", "joins-reference-lead", "h-leads-to");
    put_kind(page, "shared-number", "joins-shared", "joins-shared-lead", "h-also-in");
    fputs("</section>\n", page->out);
}
