/* lists.c - word lists in one open-addressing table: hash of a folded word, bits of the lists it is in. */
#include "engine/rule.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

#define MAX_LISTS 64
#define MAX_LIST_BYTES (16u << 20)
#define MAX_WORD 128

struct slot {
    guint64 hash; /* 0: free */
    guint64 lists;
};
struct cs_lists {
    struct slot *slots;
    gsize capacity, used; /* capacity is a power of two */
    GPtrArray *names;     /* of char*; the index is the bit */
};

struct cs_lists *
cs_lists_new(void)
{
    struct cs_lists *lists = g_new0(struct cs_lists, 1);

    lists->capacity = 4096;
    lists->slots = g_new0(struct slot, lists->capacity);
    lists->names = g_ptr_array_new_with_free_func(g_free);
    return lists;
}

void
cs_lists_free(struct cs_lists *lists)
{
    if (!lists)
        return;
    g_ptr_array_unref(lists->names);
    g_free(lists->slots);
    g_free(lists);
}

static struct slot *
slot_of(const struct cs_lists *lists, guint64 hash)
{
    gsize i = hash & (lists->capacity - 1);

    while (lists->slots[i].hash && lists->slots[i].hash != hash)
        i = (i + 1) & (lists->capacity - 1);
    return &lists->slots[i];
}

static void
grow(struct cs_lists *lists)
{
    struct slot *old = lists->slots;
    gsize capacity = lists->capacity;

    lists->capacity *= 2;
    lists->slots = g_new0(struct slot, lists->capacity);
    for (gsize i = 0; i < capacity; i++)
        if (old[i].hash)
            *slot_of(lists, old[i].hash) = old[i];
    g_free(old);
}

/* 0 for what is no word of a list: empty or too long. */
static guint64
word_hash(const char *folded, gsize size)
{
    char word[MAX_WORD];
    gsize n = 0;
    guint64 hash;

    if (size > MAX_WORD)
        return 0;
    for (gsize i = 0; i < size; i++) {
        char c = folded[i];

        if (c == '-' || c == '\'' || c == ' ' || c == '\t') {
            if (n && word[n - 1] != ' ')
                word[n++] = ' ';
        } else if (!memcmp(folded + i, "\xe2\x80\x99", MIN(3, size - i)) && size - i >= 3) {
            word[n++] = ' '; /* typographic apostrophe */
            i += 2;
        } else {
            word[n++] = c;
        }
    }
    while (n && word[n - 1] == ' ')
        n--;
    if (!n)
        return 0;
    hash = cs_hash64(word, n, 0x6c69737473ULL);
    return hash ? hash : 1;
}

static void
add_words(struct cs_lists *lists, guint64 bit, char *text)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    char *line, *rest = text;

    while ((line = strsep(&rest, "\n"))) {
        guint64 hash;
        struct slot *slot;

        g_strstrip(line);
        if (!*line || *line == '#' || cs_utf8_valid_prefix(line, strlen(line)) != strlen(line))
            continue;
        g_string_truncate(folded, 0);
        cs_utf8_fold(folded, line, strlen(line));
        hash = word_hash(folded->str, folded->len);
        if (!hash)
            continue;
        if (lists->used * 2 >= lists->capacity)
            grow(lists);
        slot = slot_of(lists, hash);
        if (!slot->hash) {
            slot->hash = hash;
            lists->used++;
        }
        slot->lists |= bit;
    }
}

guint64
cs_lists_known(const struct cs_lists *lists, const char *name)
{
    for (guint i = 0; i < lists->names->len; i++)
        if (!strcmp(g_ptr_array_index(lists->names, i), name))
            return G_GUINT64_CONSTANT(1) << i;
    return 0;
}

guint64
cs_lists_bit(struct cs_lists *lists, const char *folder, const char *name, struct cs_err *err)
{
    guint64 bit = cs_lists_known(lists, name);
    g_autofree char *file = g_strconcat(name, ".txt", NULL);
    g_autofree char *path = g_build_filename(folder, "lists", file, NULL);
    g_autofree char *text = NULL;
    gsize size;

    if (bit)
        return bit;
    if (lists->names->len == MAX_LISTS || strpbrk(name, "/\\")) {
        cs_fail(err, CS_E_LIMIT, "rules", NULL,
                "word list \"%s\" cannot be loaded: %u lists at most, no folders in a name", name, MAX_LISTS);
        return 0;
    }
    if (cs_file_read(path, MAX_LIST_BYTES, &text, &size, err))
        return 0;
    bit = G_GUINT64_CONSTANT(1) << lists->names->len;
    g_ptr_array_add(lists->names, g_strdup(name));
    add_words(lists, bit, text);
    return bit;
}

guint64
cs_lists_of(const struct cs_lists *lists, const char *folded, gsize size)
{
    guint64 hash = word_hash(folded, size);

    return hash ? slot_of(lists, hash)->lists : 0;
}
