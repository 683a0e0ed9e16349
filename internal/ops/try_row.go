package ops

// TryRow is a try as a row of a table says it: with an ID it is a change of that
// try, else of the one with its Key, else a new one.
type TryRow struct {
	Line int
	Try
}

// At says of a mistake that it stands in the row.
func (r TryRow) At(err error) error {
	if e, ok := err.(*Error); ok {
		moved := *e
		moved.Where.Line = r.Line
		return &moved
	}
	return err
}

// CellRow is one row of a table that was read: its cells by the names in the
// header, and the line it begins on.
type CellRow struct {
	Line  int
	Cells map[string]string
}
