/* foresee.c - what a pass is expected to take, from the catalogue's figures. */
#include "pg.h"

#define BLOCK 8192.0
#define MOST_ROWS_A_BLOCK 120.0 /* where the size is not known: rows of a narrow table */
#define SECONDS_A_STATEMENT 0.0005
#define SECONDS_A_CONNECTION 0.01
#define SECONDS_A_BYTE 15e-9

void
pg_foresee(const struct cs_foresee_req *req, struct cs_foreseen *ret_cost)
{
    double pages = req->bytes > 0 ? req->bytes / BLOCK : req->rows / MOST_ROWS_A_BLOCK,
           parts = req->parts ? req->parts : 1;

    switch (req->pass) {
    case CS_PASS_OPEN:
        ret_cost->statements = 1;
        ret_cost->seconds = SECONDS_A_CONNECTION;
        break;
    case CS_PASS_DESCRIBE:
        ret_cost->statements = req->target ? 0 : 3; /* tables, columns, keys of all objects at once */
        break;
    case CS_PASS_SAMPLE:
        ret_cost->statements = pg_sample_statements(req->rows, req->wanted, parts);
        ret_cost->rows = req->rows < req->wanted ? req->rows : req->wanted;
        break;
    case CS_PASS_STREAM:
        ret_cost->statements = pg_stream_statements(pages, pages > 0 ? req->rows / pages * req->row_bytes : 0);
        ret_cost->rows = req->rows;
        break;
    }
    ret_cost->bytes = ret_cost->rows * req->row_bytes;
    ret_cost->seconds += ret_cost->statements * SECONDS_A_STATEMENT + ret_cost->bytes * SECONDS_A_BYTE;
}
