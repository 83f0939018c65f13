/* review_file.c - finds, reads and applies cassini-review.yaml; columns by name. */
#include "cli/review_file.h"

#include "cli/command.h"

#include <stdio.h>
#include <string.h>

int
cs_review_open(const char *flag, const char *file, struct cs_review **ret_review)
{
    g_autofree char *folder = file ? g_path_get_dirname(file) : g_strdup(".");
    g_autofree char *path = flag ? g_strdup(flag) : g_build_filename(folder, CS_REVIEW_NAME, NULL);
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status = 0;

    *ret_review = NULL;
    if (!flag && !g_file_test(path, G_FILE_TEST_EXISTS))
        return 0;
    cs_yaml_errors_init(&errors);
    if (cs_review_load(path, FALSE, &errors, ret_review, &err)) {
        cs_print_complaints(&errors);
        status = cs_print_error(&err);
    }
    cs_yaml_errors_clear(&errors);
    return status;
}

void
cs_review_use(const struct cs_review *review, struct cs_survey *survey, const char *today)
{
    struct cs_review_tally tally;

    if (!review)
        return;
    cs_review_apply(review, survey, today, &tally);
    if (tally.contradicted + tally.expired)
        fprintf(stderr,
                "cassini: %u of %u decisions need a new look (%u contradicted, %u expired): cassini review list MAP\n",
                tally.contradicted + tally.expired, review->entries->len, tally.contradicted, tally.expired);
}

char *
cs_place_call(const struct cs_place *p)
{
    gboolean schema = p->schema && *p->schema;

    return g_strconcat(p->source, ".", schema ? p->schema : "", schema ? "." : "", p->object, ".", p->column,
                       p->path ? ":" : "", p->path, NULL);
}

gboolean
cs_place_is_called(const struct cs_place *p, const char *name)
{
    const struct cs_place brief = {.source = p->source, .object = p->object, .column = p->column, .path = p->path};
    const struct cs_place *const forms[] = {p, &brief};

    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *full = cs_place_call(forms[i]);
        gsize size = strlen(name);

        if (!strcmp(full, name) ||
            (p->path && g_str_has_prefix(full, name) && full[size] == ':' && !strcmp(full + size + 1, p->path)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
parse_in(const struct cs_object *o, const char *schema, const char *name, struct cs_place *ret_place)
{
    g_autofree char *prefix = g_strconcat(o->source->name, ".", schema, *schema ? "." : "", o->name, ".", NULL);
    const char *column = name + strlen(prefix), *path;

    if (!g_str_has_prefix(name, prefix) || !*column)
        return FALSE;
    path = strstr(column, ":$") ? strstr(column, ":$") : strstr(column, ":[");
    g_autofree char *alone = path ? g_strndup(column, (gsize)(path - column)) : g_strdup(column);
    cs_place_set(ret_place, o->source->name, o->schema, o->name, alone, path ? path + 1 : NULL);
    return TRUE;
}

gboolean
cs_place_parse(const struct cs_survey *survey, const char *name, struct cs_place *ret_place)
{
    for (guint i = 0; i < survey->sources->len; i++) {
        const struct cs_source *source = survey->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++) {
            const struct cs_object *o = source->objects->pdata[k];

            if (parse_in(o, o->schema, name, ret_place) || parse_in(o, "", name, ret_place))
                return TRUE;
        }
    }
    return FALSE;
}
