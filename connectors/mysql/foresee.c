/* foresee.c - what a pass is expected to take, from the catalogue's figures. */
#include "my.h"

#define SECONDS_A_STATEMENT 0.0003
#define SECONDS_A_CONNECTION 0.005
#define SECONDS_A_BYTE 15e-9

void
my_foresee(const struct cs_foresee_req *req, struct cs_foreseen *ret_cost)
{
    switch (req->pass) {
    case CS_PASS_OPEN:
        ret_cost->statements = 2;
        ret_cost->seconds = SECONDS_A_CONNECTION;
        break;
    case CS_PASS_DESCRIBE:
        ret_cost->statements = req->target ? 0 : 4; /* tables, columns, keys, checks of all objects at once */
        break;
    case CS_PASS_SAMPLE:
        ret_cost->statements = my_sample_statements(req->target, req->wanted);
        ret_cost->rows = req->rows < req->wanted ? req->rows : req->wanted;
        break;
    case CS_PASS_STREAM:
        ret_cost->rows = req->rows * req->kept;
        ret_cost->statements = my_stream_statements(req->target, ret_cost->rows, req->kept < 1);
        break;
    }
    ret_cost->bytes = ret_cost->rows * req->row_bytes;
    ret_cost->seconds += ret_cost->statements * SECONDS_A_STATEMENT + ret_cost->bytes * SECONDS_A_BYTE;
}
