/* file.h - files read with a ceiling, files written whole or not at all. Floor 1. */
#ifndef CS_BASE_FILE_H
#define CS_BASE_FILE_H

#include <cassini/err.h>
#include <glib.h>
#include <stdio.h>

/* Whole regular file (or "-": standard input), at most max bytes, NUL added. Owned by the caller. */
int cs_file_read(const char *path, gsize max, char **ret_text, gsize *ret_size, struct cs_err *err);

/* A file that appears under its name only when it is complete: written as a temporary file in the same
 * folder with the final mode from the start, synced, renamed. */
struct cs_atomic;
int cs_atomic_open(const char *path, int mode, struct cs_atomic **ret_file, struct cs_err *err);
FILE *cs_atomic_stream(struct cs_atomic *file); /* borrowed */
/* Flush, sync, rename; frees. On failure (disk full …) the old file stays and the new one is gone. */
int cs_atomic_commit(struct cs_atomic *file, struct cs_err *err);
void cs_atomic_abort(struct cs_atomic *file); /* removes and frees; takes NULL */
/* From any thread, right before _exit: removes what is under way; who would begin or end another file then waits. */
void cs_atomic_abandon_all(void);

/* mkdir -p with mode 0750. */
int cs_file_make_folder(const char *path, struct cs_err *err);

/* $STATE_DIRECTORY, else $XDG_STATE_HOME/cassini, else ~/.local/state/cassini; made with mode 0700. */
int cs_file_state_folder(char **ret_path, struct cs_err *err);

#endif
