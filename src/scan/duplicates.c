/* duplicates.c - keys that several rows of one object have, into the survey. */
#include "scan/keys.h"

/* Keys of people that stand in several rows of an object about them, when the key is mostly one row's own. */
void
cs_keys_note_duplicates(struct cs_scan *scan, const struct cs_object *object, const struct cs_fingerprint *f)
{
    const struct cs_place *p = cs_fingerprint_place(f);
    struct cs_duplicate *d;
    struct cs_row_count listed;
    double values, surplus;
    gboolean exact = cs_fingerprint_repeated(f, &values, &surplus, &listed);

    if (!CS_VC_IS_KEY(cs_fingerprint_class(f)) || cs_fingerprint_is_suspect(f) || values < 1 ||
        surplus > (double)cs_fingerprint_rows(f) / 2 ||
        (object->kind != CS_KIND_PERSON && object->kind != CS_KIND_MIXED && object->kind != CS_KIND_CONSENT))
        return;
    d = g_new0(struct cs_duplicate, 1);
    cs_place_set(&d->place, p->source, p->schema, p->object, p->column, p->path);
    d->attribute = g_strdup(cs_fingerprint_attribute(f));
    d->rows = cs_fingerprint_rows(f);
    d->values = (guint64)values;
    d->surplus = (guint64)surplus;
    d->exact = exact;
    d->listed = listed;
    g_ptr_array_add(scan->survey->duplicates, d);
}
