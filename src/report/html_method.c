/* html_method.c - how to read the map, what the scan cost, how it was run. */
#include "report/page.h"

#include <string.h>

static void
put_cost_row(const struct cs_page *page, const struct cs_source *s)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_put(page, s->name);
    fputs("</th>", page->out);
    cs_put_cell_number(page, s->cost.statements);
    cs_put_cell_number(page, s->cost.rows);
    fprintf(page->out, "<td class=\"n\" data-v=\"%" G_GUINT64_FORMAT "\">", (guint64)s->cost.bytes);
    cs_put_owned(page, cs_size(&page->words, s->cost.bytes));
    fputs("</td>", page->out);
    cs_put_cell_number(page, s->cost.gave_way);
    fprintf(page->out, "<td class=\"n\" data-v=\"%.0f\">", s->seconds * 1000);
    cs_put_owned(page, cs_duration(&page->words, s->seconds));
    fputs("</td></tr>\n", page->out);
}

static void
put_cost(const struct cs_page *page)
{
    static const char *const heads[] = {
        "h-source", "#h-statements", "#h-rows-read", "#h-bytes", "#h-gave-way", "#h-time", NULL};

    cs_put_table(page, "plain", cs_word(&page->words, "cost-caption"), heads);
    for (guint i = 0; i < page->survey->sources->len; i++)
        put_cost_row(page, page->survey->sources->pdata[i]);
    cs_put_table_end(page);
}

static char *
limits_text(const struct cs_page *page)
{
    GString *joined = g_string_new(NULL);
    g_autofree char *list = NULL;

    for (guint i = 0; i < page->survey->run.rule_limits->len; i++)
        g_string_append_printf(joined, "%s%s", i ? ", " : "", (const char *)page->survey->run.rule_limits->pdata[i]);
    list = g_string_free(joined, FALSE);
    return cs_fill(cs_word(&page->words, "run-limits"), "limits", list, NULL);
}

static void
put_run(const struct cs_page *page)
{
    const struct cs_run *run = &page->survey->run;
    const struct cs_words *w = &page->words;
    g_autofree char *rows = cs_count(w, "n-rows", run->sample_rows),
                    *seed = g_strdup_printf("%" G_GUINT64_FORMAT, run->seed), *date = cs_date(w, run->as_of);

    fputs("<dt>", page->out);
    cs_put_word(page, "method-run");
    fputs("</dt><dd>", page->out);
    cs_put_owned(page, cs_fill(cs_word(w, "run-sample"), "rows", rows, "seed", seed, "date", date, NULL));
    fputs(" ", page->out);
    cs_put_owned(page, cs_fill(cs_word(w, "run-program"), "program", run->program ? run->program : "?", "rules",
                               run->rules_version ? run->rules_version : "?", NULL));
    if (run->key_id) {
        fputs(" ", page->out);
        cs_put_owned(page, cs_fill(cs_word(w, "run-key"), "key", run->key_id, NULL));
    }
    if (run->rule_limits->len) {
        fputs(" ", page->out);
        cs_put_owned(page, limits_text(page));
    }
    fputs("</dd>", page->out);
}

void
cs_page_method(const struct cs_page *page)
{
    static const char *const notes[] = {"absent",    "confidence", "contains",  "shapes",
                                        "sensitive", "copies",     "decisions", "cost"};

    cs_put_section(page, "method", "method");
    fputs("<dl class=\"notes\">\n", page->out);
    for (gsize i = 0; i < G_N_ELEMENTS(notes); i++) {
        g_autofree char *key = g_strdup_printf("method-%s", notes[i]),
                        *text = g_strdup_printf("method-%s-text", notes[i]);

        fputs("<dt>", page->out);
        cs_put_word(page, key);
        fputs("</dt><dd>", page->out);
        cs_put_word(page, text);
        if (!strcmp(notes[i], "cost"))
            put_cost(page);
        fputs("</dd>\n", page->out);
    }
    put_run(page);
    fputs("</dl></section>\n", page->out);
}
