/* describe.c - files as objects, their cells' places as columns. */
#include "file.h"

static int
push_columns(const struct file_format *f, const struct cs_sink *sink)
{
    static const char *const natives[] = {"text", "text (ISO-8859-1)", "text (Windows-1252)", "text (UTF-16LE)",
                                          "text (UTF-16BE)"};
    int rc = 0;

    for (size_t i = 0; !rc && i < f->n_columns; i++) {
        const struct cs_column_info info = {.size = sizeof info,
                                            .name = f->names[i],
                                            .native = natives[f->encoding],
                                            .type = CS_T_UNKNOWN,
                                            .encoding = file_encoding_name(f->encoding),
                                            .position = (uint32_t)i + 1,
                                            .nullable = true,
                                            .readable = true};

        rc = sink->column(sink->ctx, &info);
    }
    return rc;
}

/* What cannot be read is listed, and said why. */
static int
push_object(struct cs_session *s, const char *schema, const char *name, const struct cs_sink *sink, struct cs_err *err)
{
    struct cs_object_info info = {.size = sizeof info, .schema = schema, .name = name, .rows = -1, .bytes = -1};
    struct file_input *in = NULL;
    struct file_format f = {0};
    struct cs_err why = {0};
    int rc = file_input_open(s, schema, name, &in, &why);

    if (!rc)
        rc = file_format_find(s, in, &f, &why);
    if (rc == CS_E_CANCELLED || rc == CS_E_TIMEOUT || rc == CS_E_INTERNAL) {
        *err = why;
    } else if (rc == CS_E_DENIED) {
        rc = sink->object(sink->ctx, &info);
    } else if (rc) {
        rc = sink->gap(sink->ctx, schema, name, &why);
    } else {
        info.bytes = (double)file_input_size(in);
        info.rows = f.rows;
        info.rows_kind = f.rows < 0 ? CS_ROWS_UNKNOWN : f.exact ? CS_ROWS_EXACT : CS_ROWS_STATISTIC;
        info.readable = true;
        rc = sink->object(sink->ctx, &info);
        if (!rc)
            rc = push_columns(&f, sink);
    }
    file_format_clear(&f);
    file_input_close(in);
    return rc;
}

int
file_describe(struct cs_session *s, const struct cs_scope *scope, const struct cs_sink *sink, struct cs_err *err)
{
    int rc;

    s->deadline = scope->deadline;
    rc = file_must_stop(s, "the folder", err);
    if (!rc)
        rc = file_walk(s, sink, push_object, err);
    s->deadline = 0;
    return rc;
}
