/* html_sets.c - who is known where: bars for the sizes of the sets, dots for their systems (an UpSet picture). */
#include "report/page.h"

#include <math.h>
#include <string.h>

#define MAX_SETS 20
#define LONGEST 20 /* letters of a system's name */
#define LEFT 170   /* of the columns: the systems' names stand before */
#define STEP 46    /* from column to column, for numbers of five digits */
#define DIGIT 8    /* for each digit more */
#define TALL 120   /* of the largest bar */
#define TOP 26
#define LINE 24 /* from system to system */

static gboolean
has_system(const struct cs_people_set *set, const char *source)
{
    return g_ptr_array_find_with_equal_func(set->sources, source, g_str_equal, NULL);
}

/* What a reader hears, and what stands under the picture for paper and for small screens. */
static void
put_list(const struct cs_page *page, const struct cs_people *people)
{
    fputs("<details><summary>", page->out);
    cs_put_word(page, "people-sets-list");
    fputs("</summary><ul>\n", page->out);
    for (guint i = 0; i < people->sets->len; i++) {
        const struct cs_people_set *set = people->sets->pdata[i];
        g_autofree char *persons = cs_number(&page->words, (guint64)floor(set->persons + 0.5));
        g_autoptr(GString) systems = g_string_new(NULL);

        for (guint k = 0; k < set->sources->len; k++)
            g_string_append_printf(systems, "%s%s", k ? " + " : "", (const char *)set->sources->pdata[k]);
        fputs("<li>", page->out);
        cs_put_owned(page,
                     cs_fill(cs_word(&page->words, "people-set"), "persons", persons, "systems", systems->str, NULL));
        fputs("</li>\n", page->out);
    }
    fputs("</ul></details>\n", page->out);
}

static void
put_bar(const struct cs_page *page, const struct cs_people_set *set, guint x, double most)
{
    guint tall = (guint)MAX(set->persons / most * TALL, 1);

    fprintf(page->out, "<rect class=\"on\" x=\"%u\" y=\"%u\" width=\"26\" height=\"%u\"/>", x, TOP + TALL - tall, tall);
    fprintf(page->out, "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\">", x + 13, TOP + TALL - tall - 6);
    cs_put_number(page, (guint64)floor(set->persons + 0.5));
    fputs("</text>\n", page->out);
}

static void
put_dots(const struct cs_page *page, const struct cs_people *people, const struct cs_people_set *set, guint x)
{
    guint first = 0, last = 0, n = 0;

    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_people_system *system = people->systems->pdata[i];
        guint y = TOP + TALL + 22 + i * LINE;
        gboolean on = has_system(set, system->source);

        fprintf(page->out, "<circle class=\"%s\" cx=\"%u\" cy=\"%u\" r=\"6\"/>", on ? "on" : "off", x, y);
        if (on) {
            first = n++ ? first : y;
            last = y;
        }
    }
    if (n > 1)
        fprintf(page->out, "<line x1=\"%u\" x2=\"%u\" y1=\"%u\" y2=\"%u\"/>\n", x, x, first, last);
}

static void
put_names(const struct cs_page *page, const struct cs_people *people)
{
    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_people_system *system = people->systems->pdata[i];
        g_autoptr(GString) name = g_string_new(NULL);

        fprintf(page->out, "<text x=\"%u\" y=\"%u\" text-anchor=\"end\">", LEFT - 16, TOP + TALL + 27 + i * LINE);
        cs_html(name, system->source, LONGEST);
        fprintf(page->out, "%s</text>\n", name->str);
    }
}

/* From column to column: the number above the largest bar has room. */
static guint
step_of(double most)
{
    guint step = STEP;

    for (; most >= 99999.5; most /= 10)
        step += DIGIT;
    return step;
}

void
cs_page_sets(const struct cs_page *page, const struct cs_people *people)
{
    double most = people->sets->len ? ((const struct cs_people_set *)people->sets->pdata[0])->persons : 0;
    guint n = MIN(people->sets->len, MAX_SETS), step = step_of(most), width = LEFT + n * step + 10,
          height = TOP + TALL + 22 + people->systems->len * LINE;

    if (!n)
        return;
    cs_put_heading(page, 3, NULL, "people-sets");
    cs_put_paragraph(page, "soft", "people-sets-caption");
    fprintf(page->out, "<div class=\"sets\" tabindex=\"0\" role=\"region\" aria-label=\"");
    cs_put_word(page, "people-sets");
    fprintf(page->out, "\"><svg width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" role=\"img\" aria-label=\"", width,
            height, width, height);
    cs_put_word(page, "people-sets-caption");
    fputs("\">\n", page->out);
    put_names(page, people);
    for (guint i = 0; i < n; i++) {
        const struct cs_people_set *set = people->sets->pdata[i];

        put_bar(page, set, LEFT + i * step, most);
        put_dots(page, people, set, LEFT + i * step + 13);
    }
    fputs("</svg></div>\n", page->out);
    put_list(page, people);
}
