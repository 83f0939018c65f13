/* describe.c - the objects of the script, as it declares them or as it is told to lie about them. */
#include "fake.h"

static int
push_columns(const struct fake_object *o, const struct cs_sink *sink)
{
    static const char *const natives[] = {"",     "text",      "integer",  "numeric", "boolean", "date",
                                          "time", "timestamp", "interval", "bytes",   "json",    "xml"};
    int rc = 0;

    for (size_t i = 0; !rc && i < o->n_columns; i++) {
        const struct fake_column *c = &o->columns[i];
        struct cs_column_info info = {.size = sizeof info,
                                      .name = c->name,
                                      .native = natives[c->type],
                                      .type = o->lies & FAKE_LIE_TYPE ? (enum cs_type)77 : c->type,
                                      .comment = c->comment,
                                      .encoding = "UTF-8",
                                      .position = (uint32_t)i + 1,
                                      .nullable = !c->key && !c->required,
                                      .readable = true};

        rc = sink->column(sink->ctx, &info);
    }
    return rc;
}

static int
push_primary(const struct fake_object *o, const struct cs_sink *sink)
{
    const char *names[16];
    struct cs_key_info key = {.size = sizeof key, .kind = CS_KEY_PRIMARY, .columns = names};

    for (size_t i = 0; i < o->n_columns && key.n_columns < 16; i++)
        if (o->columns[i].key)
            names[key.n_columns++] = o->columns[i].name;
    return key.n_columns || o->lies & FAKE_LIE_KEY ? sink->key(sink->ctx, &key) : 0;
}

static int
push_foreign(const struct fake_object *o, const struct cs_sink *sink)
{
    int rc = 0;

    for (size_t i = 0; !rc && i < o->n_columns; i++) {
        const char *from = o->columns[i].name, *to = o->columns[i].refs_column;
        struct cs_key_info key = {.size = sizeof key,
                                  .kind = CS_KEY_FOREIGN,
                                  .columns = &from,
                                  .n_columns = 1,
                                  .ref_schema = "",
                                  .ref_object = o->columns[i].refs_object,
                                  .ref_columns = &to};

        rc = to ? sink->key(sink->ctx, &key) : 0;
    }
    return rc;
}

static int
push_object(const struct fake_object *o, const struct cs_sink *sink)
{
    struct cs_object_info info = {.size = sizeof info,
                                  .schema = "",
                                  .name = o->lies & FAKE_LIE_NAME ? NULL : o->name,
                                  .kind = o->kind,
                                  .comment = o->comment,
                                  .rows = o->kind == CS_VIEW ? -1 : o->estimate,
                                  .rows_kind = o->kind == CS_VIEW ? CS_ROWS_UNKNOWN : CS_ROWS_STATISTIC,
                                  .bytes = -1,
                                  .readable = !o->denied};
    int rc = o->lies & FAKE_LIE_ORDER ? push_columns(o, sink) : 0;

    if (!rc)
        rc = sink->object(sink->ctx, &info);
    if (!rc)
        rc = push_columns(o, sink);
    if (!rc)
        rc = push_primary(o, sink);
    return rc ? rc : push_foreign(o, sink);
}

int
fake_describe(struct cs_session *s, const struct cs_scope *scope, const struct cs_sink *sink, struct cs_err *err)
{
    int rc = 0;

    s->deadline = scope->deadline;
    s->cost.statements++;
    for (size_t i = 0; !rc && i <= s->script.n_objects; i++) {
        rc = fake_act(s, NULL, FAKE_DESCRIBE, i, err);
        if (!rc && i < s->script.n_objects)
            rc = push_object(&s->script.objects[i], sink);
    }
    s->deadline = 0;
    return rc;
}
