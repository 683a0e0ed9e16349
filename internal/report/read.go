package report

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"daybreak/internal/ops"
)

// mostRead bounds the rows of a CSV that is read.
const mostRead = 5000

// ReadCSV reads a CSV whose first row names columns among known, each once.
// Mistakes name line and column. The ' of ops.SafeText is taken off.
func ReadCSV(text string, known []string) ([]ops.CellRow, error) {
	refuse := func(code ops.Code, line int, column, message, hint string) error {
		return &ops.Error{Code: code, Message: message, Hint: hint, Where: ops.Place{Line: line, Column: ops.Show(column)}, Args: []any{ops.Show(column)}}
	}
	if !utf8.ValidString(text) {
		return nil, refuse("encoding", 0, "", "This is not UTF-8.", "Save it as CSV in UTF-8.")
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	header, err := r.Read()
	if err != nil {
		return nil, refuse("empty_body", 1, "", "There is no table.", "Send a header and rows, as the download has them.")
	}
	allowed := map[string]bool{}
	for _, name := range known {
		allowed[name] = true
	}
	for _, name := range header {
		if !allowed[name] {
			return nil, refuse("unknown_column", 1, name, "There is no column "+ops.Show(name)+", or it stands twice.", "Use the names of the download, each once.")
		}
		allowed[name] = false
	}
	var out []ops.CellRow
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			return nil, refuse("bad_row", wrong.StartLine, "", "This row cannot be read: "+wrong.Err.Error()+".",
				"Give every row as many cells as the header; close quotes.")
		}
		if len(out) == mostRead {
			return nil, refuse("too_many_rows", 0, "", "These are too many rows.", "Send at most 5,000.")
		}
		line, _ := r.FieldPos(0)
		row := ops.CellRow{Line: line, Cells: map[string]string{}}
		for i, cell := range cells {
			row.Cells[header[i]] = ops.UnsafeText(strings.TrimSpace(cell))
		}
		out = append(out, row)
	}
}
