/* page.h - what the sections of the page share. Internal to the report.
 *
 * html.c puts the page together from what put.c writes with, model.c groups the survey by source and table, html_*.c
 * write one section each. Text of the survey is hostile: it reaches the page through cs_put and cs_put_name only. */
#ifndef CS_REPORT_PAGE_H
#define CS_REPORT_PAGE_H

#include "report/text.h"

#include <stdio.h>

#define CS_PAGE_GROUPS 500 /* copy groups on the page */

extern const char cs_page_style[], cs_page_script[]; /* page.css and page.js, made into C by embed.py */

/* One table or view and what was found in it. */
struct cs_table {
    guint id;                       /* of its anchor, "t12" */
    const struct cs_object *object; /* NULL: named by a finding only */
    const char *schema, *name;      /* borrowed */
    GPtrArray *findings;            /* borrowed, in the survey's order */
    guint personal;                 /* columns with personal data */
    int sensitivity;                /* the highest among its findings */
    gboolean dated;                 /* has a date that says when a record may go */
};

/* One source. */
struct cs_part {
    const struct cs_source *source; /* NULL: named by a finding only */
    const char *name;
    GPtrArray *tables; /* of struct cs_table*, owned */
    guint read, columns, personal, sensitive, with_personal;
    double rows; /* looked at */
};

struct cs_page {
    FILE *out;
    struct cs_words words;
    const struct cs_survey *survey;
    GPtrArray *parts;   /* of struct cs_part*, owned */
    guint *matrix;      /* findings of [attribute × parts->len + part] */
    GHashTable *first;  /* finding → its cell of the matrix + 1, for the first one of each cell */
    GHashTable *tables; /* "source\nschema\nobject" → its struct cs_table* */
    GHashTable *copied; /* cs_place_text of a copy → its struct cs_copy_group*; empty where not all are on the page */
    guint asked;        /* gaps that were asked for */
};
void cs_page_model_init(struct cs_page *page);
void cs_page_model_clear(struct cs_page *page);
const struct cs_table *cs_page_table(const struct cs_page *page, const struct cs_place *place); /* or NULL */
gboolean cs_is_sensitive(const struct cs_finding *finding); /* special, official or secret */
gboolean cs_lacks_date(const struct cs_table *table);       /* of people, and nothing says when a record may go */

void cs_put(const struct cs_page *page, const char *text);       /* escaped */
void cs_put_lines(const struct cs_page *page, const char *text); /* the same, its ends of line kept */
void cs_put_word(const struct cs_page *page, const char *key);   /* a text of words.c */
void cs_put_owned(const struct cs_page *page, char *text);       /* escaped, then freed */
void cs_put_count(const struct cs_page *page, const char *key, guint64 n);
void cs_put_number(const struct cs_page *page, guint64 n);
void cs_put_label(const struct cs_page *page, const char *attribute);
void cs_put_name(const struct cs_page *page,
                 const char *name); /* as code, cut at 160 characters; it may break behind its points and underscores */
void cs_put_place(const struct cs_page *page, const struct cs_place *place, gboolean with_source);
void cs_put_heading(const struct cs_page *page, guint level, const char *id, const char *key); /* id may be NULL */
void cs_put_paragraph(const struct cs_page *page, const char *class, const char *key);
/* <section> with the heading id, closed by "</section>". */
void cs_put_section(const struct cs_page *page, const char *id, const char *key);
/* Cells of numbers, with what they are sorted by. A share below 0 is not known. */
void cs_put_cell_number(const struct cs_page *page, guint64 n);
void cs_put_share(const struct cs_page *page, double share);
void cs_put_people_cell(const struct cs_page *page, double count);
/* Counts of people: "<10" for one that is hidden. */
void cs_put_people(const struct cs_page *page, double count);
double cs_hide_few(double count); /* CS_PEOPLE_HIDDEN_COUNT for 1 … 9 */
char *cs_people_text(const struct cs_words *words, double count);
guint cs_shade(double share); /* 1 … 4, of the classes m1 … m4 */
/* "and 3 more, in the JSON map only", when total is more than what was shown. */
void cs_put_more(const struct cs_page *page, guint total, guint shown);
void cs_put_decision(const struct cs_page *page, const struct cs_decision *decision);
guint cs_count_decisions(const struct cs_survey *survey, gboolean holds);
/* Open tag, caption and head; keys end with NULL, '#' before a number column. label: what a reader hears. */
void cs_put_table(const struct cs_page *page, const char *class, const char *label, const char *const *keys);
/* A square of shades: its caption and first head; heads follow, then "</tr></thead><tbody>". */
void cs_put_square(const struct cs_page *page, const char *caption, const char *first);
void cs_put_square_head(const struct cs_page *page, const char *text);
void cs_put_row_head(const struct cs_page *page, const char *text); /* "<tr>" and its first cell */
void cs_put_table_end(const struct cs_page *page);

void cs_page_overview(const struct cs_page *page);
void cs_page_attention(const struct cs_page *page);
void cs_page_matrix(const struct cs_page *page);
void cs_page_columns(const struct cs_page *page);
void cs_page_candidates(const struct cs_page *page);
void cs_page_decisions(const struct cs_page *page);
void cs_page_copies(const struct cs_page *page);
void cs_page_shares(const struct cs_page *page, const struct cs_copy_group *group, const GPtrArray *pairs);
void cs_page_joins(const struct cs_page *page);
void cs_page_people(const struct cs_page *page);
void cs_page_conflicts(const struct cs_page *page, const struct cs_people *people);
void cs_page_masters(const struct cs_page *page, const struct cs_people *people);
void cs_page_duplicates(const struct cs_page *page);
void cs_page_sets(const struct cs_page *page, const struct cs_people *people);
void cs_page_life(const struct cs_page *page);
void cs_page_gaps(const struct cs_page *page);
void cs_page_method(const struct cs_page *page);

#endif
