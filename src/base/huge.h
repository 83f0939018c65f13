/* huge.h - large blocks on large pages. Floor 1. */
#ifndef CS_BASE_HUGE_H
#define CS_BASE_HUGE_H

#include <glib.h>

/* At least size bytes, not set; where the system has large pages and the block fills one, it is asked for them: random
 * access to gigabytes costs a miss of the page table each otherwise. Freed by g_free, may be resized by g_realloc; the
 * program ends when there is no memory, as with g_malloc. */
void *cs_huge_new(gsize size);

#endif
