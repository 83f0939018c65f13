/* gate.c - which findings meet --fail-on. */
#include "cli/gate.h"

#include "base/yaml.h"
#include "model/taxonomy.h"

#include <stdio.h>
#include <string.h>

#define SENSITIVITY "sensitivity:"

static gboolean
meets(const char *condition, const struct cs_attribute *a)
{
    if (g_str_has_prefix(condition, SENSITIVITY))
        return a->sensitivity >= condition[strlen(SENSITIVITY)] - '0';
    return g_pattern_match_simple(condition, a->id);
}

static gboolean
condition_is_known(const char *condition)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    const char *near, *level = condition + strlen(SENSITIVITY);

    if (g_str_has_prefix(condition, SENSITIVITY)) {
        if (*level >= '0' && *level <= '4' && !level[1])
            return TRUE;
        fputs("cassini: --fail-on sensitivity:N goes from 0 to 4\n", stderr);
        return FALSE;
    }
    for (guint i = 0; i < cs_taxonomy_count(); i++) {
        if (meets(condition, cs_taxonomy_at(i)))
            return TRUE;
        g_ptr_array_add(ids, (gpointer)(guintptr)cs_taxonomy_at(i)->id);
    }
    g_ptr_array_add(ids, NULL);
    near = cs_yaml_nearest(condition, (const char *const *)ids->pdata);
    fprintf(stderr, "cassini: --fail-on \"%s\" is no attribute%s%s%s\n", condition, near ? ", did you mean \"" : "",
            near ? near : "", near ? "\"?" : "");
    fputs("  hint: an attribute (contact.email), a kind of them (id.*) or sensitivity:4; separate several by commas\n",
          stderr);
    return FALSE;
}

gboolean
cs_gate_check(const char *gate)
{
    g_auto(GStrv) conditions = g_strsplit(gate, ",", -1);

    for (char **c = conditions; *c; c++)
        if (!condition_is_known(g_strstrip(*c)))
            return FALSE;
    return TRUE;
}

guint
cs_gate_count(const char *gate, const struct cs_survey *survey)
{
    g_auto(GStrv) conditions = g_strsplit(gate, ",", -1);
    guint n = 0;

    for (guint i = 0; i < survey->findings->len; i++) {
        const struct cs_finding *f = survey->findings->pdata[i];
        const struct cs_attribute *a = cs_taxonomy_find(f->attribute);
        gboolean met = FALSE;

        for (char **c = conditions; a && *c && !met; c++)
            met = meets(g_strstrip(*c), a);
        if (met && !n++)
            fprintf(stderr, "cassini: --fail-on %s is met, first by %s.%s.%s: %s\n", gate, f->place.source,
                    f->place.object, f->place.column, f->attribute);
    }
    return n;
}
