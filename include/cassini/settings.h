/* settings.h - how a connector reads what the configuration says of its source. Header only. */
#ifndef CASSINI_SETTINGS_H
#define CASSINI_SETTINGS_H

#include "connector.h"
#include <string.h>

/* The value of a setting, borrowed; NULL when it is not set. */
static inline const char *
cs_setting(const struct cs_config *config, const char *key)
{
    size_t i;

    for (i = 0; i < config->n_settings; i++)
        if (!strcmp(config->settings[i].key, key))
            return config->settings[i].value;
    return NULL;
}

/* What follows the scheme in the URL of a file, borrowed: "file:", "file://", the same with the connector's name, or
 * none. */
static inline const char *
cs_url_path(const char *url, const char *connector)
{
    const char *const schemes[] = {"file", connector};
    size_t i, size;

    for (i = 0; i < 2; i++) {
        size = strlen(schemes[i]);
        if (!strncmp(url, schemes[i], size) && url[size] == ':')
            return url + size + (url[size + 1] == '/' && url[size + 2] == '/' ? 3 : 1);
    }
    return url;
}

#endif
