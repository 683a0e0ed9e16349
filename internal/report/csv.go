package report

import (
	"encoding/csv"
	"io"
)

// Rows writes CSV by RFC 4180 in UTF-8, row by row. Its texts are written as they
// are: see ops.SafeText.
type Rows struct {
	w    io.Writer
	csv  *csv.Writer
	mark bool // still to be written
}

// NewRows returns a writer of rows, after a byte order mark where one is wanted.
// Nothing is written before the first row.
func NewRows(w io.Writer, mark bool) *Rows {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &Rows{w, out, mark}
}

// Write writes a row.
func (r *Rows) Write(row []string) error {
	if r.mark {
		r.mark = false
		if _, err := io.WriteString(r.w, "\ufeff"); err != nil {
			return err
		}
	}
	return r.csv.Write(row)
}

// Flush writes what is left; it must be called at the end.
func (r *Rows) Flush() error {
	r.csv.Flush()
	return r.csv.Error()
}
