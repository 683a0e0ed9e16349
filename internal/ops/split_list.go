package ops

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// The parts of a split try as a list writes them.
const (
	PartGiven  = "given"
	PartOthers = "others"
)

// MostAssigned bounds the members of a split try.
const MostAssigned = 1_000_000

// ParseAssigned reads a list of members: one on a line, or a CSV with the header
// member and, if wanted, part (given or others; without it all are given it). A
// mistake names its line.
func ParseAssigned(text string) ([]Assigned, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	var out []Assigned
	seen := map[string]bool{}
	columns := 0 // of a header; 0: there is none
	for first := true; ; first = false {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			return nil, atLine(refuse("bad_row", "members", "", "This row cannot be read: "+wrong.Err.Error()+".",
				"Give every row as many cells as the header; close quotes."), wrong.StartLine)
		}
		line, _ := r.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(UnsafeText(cells[i]))
		}
		if first && cells[0] == "member" && len(cells) <= 2 && (len(cells) == 1 || cells[1] == "part") {
			columns = len(cells)
			continue
		}
		a, err := assigned(cells, columns)
		if err == nil && seen[a.Member] {
			err = refuse("member_twice", "members", a.Member, "This member stands in the list twice.", "Name each member once.")
		}
		if err == nil && len(out) == MostAssigned {
			err = refuse("too_many_rows", "members", "", "These are too many rows.", "Name at most a million members.")
		}
		if err != nil {
			return nil, atLine(err, line)
		}
		seen[a.Member] = true
		out = append(out, a)
	}
}

// assigned reads one line of a list.
func assigned(cells []string, columns int) (Assigned, error) {
	a := Assigned{Member: cells[0], Given: true}
	switch {
	case len(cells) != max(columns, 1):
		return a, refuse("bad_row", "members", strings.Join(cells, ","), "This row has too many or too few cells.", "Write one member on a line, or member,part.")
	case a.Member == "":
		return a, refuse("member_missing", "members", "", "A line names no member.", "Take the line out.")
	case columns == 2 && cells[1] != PartGiven && cells[1] != PartOthers:
		return a, refuse("bad_part", "part", cells[1], "This is no part of the members.", "Write given or others.")
	}
	a.Given = columns < 2 || cells[1] == PartGiven
	return a, nil
}

// PartName returns how a list writes the part.
func (a Assigned) PartName() string {
	if a.Given {
		return PartGiven
	}
	return PartOthers
}

func atLine(err error, line int) error {
	if e, ok := err.(*Error); ok {
		moved := *e
		moved.Where.Line = line
		return &moved
	}
	return err
}
