/* html_life.c - consent, retention and processing activities. */
#include "report/page.h"

#include <string.h>

#define MAX_ROWS 2000

static void
put_proof(const struct cs_page *page, const char *key, const char *column, gboolean *any)
{
    if (!column)
        return;
    fputs("<span>", page->out);
    cs_put_word(page, key);
    cs_put_word(page, "colon");
    cs_put_name(page, column);
    fputs("</span>", page->out);
    *any = TRUE;
}

static void
put_yes(const struct cs_page *page, const struct cs_consent *c)
{
    fputs("<td class=\"n\">", page->out);
    if (c->yes >= 0)
        cs_put_number(page, (guint64)c->yes);
    else
        fputs("–", page->out);
    if (c->yes > 0 && c->yes_without_evidence > 0) {
        fputs("<span class=\"soft\">", page->out);
        cs_put_count(page, "yes-bare", (guint64)c->yes_without_evidence);
        fputs("</span>", page->out);
    }
    fputs("</td>", page->out);
}

static void
put_consent(const struct cs_page *page, const struct cs_consent *c, gboolean with_yes)
{
    gboolean any = FALSE;

    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &c->place, TRUE);
    fputs("</th><td>", page->out);
    cs_put(page, cs_word_of(&page->words, "channel", c->channel));
    fputs("</td><td>", page->out);
    cs_put(page, cs_word_of(&page->words, "purpose", c->purpose ? c->purpose : "unknown"));
    fputs("</td><td>", page->out);
    cs_put(page, cs_word_of(&page->words, "polarity", c->polarity));
    fputs("</td><td class=\"lines\">", page->out);
    put_proof(page, "proof-date", c->date_column, &any);
    put_proof(page, "proof-source", c->source_column, &any);
    put_proof(page, "proof-text", c->text_column, &any);
    if (!any) {
        fputs("<strong>", page->out);
        cs_put_word(page, "proof-none");
        fputs("</strong>", page->out);
    }
    fputs("</td>", page->out);
    if (with_yes)
        put_yes(page, c);
    fputs("</tr>\n", page->out);
}

/* "Yes" is counted where the values could be read as yes and no. */
static gboolean
counts_yes(const GPtrArray *consents)
{
    for (guint i = 0; i < consents->len; i++)
        if (((const struct cs_consent *)consents->pdata[i])->yes >= 0)
            return TRUE;
    return FALSE;
}

static void
put_consents(const struct cs_page *page)
{
    const GPtrArray *list = page->survey->consents;
    gboolean with_yes = counts_yes(list);
    const char *const heads[] = {
        "h-column", "h-channel", "h-purpose", "h-meaning", "h-proof", with_yes ? "#h-yes" : NULL, NULL};

    cs_put_heading(page, 3, NULL, "consent");
    if (!list->len) {
        cs_put_paragraph(page, NULL, "consent-none");
        return;
    }
    cs_put_table(page, "stack", cs_word(&page->words, "consent-caption"), heads);
    for (guint i = 0; i < list->len && i < MAX_ROWS; i++)
        put_consent(page, list->pdata[i], with_yes);
    cs_put_table_end(page);
}

static void
put_lifecycles(const struct cs_page *page)
{
    static const char *const heads[] = {"h-column", "h-role", "#h-coverage", NULL};
    const GPtrArray *list = page->survey->lifecycles;

    cs_put_heading(page, 3, NULL, "lifecycle");
    if (list->len) {
        cs_put_table(page, "plain", cs_word(&page->words, "lifecycle-caption"), heads);
        for (guint i = 0; i < list->len && i < MAX_ROWS; i++) {
            const struct cs_lifecycle *l = list->pdata[i];
            g_autofree char *percent = cs_percent(&page->words, l->coverage);

            fputs("<tr><th scope=\"row\">", page->out);
            cs_put_place(page, &l->place, TRUE);
            fputs("</th><td>", page->out);
            cs_put(page, cs_word_of(&page->words, "role", l->role));
            fprintf(page->out, "</td><td class=\"n\" data-v=\"%.0f\">", l->coverage * 1000);
            cs_put(page, percent);
            fputs("</td></tr>\n", page->out);
        }
        cs_put_table_end(page);
    } else {
        cs_put_paragraph(page, NULL, "lifecycle-none");
    }
}

/* How many tables an activity has, and how many with personal data have none. */
static guint
count_assigned(const struct cs_page *page, const char *activity)
{
    guint n = 0;

    for (guint i = 0; i < page->parts->len; i++) {
        const struct cs_part *part = page->parts->pdata[i];

        for (guint k = 0; k < part->tables->len; k++) {
            const struct cs_table *table = part->tables->pdata[k];

            if (table->object && (activity || table->personal))
                n += !g_strcmp0(table->object->activity, activity);
        }
    }
    return n;
}

static void
put_cell(const struct cs_page *page, const char *text)
{
    fputs("<td>", page->out);
    cs_put(page, text && *text ? text : "–");
    fputs("</td>", page->out);
}

/* "3y" in words; what else people write stands as they wrote it. */
static char *
retention_text(const struct cs_words *w, const char *retention)
{
    static const char *const units[] = {"n-years", "n-months", "n-weeks", "n-days"}, letters[] = "ymwd";
    char *end;
    guint64 n = retention ? g_ascii_strtoull(retention, &end, 10) : 0;
    const char *unit = n && *end && !end[1] ? strchr(letters, *end) : NULL;

    return unit ? cs_count(w, units[unit - letters], n) : g_strdup(retention);
}

static void
put_activities(const struct cs_page *page)
{
    static const char *const heads[] = {"h-activity", "h-purpose", "h-basis", "h-retention", "#h-tables", NULL};
    const GPtrArray *list = page->survey->activities;
    guint none = count_assigned(page, NULL);

    if (!list->len)
        return;
    cs_put_heading(page, 3, NULL, "activities");
    cs_put_table(page, "stack", cs_word(&page->words, "activities-caption"), heads);
    for (guint i = 0; i < list->len && i < MAX_ROWS; i++) {
        const struct cs_activity *a = list->pdata[i];
        g_autofree char *retention = retention_text(&page->words, a->retention);

        fputs("<tr><th scope=\"row\">", page->out);
        cs_put(page, a->name);
        fputs("</th>", page->out);
        put_cell(page, a->purpose);
        put_cell(page, cs_word_of(&page->words, "basis", a->legal_basis));
        put_cell(page, retention);
        cs_put_cell_number(page, a->name ? count_assigned(page, a->name) : 0);
        fputs("</tr>\n", page->out);
    }
    cs_put_table_end(page);
    if (none) {
        fputs("<p>", page->out);
        cs_put_count(page, "activities-lack", none);
        fputs("</p>\n", page->out);
    }
}

void
cs_page_life(const struct cs_page *page)
{
    cs_put_section(page, "life", "life");
    put_consents(page);
    put_lifecycles(page);
    put_activities(page);
    fputs("</section>\n", page->out);
}
