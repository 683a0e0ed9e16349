package ingest

import (
	"errors"
	"fmt"

	"daybreak/internal/ops"
)

// located lets the text of an error and its place be written apart.
type located struct{ *ops.Error }

// fault returns a mistake whose place is still to be said.
func fault(code ops.Code, message, hint string, args ...any) located {
	return located{&ops.Error{Code: code, Message: message, Hint: hint, Args: args}}
}

func (l located) at(line int, column, value string) *ops.Error {
	l.Where = ops.Place{Line: line, Column: column, Value: ops.Show(value)}
	return l.Error
}

// value says what is wrong with one value; its reader adds line and column.
func (l located) value(v []byte) *ops.Error {
	l.Where.Value = ops.Show(string(v))
	return l.Error
}

// inFile adds the file's name to an error about it.
func inFile(err error, name string) error {
	var e *ops.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	e.Where.File = name
	return err
}

func fileTooLarge(limit int64) *ops.Error {
	return fault("file_too_large", fmt.Sprintf("The file is larger than the limit of %d MB.", limit>>20),
		"Split it into several files, or import it with the command line.", limit>>20).Error
}

func tooManyColumns(line int) *ops.Error {
	return fault("too_many_columns", fmt.Sprintf("Line %d has more than %d values.", line, MaxColumns),
		"Take out the columns that are not needed.", MaxColumns).at(line, "", "")
}

func recordTooLong(line int) *ops.Error {
	return fault("record_too_long", fmt.Sprintf("The row on line %d is longer than %d KiB.", line, MaxRecord>>10),
		"Check that the file is a table with one row on each line.", MaxRecord>>10).at(line, "", "")
}

func emptyFile() *ops.Error {
	return fault("empty_file", "The file is empty.", "Choose a file with a header line and rows.").Error
}

func noRows() *ops.Error {
	return fault("no_rows", "There is a header but no data rows.", "Add at least one row below the header.").Error
}
