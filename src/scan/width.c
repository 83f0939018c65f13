/* width.c - numbers, dates and the like have their usual length; texts share what is left of a row. */
#include "scan/width.h"

#define ROWS_ENOUGH 60.0  /* a table of fewer is mostly an empty page */
#define VALUES_SHARE 0.75 /* of the bytes of a table, the rest being headers and room */
#define SMALL_SHARE 0.65  /* … of one with a few extents, the last of which is mostly room */
#define SMALL 4e6
#define HALF_PAGE 6e3 /* is empty at the end of a table */
#define TEXT 14.0     /* where nothing tells */
#define FILLED 0.75   /* of the values of a column that may be empty */
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

/* Of the texts of a row, each; < 0: the table does not tell. */
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
        return -1;
    return CLAMP(((o->bytes - HALF_PAGE) / rows * (o->bytes < SMALL ? SMALL_SHARE : VALUES_SHARE) - fixed) / texts, 1,
                 LONGEST);
}

double
cs_width_of(const struct cs_object *o, double rows, const GPtrArray *columns)
{
    double text = text_bytes(o, rows), sum = 0;

    for (guint i = 0; i < columns->len; i++) {
        const struct cs_column *c = columns->pdata[i];
        double known = usual(c->type), bytes = known > 0 ? known : text >= 0 ? text : TEXT;

        if (known <= 0 && c->max_chars)
            bytes = MIN(bytes, c->max_chars);
        sum += text < 0 && c->nullable ? bytes * FILLED : bytes;
    }
    return sum;
}
