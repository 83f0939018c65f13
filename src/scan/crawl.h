/* crawl.h - one source: opened, listed, its objects shared out among a few sessions. Floor 5.
 *
 * A crawl runs a pass over the objects of a source: each worker thread has its own session and takes the
 * next object from a queue. A session that broke is opened again; when that fails, or the source says nothing to
 * several objects in a row, the objects that are left become gaps at once.
 *
 * Names are data: what describe gives passes a filter that hides those which are a person's value, here and
 * nowhere else, before anything is stored or told. */
#ifndef CS_SCAN_CRAWL_H
#define CS_SCAN_CRAWL_H

#include "connect/session.h"
#include "engine/classify.h"
#include "engine/fingerprint.h"
#include "scan/scan.h"

/* What all sources of one scan share. */
struct cs_scan {
    const struct cs_scan_config *config;
    const struct cs_scan_events *events;
    struct cs_ruleset *rules; /* NULL until they are read */
    struct cs_names *names;
    const struct cs_key *key; /* NULL: nothing is streamed */
    struct cs_survey *survey; /* under lock */
    GPtrArray *fingerprints;  /* of struct cs_fingerprint*, under lock */
    GPtrArray *rowsets;       /* of struct cs_rowset*, under lock */
    GPtrArray *censuses;      /* of struct cs_rowset*, under lock: keys of all rows where rowsets do not note them */
    /* Of the key pass; workers read these, between two turns alone they change: */
    struct cs_sought *sought; /* of fingerprints in earlier turns, or NULL */
    guint turn;               /* their number; 0: the first turn */
    GHashTable *again;        /* object → its fingerprints that are read again, in the last turn; else NULL */
    double turn_rows;         /* objects of the next turn have so many rows at most; 0: none was begun */
    GHashTable *compared;     /* object → findings that are compared; during the key pass */
    GHashTable *suspected;    /* object → suspects that are read with them; during the key pass */
    guint64 row_seed;         /* of hashes that stay in memory */
    gsize noted_max;          /* bytes that the keys of all rows may take */
    guint64 memory_for_all;   /* that the scan would have to be given for them */
    guint row_level;          /* one key in 2^row_level keeps its row; … */
    double row_bytes;         /* … unless this is set: as many rows as these bytes hold of one object */
    gint note_rows;           /* the keys of every row are noted: there is memory for it; atomic */
    gint note_keys;           /* else: those that a statement can compare with others of their database; atomic */
    gsize noted;              /* bytes of that memory that are taken; atomic */
    guint fingerprint_capacity;
    struct cs_roles *roles; /* words of mailboxes of a function; NULL: the rules have none */
    struct cs_apps *apps;   /* known applications, under lock; NULL: not wanted yet */
    GMutex lock;
    GCond rules_come;
    gboolean rules_read;         /* under lock; and rules still NULL: they are wrong */
    guint objects, objects_done; /* under lock */
    guint64 *limits;             /* per rule, under lock */
    struct cs_matcher *discreet; /* of names and messages, under lock; NULL: as they are */
};

#define CS_STREAM_ROWS 2000000 /* of one statement, at most: a connector takes as many as come in a moment */

struct cs_crawl {
    struct cs_scan *scan;
    const struct cs_source_config *config;
    struct cs_source *source;
    GPtrArray *queue; /* of struct cs_object*, borrowed */
    gint next;        /* atomic index into queue */
    gint working;     /* workers that have not given up; atomic */
    gint unanswered;  /* objects in a row to which the source said nothing; atomic, kept from pass to pass */
    gint64 started;
    gint64 closes;                /* deadline: the source's window closes; 0 never */
    guint64 streamed;             /* bytes, under the scan's lock */
    GHashTable *hidden;           /* name in the source → name shown, under the scan's lock; NULL: none so far */
    GHashTable *known;            /* object → what packs of applications know of it, or NULL (cs_apps_recognise) */
    GPtrArray *waiting;           /* objects of later turns, during the key pass */
    GArray *references;           /* of struct cs_reference, to objects about persons; during the key pass */
    guint listed[CS_VC_TEXT + 1]; /* by class, columns of keys that a statement sees as they are; during the key pass */
};
void cs_crawl_clear(struct cs_crawl *crawl); /* frees hidden and known */

/* One worker's own things during a pass. */
struct cs_worker {
    struct cs_crawl *crawl;
    struct cs_session_handle *session; /* NULL after it broke */
    struct cs_matcher *matcher;
    struct cs_survey *found; /* merged into the scan's when the worker ends */
};

/* Opens a session for this source; its password is looked up and wiped again. */
int cs_crawl_open(const struct cs_crawl *crawl, struct cs_session_handle **ret_session, struct cs_err *err);
/* Closes it and adds its cost to the source. */
void cs_crawl_close(struct cs_crawl *crawl, struct cs_session_handle *session);

/* Facts and listing into crawl->source, selection by include and exclude, gaps for what is not read. */
int cs_crawl_describe(struct cs_crawl *crawl, struct cs_session_handle *session, struct cs_err *err);

/* Recognises known applications among what was listed, into crawl->known (known.c). */
void cs_crawl_recognise(struct cs_crawl *crawl);

/* Runs work on each object of the queue with up to config->sessions workers. A failed object becomes a
 * gap. */
typedef int (*cs_crawl_work)(struct cs_worker *worker, struct cs_object *object, struct cs_err *err);
void cs_crawl_pass(struct cs_crawl *crawl, cs_crawl_work work);

/* The sessions that a pass over so many objects opens; samples: of samples. */
guint cs_crawl_workers(const struct cs_crawl *crawl, guint objects, gboolean samples);

/* A source as its configuration names it, its name and URL fit to be shown. */
struct cs_source *cs_crawl_source(struct cs_scan *scan, const struct cs_source_config *config);

/* A text that may name things of the source, fit to be shown. Owned by the caller. */
char *cs_crawl_discreet(struct cs_crawl *crawl, const char *text);

/* CS_E_LIMIT once the source's window is closed: a planned stop, no gap of it was asked for. */
int cs_crawl_closed(const struct cs_crawl *crawl, struct cs_err *err);

/* Records a gap, tells about it. object may be NULL (the whole source). */
void cs_crawl_gap(struct cs_crawl *crawl, const struct cs_object *object, const struct cs_err *why, gboolean asked);

/* Adds the matcher's counts of match limits to the scan. */
void cs_scan_count_limits(struct cs_scan *scan, const struct cs_matcher *matcher);

/* The passes. */
int cs_work_sample(struct cs_worker *worker, struct cs_object *object, struct cs_err *err); /* sample.c */
#define CS_SECOND_LOOK 4                                      /* times the rows of the first */
gboolean cs_sample_is_stored(const struct cs_object *object); /* it can be streamed; a view cannot */
int cs_work_stream_keys(struct cs_worker *worker, struct cs_object *object, struct cs_err *err); /* keys.c */
int cs_work_read_again(struct cs_worker *worker, struct cs_object *object, struct cs_err *err);  /* keys.c */

/* A request's target for these columns of an object; free with cs_target_clear. */
struct cs_target_buffer {
    struct cs_target target;
    struct cs_req_column *columns;
    const char **key;
    enum cs_type *key_types;
};
void cs_target_fill(struct cs_target_buffer *buffer, const struct cs_object *object, struct cs_column *const *columns,
                    gsize n);
void cs_target_clear(struct cs_target_buffer *buffer);

#endif
