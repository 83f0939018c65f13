/* known.c - packs of known applications for what a source was found to hold. */
#include "base/err.h"
#include "base/log.h"
#include "scan/crawl.h"

/* The signatures at the first need. Under the scan's lock. */
static gboolean
load(struct cs_scan *scan, struct cs_yaml_errors *errors, struct cs_err *err)
{
    return scan->apps || !cs_apps_load(scan->config->rules, errors, &scan->apps, err);
}

void
cs_crawl_recognise(struct cs_crawl *crawl)
{
    struct cs_scan *scan = crawl->scan;
    struct cs_yaml_errors errors;
    struct cs_err why = {0};
    gboolean loaded;

    if (scan->config->no_app_packs || crawl->source->objects->len < CS_APPS_LEAST_TABLES)
        return;
    cs_yaml_errors_init(&errors);
    g_mutex_lock(&scan->lock);
    loaded = load(scan, &errors, &why);
    if (loaded)
        crawl->known = cs_apps_recognise(scan->apps, crawl->source, &errors);
    g_mutex_unlock(&scan->lock);
    for (guint i = 0; i < errors.lines->len; i++)
        cs_log_warning("rules", "%s", (char *)errors.lines->pdata[i]);
    if (!loaded || errors.lines->len) {
        cs_fail(&why, CS_E_CONFIG, "rules", NULL, "a pack of a known application has mistakes: it was not used");
        cs_err_hint(&why, "cassini rules lint shows them; --no-app-packs does without");
        cs_crawl_gap(crawl, NULL, &why, TRUE);
    }
    cs_yaml_errors_clear(&errors);
}
