/* mailbox.c - role mailboxes told from nominative ones by their local part. */
#include "engine/mailbox.h"

#include "base/file.h"
#include "base/utf8.h"

#include <string.h>

#define MAX_LIST_BYTES (1u << 20)
#define LONGEST_WORD 40 /* letters; longer ones are no mailbox */
#define LEAST_HEAD 3    /* letters of a word with something behind it */

struct cs_roles {
    GHashTable *words; /* of char*, folded, letters alone */
};

/* The letters of a folded text; separators and digits do not count. */
static void
letters_of(const char *text, gsize size, GString *out)
{
    g_autoptr(GString) folded = g_string_new(NULL);

    g_string_truncate(out, 0);
    cs_utf8_fold(folded, text, size);
    for (gsize i = 0; i < folded->len; i++)
        if (g_ascii_isalpha(folded->str[i]))
            g_string_append_c(out, folded->str[i]);
}

int
cs_roles_load(const char *folder, struct cs_roles **ret_roles, struct cs_err *err)
{
    g_autofree char *path = g_build_filename(folder, "lists", "role_mailboxes.txt", NULL), *text = NULL;
    g_autoptr(GString) word = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;
    struct cs_roles *roles;
    gsize size;

    if (cs_file_read(path, MAX_LIST_BYTES, &text, &size, err))
        return err->code;
    roles = g_new0(struct cs_roles, 1);
    roles->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lines = g_strsplit(text, "\n", -1);
    for (char **l = lines; *l; l++) {
        if (**l == '#' || cs_utf8_valid_prefix(*l, strlen(*l)) != strlen(*l))
            continue;
        letters_of(*l, strlen(*l), word);
        if (word->len && word->len <= LONGEST_WORD)
            g_hash_table_add(roles->words, g_strdup(word->str));
    }
    *ret_roles = roles;
    return 0;
}

void
cs_roles_free(struct cs_roles *roles)
{
    if (!roles)
        return;
    g_hash_table_unref(roles->words);
    g_free(roles);
}

/* Is the stretch, its letters alone, one of the words? Addresses are ASCII but for a few. */
static gboolean
is_word(const struct cs_roles *roles, const char *text, gsize size, gsize least)
{
    char letters[LONGEST_WORD + 1];
    gsize n = 0;

    for (gsize i = 0; i < size; i++) {
        if ((guchar)text[i] >= 0x80) {
            g_autoptr(GString) folded = g_string_new(NULL);

            letters_of(text, size, folded);
            return folded->len >= least && g_hash_table_contains(roles->words, folded->str);
        }
        if (!g_ascii_isalpha(text[i]))
            continue;
        if (n == LONGEST_WORD)
            return FALSE;
        letters[n++] = g_ascii_tolower(text[i]);
    }
    letters[n] = '\0';
    return n >= least && g_hash_table_contains(roles->words, letters);
}

gboolean
cs_email_is_role(const struct cs_roles *roles, const char *email, gsize size)
{
    const char *at = memchr(email, '@', size), *plus;
    gsize local, head = 0;

    if (!at || at == email || cs_utf8_valid_prefix(email, size) != size)
        return FALSE;
    plus = memchr(email, '+', (gsize)(at - email));
    local = (gsize)((plus && plus > email ? plus : at) - email);
    if (is_word(roles, email, local, 1))
        return TRUE;
    while (head < local && !strchr(".-_", email[head]))
        head++;
    return head >= LEAST_HEAD && head < local && is_word(roles, email, head, LEAST_HEAD);
}
