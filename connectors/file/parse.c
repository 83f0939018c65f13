/* parse.c - bytes into cells, in one pass and without holding a cell: a piece of one at a time. */
#include "file.h"

#include <string.h>

enum { CELL_START, RECORD_START, PLAIN, QUOTED, AFTER_QUOTE, AFTER_CR };

void
file_dialect_init(struct file_dialect *d, int delimiter, int quote)
{
    memset(d, 0, sizeof *d);
    d->delimiter = delimiter;
    d->quote = quote;
    d->stop['\n'] = d->stop['\r'] = 1;
    if (delimiter >= 0)
        d->stop[delimiter & 0xff] = 1;
}

/* Up to the first byte that may end a plain cell; a line end written at end stops the loop without a count. */
static char *
plain_end(const struct file_dialect *d, char *p, char *end)
{
    char kept = *end;

    *end = '\n';
    while (!d->stop[(unsigned char)*p])
        p++;
    *end = kept;
    return p;
}

/* The byte that ends a cell is passed over, with what it means. */
static void
end_cell(struct file_parser *parser, char **p, struct file_piece *piece)
{
    char c = *(*p)++;

    piece->cell_end = true;
    piece->record_end = c == '\n' || c == '\r';
    parser->state = c == '\r' ? AFTER_CR : c == '\n' ? RECORD_START : CELL_START;
}

static void
plain(struct file_parser *parser, char **p, char *end, struct file_piece *piece)
{
    char *stop = plain_end(parser->dialect, *p, end);

    piece->data = *p;
    piece->size = (size_t)(stop - *p);
    parser->state = PLAIN;
    *p = stop;
    if (stop < end)
        end_cell(parser, p, piece);
}

static void
quoted(struct file_parser *parser, char **p, char *end, struct file_piece *piece)
{
    char *quote = memchr(*p, parser->dialect->quote, (size_t)(end - *p));

    piece->data = *p;
    piece->size = (size_t)((quote ? quote : end) - *p);
    piece->quoted = true;
    *p = quote ? quote + 1 : end;
    if (quote)
        parser->state = AFTER_QUOTE;
}

/* A doubled quote is one; anything else goes on as plain text. */
static void
after_quote(struct file_parser *parser, char **p, char *end, struct file_piece *piece)
{
    if (**p == parser->dialect->quote) {
        piece->data = (*p)++;
        piece->size = 1;
        parser->state = QUOTED;
    } else {
        plain(parser, p, end, piece);
    }
    piece->quoted = true;
}

bool
file_parse(struct file_parser *parser, char **p, char *end, struct file_piece *piece)
{
    memset(piece, 0, sizeof *piece);
    if (*p < end && parser->state == AFTER_CR) {
        *p += **p == '\n';
        parser->state = RECORD_START;
    }
    if (*p == end)
        return false;
    if (parser->state <= RECORD_START && **p == parser->dialect->quote) {
        (*p)++;
        parser->state = QUOTED;
        piece->quoted = true;
        piece->data = *p;
    } else if (parser->state == QUOTED) {
        quoted(parser, p, end, piece);
    } else if (parser->state == AFTER_QUOTE) {
        after_quote(parser, p, end, piece);
    } else {
        plain(parser, p, end, piece);
    }
    return true;
}

bool
file_parse_end(const struct file_parser *parser, bool *ret_open)
{
    *ret_open = parser->state != RECORD_START && parser->state != AFTER_CR;
    return parser->state != QUOTED;
}

void
file_parser_init(struct file_parser *parser, const struct file_dialect *dialect)
{
    parser->dialect = dialect;
    parser->state = RECORD_START;
}

size_t
file_record_width(const struct file_dialect *dialect, char **p, char *end, bool whole)
{
    struct file_parser parser;
    struct file_piece piece;
    size_t width = 0;
    bool open;

    file_parser_init(&parser, dialect);
    while (file_parse(&parser, p, end, &piece)) {
        width += piece.cell_end;
        if (!piece.record_end)
            continue;
        if (*p < end && (*p)[-1] == '\r' && **p == '\n')
            (*p)++;
        return width;
    }
    return whole && file_parse_end(&parser, &open) && open ? width + 1 : 0;
}
