/* review_file.h - the review file that a command uses, and columns as people name them. Floor 8. */
#ifndef CS_CLI_REVIEW_FILE_H
#define CS_CLI_REVIEW_FILE_H

#include "map/review.h"

#define CS_REVIEW_NAME "cassini-review.yaml"

/* Loads flag, else cassini-review.yaml beside file (a configuration or NULL: the current folder) if there is one.
 * *ret_review is NULL when there is none. 0 or the exit code, with the mistakes printed. */
int cs_review_open(const char *flag, const char *file, struct cs_review **ret_review);
/* Applies it, if any, and says on standard error what needs a new look. */
void cs_review_use(const struct cs_review *review, struct cs_survey *survey, const char *today);

/* "source.schema.object.column[:path]", or without the schema. */
gboolean cs_place_is_called(const struct cs_place *place, const char *name);
char *cs_place_call(const struct cs_place *place); /* its name; owned by the caller */
/* The column of that name in one of the survey's objects. FALSE: there is no such object. */
gboolean cs_place_parse(const struct cs_survey *survey, const char *name, struct cs_place *ret_place);

#endif
