/* deadline.h - monotonic time and absolute deadlines in nanoseconds, 0 meaning none. Floor 1. */
#ifndef CS_BASE_DEADLINE_H
#define CS_BASE_DEADLINE_H

#include <glib.h>

#define CS_NS_PER_SECOND G_GINT64_CONSTANT(1000000000)

gint64 cs_now(void);                       /* CLOCK_MONOTONIC, nanoseconds */
gint64 cs_deadline_in(gint64 nanoseconds); /* now + nanoseconds */
gboolean cs_deadline_passed(gint64 deadline);
int cs_deadline_left_ms(gint64 deadline); /* for poll(2): -1 none, else 0 … INT_MAX, rounded up */

/* "30s", "500ms", "2m", "1h" → nanoseconds; FALSE when it is none of these or not above 0. */
gboolean cs_duration_parse(const char *text, gint64 *ret_nanoseconds);
/* "20GB", "512MiB", "1000" → bytes; FALSE when it is none of these. */
gboolean cs_bytes_parse(const char *text, guint64 *ret_bytes);

#endif
