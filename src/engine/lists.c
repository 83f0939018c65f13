/* lists.c - word lists in one table of hashes, made when the first word is looked up. Words are not kept: a slot is a
 * check of the hash and the number of a combination of lists, six bytes; a filter in front of it answers for most
 * words that are in no list. */
#include "engine/rule.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <errno.h>
#include <string.h>

#define MAX_LISTS 64
#define MAX_LIST_BYTES (64u << 20)
#define MAX_WORD 128
#define OWN_BITS 1024 /* of a list's own filter, which says something for lists of a few hundred words */

struct cs_lists {
    GPtrArray *names;     /* of char*; the index is the bit */
    GPtrArray *files;     /* of GMappedFile*, as names */
    gsize made;           /* GOnce: the table below is */
    guint32 *checks;      /* 0: free */
    guint16 *groups;      /* index into masks */
    guint64 *filter;      /* a word of bits for 8 slots, three of them set by each hash */
    gsize capacity, used; /* capacity is a power of two */
    GArray *masks;        /* of guint64: lists that hold a word; the first is none */
    guint64 own[MAX_LISTS][OWN_BITS / 64];
};

struct cs_lists *
cs_lists_new(void)
{
    struct cs_lists *lists = g_new0(struct cs_lists, 1);

    lists->names = g_ptr_array_new_with_free_func(g_free);
    lists->files = g_ptr_array_new_with_free_func((GDestroyNotify)g_mapped_file_unref);
    lists->masks = g_array_new(FALSE, TRUE, sizeof(guint64));
    g_array_set_size(lists->masks, 1);
    return lists;
}

void
cs_lists_free(struct cs_lists *lists)
{
    if (!lists)
        return;
    g_ptr_array_unref(lists->names);
    g_ptr_array_unref(lists->files);
    g_array_unref(lists->masks);
    g_free(lists->checks);
    g_free(lists->groups);
    g_free(lists->filter);
    g_free(lists);
}

static guint32
check_of(guint64 hash)
{
    return (guint32)(hash >> 32) | 1;
}

static guint64 *
filter_word(const struct cs_lists *lists, guint64 hash)
{
    return &lists->filter[(hash & (lists->capacity - 1)) / 8];
}

static guint64
filter_bits(guint64 hash)
{
    return G_GUINT64_CONSTANT(1) << (hash >> 58) | G_GUINT64_CONSTANT(1) << (hash >> 52 & 63) |
           G_GUINT64_CONSTANT(1) << (hash >> 46 & 63);
}

/* The word of a list's own filter for a hash, and two bits in it. */
static guint64 *
own_word(const struct cs_lists *lists, guint64 bit, guint64 hash)
{
    return (guint64 *)&lists->own[__builtin_ctzll(bit)][hash >> 40 & (OWN_BITS / 64 - 1)];
}

static guint64
own_bits(guint64 hash)
{
    return G_GUINT64_CONSTANT(1) << (hash >> 34 & 63) | G_GUINT64_CONSTANT(1) << (hash >> 28 & 63);
}

/* The slot of a hash, or the free one where it belongs. */
static gsize
slot_of(const struct cs_lists *lists, guint64 hash)
{
    gsize i = hash & (lists->capacity - 1);

    while (lists->checks[i] && lists->checks[i] != check_of(hash))
        i = (i + 1) & (lists->capacity - 1);
    return i;
}

/* 0 for what is no word of a list: empty or too long. Hyphens, apostrophes and runs of spaces count as one space. */
static guint64
word_hash(const char *folded, gsize size)
{
    char word[MAX_WORD];
    gsize n = 0;

    if (size > MAX_WORD)
        return 0;
    for (gsize i = 0; i < size; i++) {
        char c = folded[i];

        if (c == '-' || c == '\'' || c == '\t')
            c = ' ';
        if (c == '\xe2' && size - i >= 3 && !memcmp(folded + i, "\xe2\x80\x99", 3)) { /* typographic apostrophe */
            c = ' ';
            i += 2;
        }
        if (c != ' ' || (n && word[n - 1] != ' '))
            word[n++] = c;
    }
    while (n && word[n - 1] == ' ')
        n--;
    return n ? cs_hash64(word, n, 0x6c69737473ULL) : 0;
}

static void
add_word(struct cs_lists *lists, guint64 hash, guint64 bit)
{
    gsize slot = slot_of(lists, hash);
    guint64 mask = g_array_index(lists->masks, guint64, lists->groups[slot]) | bit;
    guint group = 0;

    *own_word(lists, bit, hash) |= own_bits(hash);
    if (!lists->checks[slot]) {
        lists->checks[slot] = check_of(hash);
        lists->used++;
        *filter_word(lists, hash) |= filter_bits(hash);
    }
    while (group < lists->masks->len && g_array_index(lists->masks, guint64, group) != mask)
        group++;
    if (group == lists->masks->len && group < G_MAXUINT16)
        g_array_append_val(lists->masks, mask);
    if (group < lists->masks->len)
        lists->groups[slot] = (guint16)group;
}

/* Lines of a file: words, comments that begin with #. */
static void
add_file(struct cs_lists *lists, const char *text, gsize size, guint64 bit)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    const char *end;

    for (const char *line = text; line < text + size; line = end + 1) {
        gsize length;
        guint64 hash;

        end = memchr(line, '\n', (gsize)(text + size - line));
        end = end ? end : text + size;
        length = (gsize)(end - line);
        while (length && g_ascii_isspace(line[length - 1]))
            length--;
        while (length && g_ascii_isspace(*line))
            line++, length--;
        if (!length || *line == '#')
            continue;
        g_string_truncate(folded, 0);
        cs_utf8_fold(folded, line, length);
        hash = word_hash(folded->str, folded->len);
        if (hash)
            add_word(lists, hash, bit);
    }
}

static void
make_table(struct cs_lists *lists)
{
    gsize words = 0;

    for (guint i = 0; i < lists->files->len; i++) {
        const char *p = g_mapped_file_get_contents(lists->files->pdata[i]);
        const char *end = p + g_mapped_file_get_length(lists->files->pdata[i]);

        for (words++; p && (p = memchr(p, '\n', (gsize)(end - p))); p++)
            words++;
    }
    for (lists->capacity = 64; lists->capacity < words * 2; lists->capacity *= 2)
        ;
    lists->checks = g_new0(guint32, lists->capacity);
    lists->groups = g_new0(guint16, lists->capacity);
    lists->filter = g_new0(guint64, lists->capacity / 8);
    for (guint i = 0; i < lists->files->len; i++)
        add_file(lists, g_mapped_file_get_contents(lists->files->pdata[i]),
                 g_mapped_file_get_length(lists->files->pdata[i]), G_GUINT64_CONSTANT(1) << i);
    g_ptr_array_set_size(lists->files, 0);
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
    g_autoptr(GError) error = NULL;
    GMappedFile *mapped;

    if (bit)
        return bit;
    if (lists->names->len == MAX_LISTS || strpbrk(name, "/\\")) {
        cs_fail(err, CS_E_LIMIT, "rules", NULL,
                "word list \"%s\" cannot be loaded: %u lists at most, no folders in a name", name, MAX_LISTS);
        return 0;
    }
    mapped = g_mapped_file_new(path, FALSE, &error);
    if (!mapped || g_mapped_file_get_length(mapped) > MAX_LIST_BYTES) {
        cs_fail(err, CS_E_CONFIG, "rules", NULL, "cannot read %s: %s", path,
                error ? g_strerror(error->code == G_FILE_ERROR_NOENT ? ENOENT : EACCES) : "it is over 64 MiB");
        if (mapped)
            g_mapped_file_unref(mapped);
        return 0;
    }
    g_ptr_array_add(lists->names, g_strdup(name));
    g_ptr_array_add(lists->files, mapped);
    return G_GUINT64_CONSTANT(1) << (lists->names->len - 1);
}

static void
make_once(const struct cs_lists *lists)
{
    struct cs_lists *table = (struct cs_lists *)lists; /* what is in the lists does not change */

    if (g_once_init_enter(&table->made)) {
        make_table(table);
        g_once_init_leave(&table->made, 1);
    }
}

static guint64
lists_of_hash(const struct cs_lists *lists, guint64 hash)
{
    if (~*filter_word(lists, hash) & filter_bits(hash))
        return 0;
    return g_array_index(lists->masks, guint64, lists->groups[slot_of(lists, hash)]);
}

guint64
cs_lists_of(const struct cs_lists *lists, const char *folded, gsize size)
{
    guint64 hash = word_hash(folded, size);

    make_once(lists);
    return hash ? lists_of_hash(lists, hash) : 0;
}

gboolean
cs_lists_hold(const struct cs_lists *lists, guint64 bit, const char *folded, gsize size)
{
    guint64 hash = bit ? word_hash(folded, size) : 0;

    make_once(lists);
    return hash && !(~*own_word(lists, bit, hash) & own_bits(hash)) && (lists_of_hash(lists, hash) & bit) != 0;
}
