/* foresee.c - what a pass is expected to take, from the sizes of files and the widths of their rows. */
#include "file.h"

#define SECONDS_A_READ 100e-6
#define SECONDS_A_BYTE 5e-9 /* of a value */

void
file_foresee(const struct cs_foresee_req *req, struct cs_foreseen *ret_cost)
{
    double size = req->bytes > 0 ? req->bytes : 0, rows;

    ret_cost->statements = req->target ? file_format_reads(size) : 0;
    switch (req->pass) {
    case CS_PASS_OPEN:
        ret_cost->statements = 1;
        break;
    case CS_PASS_DESCRIBE: /* of a file: its format */
        break;
    case CS_PASS_SAMPLE:
        ret_cost->statements += file_sample_reads(size, req->rows, req->wanted, &ret_cost->rows);
        rows = req->rows < req->wanted ? req->rows : req->wanted;
        ret_cost->bytes = rows * req->row_bytes;
        break;
    case CS_PASS_STREAM:
        ret_cost->statements += 1 + (double)(uint64_t)(size / FILE_BUFFER);
        ret_cost->rows = req->rows;
        ret_cost->bytes = req->rows * req->kept * req->row_bytes;
        break;
    }
    ret_cost->seconds = ret_cost->statements * SECONDS_A_READ + ret_cost->bytes * SECONDS_A_BYTE;
}
