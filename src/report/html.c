/* html.c - the page: one self-contained file, no request to anywhere, usable without JavaScript. */
#include "report/report.h"

#include "base/file.h"
#include "report/page.h"

#include <string.h>

void
cs_page_heading(const struct cs_page *page, const char *id, const char *key)
{
    fprintf(page->out, "<h2 id=\"%s\">", id);
    cs_html_escape(page->out, cs_word(&page->words, key));
    fputs("</h2>\n", page->out);
}

void
cs_page_head(const struct cs_page *page, const char *const *keys)
{
    fputs("<thead><tr>", page->out);
    for (; *keys; keys++) {
        gboolean number = **keys == '#';

        fprintf(page->out, "<th scope=\"col\"%s>", number ? " class=\"n\"" : "");
        cs_html_escape(page->out, cs_word(&page->words, *keys + number));
        fputs("</th>", page->out);
    }
    fputs("</tr></thead>\n", page->out);
}

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
head(const struct cs_page *page)
{
    g_autofree char *style = policy_hash(cs_page_style), *script = policy_hash(cs_page_script);

    fprintf(page->out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", page->words.language);
    fprintf(page->out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; "
            "script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n",
            style, script);
    fputs("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"referrer\" "
          "content=\"no-referrer\">\n<title>",
          page->out);
    cs_html_escape(page->out, cs_word(&page->words, "title"));
    fprintf(page->out, "</title>\n<style>%s</style>\n</head>\n<body>\n", cs_page_style);
}

static void
banner(const struct cs_page *page)
{
    static const char *const sections[][2] = {
        {"overview", "overview"},     {"matrix", "matrix"},   {"where", "columns-title"}, {"copies", "copies-title"},
        {"consent", "consent-title"}, {"gaps", "gaps-title"}, {"method", "method-title"}};
    const struct cs_run *run = &page->survey->run;
    g_autofree char *day = g_strndup(run->started ? run->started : "?", 10);

    fprintf(page->out, "<a class=\"skip\" href=\"#main\">%s</a>\n<header><h1>", cs_word(&page->words, "skip"));
    cs_html_escape(page->out, cs_word(&page->words, "title"));
    fputs("</h1>\n<p class=\"soft\">", page->out);
    if (run->organisation) {
        cs_html_escape(page->out, run->organisation);
        fputs(" · ", page->out);
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    fprintf(page->out, cs_word(&page->words, "made"), day, run->program ? run->program : "",
            run->rules_version ? run->rules_version : "");
#pragma GCC diagnostic pop
    fputs("</p></header>\n<nav aria-label=\"sections\"><ul>", page->out);
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        fprintf(page->out, "<li><a href=\"#%s\">", sections[i][0]);
        cs_html_escape(page->out, cs_word(&page->words, sections[i][1]));
        fputs("</a></li>", page->out);
    }
    fputs("</ul></nav>\n<main id=\"main\">\n", page->out);
}

static void
method(const struct cs_page *page)
{
    static const char *const keys[] = {"method-1", "method-2", "method-3"};

    cs_page_heading(page, "method", "method-title");
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        fputs("<p>", page->out);
        cs_html_escape(page->out, cs_word(&page->words, keys[i]));
        fputs("</p>\n", page->out);
    }
}

int
cs_report_html(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err)
{
    struct cs_atomic *file;
    struct cs_page page = {.words = cs_words_for(language), .survey = survey};
    int rc = cs_atomic_open(path, 0640, &file, err);

    if (rc)
        return rc;
    page.out = cs_atomic_stream(file);
    head(&page);
    banner(&page);
    cs_page_overview(&page);
    cs_page_matrix(&page);
    cs_page_where(&page);
    cs_page_candidates(&page);
    cs_page_copies(&page);
    cs_page_consents(&page);
    cs_page_gaps(&page);
    method(&page);
    fprintf(page.out, "</main>\n<footer>cassini %s</footer>\n<script>%s</script>\n</body>\n</html>\n", CASSINI_VERSION,
            cs_page_script);
    return cs_atomic_commit(file, err);
}
