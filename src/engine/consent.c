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

enum evidence { EV_DATE, EV_SOURCE, EV_TEXT };

static gboolean
is_evidence(const struct cs_column *c, guint64 bits, enum evidence what)
{
    gboolean dated = c->type == CS_T_DATE || c->type == CS_T_TIMESTAMP;

    if (what == EV_DATE || dated)
        return what == EV_DATE && dated;
    return (bits & (what == EV_SOURCE ? CS_W_PROOF_SOURCE : CS_W_PROOF_TEXT)) != 0;
}

/* The column of the same object that proves a consent: it says consent, too, and preferably the same channel. */
static char *
evidence_column(const struct cs_lexicon *words, const struct cs_object *object, const char *flag, enum evidence what)
{
    guint64 wanted = cs_lexicon_name_bits(words, flag) & CS_W_CHANNELS;
    const char *any = NULL;

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];
        guint64 bits = cs_lexicon_name_bits(words, c->name);

        if (!strcmp(c->name, flag) || !(bits & (CS_W_CONSENT | CS_W_OPT_IN | CS_W_OPT_OUT)) ||
            !is_evidence(c, bits, what))
            continue;
        if ((bits & CS_W_CHANNELS) == wanted)
            return g_strdup(c->name);
        if (!any && !(bits & CS_W_CHANNELS))
            any = c->name;
    }
    return g_strdup(any);
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
