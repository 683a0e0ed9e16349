package ingest

import (
	"context"
	"strings"

	"daybreak/internal/ops"
)

// rejectWriter writes rejected rows with the reason in a last column.
// Methods of a nil rejectWriter do nothing.
type rejectWriter struct {
	out   RowWriter
	width int
	err   error // of out
}

func (w *rejectWriter) header(names []string) {
	if w == nil {
		return
	}
	w.width = len(names)
	w.write(names, "reason")
}

func (w *rejectWriter) row(cells [][]byte, why *ops.Error) {
	if w == nil {
		return
	}
	w.write(texts(cells), why.Error())
}

// write puts last behind the columns of the header; a row that is too long
// keeps its other values after it.
func (w *rejectWriter) write(cells []string, last string) {
	row := make([]string, max(w.width, len(cells))+1)
	for i, c := range cells {
		if i >= w.width {
			i++
		}
		row[i] = safeCell(c)
	}
	row[w.width] = ops.SafeText(last)
	if w.err == nil {
		w.err = w.out.Write(row)
	}
}

// safeCell is a cell of a file as it was, but that no spreadsheet runs it.
// A number below zero stays a number.
func safeCell(c string) string {
	if c != "" && strings.Trim(c[1:], "0123456789.") == "" {
		return c
	}
	return ops.SafeText(ops.UnsafeText(c))
}

// RowWriter takes the rows of a CSV file one by one.
type RowWriter interface{ Write(row []string) error }

// WriteRejected writes every rejected row of p: the columns of the file as they
// are and one named reason. It reads the file again, whose bytes must still be
// there.
func (p *Plan) WriteRejected(ctx context.Context, w RowWriter) error {
	out := &rejectWriter{out: w}
	if _, err := p.src.read(ctx, out); err != nil {
		return inFile(err, p.File)
	}
	return out.err
}
