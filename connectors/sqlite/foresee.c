/* foresee.c - what a pass is expected to take, from the catalogue's figures. */
#include "sqlite.h"

#define BATCH_ROWS 512.0 /* an object without rowids is asked for anew after so many (rows.c) */
#define SECONDS_A_STATEMENT 30e-6
#define SECONDS_A_BYTE 10e-9

void
sqlite_foresee(const struct cs_foresee_req *req, struct cs_foreseen *ret_cost)
{
    bool by_rowid = req->target && req->target->kind == CS_TABLE;

    switch (req->pass) {
    case CS_PASS_OPEN:
        ret_cost->statements = 1;
        break;
    case CS_PASS_DESCRIBE: /* of an object: its size, columns, indexes, each of them that is unique, foreign keys */
        ret_cost->statements = req->target ? 3 + by_rowid + req->unique_keys : 1;
        break;
    case CS_PASS_SAMPLE:
        ret_cost->statements = 1 + by_rowid;
        ret_cost->rows = req->rows < req->wanted ? req->rows : req->wanted;
        break;
    case CS_PASS_STREAM:
        ret_cost->rows = req->rows * req->kept;
        ret_cost->statements = by_rowid ? 2 : 2 + ret_cost->rows / BATCH_ROWS;
        break;
    }
    ret_cost->bytes = ret_cost->rows * req->row_bytes;
    ret_cost->seconds = ret_cost->statements * SECONDS_A_STATEMENT + ret_cost->bytes * SECONDS_A_BYTE;
}
