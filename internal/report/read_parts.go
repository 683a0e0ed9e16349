package report

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"daybreak/internal/ops"
)

// ReadParts reads who gets a split try: a member on each line, or a CSV with the
// header member and, if wanted, part (given or others; without it all are given
// it). A mistake names its line.
func ReadParts(text string) ([]ops.Assigned, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	var out []ops.Assigned
	seen := map[string]bool{}
	columns := 1
	for first := true; ; first = false {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			return nil, badPart(wrong.StartLine, "bad_row", "", "This row cannot be read: "+wrong.Err.Error()+".",
				"Give every row as many cells as the header; close quotes.")
		}
		line, _ := r.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(ops.UnsafeText(cells[i]))
		}
		if first && cells[0] == "member" && (len(cells) == 1 || len(cells) == 2 && cells[1] == "part") {
			columns = len(cells)
			continue
		}
		switch {
		case len(cells) != columns:
			return nil, badPart(line, "bad_row", strings.Join(cells, ","), "This row has too many or too few cells.",
				"Write one member on a line, or member,part below a header.")
		case cells[0] == "":
			return nil, badPart(line, "member_missing", "", "A line names no member.", "Take the line out.")
		case columns == 2 && cells[1] != ops.PartGiven && cells[1] != ops.PartOthers:
			return nil, badPart(line, "bad_part", cells[1], "This is no part of the members.", "Write given or others.")
		case seen[cells[0]]:
			return nil, badPart(line, "member_twice", cells[0], "The member "+ops.Show(cells[0])+" is in the list twice.", "Name each member once.")
		case len(out) == ops.MostAssigned:
			return nil, badPart(line, "too_many_rows", "", "These are too many rows.", "Name at most a million members.")
		}
		seen[cells[0]] = true
		out = append(out, ops.Assigned{Member: cells[0], Given: columns == 1 || cells[1] == ops.PartGiven})
	}
}

// badPart is a mistake in a line of a list of members.
func badPart(line int, code ops.Code, value, message, hint string) error {
	return &ops.Error{Code: code, Message: message, Hint: hint, Where: ops.Place{Line: line, Column: "members", Value: ops.Show(value)},
		Args: []any{ops.Show(value)}}
}
