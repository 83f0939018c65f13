/* test_parse.c - cells of CSV found many at a time are those found one by one, wherever the buffers end. */
#include "file.h"

#include <glib.h>
#include <string.h>

/* What a parser says of a text: the bytes of each cell, where cells and records end. */
static void
say(GString *said, const char *data, gsize size, gboolean cell_end, gboolean record_end)
{
    g_string_append_len(said, data, (gssize)size);
    if (cell_end)
        g_string_append(said, record_end ? "\n<record>\n" : "\n<cell>\n");
}

static void
parse_buffer(struct file_parser *parser, char *p, char *end, gboolean plain, GString *said)
{
    struct file_piece piece = {.cell_end = true};
    struct file_span cells[3];
    bool record_end;
    gsize n;

    do {
        while (plain && piece.cell_end &&
               (n = file_parse_plain(parser, &p, end, cells, G_N_ELEMENTS(cells), &record_end)))
            for (gsize i = 0; i < n; i++)
                say(said, cells[i].data, cells[i].size, TRUE, record_end && i + 1 == n);
        if (!file_parse(parser, &p, end, &piece))
            break;
        say(said, piece.data, piece.size, piece.cell_end, piece.record_end);
    } while (TRUE);
}

/* The text in buffers of so many bytes at most, each writable one byte further. */
static char *
parse(const GString *text, const struct file_dialect *dialect, gboolean plain, gsize most, gboolean *ret_open)
{
    GString *said = g_string_new(NULL);
    struct file_parser parser;
    bool open;

    file_parser_init(&parser, dialect);
    for (gsize from = 0; from < text->len; from += most) {
        gsize size = MIN(most, text->len - from);
        g_autofree char *buffer = g_malloc(size + 1);

        memcpy(buffer, text->str + from, size);
        buffer[size] = 'x';
        parse_buffer(&parser, buffer, buffer + size, plain, said);
    }
    g_string_append(said, file_parse_end(&parser, &open) ? "whole" : "quoted");
    *ret_open = open;
    return g_string_free(said, FALSE);
}

static GString *
random_text(GRand *rand, int delimiter)
{
    static const char *const parts[] = {"a", "Zürich", "\r\n", "\n", "\r", "\"", "\"\"", "0123456789abcdef", "x"};
    GString *text = g_string_new(NULL);

    for (int i = g_rand_int_range(rand, 0, 200); i > 0; i--) {
        gsize part = (gsize)g_rand_int_range(rand, 0, 3 * (gint32)G_N_ELEMENTS(parts));

        if (part < G_N_ELEMENTS(parts))
            g_string_append(text, parts[part]);
        else if (part % 2)
            g_string_append_c(text, (char)(delimiter < 0 ? ';' : delimiter));
        else
            g_string_append_c(text, (char)g_rand_int_range(rand, 1, 256));
    }
    return text;
}

static void
test_plain_is_the_same(void)
{
    static const int delimiters[] = {';', ',', '\t', '|', -1};
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (guint i = 0; i < 20000; i++) {
        int delimiter = delimiters[i % G_N_ELEMENTS(delimiters)];
        g_autoptr(GString) text = random_text(rand, delimiter);
        gsize most = (gsize)g_rand_int_range(rand, 1, 300);
        g_autofree char *one_by_one = NULL, *together = NULL;
        struct file_dialect dialect;
        gboolean open, still_open;

        file_dialect_init(&dialect, delimiter, i % 3 ? '"' : -1);
        one_by_one = parse(text, &dialect, FALSE, G_MAXINT, &open);
        together = parse(text, &dialect, TRUE, most, &still_open);
        g_assert_cmpstr(together, ==, one_by_one);
        g_assert_cmpint(open, ==, still_open);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/parse/plain", test_plain_is_the_same);
    return g_test_run();
}
