package view

import (
	"fmt"
	"strings"

	"daybreak/internal/ops"
)

// Fault writes an error.
func (w Writer) Fault(e *ops.Error) Fault {
	message, hint := w.Lang.Error(string(e.Code), e.Message, e.Hint, e.Args)
	t := &w.T.Shell
	var where []string
	add := func(format string, v any, is bool) {
		if is {
			where = append(where, fmt.Sprintf(format, v))
		}
	}
	add(t.PlaceFile, e.Where.File, e.Where.File != "")
	add(t.PlaceSheet, e.Where.Sheet, e.Where.Sheet != "")
	add(t.PlaceLine, e.Where.Line, e.Where.Line > 0)
	add(t.PlaceAt, e.Where.At, e.Where.At > 0)
	add(t.PlaceColumn, e.Where.Column, e.Where.Column != "")
	add(t.PlaceValue, ops.Show(e.Where.Value), e.Where.Value != "")
	return Fault{Code: string(e.Code), Message: message, Hint: hint, Where: strings.Join(where, " · ")}
}

// Fault is an error as a person reads it.
type Fault struct {
	Code          string
	Message, Hint string
	Where         string
}
