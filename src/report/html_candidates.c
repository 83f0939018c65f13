/* html_candidates.c - the weak signs: below a confidence of one half, so not counted anywhere. */
#include "report/page.h"

#define MAX_ROWS 3000

static void
put_candidate(const struct cs_page *page, const struct cs_finding *f)
{
    g_autoptr(GPtrArray) reasons = cs_reasons(&page->words, f, FALSE);

    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &f->place, TRUE);
    fputs("</th><td>", page->out);
    cs_put_label(page, f->attribute);
    if (f->decision)
        cs_put_decision(page, f->decision);
    fputs("</td><td>", page->out);
    for (guint i = 0; i < reasons->len; i++) {
        fputs(i ? " · " : "", page->out);
        cs_put(page, reasons->pdata[i]);
    }
    fprintf(page->out, "</td><td class=\"n\" data-v=\"%.0f\">", f->confidence * 1000);
    cs_put_owned(page, cs_percent(&page->words, f->confidence));
    fputs("</td></tr>\n", page->out);
}

void
cs_page_candidates(const struct cs_page *page)
{
    static const char *const heads[] = {"h-place", "h-attribute", "h-evidence", "#h-confidence", NULL};
    const GPtrArray *list = page->survey->candidates;

    if (!list->len)
        return;
    cs_put_section(page, "candidates", "candidates");
    cs_put_paragraph(page, NULL, "candidates-lead");
    fputs("<details><summary>", page->out);
    cs_put_count(page, "candidates-n", list->len);
    fputs("</summary>", page->out);
    cs_put_table(page, "stack", cs_word(&page->words, "candidates"), heads);
    for (guint i = 0; i < list->len && i < MAX_ROWS; i++)
        put_candidate(page, list->pdata[i]);
    cs_put_table_end(page);
    cs_put_more(page, list->len, MAX_ROWS);
    fputs("</details></section>\n", page->out);
}
