/* html_shares.c - one group of copies as a square: of the values of the row's column, how many the other has too. */
#include "report/page.h"

/* From a to b; FALSE when the two were not found to be copies. */
static gboolean
find_way(const GPtrArray *pairs, const struct cs_place *a, const struct cs_place *b, struct cs_way *ret_way)
{
    for (guint i = 0; i < pairs->len; i++) {
        const struct cs_copy *c = pairs->pdata[i];
        gboolean forth = !cs_place_compare(&c->a, a) && !cs_place_compare(&c->b, b),
                 back = !cs_place_compare(&c->b, a) && !cs_place_compare(&c->a, b);

        if (!forth && !back)
            continue;
        *ret_way = cs_way_of(c, back);
        return TRUE;
    }
    return FALSE;
}

static void
put_share(const struct cs_page *page, const GPtrArray *pairs, const struct cs_place *a, const struct cs_place *b)
{
    struct cs_way way;
    g_autofree char *range = NULL;

    if (a == b || !find_way(pairs, a, b, &way)) {
        fputs(a == b ? "<td></td>" : "<td><i>·</i></td>", page->out);
        return;
    }
    if (way.few) {
        fputs("<td><span class=\"m0\">&lt;10</span></td>", page->out);
        return;
    }
    range = cs_way_range(&page->words, &way);
    fprintf(page->out, "<td><span class=\"m%u\" title=\"", cs_shade(way.share));
    cs_put(page, range);
    fputs("\">", page->out);
    cs_put_owned(page, cs_percent(&page->words, way.share));
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
