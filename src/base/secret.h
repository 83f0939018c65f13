/* secret.h - passwords and keys in locked memory that is wiped and cannot be printed. Floor 1. */
#ifndef CS_BASE_SECRET_H
#define CS_BASE_SECRET_H

#include <cassini/err.h>
#include <glib.h>

struct cs_secret; /* opaque; holds a NUL-terminated string in guarded, locked memory */

/* Copies size bytes and wipes nothing of the original: the caller does. */
struct cs_secret *cs_secret_new(const char *data, gsize size);
void cs_secret_free(struct cs_secret *secret); /* wipes; takes NULL */

/* Borrowed until the secret is freed. NULL for NULL. */
const char *cs_secret_peek(const struct cs_secret *secret);

/* First line of a file (one final newline removed). CS_E_CONFIG when it cannot be read, is empty, is
 * over 4 KiB, or is readable by others than owner and group (0004). */
int cs_secret_from_file(const char *path, struct cs_secret **ret_secret, struct cs_err *err);

/* First line that an argv-split command (no shell) prints; 30 s at most. */
int cs_secret_from_command(const char *command, struct cs_secret **ret_secret, struct cs_err *err);

/* No core dump of this process may hold a value: RLIMIT_CORE 0 and PR_SET_DUMPABLE 0. Call first. */
void cs_secret_forbid_core(void);

typedef struct cs_secret cs_secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cs_secret, cs_secret_free)

#endif
