/* forecast.h - what a scan is expected to take from a source: worked out from its listing, without a row read. Floor 5.
 *
 * Which columns will be streamed is known once values were seen. Here it is what the last map says, if there is one, or
 * what the rules say of names alone. */
#ifndef CS_SCAN_FORECAST_H
#define CS_SCAN_FORECAST_H

#include "scan/crawl.h"

enum cs_forecast_part {
    CS_FORECAST_LISTING,
    CS_FORECAST_SAMPLES,
    CS_FORECAST_SECOND, /* the larger look at what the first left undecided */
    CS_FORECAST_KEYS,   /* streamed for copies */
    CS_FORECAST_PARTS
};

enum cs_forecast_basis {
    CS_FORECAST_BY_NAMES,    /* and statistics */
    CS_FORECAST_BY_FINDINGS, /* of the last map, which was made with other settings, and statistics */
    CS_FORECAST_BY_MAP       /* what that scan was measured to take, grown as its objects did */
};

struct cs_forecast {
    enum cs_forecast_basis basis;
    guint objects[CS_FORECAST_PARTS];
    struct cs_foreseen parts[CS_FORECAST_PARTS], total;
};

/* crawl: described; its queue holds the objects to read, and is put back. last: the last map, or NULL; its findings of
 * this source move to the scan's survey. */
void cs_forecast_make(struct cs_crawl *crawl, struct cs_survey *last, struct cs_forecast *ret_forecast);

/* presume.c: into the scan's survey, which is to be sorted then. */
void cs_presume_by_names(struct cs_crawl *crawl, struct cs_object *object); /* what the rules say of names alone */
void cs_presume_by_map(struct cs_crawl *crawl, struct cs_survey *last);     /* what the last map says of this source */

void cs_foreseen_add(struct cs_foreseen *sum, const struct cs_foreseen *more);

#endif
