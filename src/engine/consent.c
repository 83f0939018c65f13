/* consent.c - what consent columns say, and the dates that a record's life is told by. */
#include "engine/consent.h"

#include <string.h>

static const char *
channel_of(guint64 bits)
{
    if (bits & CS_W_BY_SMS)
        return "sms";
    if (bits & CS_W_BY_EMAIL)
        return "email";
    if (bits & CS_W_BY_PHONE)
        return "phone";
    if (bits & CS_W_BY_POST)
        return "post";
    if (bits & CS_W_BY_FAX)
        return "fax";
    return bits & CS_W_BY_PUSH ? "push" : "all";
}

/* An opt-out read as opt-in is worse than a miss: when both are said, or neither, it is the former or unknown. */
static const char *
polarity_of(guint64 bits)
{
    if (bits & CS_W_OPT_OUT)
        return "opt-out";
    return bits & CS_W_OPT_IN ? "opt-in" : "unknown";
}

/* What a yes is for; the narrowest that is said. */
static const char *
purpose_of(guint64 bits)
{
    if (bits & CS_W_FOR_PARTNERS)
        return "partners";
    if (bits & CS_W_FOR_PROFILING)
        return "profiling";
    if (bits & CS_W_FOR_TRACKING)
        return "tracking";
    if (bits & CS_W_FOR_TERMS)
        return "terms";
    return bits & (CS_W_FOR_MARKETING | CS_W_CHANNELS) ? "marketing" : "unknown";
}

enum evidence { EV_DATE, EV_SOURCE, EV_TEXT };

static gboolean
is_evidence(const struct cs_column *c, guint64 bits, enum evidence what)
{
    gboolean dated = c->type == CS_T_DATE || c->type == CS_T_TIMESTAMP || (bits & CS_W_TIME && c->type == CS_T_TEXT);

    if (what == EV_DATE || dated)
        return what == EV_DATE && dated;
    return (bits & (what == EV_SOURCE ? CS_W_PROOF_SOURCE : CS_W_PROOF_TEXT)) != 0;
}

/* Words that both names have, those of dates and proofs left out: "optin_email" and "optin_email_at" share two. */
static guint
shared_words(const struct cs_lexicon *words, const char *flag, const char *other)
{
    g_auto(GStrv) a = cs_lexicon_split(words, flag), b = cs_lexicon_split(words, other);
    guint n = 0;

    for (char **t = a; *t; t++)
        n += g_strv_contains((const char *const *)b, *t) &&
             !(cs_lexicon_bits(words, *t) & (CS_W_TIME | CS_W_PROOF_SOURCE));
    return n;
}

/* How well a column proves what the flag says; 0: not at all. Refusals do not prove consents, nor the reverse, nor
 * does the proof of one channel stand for another. */
static guint
proves(const struct cs_lexicon *words, const struct cs_object *object, const char *flag, const struct cs_column *c)
{
    const guint64 polarity = CS_W_OPT_IN | CS_W_OPT_OUT;
    guint64 wanted = cs_lexicon_name_bits(words, flag), bits = cs_lexicon_name_bits(words, c->name);
    gboolean of_consents = (cs_lexicon_name_bits(words, object->name) & CS_W_CONSENT) != 0;
    guint shared = shared_words(words, flag, c->name);

    if (bits & polarity && wanted & polarity && (bits & CS_W_OPT_OUT) != (wanted & CS_W_OPT_OUT))
        return 0;
    if (bits & CS_W_CHANNELS && !(bits & wanted & CS_W_CHANNELS) && (!shared || wanted & CS_W_CHANNELS))
        return 0;
    if (!shared && !of_consents && !(bits & CS_W_CONSENT) && !(bits & wanted & CS_W_OPT_OUT))
        return 0;
    return 1 + shared;
}

/* The column of the same object that proves a consent best, or NULL. */
static char *
evidence_column(const struct cs_lexicon *words, const struct cs_object *object, const char *flag, enum evidence what)
{
    const char *best = NULL;
    guint most = 0;

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];
        guint n = strcmp(c->name, flag) && is_evidence(c, cs_lexicon_name_bits(words, c->name), what)
                      ? proves(words, object, flag, c)
                      : 0;

        if (n > most) {
            most = n;
            best = c->name;
        }
    }
    return g_strdup(best);
}

static void
note_consent(const struct cs_lexicon *words, const struct cs_object *object, const struct cs_finding *f,
             struct cs_survey *survey)
{
    struct cs_consent *c = g_new0(struct cs_consent, 1);
    guint64 bits = cs_lexicon_name_bits(words, f->place.path ? f->place.path : f->place.column);

    cs_place_set(&c->place, f->place.source, f->place.schema, f->place.object, f->place.column, f->place.path);
    c->channel = g_strdup(channel_of(bits));
    c->polarity = g_strdup(polarity_of(bits));
    c->purpose = g_strdup(purpose_of(bits));
    c->date_column = evidence_column(words, object, f->place.column, EV_DATE);
    c->source_column = evidence_column(words, object, f->place.column, EV_SOURCE);
    c->text_column = evidence_column(words, object, f->place.column, EV_TEXT);
    c->yes = c->yes_without_evidence = -1;
    g_ptr_array_add(survey->consents, c);
}

void
cs_consent_note(const struct cs_lexicon *words, const struct cs_object *object, const struct cs_finding *f,
                struct cs_survey *survey)
{
    struct cs_lifecycle *l;

    if (!strcmp(f->attribute, "consent.flag"))
        note_consent(words, object, f, survey);
    if (!g_str_has_prefix(f->attribute, "lifecycle."))
        return;
    l = g_new0(struct cs_lifecycle, 1);
    cs_place_set(&l->place, f->place.source, f->place.schema, f->place.object, f->place.column, f->place.path);
    l->role = g_strdup(f->attribute + strlen("lifecycle."));
    l->coverage = MAX(f->filled, 0);
    g_ptr_array_add(survey->lifecycles, l);
}
