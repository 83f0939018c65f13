/* keys.h - pass 3, its insides: what is read of an object, and where each value goes. Internal to floor 5. */
#ifndef CS_SCAN_KEYS_H
#define CS_SCAN_KEYS_H

#include "engine/references.h"
#include "scan/crawl.h"

/* What one object gives: the columns to read, and what is made of them. */
struct cs_reader;
/* NULL when nothing of the object is compared. */
struct cs_reader *cs_reader_new(struct cs_worker *worker, const struct cs_object *object);
/* For a second reading: the columns of these fingerprints alone, for the values that are sought now. */
struct cs_reader *cs_reader_again(struct cs_worker *worker, const struct cs_object *object,
                                  const GPtrArray *fingerprints);
/* At its end: what it met, to the first reading's fingerprints. */
void cs_reader_add_met(struct cs_reader *reader, const GPtrArray *fingerprints);
void cs_reader_free(struct cs_reader *reader);                /* wipes; takes NULL */
GPtrArray *cs_reader_columns(const struct cs_reader *reader); /* of struct cs_column*, in the order of the request */
gboolean cs_reader_has_paths(const struct cs_reader *reader); /* documents are read */
/* The one e-mail column that is all there is to read: rows can be filtered at the source. */
gboolean cs_reader_is_one_email(const struct cs_reader *reader);
void cs_reader_filtered(struct cs_reader *reader, guint level);
guint64 cs_reader_add(struct cs_reader *reader, const struct cs_batch *batch); /* bytes seen */
/* Gives fingerprints and rows to the scan. */
void cs_reader_hand_over(struct cs_reader *reader);

/* Which of the crawl's objects are streamed, left in its queue: by the findings of the scan's survey, which is sorted.
 */
void cs_keys_choose(struct cs_scan *scan, struct cs_crawl *crawl);
/* The level at which a source can leave rows out itself, when an e-mail column alone is read of the object; 0: it reads
 * all. */
guint cs_keys_push_down_level(const struct cs_connector *connector, const struct cs_object *object);
/* Keys that stand in several rows of an object about people, into the survey (duplicates.c); nothing of a suspect.
 * Under the scan's lock while workers run. */
void cs_keys_note_duplicates(struct cs_scan *scan, const struct cs_object *object,
                             const struct cs_fingerprint *fingerprint);

/* Before the pass: findings that are compared, by object; references of each source; how much can be kept. */
void cs_keys_prepare(struct cs_scan *scan, const GPtrArray *crawls);
/* The level at which the object's rows are kept. */
guint cs_keys_row_level(const struct cs_scan *scan, const struct cs_object *object);
/* Rows of an object, as far as is known before it is streamed. */
double cs_keys_rows(const struct cs_object *object);
/* Puts the objects of the next turn into the queues, small ones in the first; FALSE: none is left. */
gboolean cs_keys_next_turn(struct cs_scan *scan, const GPtrArray *crawls);
void cs_keys_clear(struct cs_scan *scan);
/* TRUE when a statement at the source can compare the finding's values with those of another column there. */
gboolean cs_keys_is_listed(const struct cs_crawl *crawl, const struct cs_finding *finding);
/* The entry of that role ("created", "last_activity") of a column of the object, or NULL. */
const struct cs_lifecycle *cs_keys_day(const struct cs_survey *survey, const struct cs_object *object,
                                       const char *role);
/* Of struct cs_finding*, borrowed; NULL when the object has none. */
const GPtrArray *cs_keys_findings(const struct cs_scan *scan, const struct cs_object *object);
const GPtrArray *cs_keys_suspects(const struct cs_scan *scan, const struct cs_object *object);

guint cs_keys_columns(const struct cs_scan *scan, const struct cs_object *object); /* findings and suspects */

/* Object → GPtrArray of those findings (sorted by place) in it that are wanted; wanted NULL: all. */
GHashTable *cs_keys_index(const struct cs_survey *survey, const GPtrArray *findings,
                          gboolean (*wanted)(const struct cs_finding *));
/* The object is read for its own sake: its columns say whose rows these are, or refer to an object whose do. */
gboolean cs_keys_is_own(const struct cs_crawl *crawl, const struct cs_object *object);
/* Bytes that one more column of the object's kept rows takes. */
double cs_keys_cell_bytes(const struct cs_scan *scan, const struct cs_object *object);
gboolean cs_keys_can_stream(const struct cs_object *object);

/* What suspects may take besides the findings: bytes of rows, hashes, columns. */
struct cs_keys_room {
    double bytes, postings;
    guint suspects;
};
/* Fills scan->suspected, and queues the objects that are read for their sake alone (suspects.c). */
void cs_keys_admit_suspects(struct cs_scan *scan, const GPtrArray *crawls, struct cs_keys_room room);

#endif
