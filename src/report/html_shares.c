/* html_shares.c - one group of copies as a square: of the values of the row's column, how many the other has too. */
#include "report/page.h"

/* The share of a's values in b, and its interval; FALSE when the two were not found to be copies. */
static gboolean
share_of(const GPtrArray *pairs, const struct cs_place *a, const struct cs_place *b, double *ret_share,
         const double **ret_interval)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct cs_copy *c = pairs->pdata[i];
        gboolean forth = !cs_place_compare(&c->a, a) && !cs_place_compare(&c->b, b),
                 back = !cs_place_compare(&c->b, a) && !cs_place_compare(&c->a, b);

        if (!forth && !back)
            continue;
        *ret_share = forth ? c->containment_ab : c->containment_ba;
        *ret_interval = forth ? c->interval_ab : c->interval_ba;
        return TRUE;
    }
    return FALSE;
}

static void
put_share(const struct cs_page *page, const GPtrArray *pairs, const struct cs_place *a, const struct cs_place *b)
{
    const double *interval;
    double share;
    g_autofree char *low = NULL, *high = NULL, *range = NULL;

    if (a == b || !share_of(pairs, a, b, &share, &interval)) {
        fputs(a == b ? "<td></td>" : "<td><i>·</i></td>", page->out);
        return;
    }
    low = cs_percent(&page->words, interval[0]);
    high = cs_percent(&page->words, interval[1]);
    range = cs_fill(cs_word(&page->words, "copies-interval"), "low", low, "high", high, NULL);
    fprintf(page->out, "<td><span class=\"m%u\" title=\"", cs_shade(share));
    cs_put(page, range);
    fputs("\">", page->out);
    cs_put_owned(page, cs_percent(&page->words, share));
    fputs("</span></td>", page->out);
}

static void
put_head(const struct cs_page *page, const struct cs_copy_group *group)
{
    cs_put_square(page, "copies-matrix", "h-of");
    for (guint i = 0; i < group->places->len; i++) {
        fputs("<th scope=\"col\">", page->out);
        cs_put_place(page, group->places->pdata[i], TRUE);
        fputs("</th>", page->out);
    }
    fputs("</tr></thead><tbody>\n", page->out);
}

void
cs_page_shares(const struct cs_page *page, const struct cs_copy_group *group, const GPtrArray *pairs)
{
    put_head(page, group);
    for (guint i = 0; i < group->places->len; i++) {
        fputs("<tr><th scope=\"row\">", page->out);
        cs_put_place(page, group->places->pdata[i], TRUE);
        fputs("</th>", page->out);
        for (guint k = 0; k < group->places->len; k++)
            put_share(page, pairs, group->places->pdata[i], group->places->pdata[k]);
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
}
