/* request.h - requests copied whole: a call that is left behind may still look at them. Floor 4. */
#ifndef CS_CONNECT_REQUEST_H
#define CS_CONNECT_REQUEST_H

#include <cassini/connector.h>
#include <glib.h>

struct cs_request_memory {
    GStringChunk *strings;
    GPtrArray *arrays;
};

void cs_request_memory_init(struct cs_request_memory *memory);
void cs_request_memory_clear(struct cs_request_memory *memory);
const char *cs_request_text(struct cs_request_memory *memory, const char *text); /* NULL for NULL */
/* Makes target, or config, point into memory instead of where it points. */
void cs_request_keep_target(struct cs_request_memory *memory, struct cs_target *target);
void cs_request_keep_config(struct cs_request_memory *memory, struct cs_config *config);

#endif
