/* pending.c - hashes, and normal forms that none was taken of, one behind the other. */
#include "engine/pending.h"

#include <sodium.h>
#include <string.h>

#define FIRST (16 * 1024)
#define LONGEST 128 /* bytes of a form that waits */

enum kind { KNOWN, FORM, ADDRESS };

struct head {
    guint16 size;
    guint8 kind;
};

/* The old memory is wiped before it goes: GLib's own growth does not do so. */
static void
more_room(struct cs_pending *p, gsize n)
{
    GString *old = p->entries;

    if (old && old->len + n < old->allocated_len)
        return;
    p->entries = g_string_sized_new(MAX(FIRST, 2 * (old ? old->len + n : n)));
    if (old) {
        struct cs_pending gone = {old};

        g_string_append_len(p->entries, old->str, (gssize)old->len);
        cs_pending_clear(&gone);
    }
}

static cs_pending_ref
put(struct cs_pending *p, enum kind kind, gconstpointer data, gsize size)
{
    const struct head head = {(guint16)size, (guint8)kind};
    gsize at;

    more_room(p, sizeof head + size);
    at = p->entries->len;
    g_string_append_len(p->entries, (const char *)&head, sizeof head);
    g_string_append_len(p->entries, data, (gssize)size);
    return (cs_pending_ref)at + 1;
}

static const char *
get(const struct cs_pending *p, cs_pending_ref ref, struct head *ret_head)
{
    const char *at = p->entries->str + (ref - 1);

    memcpy(ret_head, at, sizeof *ret_head);
    return at + sizeof *ret_head;
}

cs_pending_ref
cs_pending_put_hash(struct cs_pending *p, guint64 hash)
{
    return put(p, KNOWN, &hash, sizeof hash);
}

cs_pending_ref
cs_pending_put_form(struct cs_pending *p, const struct cs_hasher *hasher)
{
    gboolean is_address;
    const GString *form = cs_hasher_identity_form(hasher, &is_address);

    if (form->len > LONGEST)
        return cs_pending_put_hash(p, cs_hasher_keyed(hasher, is_address, form->str, form->len));
    return put(p, is_address ? ADDRESS : FORM, form->str, form->len);
}

cs_pending_ref
cs_pending_move(const struct cs_pending *from, cs_pending_ref ref, struct cs_pending *to)
{
    struct head head;
    const char *data = get(from, ref, &head);

    return put(to, head.kind, data, head.size);
}

guint64
cs_pending_hash(const struct cs_pending *p, cs_pending_ref ref, const struct cs_hasher *hasher)
{
    struct head head;
    const char *data = get(p, ref, &head);
    guint64 hash;

    if (head.kind != KNOWN)
        return cs_hasher_keyed(hasher, head.kind == ADDRESS, data, head.size);
    memcpy(&hash, data, sizeof hash);
    return hash;
}

void
cs_pending_clear(struct cs_pending *p)
{
    if (!p->entries)
        return;
    sodium_memzero(p->entries->str, p->entries->allocated_len);
    g_string_free(p->entries, TRUE);
    p->entries = NULL;
}
