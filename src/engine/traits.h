/* traits.h - what is known of attributes beforehand, whatever the column. Internal to the engine. */
#ifndef CS_ENGINE_TRAITS_H
#define CS_ENGINE_TRAITS_H

#include <glib.h>

/* The group of an attribute id: attributes that live in the same tables and are named in the same ways share weights.
 * A static word ("contact"), or the id itself where it is like no other. */
const char *cs_trait_group(const char *id);
/* A key into a list of codes holds these all the same: country_id, fk_title. */
gboolean cs_trait_codable(const char *id);

#endif
