/* eav_values.c - tables whose names do not say so, but whose rows do: the values of one column have a form for each
 * code of another. */
#include "engine/eav.h"

#include <string.h>

#define ROWS_LEAST 24  /* of a batch, to be told anything */
#define CODES_MAX 32   /* different ones */
#define COLUMNS_MAX 24 /* of a table of codes: it is narrow */
#define CODE_ROWS 3    /* rows from which a code has a form */

/* What a value looks like, roughly. */
enum form { FORM_NONE, FORM_EMAIL, FORM_DATE, FORM_NUMBER, FORM_DIGITS, FORM_FLAG, FORM_LINK, FORM_WORDS, FORM_COUNT };

struct code {
    const char *data;
    gsize size;
    guint forms[FORM_COUNT], rows;
};

static gboolean
has_only(const struct cs_value *v, const char *allowed)
{
    for (gsize i = 0; i < v->size; i++)
        if (!g_ascii_isdigit(v->data[i]) && !strchr(allowed, v->data[i]))
            return FALSE;
    return TRUE;
}

static enum form
form_of(const struct cs_value *v)
{
    if (v->null || !v->size)
        return FORM_NONE;
    if (v->size == 1)
        return FORM_FLAG;
    if (has_only(v, "-/.") && (v->size == 10 || v->size == 8) && memchr(v->data, '/', v->size) != NULL)
        return FORM_DATE;
    if (v->size == 10 && has_only(v, "-") && v->data[4] == '-' && v->data[7] == '-')
        return FORM_DATE;
    if (v->size < 8 && has_only(v, "-.,"))
        return FORM_NUMBER;
    if (has_only(v, "+-. ()/"))
        return FORM_DIGITS;
    if (memchr(v->data, '@', v->size))
        return FORM_EMAIL;
    if (g_strstr_len(v->data, (gssize)v->size, "://"))
        return FORM_LINK;
    return FORM_WORDS;
}

static const struct cs_value *
cell(const struct cs_batch *batch, gsize row, gsize column)
{
    return &batch->values[row * batch->columns + column];
}

/* Are the values of several forms? Of one form, whatever stands beside tells nothing about them. */
static gboolean
is_mixed(const struct cs_batch *batch, gsize column)
{
    guint forms[FORM_COUNT] = {0}, most = 0, filled = 0;

    for (gsize row = 0; row < batch->rows; row++)
        forms[form_of(cell(batch, row, column))]++;
    for (guint i = FORM_NONE + 1; i < FORM_COUNT; i++) {
        filled += forms[i];
        most = MAX(most, forms[i]);
    }
    return filled >= ROWS_LEAST && most * 5 < filled * 4;
}

static struct code *
code_at(struct code *codes, guint *io_n, const struct cs_value *v)
{
    for (guint i = 0; i < *io_n; i++)
        if (codes[i].size == v->size && !memcmp(codes[i].data, v->data, v->size))
            return &codes[i];
    if (*io_n == CODES_MAX)
        return NULL;
    codes[*io_n] = (struct code){.data = v->data, .size = v->size};
    return &codes[(*io_n)++];
}

/* The rows by their code; how many codes, 0 when the column holds no codes. */
static guint
count_codes(const struct cs_batch *batch, const struct cs_column *column, gsize c, gsize value, struct code *ret_codes)
{
    guint n = 0;

    for (gsize row = 0; row < batch->rows; row++) {
        const struct cs_value *v = cell(batch, row, c);
        struct code *code;

        if (v->null || !v->size)
            continue;
        code = cs_is_code(column, v->data, v->size) ? code_at(ret_codes, &n, v) : NULL;
        if (!code)
            return 0;
        code->forms[form_of(cell(batch, row, value))]++;
        code->rows++;
    }
    return n;
}

/* Nine values in ten have the form that is usual for their code, and the codes have several. */
static gboolean
tells_forms(const struct cs_batch *batch, const struct cs_column *column, gsize c, gsize value)
{
    struct code codes[CODES_MAX];
    guint n = count_codes(batch, column, c, value, codes), rows = 0, usual = 0, seen = 0;

    for (guint i = 0; i < n; i++) {
        guint most = FORM_NONE + 1;

        for (guint f = FORM_NONE + 1; f < FORM_COUNT; f++)
            most = codes[i].forms[f] > codes[i].forms[most] ? f : most;
        if (codes[i].rows - codes[i].forms[FORM_NONE] < CODE_ROWS)
            continue;
        rows += codes[i].rows - codes[i].forms[FORM_NONE];
        usual += codes[i].forms[most];
        seen |= 1u << most;
    }
    return rows >= ROWS_LEAST && usual * 10 >= rows * 9 && (seen & (seen - 1)) && (gsize)n * 4 <= batch->rows;
}

static gboolean
may_hold_codes(const struct cs_column *c)
{
    return !c->primary && (cs_is_textual(c) || c->type == CS_T_INTEGER);
}

gboolean
cs_code_by_values(const struct cs_batch *batch, struct cs_column *const *columns, gsize *ret_code, gsize *ret_value)
{
    if (batch->rows < ROWS_LEAST || batch->columns > COLUMNS_MAX)
        return FALSE;
    for (gsize value = 0; value < batch->columns; value++) {
        if (columns[value]->primary || !cs_is_textual(columns[value]) || !is_mixed(batch, value))
            continue;
        for (gsize code = 0; code < batch->columns; code++)
            if (code != value && may_hold_codes(columns[code]) && tells_forms(batch, columns[code], code, value)) {
                *ret_code = code;
                *ret_value = value;
                return TRUE;
            }
    }
    return FALSE;
}
