package sqlite

/*
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup
int daybreak_register_bulk(void);
*/
import "C"

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"strings"
)

// Going through database/sql costs microseconds for each row. The SQL function
// bulk of bulk.c runs one statement for thousands of rows in one call, and
// bulk_insert has one statement insert them all; both cost a fraction of that.

// chunk is how many rows one call of bulk carries, and how many rows a block
// read from the record has at most.
const chunk = 4096

func registerBulk() error {
	if rc := C.daybreak_register_bulk(); rc != 0 {
		return fmt.Errorf("registering bulk: SQLite error %d", int(rc))
	}
	return nil
}

// cells are parameters for bulk: rows of integers (ops.NoValue is NULL) and
// texts.
type cells struct {
	kinds string // one of i, t for each parameter
	ints  []byte
	heap  []byte
}

func (c *cells) reset() { c.ints, c.heap = c.ints[:0], c.heap[:0] }

func (c *cells) int(x int64) { c.ints = binary.NativeEndian.AppendUint64(c.ints, uint64(x)) }

func (c *cells) text(s string) { c.int(c.keep(s)) }

// keep adds a text to the heap and returns the cell that stands for it.
func (c *cells) keep(s string) int64 {
	c.heap = append(c.heap, s...)
	return int64(len(c.heap)-len(s))<<32 | int64(len(s))
}

// len returns the number of rows.
func (c *cells) len() int { return len(c.ints) / 8 / len(c.kinds) }

// results are the rows bulk brought back. done is how many input rows were
// dealt with completely.
type results struct {
	done, width, rows int
	ints, heap        []byte
}

// origin returns the number of the input row that row came from.
func (r *results) origin(row int) int { return int(r.raw(row, 0)) }

// int returns an integer column of a row; NULL is ops.NoValue.
func (r *results) int(row, column int) int64 { return r.raw(row, column+1) }

// text returns a text column of a row. It lives as long as r.
func (r *results) text(row, column int) []byte {
	x := uint64(r.raw(row, column+1))
	return r.heap[x>>32:][:uint32(x)]
}

func (r *results) raw(row, column int) int64 {
	return int64(binary.NativeEndian.Uint64(r.ints[8*(row*r.width+column):]))
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// handedOver takes a blob without the copy that database/sql makes of bytes:
// the driver made one, which nobody else holds.
type handedOver []byte

// Scan implements sql.Scanner.
func (b *handedOver) Scan(value any) error {
	blob, ok := value.([]byte)
	if !ok {
		return fmt.Errorf("a blob is a %T", value)
	}
	*b = blob
	return nil
}

// bulk runs statement, which yields rows of the given number of columns, once
// for each row of in.
func bulk(ctx context.Context, q querier, statement string, in *cells, columns int) (*results, error) {
	ints, heap := in.ints, in.heap
	if ints == nil {
		ints = []byte{}
	}
	if heap == nil {
		heap = []byte{}
	}
	var blob handedOver
	// Reading a row around the call keeps one transaction open over it all,
	// instead of one for each run of the statement.
	if err := q.QueryRowContext(ctx, `SELECT bulk(?, ?, ?, ?) FROM name WHERE id = 0`, statement, in.kinds, ints, heap).Scan(&blob); err != nil {
		return nil, err
	}
	r := &results{done: int(binary.NativeEndian.Uint64(blob)), width: columns + 1}
	n := int(binary.NativeEndian.Uint64(blob[8:]))
	if n%r.width != 0 {
		return nil, fmt.Errorf("bulk: %d cells do not make rows of %d", n, r.width)
	}
	r.rows, r.ints, r.heap = n/r.width, blob[16:16+8*n], blob[16+8*n:]
	return r, nil
}

// inputColumns is how many columns the table input has.
const inputColumns = 32

// bulkInsert inserts the rows of in with a statement made by insertInput.
func bulkInsert(ctx context.Context, q querier, statement string, in *cells) error {
	if in.len() == 0 {
		return nil
	}
	heap := in.heap
	if heap == nil {
		heap = []byte{}
	}
	var nothing any
	return q.QueryRowContext(ctx, `SELECT bulk_insert(?, ?, ?, ?)`, statement, in.kinds, in.ints, heap).Scan(&nothing)
}

// insertInput returns a statement for bulkInsert that inserts into the columns
// of a table.
func insertInput(table string, columns ...string) string {
	if len(columns) > inputColumns {
		panic("too many columns: " + table)
	}
	from := make([]string, len(columns))
	for i := range columns {
		from[i] = fmt.Sprintf("c%d", i)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM input", table, strings.Join(columns, ", "), strings.Join(from, ", "))
}
