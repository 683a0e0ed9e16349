// bulk(sql, kinds, cells, heap): run one statement for many rows in one call.
//
// kinds has one character for each parameter of sql: i for an integer, t for a
// text. cells holds the parameters row by row as native int64; INT64_MIN is
// NULL, and a text is offset << 32 | length into heap. Without parameters the
// statement runs once. The result is a blob: the number of input rows done,
// the number of cells, the cells and the heap of all result rows, each row led
// by the number of the input row it came from. After MOST bytes of results it
// stops: a lone input row between two result rows, otherwise before the next
// input row, and the number of rows done says so.
//
// The SQLite functions are those linked in with the driver; their prototypes
// are part of SQLite's stable interface.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)
#define API extern __attribute__((weak)) // resolved in the final link
#else
#define API extern
#endif

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef struct sqlite3_context sqlite3_context;
typedef struct sqlite3_value sqlite3_value;

typedef struct sqlite3_index_info sqlite3_index_info;
typedef struct {
	const struct sqlite3_module *module;
	int references;
	char *message;
} sqlite3_vtab;
typedef struct {
	sqlite3_vtab *table;
} sqlite3_vtab_cursor;
typedef struct sqlite3_module {
	int version;
	int (*create)(sqlite3 *, void *, int, const char *const *, sqlite3_vtab **, char **);
	int (*connect)(sqlite3 *, void *, int, const char *const *, sqlite3_vtab **, char **);
	int (*best_index)(sqlite3_vtab *, sqlite3_index_info *);
	int (*disconnect)(sqlite3_vtab *);
	int (*destroy)(sqlite3_vtab *);
	int (*open)(sqlite3_vtab *, sqlite3_vtab_cursor **);
	int (*close)(sqlite3_vtab_cursor *);
	int (*filter)(sqlite3_vtab_cursor *, int, const char *, int, sqlite3_value **);
	int (*next)(sqlite3_vtab_cursor *);
	int (*eof)(sqlite3_vtab_cursor *);
	int (*column)(sqlite3_vtab_cursor *, sqlite3_context *, int);
	int (*rowid)(sqlite3_vtab_cursor *, int64_t *);
	void *unused[7]; // version 1: nothing of these is supported
} sqlite3_module;

API int sqlite3_create_module_v2(sqlite3 *, const char *, const sqlite3_module *, void *, void (*)(void *));
API int sqlite3_declare_vtab(sqlite3 *, const char *);
API void *sqlite3_user_data(sqlite3_context *);
API void sqlite3_result_int64(sqlite3_context *, int64_t);
API void sqlite3_result_text(sqlite3_context *, const char *, int, void (*)(void *));
API int sqlite3_auto_extension(void (*)(void));
API int sqlite3_create_function_v2(sqlite3 *, const char *, int, int, void *,
	void (*)(sqlite3_context *, int, sqlite3_value **), void *, void *, void *);
API sqlite3 *sqlite3_context_db_handle(sqlite3_context *);
API const void *sqlite3_value_blob(sqlite3_value *);
API const unsigned char *sqlite3_value_text(sqlite3_value *);
API int sqlite3_value_bytes(sqlite3_value *);
API int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
API int sqlite3_bind_int64(sqlite3_stmt *, int, int64_t);
API int sqlite3_bind_null(sqlite3_stmt *, int);
API int sqlite3_bind_text(sqlite3_stmt *, int, const char *, int, void (*)(void *));
API int sqlite3_step(sqlite3_stmt *);
API int sqlite3_reset(sqlite3_stmt *);
API int sqlite3_finalize(sqlite3_stmt *);
API int sqlite3_column_count(sqlite3_stmt *);
API sqlite3_value *sqlite3_column_value(sqlite3_stmt *, int);
API int sqlite3_value_type(sqlite3_value *);
API int64_t sqlite3_value_int64(sqlite3_value *);
API int sqlite3_extended_errcode(sqlite3 *);
API const char *sqlite3_errmsg(sqlite3 *);
API void sqlite3_result_blob64(sqlite3_context *, const void *, uint64_t, void (*)(void *));
API void sqlite3_result_error(sqlite3_context *, const char *, int);
API void sqlite3_result_error_code(sqlite3_context *, int);
API void sqlite3_result_error_nomem(sqlite3_context *);

enum { NO_MEMORY = 7, OUT_OF_RANGE = 25, ROW = 100, DONE = 101, INTEGER = 1, NULL_VALUE = 5, UTF8 = 1, DIRECT_ONLY = 0x80000, MOST = 4 << 20 };

typedef struct {
	char *p;
	size_t n, cap;
} buffer;

static int reserve(buffer *b, size_t n) {
	if (b->n + n > b->cap) {
		size_t cap = b->cap ? 2 * b->cap : 1 << 14;
		while (cap < b->n + n) cap *= 2;
		char *p = realloc(b->p, cap);
		if (!p) return 0;
		b->p = p;
		b->cap = cap;
	}
	return 1;
}

static int put(buffer *b, const void *p, size_t n) {
	if (!reserve(b, n)) return 0;
	if (n) memcpy(b->p + b->n, p, n);
	b->n += n;
	return 1;
}

static int bind(sqlite3_stmt *st, const char *kinds, int width, const char *cells, const char *heap, size_t size) {
	for (int i = 0; i < width; i++) {
		int64_t x;
		int rc;
		memcpy(&x, cells + 8 * i, 8);
		if (kinds[i] == 't') {
			size_t at = (uint64_t)x >> 32, n = x & 0xffffffff;
			if (at + n > size) return 0;
			rc = sqlite3_bind_text(st, i + 1, n ? heap + at : "", (int)n, 0);
		} else if (x == INT64_MIN) {
			rc = sqlite3_bind_null(st, i + 1);
		} else {
			rc = sqlite3_bind_int64(st, i + 1, x);
		}
		if (rc) return 0;
	}
	return 1;
}

// take appends a result row. The connection belongs to one thread, so values
// may be looked at in place.
static int take(sqlite3_stmt *st, int64_t origin, int columns, buffer *cells, buffer *heap) {
	if (!reserve(cells, 8 * (columns + 1))) return 0;
	int64_t *out = (int64_t *)(cells->p + cells->n);
	*out++ = origin;
	for (int i = 0; i < columns; i++) {
		sqlite3_value *v = sqlite3_column_value(st, i);
		switch (sqlite3_value_type(v)) {
		case INTEGER:
			*out++ = sqlite3_value_int64(v);
			break;
		case NULL_VALUE:
			*out++ = INT64_MIN;
			break;
		default: {
			const void *p = sqlite3_value_text(v);
			size_t n = sqlite3_value_bytes(v);
			*out++ = (int64_t)((uint64_t)heap->n << 32 | n);
			if (!put(heap, p, n)) return 0;
		}
		}
	}
	cells->n += 8 * (columns + 1);
	return 1;
}

static void bulk(sqlite3_context *c, int n, sqlite3_value **v) {
	(void)n;
	sqlite3 *db = sqlite3_context_db_handle(c);
	const char *sql = (const char *)sqlite3_value_text(v[0]);
	const char *kinds = (const char *)sqlite3_value_text(v[1]);
	int width = sqlite3_value_bytes(v[1]);
	const char *cells = sqlite3_value_blob(v[2]);
	int64_t rows = width ? sqlite3_value_bytes(v[2]) / 8 / width : 1;
	const char *heap = sqlite3_value_blob(v[3]);
	size_t size = sqlite3_value_bytes(v[3]);

	sqlite3_stmt *st = 0;
	buffer out = {0}, texts = {0};
	int64_t done = 0;
	int64_t head[2] = {0};
	int rc = 0, memory = put(&out, head, sizeof head);
	if (!memory) goto end;
	if ((rc = sqlite3_prepare_v2(db, sql, -1, &st, 0))) goto end;
	int columns = sqlite3_column_count(st);
	for (; done < rows; done++) {
		if (done > 0 && out.n + texts.n > MOST) break;
		if (!bind(st, kinds, width, cells + 8 * width * done, heap, size)) {
			rc = OUT_OF_RANGE;
			goto end;
		}
		while ((rc = sqlite3_step(st)) == ROW) {
			memory = take(st, done, columns, &out, &texts);
			if (!memory) goto end;
			if (rows == 1 && out.n + texts.n > MOST) break;
		}
		if (rc == ROW) {
			rc = 0;
			break;
		}
		if (rc != DONE) goto end;
		rc = 0;
		sqlite3_reset(st);
	}
	head[0] = done;
	head[1] = (int64_t)out.n / 8 - 2;
	memcpy(out.p, head, sizeof head);
	memory = put(&out, texts.p, texts.n);
end:
	if (!memory) {
		sqlite3_result_error_nomem(c);
	} else if (rc) {
		sqlite3_result_error(c, sqlite3_errmsg(db), -1);
		sqlite3_result_error_code(c, rc == OUT_OF_RANGE ? rc : sqlite3_extended_errcode(db));
	} else {
		sqlite3_result_blob64(c, out.p, out.n, free);
		out.p = 0;
	}
	sqlite3_finalize(st);
	free(out.p);
	free(texts.p);
}

// input is what the rows of the table input are of: those of the bulk_insert
// that is running on the connection, if any.
typedef struct {
	const char *kinds, *cells, *heap;
	int width;
	int64_t rows;
	size_t size;
} input;

typedef struct {
	sqlite3_vtab base;
	const input *from;
} input_table;

typedef struct {
	sqlite3_vtab_cursor base;
	const input *from;
	int64_t row;
} input_cursor;

static int input_connect(sqlite3 *db, void *from, int n, const char *const *arguments, sqlite3_vtab **out, char **message) {
	(void)n;
	(void)arguments;
	(void)message;
	int rc = sqlite3_declare_vtab(db, "CREATE TABLE input(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, "
		"c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31)");
	if (rc) return rc;
	input_table *t = calloc(1, sizeof *t);
	if (!t) return NO_MEMORY;
	t->from = from;
	*out = &t->base;
	return 0;
}

static int input_best_index(sqlite3_vtab *t, sqlite3_index_info *info) {
	(void)t;
	(void)info;
	return 0;
}

static int input_disconnect(sqlite3_vtab *t) {
	free(t);
	return 0;
}

static int input_open(sqlite3_vtab *t, sqlite3_vtab_cursor **out) {
	input_cursor *c = calloc(1, sizeof *c);
	if (!c) return NO_MEMORY;
	c->from = ((input_table *)t)->from;
	*out = &c->base;
	return 0;
}

static int input_close(sqlite3_vtab_cursor *c) {
	free(c);
	return 0;
}

static int input_filter(sqlite3_vtab_cursor *c, int index, const char *name, int n, sqlite3_value **v) {
	(void)index;
	(void)name;
	(void)n;
	(void)v;
	((input_cursor *)c)->row = 0;
	return 0;
}

static int input_next(sqlite3_vtab_cursor *c) {
	((input_cursor *)c)->row++;
	return 0;
}

static int input_eof(sqlite3_vtab_cursor *c) { return ((input_cursor *)c)->row >= ((input_cursor *)c)->from->rows; }

static int input_column(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column) {
	input_cursor *c = (input_cursor *)cursor;
	const input *from = c->from;
	int64_t x;
	if (column >= from->width) return 0; // NULL
	memcpy(&x, from->cells + 8 * (from->width * c->row + column), 8);
	if (from->kinds[column] == 't') {
		size_t at = (uint64_t)x >> 32, n = x & 0xffffffff;
		if (at + n > from->size) return OUT_OF_RANGE;
		sqlite3_result_text(out, n ? from->heap + at : "", (int)n, 0);
	} else if (x != INT64_MIN) {
		sqlite3_result_int64(out, x);
	}
	return 0;
}

static int input_rowid(sqlite3_vtab_cursor *c, int64_t *out) {
	*out = ((input_cursor *)c)->row;
	return 0;
}

static const sqlite3_module input_module = {
	.connect = input_connect, .best_index = input_best_index, .disconnect = input_disconnect, .open = input_open, .close = input_close,
	.filter = input_filter, .next = input_next, .eof = input_eof, .column = input_column, .rowid = input_rowid,
};

static void bulk_insert(sqlite3_context *c, int n, sqlite3_value **v) {
	(void)n;
	sqlite3 *db = sqlite3_context_db_handle(c);
	input *from = sqlite3_user_data(c);
	input now = {
		.kinds = (const char *)sqlite3_value_text(v[1]), .width = sqlite3_value_bytes(v[1]),
		.cells = sqlite3_value_blob(v[2]), .heap = sqlite3_value_blob(v[3]), .size = sqlite3_value_bytes(v[3]),
	};
	if (now.width) now.rows = sqlite3_value_bytes(v[2]) / 8 / now.width;
	sqlite3_stmt *st = 0;
	int rc = sqlite3_prepare_v2(db, (const char *)sqlite3_value_text(v[0]), -1, &st, 0);
	if (!rc) {
		*from = now;
		rc = sqlite3_step(st);
		memset(from, 0, sizeof *from);
	}
	if (rc && rc != DONE) {
		sqlite3_result_error(c, sqlite3_errmsg(db), -1);
		sqlite3_result_error_code(c, sqlite3_extended_errcode(db));
	}
	sqlite3_finalize(st);
}

static int add_bulk(sqlite3 *db, const char **message, const void *api) {
	(void)message;
	(void)api;
	input *from = calloc(1, sizeof *from);
	if (!from) return NO_MEMORY;
	int rc = sqlite3_create_module_v2(db, "input", &input_module, from, free); // frees it if it fails, too
	if (!rc) rc = sqlite3_create_function_v2(db, "bulk_insert", 4, UTF8 | DIRECT_ONLY, from, bulk_insert, 0, 0, 0);
	if (!rc) rc = sqlite3_create_function_v2(db, "bulk", 4, UTF8 | DIRECT_ONLY, 0, bulk, 0, 0, 0);
	return rc;
}

// Gives both to every connection opened from now on; saying so twice is the
// same as once.
int daybreak_register_bulk(void) { return sqlite3_auto_extension((void (*)(void))add_bulk); }
