// Package bulk runs one SQLite statement for thousands of rows in one call, and
// makes what SQLite wrote durable. It holds all the C of the record.
package bulk

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

// Chunk is how many rows one call of Run carries, and how many rows a block
// read from the record has at most.
const Chunk = 4096

// Register gives every connection that is opened from now on the functions this
// package calls.
func Register() error {
	if rc := C.daybreak_register_bulk(); rc != 0 {
		return fmt.Errorf("registering bulk: SQLite error %d", int(rc))
	}
	return nil
}

// Cells are the parameters of statements: rows of integers (ops.NoValue is NULL) and
// texts.
type Cells struct {
	Kinds string // one of i, t for each parameter
	ints  []byte
	heap  []byte
}

// Reset takes all rows out.
func (c *Cells) Reset() { c.ints, c.heap = c.ints[:0], c.heap[:0] }

// Int appends an integer.
func (c *Cells) Int(x int64) { c.ints = binary.NativeEndian.AppendUint64(c.ints, uint64(x)) }

// Text appends a text.
func (c *Cells) Text(s string) { c.Int(c.Keep(s)) }

// Keep adds a text to the heap and returns the cell that stands for it.
func (c *Cells) Keep(s string) int64 {
	c.heap = append(c.heap, s...)
	return int64(len(c.heap)-len(s))<<32 | int64(len(s))
}

// Grow appends n cells of nothing and returns them, to be filled with native
// 64-bit integers.
func (c *Cells) Grow(n int) []byte {
	first := len(c.ints)
	c.ints = append(c.ints, make([]byte, 8*n)...)
	return c.ints[first:]
}

// From returns the rows from the given one on; they are those of c.
func (c *Cells) From(row int) *Cells { return &Cells{c.Kinds, c.ints[8*len(c.Kinds)*row:], c.heap} }

// Len returns the number of rows.
func (c *Cells) Len() int { return len(c.ints) / 8 / len(c.Kinds) }

// Results are the rows that Run brought back. Done is how many input rows were
// dealt with completely.
type Results struct {
	Done, Rows int
	width      int
	ints, heap []byte
}

// Origin returns the number of the input row that row came from.
func (r *Results) Origin(row int) int { return int(r.raw(row, 0)) }

// Int returns an integer column of a row; NULL is ops.NoValue.
func (r *Results) Int(row, column int) int64 { return r.raw(row, column+1) }

// Text returns a text column of a row. It lives as long as r.
func (r *Results) Text(row, column int) []byte {
	x := uint64(r.raw(row, column+1))
	return r.heap[x>>32:][:uint32(x)]
}

// Column returns what gives an integer column by row: Int, for many rows.
func (r *Results) Column(column int) func(row int) int64 {
	cells := r.ints[8*(column+1):]
	return func(row int) int64 { return int64(binary.NativeEndian.Uint64(cells[8*r.width*row:])) }
}

func (r *Results) raw(row, column int) int64 {
	return int64(binary.NativeEndian.Uint64(r.ints[8*(row*r.width+column):]))
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
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

// Run runs statement, which yields rows of the given number of columns, once
// for each row of in.
func Run(ctx context.Context, q querier, statement string, in *Cells, columns int) (*Results, error) {
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
	if err := q.QueryRowContext(ctx, `SELECT bulk(?, ?, ?, ?) FROM name WHERE id = 0`, statement, in.Kinds, ints, heap).Scan(&blob); err != nil {
		return nil, err
	}
	r := &Results{Done: int(binary.NativeEndian.Uint64(blob)), width: columns + 1}
	n := int(binary.NativeEndian.Uint64(blob[8:]))
	if n%r.width != 0 {
		return nil, fmt.Errorf("bulk: %d cells do not make rows of %d", n, r.width)
	}
	r.Rows, r.ints, r.heap = n/r.width, blob[16:16+8*n], blob[16+8*n:]
	return r, nil
}

// inputColumns is how many columns the table input has.
const inputColumns = 32

// Insert inserts the rows of in with a statement made by InsertInput.
func Insert(ctx context.Context, q querier, statement string, in *Cells) error {
	if in.Len() == 0 {
		return nil
	}
	heap := in.heap
	if heap == nil {
		heap = []byte{}
	}
	var nothing any
	return q.QueryRowContext(ctx, `SELECT bulk_insert(?, ?, ?, ?)`, statement, in.Kinds, in.ints, heap).Scan(&nothing)
}

// InsertInput returns a statement for Insert that inserts into the columns
// of a table.
func InsertInput(table string, columns ...string) string {
	if len(columns) > inputColumns {
		panic("too many columns: " + table)
	}
	from := make([]string, len(columns))
	for i := range columns {
		from[i] = fmt.Sprintf("c%d", i)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM input", table, strings.Join(columns, ", "), strings.Join(from, ", "))
}
