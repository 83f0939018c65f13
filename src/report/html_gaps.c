/* html_gaps.c - what was not read, why, and what can be done about it. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 2000

/* The program's own reason and hint are English; the words before them are the reader's. */
static void
put_gap(const struct cs_page *page, const struct cs_gap *g)
{
    g_autofree char *todo = g_strdup_printf("todo-%s", g->code ? g->code : "");
    const char *general = cs_word(&page->words, todo);
    const char *english = page->words.french ? " lang=\"en\"" : "";

    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &g->place, TRUE);
    if (!g->place.object) {
        fputs("<span class=\"soft\">", page->out);
        cs_put_word(page, "whole-source");
        fputs("</span>", page->out);
    }
    fputs("</th><td><b>", page->out);
    cs_put(page, cs_word_of(&page->words, "code", g->code));
    fprintf(page->out, "</b><span class=\"soft\"%s>", english);
    cs_put(page, g->reason);
    if (g->native) {
        fputs(" (", page->out);
        cs_put(page, g->native);
        fputs(")", page->out);
    }
    fputs("</span></td><td>", page->out);
    if (general != todo)
        cs_put(page, general);
    if (g->hint) {
        fprintf(page->out, "<span class=\"soft\"%s>", english);
        cs_put(page, g->hint);
        fputs("</span>", page->out);
    }
    if (general == todo && !g->hint)
        fputs("–", page->out);
    fputs("</td></tr>\n", page->out);
}

static void
put_gaps(const struct cs_page *page, gboolean asked, guint total)
{
    static const char *const heads[] = {"h-place", "h-reason", "h-todo", NULL};
    const GPtrArray *list = page->survey->gaps;
    guint shown = 0;

    if (!total)
        return;
    cs_put_heading(page, 3, NULL, asked ? "gaps-asked" : "gaps-nature");
    cs_put_table(page, "stack", cs_word(&page->words, asked ? "gaps-asked-lead" : "gaps-nature-lead"), heads);
    for (guint i = 0; i < list->len && shown < MAX_ROWS; i++) {
        const struct cs_gap *g = list->pdata[i];

        if ((g->asked != FALSE) != asked)
            continue;
        put_gap(page, g);
        shown++;
    }
    cs_put_table_end(page);
    if (shown < total) {
        fputs("<p class=\"soft\">", page->out);
        cs_put_count(page, "gaps-cut", total - shown);
        fputs("</p>\n", page->out);
    }
}

void
cs_page_gaps(const struct cs_page *page)
{
    fputs("<section>", page->out);
    cs_put_heading(page, 2, "gaps", "gaps");
    if (!page->survey->gaps->len)
        cs_put_paragraph(page, NULL, "gaps-none");
    put_gaps(page, TRUE, page->asked);
    put_gaps(page, FALSE, page->survey->gaps->len - page->asked);
    fputs("</section>\n", page->out);
}
