/* fuzz.h - targets: each takes bytes that nobody promised anything about. */
#ifndef CS_TESTS_FUZZ_H
#define CS_TESTS_FUZZ_H

#include <glib.h>

/* A reader under test. seeds: the folder of its first inputs. run gets a copy that ends where it ends, so that a
 * sanitizer sees a step too far, and says what is wrong with the outcome: NULL when nothing is. folder: for files. */
struct fuzz_target {
    const char *name, *seeds;
    const char *(*run)(const char *data, gsize size, const char *folder);
};
extern const struct fuzz_target fuzz_values[], fuzz_readers[]; /* ended by a NULL name */

/* mutate.c: the n-th mutation of one of the seeds (of GBytes*): the same for the same numbers. Owned by the caller. */
GByteArray *fuzz_mutate(const GPtrArray *seeds, guint64 seed, guint64 n);

#endif
