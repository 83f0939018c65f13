/* html_decisions.c - what people decided about findings: first what needs a new look, then what holds. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 2000

/* "Claire Dubois, 3 May 2026", and until when. */
static char *
signature(const struct cs_words *w, const struct cs_decision *d)
{
    g_autofree char *date = cs_date(w, d->date), *expires = d->expires ? cs_date(w, d->expires) : NULL;
    g_autofree char *until = expires ? cs_fill(cs_word(w, "decided-until"), "date", expires, NULL) : NULL;

    return cs_fill(cs_word(w, "decided-by"), "author", d->author ? d->author : "?", "date", date, "until",
                   until ? until : "", NULL);
}

/* "confirmed", "not this: Street line", "other kind: Login". */
static char *
ruling(const struct cs_words *w, const struct cs_decision *d)
{
    g_autofree char *label = cs_attribute_label(w, d->attribute);

    return cs_fill(cs_word_of(w, "ruling", cs_ruling_name(d->verdict)), "label", label, NULL);
}

/* Why it is to be looked at again. */
static char *
trouble(const struct cs_words *w, const struct cs_decision *d)
{
    if (d->state == CS_RULING_EXPIRED)
        return g_strdup(cs_word(w, "decided-expired"));
    return d->why ? cs_phrase(w, d->why) : g_strdup(cs_word(w, "decided-contradicted"));
}

void
cs_put_decision(const struct cs_page *page, const struct cs_decision *d)
{
    const struct cs_words *w = &page->words;

    fputs("<p class=\"decided\">", page->out);
    if (d->state != CS_RULING_HOLDS) {
        fputs("<em>", page->out);
        cs_put_word(page, "decided-again");
        fputs("</em> ", page->out);
    }
    cs_put_owned(page, ruling(w, d));
    fputs(" – ", page->out);
    cs_put_owned(page, signature(w, d));
    cs_put_word(page, "colon");
    cs_put(page, d->reason);
    if (d->state != CS_RULING_HOLDS) {
        fputs(". ", page->out);
        cs_put_owned(page, trouble(w, d));
    }
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
    cs_put_owned(page, ruling(&page->words, d));
    if (d->state != CS_RULING_HOLDS) {
        fputs("<strong class=\"soft\">", page->out);
        cs_put_owned(page, trouble(&page->words, d));
        fputs("</strong>", page->out);
    }
    fputs("</td><td>", page->out);
    cs_put(page, d->reason);
    fputs("<span class=\"soft\">", page->out);
    cs_put_owned(page, signature(&page->words, d));
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
