/* taxonomy.h - the attributes cassini knows: ids, titles, categories. Floor 2. Data: taxonomy.def. */
#ifndef CS_MODEL_TAXONOMY_H
#define CS_MODEL_TAXONOMY_H

#include <glib.h>

struct cs_attribute {
    const char *id;       /* "contact.email" */
    const char *label_en; /* "Email address" */
    const char *label_fr;
    const char *category;    /* CNIL category: "identification", "contact", "sensible-art9" … */
    int sensitivity;         /* 0 (none) … 4 (special, official numbers, secrets) */
    gboolean identifying;    /* compared between sources (design 8) */
    const char *value_class; /* the class whose values may be equal: "email", "phone", "iban", "number", "card", "text"
                                where identifying, "name", "date", "place", "street", "code", "line" where compared on
                                rows that a key selects (design 8); else NULL */
};

guint cs_taxonomy_count(void);
const struct cs_attribute *cs_taxonomy_at(guint index);                    /* in the taxonomy's order */
const struct cs_attribute *cs_taxonomy_find(const char *id);               /* NULL when unknown */
int cs_taxonomy_index(const char *id);                                     /* -1 when unknown */
const char *cs_category_label(const char *category, const char *language); /* "en" or "fr" */

#endif
