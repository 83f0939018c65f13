/* profile.h - what the names of an object and its columns tell about it as a whole. Internal to the engine. */
#ifndef CS_ENGINE_PROFILE_H
#define CS_ENGINE_PROFILE_H

#include "engine/name.h"
#include "model/catalog.h"

struct cs_profile {
    struct cs_name_scope scope;
    guint64 words; /* CS_W_… bits of the object's name */
    guint64 head;  /* … of its first and last telling words alone */
    guint64 tail;  /* … of its last telling word */
    enum cs_kind kind;
    gboolean of_people; /* the last word of its name says that its rows are people: "newsletter_subscribers" */
    gboolean linked;    /* each row belongs to somebody: a reference to a person, or a name or address of one */
    guint names;        /* kinds of names of a person: that of the one who last changed the row is no second one */
    guint contacts, traits, places, companies; /* columns whose names say so; places: parts of an address */
    guint seen;                                /* bits of the kinds that names counts */
    gboolean first, last, town;                /* a first name, a last name, a town or postal code is among them */
    gboolean postal, place;                    /* a column called postal code; a town or street */
};

/* What an object is about by the words of its name alone (CS_W_… bits). */
enum cs_kind cs_kind_of_words(guint64 words);

void cs_profile_init(struct cs_profile *profile, const struct cs_names *names, const struct cs_object *object);
/* A column of the object turned out to hold this attribute, though its name did not say so. */
void cs_profile_learn(struct cs_profile *profile, const char *attribute);
void cs_profile_clear(struct cs_profile *profile);

#endif
