/* registry.h - the connectors of this program. Floor 4. Built in for now. */
#ifndef CS_CONNECT_REGISTRY_H
#define CS_CONNECT_REGISTRY_H

#include <cassini/connector.h>
#include <glib.h>

/* Initialises the client libraries; before any thread. */
int cs_registry_init(struct cs_err *err);
void cs_registry_fini(void);
guint cs_registry_count(void);
const struct cs_connector *cs_registry_at(guint index);
const struct cs_connector *cs_registry_find(const char *name); /* NULL when unknown */
/* By the URL's scheme; a path to an existing file is SQLite's. NULL when nobody answers. */
const struct cs_connector *cs_registry_for_url(const char *url);

#endif
