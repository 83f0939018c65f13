/* signature.c - which characters stand side by side in a form, in 32 bits. */
#include "engine/identity.h"

guint32
cs_signature(const char *form, gsize size)
{
    guint32 bits = 0;

    for (gsize i = 0; i + 1 < size; i++) {
        guint32 pair = (guint32)((guchar)form[i] << 8 | (guchar)form[i + 1]);

        bits |= 1u << (pair * 0x9e3779b1u >> 27);
    }
    return bits;
}

/* One letter wrong touches two pairs here and two there; one left out, three in all. */
gboolean
cs_signature_near(guint32 a, guint32 b)
{
    int differ = __builtin_popcount(a ^ b), common = __builtin_popcount(a & b);

    return differ <= 4 && common > differ;
}

gboolean
cs_signature_similar(guint32 a, guint32 b)
{
    return __builtin_popcount(a & b) * 10 >= __builtin_popcount(a | b) * 7;
}
