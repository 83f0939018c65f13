/* memo.c - a table in which a value displaces the one that was there before, given up where few come again. */
#include "engine/memo.h"

#include <sodium.h>

void
cs_memo_init(struct cs_memo *m)
{
    *m = (struct cs_memo){.values = g_new0(struct cs_remembered, CS_MEMO)};
}

void
cs_memo_clear(struct cs_memo *m)
{
    if (m->values)
        sodium_memzero(m->values, CS_MEMO * sizeof *m->values);
    g_clear_pointer(&m->values, g_free);
}

gboolean
cs_memo_is_vain(struct cs_memo *m)
{
    gboolean vain;

    if (m->tried < 2 * CS_MEMO)
        return FALSE;
    vain = m->known < m->tried / 3;
    m->tried = m->known = 0;
    return vain;
}
