/* test_base.c - floor 1: text, secrets, YAML, hashes. */
#include "base/crc32.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/rng.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "base/yaml.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

static char *
fold(const char *text)
{
    GString *out = g_string_new(NULL);

    cs_utf8_fold(out, text, strlen(text));
    return g_string_free(out, FALSE);
}

static void
test_fold(void)
{
    static const char *const pairs[][2] = {{"Élodie", "elodie"}, {"STRASSE", "strasse"}, {"Straße", "strasse"},
                                           {"Œuvre", "oeuvre"},  {"Łódź", "lodz"},       {"plain", "plain"}};

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *folded = fold(pairs[i][0]);

        g_assert_cmpstr(folded, ==, pairs[i][1]);
    }
}

static void
test_valid_prefix(void)
{
    g_assert_cmpuint(cs_utf8_valid_prefix("abc\xff", 4), ==, 3);
    g_assert_cmpuint(cs_utf8_valid_prefix("a\0b", 3), ==, 3);
    g_assert_cmpuint(cs_utf8_valid_prefix("\xed\xa0\x80", 3), ==, 0); /* a surrogate */
    g_assert_cmpuint(cs_utf8_valid_prefix("\xc0\x80", 2), ==, 0);     /* overlong */
    g_assert_cmpuint(cs_utf8_valid_prefix("é", 2), ==, 2);
}

/* Texts of every length at every place of a buffer, letters of two bytes, NULs and broken sequences among them. */
static void
each_text(void (*check)(const char *text, gsize size))
{
    static const char *const parts[] = {"abcXYZ", "é", "@[`{", "0123456789", "\xff", "Straße", "\xc3"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    char buffer[80];

    for (gsize from = 0; from < 8; from++)
        for (gsize size = 0; from + size <= sizeof buffer; size++) {
            for (gsize i = 0; i < sizeof buffer; i++) {
                const char *part = parts[g_rand_int_range(rand, 0, G_N_ELEMENTS(parts))];

                buffer[i] = size % 3 ? part[i % strlen(part)] : (char)('A' + i % 58);
            }
            if (size % 7 == 6)
                buffer[from + size / 2] = '\0';
            check(buffer + from, size);
        }
}

static void
check_text(const char *text, gsize size)
{
    gboolean ascii = TRUE, valid = g_utf8_validate_len(text, size, NULL), plain;
    g_autofree char *lower = g_malloc(size + 1);

    cs_ascii_lower(lower, text, size);
    for (gsize i = 0; i < size; i++) {
        g_assert_cmpint(lower[i], ==, g_ascii_tolower(text[i]));
        ascii &= (guchar)text[i] < 0x80;
    }
    g_assert_cmpint(cs_utf8_is_ascii(text, size), ==, ascii);
    g_assert_cmpint(cs_utf8_is_text(text, size, &plain), ==, valid);
    g_assert_cmpint(plain, ==, valid && ascii);
    g_assert_cmpint(cs_utf8_valid_prefix(text, size) == size && !memchr(text, 0, size), ==, valid);
}

static void
test_texts(void)
{
    each_text(check_text);
}

static void
check_crc(const char *text, gsize size)
{
    g_assert_cmphex(cs_crc32(text, size), ==, (guint32)crc32_z(0, (const Bytef *)text, size));
}

static void
test_crc(void)
{
    g_assert_cmphex(cs_crc32("123456789", 9), ==, 0xcbf43926);
    each_text(check_crc);
}

static void
test_latin1(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    cs_utf8_append(out, "caf\xe9", 4, "ISO-8859-1");
    g_assert_cmpstr(out->str, ==, "café");
}

static void
test_escape(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    cs_utf8_escape(out, "a\nb\x1b[31m", 8);
    g_assert_null(strchr(out->str, '\n'));
    g_assert_null(strchr(out->str, '\x1b'));
}

static void
test_yaml_errors(void)
{
    static const char *const known[] = {"name", "password_file", NULL};
    const char *text = "name: x\npasword_file: y\n";
    g_autoptr(cs_yaml) yaml = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};

    g_assert_cmpint(cs_yaml_load("f.yaml", text, strlen(text), &yaml, &err), ==, 0);
    cs_yaml_errors_init(&errors);
    g_assert_true(cs_yaml_check_keys(&errors, cs_yaml_root(yaml), "a source", known)); /* it is a map */
    g_assert_cmpuint(errors.lines->len, ==, 1);
    g_assert_nonnull(strstr(errors.lines->pdata[0], "f.yaml:2"));
    g_assert_nonnull(strstr(errors.lines->pdata[0], "password_file"));
    cs_yaml_errors_clear(&errors);
}

static void
test_yaml_syntax(void)
{
    const char *text = "a: [1\nb: 2\n";
    g_autoptr(cs_yaml) yaml = NULL;
    struct cs_err err = {0};

    g_assert_cmpint(cs_yaml_load("f.yaml", text, strlen(text), &yaml, &err), ==, CS_E_CONFIG);
    g_assert_nonnull(strstr(err.message, "f.yaml"));
}

static void
test_rng_is_seeded(void)
{
    struct cs_rng a, b;

    cs_rng_init(&a, 7);
    cs_rng_init(&b, 7);
    for (guint i = 0; i < 100; i++)
        g_assert_cmpuint(cs_rng_next(&a), ==, cs_rng_next(&b));
    g_assert_cmpuint(cs_rng_seed_for(1, "a"), !=, cs_rng_seed_for(1, "b"));
}

static void
test_secret_file_rights(void)
{
    g_autofree char *folder = g_dir_make_tmp("cassini-XXXXXX", NULL), *path = g_build_filename(folder, "secret", NULL);
    g_autoptr(cs_secret) secret = NULL;
    struct cs_err err = {0};

    g_assert_true(g_file_set_contents(path, "s3cret\nnext\n", -1, NULL));
    g_chmod(path, 0644);
    g_assert_cmpint(cs_secret_from_file(path, &secret, &err), ==, CS_E_CONFIG);
    g_assert_null(strstr(err.message, "s3cret"));
    g_chmod(path, 0600);
    g_assert_cmpint(cs_secret_from_file(path, &secret, &err), ==, 0);
    g_assert_cmpstr(cs_secret_peek(secret), ==, "s3cret");
    g_unlink(path);
    g_rmdir(folder);
}

static void
test_atomic_file(void)
{
    g_autofree char *folder = g_dir_make_tmp("cassini-XXXXXX", NULL), *path = g_build_filename(folder, "map", NULL),
                    *text = NULL;
    struct cs_atomic *file;
    struct cs_err err = {0};

    g_assert_true(g_file_set_contents(path, "old", -1, NULL));
    g_assert_cmpint(cs_atomic_open(path, 0640, &file, &err), ==, 0);
    fputs("new", cs_atomic_stream(file));
    cs_atomic_abort(file);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "old");
    g_unlink(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing else is left */
}

/* A process that ends at once leaves the old file and no other. */
static void
test_atomic_abandoned(void)
{
    g_autofree char *folder = g_dir_make_tmp("cassini-XXXXXX", NULL), *path = g_build_filename(folder, "map", NULL),
                    *text = NULL;
    pid_t child;
    int status = 0;

    g_assert_true(g_file_set_contents(path, "old", -1, NULL));
    child = fork();
    if (!child) {
        struct cs_atomic *file, *other;
        struct cs_err err = {0};

        if (cs_atomic_open(path, 0640, &file, &err) || cs_atomic_open(path, 0640, &other, &err))
            _exit(1);
        cs_atomic_abort(other);
        fputs("new", cs_atomic_stream(file));
        fflush(cs_atomic_stream(file));
        cs_atomic_abandon_all();
        raise(SIGKILL); /* nothing of it is tidied, by anybody */
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "old");
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0); /* it is empty */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/fold", test_fold);
    g_test_add_func("/base/valid-prefix", test_valid_prefix);
    g_test_add_func("/base/texts", test_texts);
    g_test_add_func("/base/crc32", test_crc);
    g_test_add_func("/base/latin1", test_latin1);
    g_test_add_func("/base/escape", test_escape);
    g_test_add_func("/base/yaml/errors", test_yaml_errors);
    g_test_add_func("/base/yaml/syntax", test_yaml_syntax);
    g_test_add_func("/base/rng", test_rng_is_seeded);
    g_test_add_func("/base/secret/rights", test_secret_file_rights);
    g_test_add_func("/base/atomic", test_atomic_file);
    g_test_add_func("/base/atomic/abandoned", test_atomic_abandoned);
    return g_test_run();
}
