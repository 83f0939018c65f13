/* html_people.c - people of each system, shared by two, where they are told differently, which system could lead. */
#include "report/page.h"

#include <math.h>
#include <string.h>

#define MAX_ROWS 500

void
cs_put_people(const struct cs_page *page, double count)
{
    if (count < 0)
        fputs("&lt;10", page->out);
    else
        cs_put_number(page, (guint64)floor(count + 0.5));
}

static void
put_people_cell(const struct cs_page *page, double count)
{
    fprintf(page->out, "<td class=\"n\" data-v=\"%.0f\">", count);
    cs_put_people(page, count);
    fputs("</td>", page->out);
}

/* share < 0: not known. */
static void
put_share_cell(const struct cs_page *page, double share)
{
    fprintf(page->out, "<td class=\"n\" data-v=\"%.0f\">", share * 1000);
    cs_put_owned(page, share < 0 ? g_strdup("–") : cs_percent(&page->words, share));
    fputs("</td>", page->out);
}

static void
put_row_head(const struct cs_page *page, const char *text)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_put(page, text);
    fputs("</th>", page->out);
}

static void
put_systems(const struct cs_page *page, const struct cs_people *people)
{
    static const char *const heads[] = {"h-source",    "#h-people", "#h-only", "#h-rows-people",
                                        "#h-linkable", "#h-fresh",  NULL};

    cs_put_heading(page, 3, NULL, "people-systems");
    cs_put_table(page, "plain", cs_word(&page->words, "people-systems"), heads);
    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_people_system *s = people->systems->pdata[i];

        put_row_head(page, s->source);
        put_people_cell(page, s->persons);
        put_people_cell(page, s->only_here);
        cs_put_cell_number(page, s->rows);
        put_share_cell(page, s->linkable);
        put_share_cell(page, s->fresh);
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
}

static const struct cs_people_pair *
pair_of(const struct cs_people *people, const char *a, const char *b)
{
    for (guint i = 0; i < people->pairs->len; i++) {
        const struct cs_people_pair *p = people->pairs->pdata[i];

        if ((!strcmp(p->a, a) && !strcmp(p->b, b)) || (!strcmp(p->a, b) && !strcmp(p->b, a)))
            return p;
    }
    return NULL;
}

/* Shade by the share of the row's people. A pair that is not told shares fewer than ten. */
static void
put_pair(const struct cs_page *page, const struct cs_people *people, const struct cs_people_system *row,
         const char *other)
{
    const struct cs_people_pair *pair = pair_of(people, row->source, other);
    double share = pair && row->persons > 0 ? pair->persons / row->persons : 0;

    if (!strcmp(row->source, other)) {
        fputs("<td></td>", page->out);
        return;
    }
    fprintf(page->out, "<td><span class=\"m%u\">", share >= 0.9 ? 4u : share >= 0.5 ? 3u : share >= 0.2 ? 2u : 1u);
    cs_put_people(page, pair ? pair->persons : CS_PEOPLE_HIDDEN_COUNT);
    fputs("</span></td>", page->out);
}

static void
put_pairs(const struct cs_page *page, const struct cs_people *people)
{
    if (people->systems->len < 2)
        return;
    cs_put_heading(page, 3, NULL, "people-pairs");
    fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"", page->out);
    cs_put_word(page, "people-pairs");
    fputs("\"><table class=\"matrix shares\"><caption>", page->out);
    cs_put_word(page, "people-pairs-caption");
    fputs("</caption><thead><tr><th scope=\"col\">", page->out);
    cs_put_word(page, "h-source");
    fputs("</th>", page->out);
    for (guint i = 0; i < people->systems->len; i++) {
        fputs("<th scope=\"col\">", page->out);
        cs_put(page, ((const struct cs_people_system *)people->systems->pdata[i])->source);
        fputs("</th>", page->out);
    }
    fputs("</tr></thead><tbody>\n", page->out);
    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_people_system *row = people->systems->pdata[i];

        put_row_head(page, row->source);
        for (guint k = 0; k < people->systems->len; k++)
            put_pair(page, people, row, ((const struct cs_people_system *)people->systems->pdata[k])->source);
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
}

static void
put_conflict(const struct cs_page *page, const struct cs_people_pair *pair, const struct cs_conflict *c)
{
    g_autofree char *systems = g_strdup_printf("%s, %s", pair->a, pair->b),
                    *label = cs_attribute_label(&page->words, c->attribute);

    put_row_head(page, label);
    fputs("<td>", page->out);
    cs_put(page, systems);
    fputs("</td>", page->out);
    put_people_cell(page, c->compared);
    put_people_cell(page, c->differing);
    put_share_cell(page, c->compared > 0 && c->differing >= 0 ? c->differing / c->compared : -1);
    put_people_cell(page, c->slips);
    fputs("</tr>\n", page->out);
}

static guint
count_conflicts(const struct cs_people *people)
{
    guint n = 0;

    for (guint i = 0; i < people->pairs->len; i++) {
        const struct cs_people_pair *pair = people->pairs->pdata[i];

        for (guint k = 0; k < pair->conflicts->len; k++)
            n += ((const struct cs_conflict *)pair->conflicts->pdata[k])->differing != 0;
    }
    return n;
}

static void
put_conflicts(const struct cs_page *page, const struct cs_people *people)
{
    static const char *const heads[] = {"h-attribute", "h-systems", "#h-compared", "#h-differing",
                                        "#h-share",    "#h-slips",  NULL};
    guint shown = 0;

    cs_put_heading(page, 3, NULL, "people-conflicts");
    if (!count_conflicts(people)) {
        cs_put_paragraph(page, NULL, "people-conflicts-none");
        return;
    }
    cs_put_paragraph(page, "soft", "people-conflicts-caption");
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
}

static void
put_master(const struct cs_page *page, const struct cs_master *m)
{
    g_autofree char *label = cs_attribute_label(&page->words, m->attribute);

    put_row_head(page, label);
    fputs("<td>", page->out);
    if (m->source)
        cs_put(page, m->source);
    else
        cs_put_word(page, "master-none");
    fputs("</td><td>", page->out);
    for (guint i = 0; i < m->claims->len && i < 6; i++) {
        const struct cs_claim *c = m->claims->pdata[i];

        fputs(i ? " · " : "", page->out);
        cs_put(page, c->source);
        fprintf(page->out, "\u00a0%.0f", c->score * 100);
    }
    fputs("</td></tr>\n", page->out);
}

static void
put_masters(const struct cs_page *page, const struct cs_people *people)
{
    static const char *const heads[] = {"h-attribute", "h-proposed", "h-claims", NULL};

    if (!people->masters->len)
        return;
    cs_put_heading(page, 3, NULL, "people-masters");
    cs_put_paragraph(page, "soft", "people-masters-caption");
    cs_put_table(page, "plain", cs_word(&page->words, "people-masters"), heads);
    for (guint i = 0; i < people->masters->len && i < MAX_ROWS; i++)
        put_master(page, people->masters->pdata[i]);
    cs_put_table_end(page);
}

static char *
people_text(const struct cs_page *page, double count)
{
    return count < 0 ? g_strdup("<10") : cs_number(&page->words, (guint64)floor(count + 0.5));
}

void
cs_page_people(const struct cs_page *page)
{
    const struct cs_people *people = page->survey->people;
    g_autofree char *persons = NULL, *shared = NULL;

    cs_put_section(page, "people", "people");
    if (!people || !people->systems->len) {
        cs_put_paragraph(page, NULL, "people-none");
        fputs("</section>\n", page->out);
        return;
    }
    persons = people_text(page, people->persons);
    shared = people_text(page, people->shared);
    fputs("<p class=\"lead\">", page->out);
    cs_put_owned(page, cs_fill(cs_word(&page->words, "people-sum"), "persons", persons, "shared", shared, NULL));
    fputs("</p>\n", page->out);
    cs_put_paragraph(page, "soft", "people-definition");
    put_systems(page, people);
    cs_page_sets(page, people);
    put_pairs(page, people);
    put_conflicts(page, people);
    put_masters(page, people);
    fputs("</section>\n", page->out);
}
