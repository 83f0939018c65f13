/* text.h - the words of the page and of the CSV, in English and French. Internal to the report. */
#ifndef CS_REPORT_TEXT_H
#define CS_REPORT_TEXT_H

#include "model/survey.h"
#include "model/taxonomy.h"

#include <stdio.h>

struct cs_words {
    const char *language; /* "en", "fr" */
    gboolean french;
};
struct cs_words cs_words_for(const char *language); /* anything but "fr…" is English */

/* The text called key in the language; aborts in a test of all keys, returns key itself otherwise. */
const char *cs_word(const struct cs_words *words, const char *key);
const char *cs_attribute_label(const struct cs_words *words, const char *id);
/* "12 345" or "12,345"; static buffers are not used: owned by the caller. */
char *cs_number(const struct cs_words *words, guint64 n);
char *cs_percent(const struct cs_words *words, double share);
/* "1 column", "2 columns": key and key + "s". */
char *cs_count(const struct cs_words *words, guint64 n, const char *key);
/* "high", "medium", "low" in words. */
const char *cs_confidence_word(const struct cs_words *words, double confidence);
/* What a piece of evidence says, without its weight; owned by the caller. */
char *cs_evidence_text(const struct cs_words *words, const struct cs_evidence *evidence);

/* "schema.object.column" and the path behind it; owned by the caller. */
char *cs_place_text(const struct cs_place *place, gboolean with_source);

/* HTML: text from a database is hostile. Control characters and direction marks are shown, not obeyed. */
void cs_html_escape(FILE *out, const char *text);

#endif
