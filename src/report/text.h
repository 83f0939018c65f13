/* text.h - the words of the page, of the CSV and of explain, in English and French. Internal to the report and cli.
 *
 * words.c holds the texts by key, phrases.c what the program's own messages (reasons of gaps, hints) are in French.
 * Texts have slots, {name}; a text with a singular and a plural is "one|many". Returned char * are the caller's. */
#ifndef CS_REPORT_TEXT_H
#define CS_REPORT_TEXT_H

#include "model/survey.h"
#include "model/taxonomy.h"

struct cs_words {
    const char *language; /* "en", "fr" */
    gboolean french;
    GHashTable *texts; /* key → text */
};
void cs_words_init(struct cs_words *words, const char *language); /* anything but "fr…" is English */
void cs_words_clear(struct cs_words *words);

/* The text called key. A key that does not exist is a mistake of the program: critical, and the key itself. */
const char *cs_word(const struct cs_words *words, const char *key);
/* The text called "prefix-value", else value: for ids that a newer map may know and we do not. */
const char *cs_word_of(const struct cs_words *words, const char *prefix, const char *value);
/* Slots filled: name, value, name, value, …, NULL. Values are not looked into for further slots. */
char *cs_fill(const char *text, ...) G_GNUC_NULL_TERMINATED;
/* Singular or plural of the text, its slot {n} filled: "1 234 columns". */
char *cs_count(const struct cs_words *words, const char *key, guint64 n);

/* All keys with both texts, for the tests of words.c: FALSE when index is too high. */
gboolean cs_words_at(guint index, const char **ret_key, const char **ret_english, const char **ret_french);

char *cs_number(const struct cs_words *words, guint64 n);        /* "12,345", "12 345" */
char *cs_decimal(const struct cs_words *words, double x, int n); /* n digits behind the point or comma */
char *cs_percent(const struct cs_words *words, double share);    /* "97%", "97 %"; two digits that count */
char *cs_duration(const struct cs_words *words, double seconds); /* "0.3 s", "2 min 5 s" */
char *cs_size(const struct cs_words *words, guint64 bytes);      /* "1.2 MB", "1,2 Mo" */
char *cs_date(const struct cs_words *words, const char *iso);    /* "24 November 2026", with the time if iso has one */
const char *cs_confidence_word(const struct cs_words *words, double confidence); /* "high" … in words */
char *cs_attribute_label(const struct cs_words *words, const char *id);
char *cs_subjects_text(const struct cs_words *words, guint subjects); /* "customers, prospects"; NULL for none */

/* A decision: "false alarm", "it is: Login"; by whom, when, until when; why it is to be looked at again; all of it. */
char *cs_ruling_text(const struct cs_words *words, const struct cs_decision *decision);
char *cs_signature_text(const struct cs_words *words, const struct cs_decision *decision);
char *cs_trouble_text(const struct cs_words *words, const struct cs_decision *decision);
char *cs_decision_text(const struct cs_words *words, const struct cs_decision *decision);

/* What speaks for a side being the origin of a copy: "it has more values, …". */
char *cs_why_text(const struct cs_words *words, guint why);

/* What a piece of evidence says to somebody who does not program; NULL when it says nothing (the prior, corrections).
 */
char *cs_evidence_text(const struct cs_words *words, const struct cs_finding *finding, const struct cs_evidence *e);
/* The same of every piece, for somebody who writes rules; never NULL. */
char *cs_evidence_said(const struct cs_words *words, const struct cs_finding *finding, const struct cs_evidence *e);
/* All that speaks for a finding, or against it: each sentence once, the weightiest first. Free with g_ptr_array_unref.
 */
GPtrArray *cs_reasons(const struct cs_words *words, const struct cs_finding *finding, gboolean against);
/* A message of the program in the language; the English one where there is no other. */
char *cs_phrase(const struct cs_words *words, const char *message);

/* SQL for the owners of a copy group's sides, and what dropping one would touch; comments in the language. */
void cs_recipe_append(GString *out, const struct cs_survey *survey, const struct cs_words *words,
                      const struct cs_copy_group *group);

/* "source.schema.object.column" and the path behind it. */
char *cs_place_text(const struct cs_place *place, gboolean with_source);

/* HTML: text from a database is hostile. Control characters, direction marks and broken UTF-8 are shown, not obeyed.
 * At most max characters when that is not 0. */
void cs_html(GString *out, const char *text, gsize max);

/* What one side of a copy has of the other's values, as a page may tell it. Everything is borrowed from the copy. */
struct cs_way {
    const struct cs_place *from, *to;
    double share; /* of from's distinct values, those that stand in to */
    const double *interval;
    guint64 distinct; /* of from */
    guint64 common;   /* values that both have, where whole */
    gboolean whole;   /* all values were compared; else the share is an estimate */
    gboolean few;     /* fewer than ten values in common, or maybe so: neither share nor interval is told */
};
struct cs_way cs_way_of(const struct cs_copy *copy, gboolean back); /* from a to b, or back */
/* "2,520 of 3,259 different values", or "between 45% and 48%"; NULL where few. Owned. */
char *cs_way_range(const struct cs_words *words, const struct cs_way *way);

#endif
