/* html_conflicts.c - where two systems tell one person differently: shares at a glance, then the counts. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 500
#define MAX_PAIRS 60 /* rows of the square */

/* Share of the compared people whose values differ; < 0: hidden or nothing to compare. */
static double
differing_share(const struct cs_conflict *c)
{
    return c->compared > 0 && c->differing >= 0 ? c->differing / c->compared : -1;
}

/* Marks the attributes on which any two systems disagree, by their number in the taxonomy. */
static guint
mark_attributes(const struct cs_people *people, guint8 *marks)
{
    guint n = 0;

    for (guint i = 0; i < people->pairs->len; i++) {
        const struct cs_people_pair *pair = people->pairs->pdata[i];

        for (guint k = 0; k < pair->conflicts->len; k++) {
            const struct cs_conflict *c = pair->conflicts->pdata[k];
            int a = cs_taxonomy_index(c->attribute);

            if (c->differing != 0 && a >= 0)
                marks[a] = 1;
            n += c->differing != 0;
        }
    }
    return n;
}

/* One person in five is a lot, one in twenty some. */
static guint
alarm_of(double share)
{
    return share >= 0.2 ? 4 : share >= 0.1 ? 3 : share >= 0.05 ? 2 : 1;
}

static void
put_cell(const struct cs_page *page, const struct cs_conflict *c)
{
    double share = c ? differing_share(c) : -1;

    if (!c) {
        fputs("<td><i>·</i></td>", page->out);
        return;
    }
    fprintf(page->out, "<td><span class=\"m%u\">", alarm_of(share));
    if (share < 0)
        cs_put_people(page, CS_PEOPLE_HIDDEN_COUNT);
    else
        cs_put_owned(page, cs_percent(&page->words, share));
    fputs("</span></td>", page->out);
}

static void
put_square(const struct cs_page *page, const struct cs_people *people, const guint8 *marks)
{
    guint shown = 0;

    cs_put_square(page, "people-conflicts-caption", "h-systems");
    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        g_autofree char *label = marks[a] ? cs_attribute_label(&page->words, cs_taxonomy_at(a)->id) : NULL;

        if (marks[a])
            cs_put_square_head(page, label);
    }
    fputs("</tr></thead><tbody>\n", page->out);
    for (guint i = 0; i < people->pairs->len && shown < MAX_PAIRS; i++) {
        const struct cs_people_pair *pair = people->pairs->pdata[i];
        g_autofree char *systems = g_strdup_printf("%s, %s", pair->a, pair->b);

        if (!pair->conflicts->len)
            continue;
        shown++;
        cs_put_row_head(page, systems);
        for (guint a = 0; a < cs_taxonomy_count(); a++)
            if (marks[a])
                put_cell(page, cs_people_conflict(pair, cs_taxonomy_at(a)->id));
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
}

static void
put_conflict(const struct cs_page *page, const struct cs_people_pair *pair, const struct cs_conflict *c)
{
    g_autofree char *systems = g_strdup_printf("%s, %s", pair->a, pair->b),
                    *label = cs_attribute_label(&page->words, c->attribute);

    cs_put_row_head(page, label);
    fputs("<td>", page->out);
    cs_put(page, systems);
    fputs("</td>", page->out);
    cs_put_people_cell(page, c->compared);
    cs_put_people_cell(page, c->differing);
    cs_put_share(page, differing_share(c));
    cs_put_people_cell(page, c->slips);
    fputs("</tr>\n", page->out);
}

static void
put_list(const struct cs_page *page, const struct cs_people *people, guint total)
{
    static const char *const heads[] = {"h-attribute", "h-systems", "#h-compared", "#h-differing",
                                        "#h-share",    "#h-slips",  NULL};
    guint shown = 0;

    fputs("<details><summary>", page->out);
    cs_put_count(page, "people-conflicts-list", total);
    fputs("</summary>", page->out);
    cs_put_table(page, "plain", cs_word(&page->words, "people-conflicts"), heads);
    for (guint i = 0; i < people->pairs->len; i++) {
        const struct cs_people_pair *pair = people->pairs->pdata[i];

        for (guint k = 0; k < pair->conflicts->len && shown < MAX_ROWS; k++) {
            const struct cs_conflict *c = pair->conflicts->pdata[k];

            if (c->differing == 0)
                continue;
            put_conflict(page, pair, c);
            shown++;
        }
    }
    cs_put_table_end(page);
    cs_put_more(page, total, MAX_ROWS);
    fputs("</details>\n", page->out);
}

void
cs_page_conflicts(const struct cs_page *page, const struct cs_people *people)
{
    g_autofree guint8 *marks = g_new0(guint8, cs_taxonomy_count());
    guint total = mark_attributes(people, marks);

    cs_put_heading(page, 3, NULL, "people-conflicts");
    if (!total) {
        cs_put_paragraph(page, NULL, "people-conflicts-none");
        return;
    }
    put_square(page, people, marks);
    put_list(page, people, total);
}
