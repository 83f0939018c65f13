/* html_decisions.c - what people decided about findings: first what needs a new look, then what holds. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 2000

void
cs_put_decision(const struct cs_page *page, const struct cs_decision *d)
{
    fputs("<p class=\"decided\">", page->out);
    if (d->state != CS_RULING_HOLDS) {
        fputs("<em>", page->out);
        cs_put_word(page, "decided-again");
        fputs("</em> ", page->out);
    }
    cs_put_owned(page, cs_decision_text(&page->words, d));
    fputs("</p>", page->out);
}

static void
put_found(const struct cs_page *page, const struct cs_decision *d)
{
    if (!d->found) {
        cs_put_word(page, "decided-missed");
        return;
    }
    cs_put_label(page, d->found);
    fputs("<span class=\"soft\">", page->out);
    cs_put_owned(page, cs_percent(&page->words, d->found_confidence));
    fputs("</span>", page->out);
}

static void
put_row(const struct cs_page *page, const struct cs_finding *f)
{
    const struct cs_decision *d = f->decision;

    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &f->place, TRUE);
    fputs("</th><td>", page->out);
    put_found(page, d);
    fputs("</td><td>", page->out);
    cs_put_owned(page, cs_ruling_text(&page->words, d));
    if (d->state != CS_RULING_HOLDS) {
        fputs("<strong class=\"soft\">", page->out);
        cs_put_owned(page, cs_trouble_text(&page->words, d));
        fputs("</strong>", page->out);
    }
    fputs("</td><td>", page->out);
    cs_put(page, d->reason);
    fputs("<span class=\"soft\">", page->out);
    cs_put_owned(page, cs_signature_text(&page->words, d));
    fputs("</span></td></tr>\n", page->out);
}

/* All findings with a decision that holds, or that does not. */
static GPtrArray *
decided(const struct cs_survey *s, gboolean holds)
{
    const GPtrArray *const lists[] = {s->findings, s->candidates, s->decided};
    GPtrArray *out = g_ptr_array_new();

    for (gsize k = 0; k < G_N_ELEMENTS(lists); k++)
        for (guint i = 0; i < lists[k]->len; i++) {
            const struct cs_finding *f = lists[k]->pdata[i];

            if (f->decision && (f->decision->state == CS_RULING_HOLDS) == holds)
                g_ptr_array_add(out, lists[k]->pdata[i]);
        }
    return out;
}

guint
cs_count_decisions(const struct cs_survey *survey, gboolean holds)
{
    g_autoptr(GPtrArray) list = decided(survey, holds);

    return list->len;
}

static void
put_list(const struct cs_page *page, gboolean holds)
{
    static const char *const heads[] = {"h-place", "h-found", "h-decision", "h-reason", NULL};
    g_autoptr(GPtrArray) list = decided(page->survey, holds);
    const char *title = holds ? "decisions-hold" : "decisions-again";

    if (!list->len)
        return;
    cs_put_heading(page, 3, NULL, title);
    cs_put_paragraph(page, "soft", holds ? "decisions-hold-lead" : "decisions-again-lead");
    cs_put_table(page, "stack", cs_word(&page->words, title), heads);
    for (guint i = 0; i < list->len && i < MAX_ROWS; i++)
        put_row(page, list->pdata[i]);
    cs_put_table_end(page);
    cs_put_more(page, list->len, MAX_ROWS);
}

void
cs_page_decisions(const struct cs_page *page)
{
    if (!cs_count_decisions(page->survey, TRUE) && !cs_count_decisions(page->survey, FALSE))
        return;
    cs_put_section(page, "decisions", "decisions");
    put_list(page, FALSE);
    put_list(page, TRUE);
    fputs("</section>\n", page->out);
}
