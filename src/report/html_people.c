/* html_people.c - how many people there are, in each system, and in two of them. */
#include "report/page.h"

#include <string.h>

static void
put_systems(const struct cs_page *page, const struct cs_people *people)
{
    static const char *const heads[] = {"h-source",    "#h-people", "#h-only", "#h-rows-people",
                                        "#h-linkable", "#h-fresh",  NULL};

    cs_put_heading(page, 3, NULL, "people-systems");
    cs_put_table(page, "plain", cs_word(&page->words, "people-systems"), heads);
    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_people_system *s = people->systems->pdata[i];

        cs_put_row_head(page, s->source);
        cs_put_people_cell(page, s->persons);
        cs_put_people_cell(page, s->only_here);
        cs_put_cell_number(page, s->rows);
        cs_put_share(page, s->linkable);
        cs_put_share(page, s->fresh);
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
}

/* Shade by the share of the row's people. A pair that is not told shares fewer than ten. */
static void
put_pair(const struct cs_page *page, const struct cs_people *people, const struct cs_people_system *row,
         const char *other)
{
    const struct cs_people_pair *pair = cs_people_pair_of(people, row->source, other);
    double share = pair && row->persons > 0 ? pair->persons / row->persons : 0;

    if (!strcmp(row->source, other)) {
        fputs("<td></td>", page->out);
        return;
    }
    fprintf(page->out, "<td><span class=\"m%u\">", cs_shade(share));
    cs_put_people(page, pair ? pair->persons : CS_PEOPLE_HIDDEN_COUNT);
    fputs("</span></td>", page->out);
}

static void
put_pairs(const struct cs_page *page, const struct cs_people *people)
{
    if (people->systems->len < 2)
        return;
    cs_put_heading(page, 3, NULL, "people-pairs");
    cs_put_square(page, "people-pairs-caption", "h-source");
    for (guint i = 0; i < people->systems->len; i++)
        cs_put_square_head(page, ((const struct cs_people_system *)people->systems->pdata[i])->source);
    fputs("</tr></thead><tbody>\n", page->out);
    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_people_system *row = people->systems->pdata[i];

        cs_put_row_head(page, row->source);
        for (guint k = 0; k < people->systems->len; k++)
            put_pair(page, people, row, ((const struct cs_people_system *)people->systems->pdata[k])->source);
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
}

/* What is told of a sample is too high: what ties two records may be a key outside it. */
static void
put_sampled(const struct cs_page *page, const struct cs_people *people)
{
    g_autofree char *share = cs_number(&page->words, (guint64)1 << MIN(people->level, 62u)),
                    *memory = g_strdup_printf("%" G_GUINT64_FORMAT "MiB", (people->memory + (1u << 20) - 1) >> 20);

    if (!people->level || !people->memory)
        return;
    fputs("<p>", page->out);
    cs_put_owned(page, cs_fill(cs_word(&page->words, "people-sampled"), "share", share, "memory", memory, NULL));
    fputs("</p>\n", page->out);
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
    persons = cs_people_text(&page->words, people->persons);
    shared = cs_people_text(&page->words, people->shared);
    fputs("<p class=\"lead\">", page->out);
    cs_put_owned(page, cs_fill(cs_word(&page->words, "people-sum"), "persons", persons, "shared", shared, NULL));
    fputs("</p>\n", page->out);
    put_sampled(page, people);
    cs_put_paragraph(page, "soft", "people-definition");
    put_systems(page, people);
    cs_page_sets(page, people);
    put_pairs(page, people);
    cs_page_conflicts(page, people);
    cs_page_masters(page, people);
    cs_page_duplicates(page);
    fputs("</section>\n", page->out);
}
