/* parse.c - bytes into cells, in one pass and without holding a cell: a piece of one at a time. */
#include "file.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/* Up to the first byte that may end a plain cell, sixteen at a time; or to where fewer are left. */
static char *
skip_plain(const struct file_dialect *d, char *p, const char *end)
{
    const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'),
                  delimiter = d->delimiter < 0 ? lf : _mm_set1_epi8((char)d->delimiter);

    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        const __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter),
                                           _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr)));
        const int at = _mm_movemask_epi8(stops);

        if (at)
            return p + __builtin_ctz((unsigned)at);
    }
    return p;
}
#else
static char *
skip_plain(const struct file_dialect *d, char *p, const char *end)
{
    return p;
}
#endif

/* Up to the first byte that may end a plain cell; a line end written at end stops the loop without a count. */
static char *
plain_end(const struct file_dialect *d, char *p, char *end)
{
    char kept = *end;

    if (p < end && !d->stop[(unsigned char)*p])
        p = skip_plain(d, p, end);
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

size_t
file_parse_plain(struct file_parser *parser, char **io_p, char *end, struct file_span *cells, size_t most,
                 bool *ret_record_end)
{
    const struct file_dialect *d = parser->dialect;
    char *p = *io_p, *stop = p;
    size_t n = 0;

    *ret_record_end = false;
    if (parser->state == AFTER_CR && p < end) {
        p += *p == '\n';
        parser->state = RECORD_START;
    }
    while (n < most && !*ret_record_end && parser->state <= RECORD_START && end - p > 16 && *p != d->quote) {
        stop = skip_plain(d, p, end);
        if (stop == end || !d->stop[(unsigned char)*stop])
            break;
        cells[n++] = (struct file_span){p, (size_t)(stop - p)};
        p = stop + 1;
        *ret_record_end = *stop == '\n' || *stop == '\r';
    }
    if (n)
        parser->state = *stop == '\r' ? AFTER_CR : *stop == '\n' ? RECORD_START : CELL_START;
    *io_p = p;
    return n;
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
