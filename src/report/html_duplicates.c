/* html_duplicates.c - the same key in more than one row of a table of people: somebody entered twice. */
#include "report/page.h"

#define MAX_ROWS 500

static void
put_duplicate(const struct cs_page *page, const struct cs_duplicate *d)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &d->place, TRUE);
    fputs("</th><td>", page->out);
    cs_put_label(page, d->attribute);
    fputs("</td>", page->out);
    cs_put_cell_number(page, d->rows);
    cs_put_people_cell(page, cs_hide_few((double)d->values));
    cs_put_people_cell(page, cs_hide_few((double)d->surplus));
    fputs("</tr>\n", page->out);
}

void
cs_page_duplicates(const struct cs_page *page)
{
    static const char *const heads[] = {"h-column", "h-attribute", "#h-rows-valued", "#h-twice", "#h-surplus", NULL};
    const GPtrArray *list = page->survey->duplicates;

    if (!list->len)
        return;
    cs_put_heading(page, 3, NULL, "duplicates");
    cs_put_paragraph(page, "soft", "duplicates-lead");
    cs_put_table(page, "plain", cs_word(&page->words, "duplicates"), heads);
    for (guint i = 0; i < list->len && i < MAX_ROWS; i++)
        put_duplicate(page, list->pdata[i]);
    cs_put_table_end(page);
    cs_put_more(page, list->len, MAX_ROWS);
}
