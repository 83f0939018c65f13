/* position.c - where in the order of its key a stream stands: told to the server, kept, and written as a token. */
#include "my.h"

#include <stdlib.h>

void
my_set_key(struct cs_cursor *c, const struct cs_target *t)
{
    struct cs_text list = {0}, order = {0};

    c->n_key = t->n_key;
    c->key_names = calloc(t->n_key + 1, sizeof *c->key_names);
    c->key_types = calloc(t->n_key + 1, sizeof *c->key_types);
    for (size_t i = 0; i < t->n_key; i++) {
        c->key_names[i] = strdup(t->key[i]);
        c->key_types[i] = t->key_types[i];
        cs_text_add(&order, i ? ", " : "");
        my_add_name(&order, t->key[i]);
        cs_text_add(&list, i ? ", " : "");
        cs_text_add(&list, t->key_types[i] == CS_T_BYTES ? "HEX(" : "");
        my_add_name(&list, t->key[i]);
        cs_text_add(&list, t->key_types[i] == CS_T_BYTES ? ")" : "");
    }
    c->key_list = list.text ? list.text : strdup("");
    c->key_order = order.text;
}

static void
add_literal(struct cs_cursor *c, struct cs_text *t, size_t i)
{
    const char *text = c->last[i];

    if (c->key_types[i] == CS_T_BYTES)
        cs_text_add(t, "x'%s'", text);
    else if (c->key_types[i] == CS_T_INTEGER || c->key_types[i] == CS_T_BOOLEAN)
        cs_text_add(t, "%s", text);
    else
        my_add_string(c->s, t, text, strlen(text));
}

/* Behind the last row: a >= x AND (a > x OR (b >= y AND (b > y …))): the form that uses the index */
void
my_add_seek(struct cs_cursor *c, struct cs_text *t, size_t i)
{
    bool last = i + 1 == c->n_key;

    my_add_name(t, c->key_names[i]);
    cs_text_add(t, last ? " > " : " >= ");
    add_literal(c, t, i);
    if (last)
        return;
    cs_text_add(t, " AND (");
    my_add_name(t, c->key_names[i]);
    cs_text_add(t, " > ");
    add_literal(c, t, i);
    cs_text_add(t, " OR (");
    my_add_seek(c, t, i + 1);
    cs_text_add(t, "))");
}

/* The key of the row in hand: the next chunk begins behind it. */
void
my_remember(struct cs_cursor *c, MYSQL_ROW row, const unsigned long *sizes)
{
    if (!c->last) {
        c->last = calloc(c->n_key + 1, sizeof *c->last);
        c->last_room = calloc(c->n_key + 1, sizeof *c->last_room);
    }
    for (size_t i = 0; i < c->n_key; i++) {
        size_t size = row[i] ? sizes[i] : 0;

        if (size >= c->last_room[i]) {
            c->last_room[i] = 2 * size + 32;
            free(c->last[i]);
            c->last[i] = malloc(c->last_room[i]);
        }
        if (size)
            memcpy(c->last[i], row[i], size);
        c->last[i][size] = '\0';
    }
}

void
my_remember_number(struct cs_cursor *c, long long key)
{
    char text[24];
    unsigned long size = (unsigned long)snprintf(text, sizeof text, "%lld", key);

    my_remember(c, (char *[]){text}, &size);
}

void
my_write_resume(struct cs_cursor *c)
{
    struct cs_text t = {0};

    for (size_t i = 0; i < c->n_key; i++) {
        cs_text_add(&t, i ? "," : "");
        for (const char *p = c->last[i]; *p; p++)
            cs_text_add(&t, "%02x", (unsigned char)*p);
    }
    free(c->resume);
    c->resume = t.text;
}

void
my_read_resume(struct cs_cursor *c, const char *token)
{
    c->last = calloc(c->n_key + 1, sizeof *c->last);
    c->last_room = calloc(c->n_key + 1, sizeof *c->last_room);
    for (size_t i = 0; i < c->n_key; i++) {
        size_t size = strcspn(token, ","), n = 0;
        unsigned byte;

        c->last[i] = calloc(1, size / 2 + 1);
        for (size_t k = 0; k + 1 < size && sscanf(token + k, "%2x", &byte) == 1; k += 2)
            c->last[i][n++] = (char)byte;
        token += size + (token[size] == ',');
    }
}

void
my_forget_resume(struct cs_cursor *c)
{
    free(c->resume);
    c->resume = NULL;
}
