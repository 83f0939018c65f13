/* decision_text.c - what a person decided, in words. */
#include "report/text.h"

/* "Claire Dubois, 3 May 2026", and until when. */
char *
cs_signature_text(const struct cs_words *w, const struct cs_decision *d)
{
    g_autofree char *date = cs_date(w, d->date), *expires = d->expires ? cs_date(w, d->expires) : NULL;
    g_autofree char *until = expires ? cs_fill(cs_word(w, "decided-until"), "date", expires, NULL) : NULL;

    return cs_fill(cs_word(w, "decided-by"), "author", d->author ? d->author : "?", "date", date, "until",
                   until ? until : "", NULL);
}

/* "confirmed", "not this: Street line", "other kind: Login". */
char *
cs_ruling_text(const struct cs_words *w, const struct cs_decision *d)
{
    g_autofree char *label = cs_attribute_label(w, d->attribute);

    return cs_fill(cs_word_of(w, "ruling", cs_ruling_name(d->verdict)), "label", label, NULL);
}

/* Why it is to be looked at again. */
char *
cs_trouble_text(const struct cs_words *w, const struct cs_decision *d)
{
    if (d->state == CS_RULING_EXPIRED)
        return g_strdup(cs_word(w, "decided-expired"));
    return d->why ? cs_phrase(w, d->why) : g_strdup(cs_word(w, "decided-contradicted"));
}

char *
cs_decision_text(const struct cs_words *w, const struct cs_decision *d)
{
    g_autofree char *said = cs_ruling_text(w, d), *who = cs_signature_text(w, d),
                    *why = d->state == CS_RULING_HOLDS ? NULL : cs_trouble_text(w, d);

    return g_strconcat(said, " – ", who, cs_word(w, "colon"), d->reason ? d->reason : "", why ? " (" : "",
                       why ? why : "", why ? ")" : "", NULL);
}
