/* crc32.c - eight bytes a step, by tables ("slicing by 8"); short values have no use for more. */
#include "base/crc32.h"

#include <string.h>

#define POLYNOMIAL 0xedb88320u

/* table[k][b]: what a byte does to the remainder when k bytes follow it */
static guint32 table[8][256];

__attribute__((constructor)) static void
make_tables(void)
{
    for (guint b = 0; b < 256; b++) {
        guint32 crc = b;

        for (guint bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
        table[0][b] = crc;
    }
    for (guint b = 0; b < 256; b++)
        for (guint k = 1; k < 8; k++)
            table[k][b] = table[k - 1][b] >> 8 ^ table[0][table[k - 1][b] & 0xff];
}

static guint32
load32(const guint8 *p)
{
    guint32 v;

    memcpy(&v, p, sizeof v);
    return GUINT32_FROM_LE(v);
}

/* The four bytes of v with k more behind them. */
static guint32
four(guint32 v, guint k)
{
    return table[k + 3][v & 0xff] ^ table[k + 2][v >> 8 & 0xff] ^ table[k + 1][v >> 16 & 0xff] ^ table[k][v >> 24];
}

guint32
cs_crc32(const void *data, gsize size)
{
    const guint8 *p = data;
    guint32 crc = 0xffffffffu;

    for (; size >= 8; p += 8, size -= 8)
        crc = four(crc ^ load32(p), 4) ^ four(load32(p + 4), 0);
    if (size >= 4) {
        crc = four(crc ^ load32(p), 0);
        p += 4;
        size -= 4;
    }
    for (; size; p++, size--)
        crc = crc >> 8 ^ table[0][(crc ^ *p) & 0xff];
    return ~crc;
}
