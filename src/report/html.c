/* html.c - the page: one self-contained file, no request to anywhere, usable without JavaScript. */
#include "report/report.h"

#include "base/file.h"
#include "report/page.h"

#include <string.h>

/* The policy names the style and the script by what they are: nothing else on the page can run. */
static char *
policy_hash(const char *text)
{
    guint8 digest[32];
    gsize size = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_get_digest(sum, digest, &size);
    return g_base64_encode(digest, size);
}

static void
put_head(const struct cs_page *page)
{
    g_autofree char *style = policy_hash(cs_page_style), *script = policy_hash(cs_page_script);

    fprintf(page->out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", page->words.language);
    fprintf(page->out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; "
            "script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n",
            style, script);
    fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
          "content=\"light dark\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>",
          page->out);
    cs_put_word(page, "title");
    if (page->survey->run.organisation) {
        fputs(" – ", page->out);
        cs_put(page, page->survey->run.organisation);
    }
    fprintf(page->out, "</title>\n<style>%s</style>\n</head>\n<body>\n", cs_page_style);
}

static void
put_fact(const struct cs_page *page, const char *key, const char *text)
{
    if (!text || !*text)
        return;
    fputs("<div><dt>", page->out);
    cs_put_word(page, key);
    fputs("</dt><dd>", page->out);
    cs_put(page, text);
    fputs("</dd></div>", page->out);
}

static void
put_header(const struct cs_page *page)
{
    const struct cs_run *run = &page->survey->run;
    g_autofree char *date = cs_date(&page->words, run->started), *time = cs_duration(&page->words, run->seconds),
                    *when = cs_fill(cs_word(&page->words, "took"), "date", date, "time", time, NULL);
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < page->parts->len && i < 12; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "", ((struct cs_part *)page->parts->pdata[i])->name);
    if (page->parts->len > 12)
        g_string_append(names, ", …");
    fputs("<header>", page->out);
    if (run->organisation) {
        fputs("<p class=\"over\">", page->out);
        cs_put(page, run->organisation);
        fputs("</p>", page->out);
    }
    fputs("<h1>", page->out);
    cs_put_word(page, "title");
    fputs("</h1>\n<dl class=\"facts\">", page->out);
    put_fact(page, "scanned", when);
    put_fact(page, "sources-named", names->str);
    put_fact(page, "controller", run->controller);
    put_fact(page, "dpo", run->dpo);
    fputs("</dl></header>\n", page->out);
}

static void
put_navigation(const struct cs_page *page)
{
    static const char *const sections[] = {"overview", "attention", "matrix", "columns", "decisions", "copies",
                                           "joins",    "people",    "life",   "gaps",    "method"};
    const struct cs_survey *s = page->survey;
    gboolean decided = cs_count_decisions(s, TRUE) || cs_count_decisions(s, FALSE);

    fputs("<nav aria-label=\"", page->out);
    cs_put_word(page, "contents");
    fputs("\"><ul>", page->out);
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        g_autofree char *key = g_strdup_printf("nav-%s", sections[i]);

        if ((!decided && !strcmp(sections[i], "decisions")) || (!s->joins->len && !strcmp(sections[i], "joins")))
            continue;
        fprintf(page->out, "<li><a href=\"#%s\">", sections[i]);
        cs_put_word(page, key);
        fputs("</a></li>", page->out);
    }
    fputs("</ul></nav>\n<main id=\"main\">\n", page->out);
}

static void
put_page(const struct cs_page *page)
{
    put_head(page);
    fputs("<a class=\"skip\" href=\"#main\">", page->out);
    cs_put_word(page, "skip");
    fputs("</a>\n", page->out);
    put_header(page);
    put_navigation(page);
    cs_page_overview(page);
    cs_page_attention(page);
    cs_page_matrix(page);
    cs_page_columns(page);
    cs_page_candidates(page);
    cs_page_decisions(page);
    cs_page_copies(page);
    cs_page_joins(page);
    cs_page_people(page);
    cs_page_life(page);
    cs_page_gaps(page);
    cs_page_method(page);
    fputs("</main>\n<footer><p>", page->out);
    cs_put_word(page, "footer");
    fprintf(page->out, "</p></footer>\n<script>%s</script>\n</body>\n</html>\n", cs_page_script);
}

int
cs_report_html(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err)
{
    struct cs_page page = {.survey = survey};
    struct cs_atomic *file;
    int rc = cs_atomic_open(path, 0640, &file, err);

    if (rc)
        return rc;
    page.out = cs_atomic_stream(file);
    cs_words_init(&page.words, language);
    cs_page_model_init(&page);
    put_page(&page);
    cs_page_model_clear(&page);
    cs_words_clear(&page.words);
    return cs_atomic_commit(file, err);
}
