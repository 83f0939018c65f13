/* filter.c - the sampler of a stream as a condition that the server evaluates. */
#include "my.h"

#include <stdlib.h>
#include <strings.h>

/* Does the column keep its text as utf8mb4? Converting what is costs the server more than hashing it. */
static int
is_utf8mb4(struct cs_session *s, const struct cs_stream_req *req, bool *ret_is, struct cs_err *err)
{
    const char *const names[] = {req->target.schema, req->target.object, req->target.columns[req->filter_column].name};
    const char *const keys[] = {"TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME"};
    struct cs_text t = {0};
    MYSQL_RES *result = NULL;
    MYSQL_ROW row;
    int rc;

    cs_text_add(&t, "SELECT CHARACTER_SET_NAME FROM information_schema.COLUMNS WHERE ");
    for (size_t i = 0; i < 3; i++) {
        cs_text_add(&t, "%s%s = ", i ? " AND " : "", keys[i]);
        my_add_string(s, &t, names[i], strlen(names[i]));
    }
    rc = my_query(s, t.text, false, names[1], &result, err);
    free(t.text);
    row = rc ? NULL : mysql_fetch_row(result);
    *ret_is = row && row[0] && !strcasecmp(row[0], "utf8mb4");
    mysql_free_result(result);
    return rc;
}

/* CS_FILTER_CRC32 as connector.h defines it. The collation is one whose lower case of ASCII is ASCII's. */
int
my_filter(struct cs_session *s, const struct cs_stream_req *req, char **ret_condition, struct cs_err *err)
{
    struct cs_text t = {0}, name = {0}, text = {0};
    bool plain = false;
    int rc = is_utf8mb4(s, req, &plain, err);

    if (rc)
        return rc;
    my_add_name(&name, req->target.columns[req->filter_column].name);
    cs_text_add(&text, plain ? "%s" : "CONVERT(%s USING utf8mb4)", name.text);
    cs_text_add(&t, "(CRC32(LOWER(%s COLLATE utf8mb4_general_ci)) & %llu = 0 OR LENGTH(%s) <> CHAR_LENGTH(%s))",
                text.text, (1ull << req->filter_level) - 1, text.text, name.text);
    free(name.text);
    free(text.text);
    *ret_condition = t.text;
    return 0;
}
