/* width.c - numbers, dates and the like have their usual length; texts share what is left of a row. */
#include "scan/width.h"

#define ROWS_ENOUGH 200.0 /* a table of fewer is mostly an empty page */
#define VALUES_SHARE 0.75 /* of the bytes of a table, the rest being headers and room */
#define TEXT 12.0         /* where nothing tells */
#define DOCUMENT 200.0
#define LONGEST 4000.0

/* 0: a text, as long as what is left allows. */
static double
usual(enum cs_type type)
{
    switch (type) {
    case CS_T_BOOLEAN:
        return 1;
    case CS_T_INTEGER:
        return 4;
    case CS_T_NUMERIC:
        return 6;
    case CS_T_DATE:
        return 10;
    case CS_T_TIME:
        return 8;
    case CS_T_TIMESTAMP:
        return 19;
    case CS_T_INTERVAL:
    case CS_T_ENUM:
        return 8;
    case CS_T_UUID:
        return 36;
    case CS_T_INET:
        return 12;
    default:
        return 0;
    }
}

/* Of the texts of a row, each. */
static double
text_bytes(const struct cs_object *o, double rows)
{
    double fixed = 0;
    guint texts = 0;

    for (guint i = 0; i < o->columns->len; i++) {
        double bytes = usual(((const struct cs_column *)o->columns->pdata[i])->type);

        fixed += bytes;
        texts += bytes <= 0;
    }
    if (!texts || rows < ROWS_ENOUGH || o->bytes <= 0)
        return TEXT;
    return CLAMP((o->bytes / rows * VALUES_SHARE - fixed) / texts, 1, LONGEST);
}

double
cs_width_of(const struct cs_object *o, double rows, const GPtrArray *columns)
{
    double text = text_bytes(o, rows), sum = 0;

    for (guint i = 0; i < columns->len; i++) {
        const struct cs_column *c = columns->pdata[i];
        double bytes = usual(c->type);

        if (bytes > 0)
            sum += bytes;
        else
            sum += c->max_chars ? MIN(text, c->max_chars) : text;
    }
    return sum;
}
