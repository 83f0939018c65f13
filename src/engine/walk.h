/* walk.h - what the walkers of all formats share. Internal to the engine.
 *
 * Each value is walked twice: a rehearsal (no sink) that says whether it is of the format, then for real. */
#ifndef CS_ENGINE_WALK_H
#define CS_ENGINE_WALK_H

#include "engine/open.h"

#include <string.h>

#define CS_WALK_DEPTH 24
#define CS_WALK_PATH 200
#define CS_WALK_SCALARS 2000

struct cs_walk {
    const char *p, *end;
    const struct cs_open_sink *sink; /* NULL: rehearsal */
    GString *path, *text;            /* text: scratch of the walker */
    guint scalars, depth, nested;
    gboolean wrong; /* not of this format */
};

/* A walker: moves p; FALSE: it had to stop, at the end of what is there or at the limits unless wrong is set. */
typedef gboolean (*cs_walker)(struct cs_walk *walk);
gboolean cs_walk_json(struct cs_walk *walk);
gboolean cs_walk_php(struct cs_walk *walk);
gboolean cs_walk_php_session(struct cs_walk *walk);
gboolean cs_walk_xml(struct cs_walk *walk);
gboolean cs_walk_card(struct cs_walk *walk);
gboolean cs_walk_form(struct cs_walk *walk);
gboolean cs_walk_hstore(struct cs_walk *walk);
gboolean cs_walk_lines(struct cs_walk *walk);
gboolean cs_walk_mailboxes(struct cs_walk *walk);
gboolean cs_walk_array(struct cs_walk *walk);
gboolean cs_walk_row(struct cs_walk *walk);

/* Gives a scalar to the sink, opened when it is a document itself. FALSE: enough of them. */
gboolean cs_walk_scalar(struct cs_walk *walk, const char *text, gsize size);
/* Steps down to a key: returns the length of the path to go back to by cs_walk_leave. */
gsize cs_walk_key(struct cs_walk *walk, const char *key, gsize size);
gsize cs_walk_mark(struct cs_walk *walk, const char *mark); /* "[]" */
void cs_walk_leave(struct cs_walk *walk, gsize length);
/* Stops: FALSE, and wrong unless all was read. */
gboolean cs_walk_stop(struct cs_walk *walk);

static inline void
cs_walk_space(struct cs_walk *w)
{
    while (w->p < w->end && g_ascii_isspace(*w->p))
        w->p++;
}

static inline gboolean
cs_walk_too_deep(const struct cs_walk *w)
{
    return w->depth >= CS_WALK_DEPTH || w->path->len > CS_WALK_PATH;
}

/* The next line without its end. FALSE: there is none. */
gboolean cs_walk_line(struct cs_walk *walk, const char **ret_line, gsize *ret_size);

#endif
