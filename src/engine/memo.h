/* memo.h - what was found of values that may come again, a name, a town: one look in place of their forms and hashes.
 * Floor 3, pure. */
#ifndef CS_ENGINE_MEMO_H
#define CS_ENGINE_MEMO_H

#include <glib.h>

#define CS_MEMO 2048 /* values remembered, a power of two */

struct cs_remembered {
    guint64 value; /* its hash under the scan's seed; 0: empty */
    guint64 hash;  /* of its cell */
    guint32 crc, signature;
    guint32 rows; /* that have come with it since it was remembered */
};

struct cs_memo {
    struct cs_remembered *values; /* by some bits of value; NULL: of no use, hardly a value comes again */
    guint tried, known;           /* looks, since it was last judged */
};

void cs_memo_init(struct cs_memo *memo);
void cs_memo_clear(struct cs_memo *memo); /* wipes; it is of no use then */

/* Where a value is, or would be: another one may be there. */
static inline struct cs_remembered *
cs_memo_at(const struct cs_memo *memo, guint64 value)
{
    return &memo->values[value >> 32 & (CS_MEMO - 1)];
}

/* Now and then: TRUE when so few of the values were known that it is of no use. */
gboolean cs_memo_is_vain(struct cs_memo *memo);

#endif
