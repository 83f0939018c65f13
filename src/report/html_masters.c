/* html_masters.c - how complete each system is, and which one could be the one of record for an attribute. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 500
#define MAX_CLAIMS 6
#define NOBODY 0.5 /* the agreement of a system whose values nobody compares */

static const struct cs_system_attribute *
attribute_of(const struct cs_people_system *s, const char *attribute)
{
    for (guint i = 0; i < s->attributes->len; i++) {
        const struct cs_system_attribute *a = s->attributes->pdata[i];

        if (!strcmp(a->attribute, attribute))
            return a;
    }
    return NULL;
}

static void
put_filled(const struct cs_page *page, const struct cs_people *people, const char *attribute)
{
    g_autofree char *label = cs_attribute_label(&page->words, attribute);

    cs_put_row_head(page, label);
    for (guint i = 0; i < people->systems->len; i++) {
        const struct cs_system_attribute *a = attribute_of(people->systems->pdata[i], attribute);

        if (!a || a->filled <= 0) {
            fputs("<td><i>·</i></td>", page->out);
            continue;
        }
        fprintf(page->out, "<td><span class=\"m%u\">", cs_shade(a->filled));
        cs_put_owned(page, cs_percent(&page->words, a->filled));
        fputs("</span></td>", page->out);
    }
    fputs("</tr>\n", page->out);
}

static gboolean
is_known(const struct cs_people *people, const char *attribute)
{
    for (guint i = 0; i < people->systems->len; i++)
        if (attribute_of(people->systems->pdata[i], attribute))
            return TRUE;
    return FALSE;
}

static void
put_completeness(const struct cs_page *page, const struct cs_people *people)
{
    cs_put_heading(page, 3, NULL, "people-filled");
    cs_put_square(page, "people-filled-caption", "h-attribute");
    for (guint i = 0; i < people->systems->len; i++)
        cs_put_square_head(page, ((const struct cs_people_system *)people->systems->pdata[i])->source);
    fputs("</tr></thead><tbody>\n", page->out);
    for (guint a = 0; a < cs_taxonomy_count(); a++)
        if (is_known(people, cs_taxonomy_at(a)->id))
            put_filled(page, people, cs_taxonomy_at(a)->id);
    cs_put_table_end(page);
}

static const struct cs_claim *
claim_of(const struct cs_master *m)
{
    for (guint i = 0; m->source && i < m->claims->len; i++) {
        const struct cs_claim *c = m->claims->pdata[i];

        if (!strcmp(c->source, m->source))
            return c;
    }
    return NULL;
}

/* "crm 71, shop 40": the notes of the systems, best first. */
static char *
notes(const struct cs_master *m)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < m->claims->len && i < MAX_CLAIMS; i++) {
        const struct cs_claim *c = m->claims->pdata[i];

        g_string_append_printf(out, "%s%s\u00a0%.0f", i ? ", " : "", c->source, c->score * 100);
    }
    return g_string_free(out, FALSE);
}

/* A system without dates, or that nobody contradicts, has no share there. */
static void
put_master(const struct cs_page *page, const struct cs_people *people, const struct cs_master *m)
{
    const struct cs_claim *c = claim_of(m);
    g_autofree char *label = cs_attribute_label(&page->words, m->attribute);
    double fresh = -1;

    for (guint i = 0; c && i < people->systems->len; i++) {
        const struct cs_people_system *s = people->systems->pdata[i];

        if (!strcmp(s->source, m->source))
            fresh = s->fresh;
    }
    cs_put_row_head(page, label);
    fputs(c ? "<td><b>" : "<td>", page->out);
    cs_put(page, c ? m->source : cs_word(&page->words, "master-none"));
    fputs(c ? "</b></td>" : "</td>", page->out);
    cs_put_share(page, c ? c->coverage : -1);
    cs_put_share(page, c ? c->completeness : -1);
    cs_put_share(page, fresh);
    cs_put_share(page, c && ABS(c->agreement - NOBODY) > 1e-9 ? c->agreement : -1);
    fputs("<td>", page->out);
    cs_put_owned(page, notes(m));
    fputs("</td></tr>\n", page->out);
}

static void
put_masters(const struct cs_page *page, const struct cs_people *people)
{
    static const char *const heads[] = {"h-attribute", "h-proposed", "#h-covers", "#h-complete",
                                        "#h-fresh",    "#h-agrees",  "h-claims",  NULL};

    if (!people->masters->len)
        return;
    cs_put_heading(page, 3, NULL, "people-masters");
    cs_put_paragraph(page, "soft", "people-masters-caption");
    cs_put_table(page, "plain", cs_word(&page->words, "people-masters"), heads);
    for (guint i = 0; i < people->masters->len && i < MAX_ROWS; i++)
        put_master(page, people, people->masters->pdata[i]);
    cs_put_table_end(page);
}

void
cs_page_masters(const struct cs_page *page, const struct cs_people *people)
{
    put_completeness(page, people);
    put_masters(page, people);
}
