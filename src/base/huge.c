/* huge.c - blocks that begin at a large page, with the advice to use such pages. */
#include "base/huge.h"

#include <stdlib.h>
#include <sys/mman.h>

#define PAGE ((gsize)2 << 20) /* bytes; where large pages are larger, the advice is not followed */

void *
cs_huge_new(gsize size)
{
    void *block;

    if (size < PAGE)
        return g_malloc(size);
    size = (size + PAGE - 1) / PAGE * PAGE;
    block = aligned_alloc(PAGE, size);
    if (!block)
        g_error("no memory for %" G_GSIZE_FORMAT " bytes", size);
#ifdef MADV_HUGEPAGE
    madvise(block, size, MADV_HUGEPAGE);
#endif
    return block;
}
