/* html_gaps.c - what was not read, why, and what can be done about it. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 2000

/* What the program said, in the reader's language where it has one; marked as English where not. */
static void
put_message(const struct cs_page *page, const char *message, const char *native)
{
    g_autofree char *spoken = cs_phrase(&page->words, message);

    fprintf(page->out, "<span class=\"soft\"%s>", page->words.french && !strcmp(spoken, message) ? " lang=\"en\"" : "");
    cs_put(page, spoken);
    if (native) {
        fputs(" (", page->out);
        cs_put(page, native);
        fputs(")", page->out);
    }
    fputs("</span>", page->out);
}

static void
put_gap(const struct cs_page *page, const struct cs_gap *g)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &g->place, TRUE);
    if (!g->place.object) {
        fputs("<span class=\"soft\">", page->out);
        cs_put_word(page, "whole-source");
        fputs("</span>", page->out);
    }
    fputs("</th><td>", page->out);
    cs_put(page, cs_word_of(&page->words, "code", g->code));
    put_message(page, g->reason ? g->reason : "", g->native);
    fputs("</td><td>", page->out);
    if (g->hint)
        put_message(page, g->hint, NULL);
    else
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
    cs_put_paragraph(page, NULL, asked ? "gaps-asked-lead" : "gaps-nature-lead");
    cs_put_table(page, "stack", cs_word(&page->words, asked ? "gaps-asked" : "gaps-nature"), heads);
    for (guint i = 0; i < list->len && shown < MAX_ROWS; i++) {
        const struct cs_gap *g = list->pdata[i];

        if ((g->asked != FALSE) != asked)
            continue;
        put_gap(page, g);
        shown++;
    }
    cs_put_table_end(page);
    cs_put_more(page, total, MAX_ROWS);
}

void
cs_page_gaps(const struct cs_page *page)
{
    cs_put_section(page, "gaps", "gaps");
    if (!page->survey->gaps->len)
        cs_put_paragraph(page, NULL, "gaps-none");
    put_gaps(page, TRUE, page->asked);
    put_gaps(page, FALSE, page->survey->gaps->len - page->asked);
    fputs("</section>\n", page->out);
}
