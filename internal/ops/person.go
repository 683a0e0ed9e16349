package ops

import "time"

// Held is everything that the record holds about one member, as tables: the rows of
// every record and import that name them, undone ones too, the links they check in
// by, and what users wrote that names them.
type Held struct {
	Member string
	Tables []HeldTable
}

// HeldTable is one kind of what is held. Name is unique in a Held and fit for the name
// of a file.
type HeldTable struct {
	Name   string
	Header []string
	Rows   [][]string
}

// Rows returns how many rows all tables have.
func (h Held) Rows() int {
	n := 0
	for _, t := range h.Tables {
		n += len(t.Rows)
	}
	return n
}

// Forgotten is what is left of a member who was forgotten: what stands in the place of
// the id, and how many rows of all imports named them.
type Forgotten struct {
	Name string
	Rows int
}

// MaxHeld bounds the rows of a Held.
const MaxHeld = 500_000

// Backup is a copy of the record that is kept, when it was begun, and the time after
// which the schedule of backups removes it.
type Backup struct {
	Name        string
	At, Expires time.Time
}
