/* page.h - the sections of the page. Internal to the report. */
#ifndef CS_REPORT_PAGE_H
#define CS_REPORT_PAGE_H

#include "report/text.h"

extern const char cs_page_style[], cs_page_script[];

struct cs_page {
    FILE *out;
    struct cs_words words;
    const struct cs_survey *survey;
};

/* <h2 id=…>…</h2> */
void cs_page_heading(const struct cs_page *page, const char *id, const char *key);
/* <thead> of the keys, NULL-ended; a key that starts with '#' is a number column. */
void cs_page_head(const struct cs_page *page, const char *const *keys);
void cs_page_overview(const struct cs_page *page);
void cs_page_matrix(const struct cs_page *page);
void cs_page_where(const struct cs_page *page);
void cs_page_candidates(const struct cs_page *page);
void cs_page_copies(const struct cs_page *page);
void cs_page_consents(const struct cs_page *page);
void cs_page_gaps(const struct cs_page *page);

#endif
