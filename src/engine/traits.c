/* traits.c - groups of attributes, and those that a key into a list of codes may hold. */
#include "engine/traits.h"

#include <string.h>

const char *
cs_trait_group(const char *id)
{
    static const char *const names[] = {"person.name", "person.first_name", "person.last_name", "person.middle_name",
                                        NULL};

    if (g_strv_contains(names, id))
        return "name";
    if (!strcmp(id, "content.free_text"))
        return "text";
    if (g_str_has_prefix(id, "special."))
        return "special";
    if (!strcmp(id, "online.url"))
        return "url"; /* everything has a page; only people and machines have the others */
    if (g_str_has_prefix(id, "location."))
        return "location";
    if (g_str_has_prefix(id, "lifecycle."))
        return id; /* the date of birth of a row and its last change have little in common */
    if (g_str_has_prefix(id, "behaviour."))
        return "behaviour";
    if (g_str_has_prefix(id, "credential."))
        return "credential";
    return g_str_has_prefix(id, "person.")    ? "trait"
           : g_str_has_prefix(id, "contact.") ? "contact"
           : g_str_has_prefix(id, "address.") ? "address"
           : g_str_has_prefix(id, "finance.") ? "finance"
           : g_str_has_prefix(id, "online.")  ? "online"
           : g_str_has_prefix(id, "consent.") ? "consent"
           : g_str_has_prefix(id, "content.") ? "content"
           : g_str_has_prefix(id, "work.")    ? "work"
           : g_str_has_prefix(id, "org.")     ? "org"
                                              : "id";
}

gboolean
cs_trait_codable(const char *id)
{
    static const char *const codable[] = {"address.country",    "address.region",
                                          "address.city",       "person.title",
                                          "person.gender",      "person.language",
                                          "person.nationality", "work.job_title",
                                          "online.user_agent",  "person.marital_status",
                                          "special.ethnicity",  "special.religion",
                                          "work.education",     NULL};

    return g_strv_contains(codable, id);
}
