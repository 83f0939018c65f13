/* scan.h - the order of work: describe, sample, look again, stream the keys, compare. Floor 5.
 *
 * Sources are crawled in parallel, each with its own few sessions; what one of them fails at becomes a
 * gap in the survey and the rest goes on. */
#ifndef CS_SCAN_SCAN_H
#define CS_SCAN_SCAN_H

#include "scan/config.h"

/* Called from worker threads, one at a time. All may be NULL. Names only, never a value. */
struct cs_scan_events {
    void *ctx;
    /* done of total objects of all sources described so far */
    void (*object)(void *ctx, const struct cs_object *object, guint findings, guint done, guint total);
    void (*phase)(void *ctx, const char *source, const char *what);
    void (*trouble)(void *ctx, const char *source, const struct cs_gap *gap);
};

/* Runs the whole scan. 0 even when sources failed: their gaps say so. CS_E_CONFIG when rules are wrong (the
 * complaints are in errors), CS_E_CANCELLED when cs_session_cancel_all was called. */
int cs_scan_run(const struct cs_scan_config *config, const struct cs_scan_events *events, struct cs_yaml_errors *errors,
                struct cs_survey **ret_survey, struct cs_err *err);

/* TRUE when something asked for was not read (exit code 3). */
gboolean cs_scan_incomplete(const struct cs_survey *survey);

/* The rehearsal, as text: objects and their statements; statements, rows, bytes and seconds that the scan is expected
 * to take of each source and in all. Reads no data of tables. last: the last map of these sources, or NULL; findings
 * move out of it. *ret_complete: every source could be listed. */
int cs_scan_plan(const struct cs_scan_config *config, struct cs_survey *last, GString *out, gboolean *ret_complete,
                 struct cs_err *err);

/* Opens every source and reports its privileges; reads no data. ret_ok: nothing is wrong. */
int cs_scan_check(const struct cs_scan_config *config, GString *out, gboolean *ret_ok, struct cs_err *err);

#endif
