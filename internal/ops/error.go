package ops

import (
	"errors"
	"fmt"
	"strings"
)

// Code names one way of going wrong, for programs; texts may change, codes do
// not. The message of each code in each language lives in package i18n.
type Code string

// Place says where in the input something is wrong. Zero fields are unknown;
// Line counts from 1 and includes the header, At counts the characters of the
// line from 1; Column names a column or field; Value is cut to 80 characters
// and has its invisible characters made visible by Show.
type Place struct {
	File   string `json:"file,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Line   int    `json:"line,omitempty"`
	At     int    `json:"at,omitempty"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
}

// Error is a mistake that its reader can mend: what is wrong, where, and what
// to do. Message and Hint are plain English sentences; Args are the facts a
// translation of Code needs, in order. Err is the cause, for the log only.
type Error struct {
	Code    Code
	Message string
	Hint    string
	Where   Place
	Args    []any
	Err     error
}

// Error returns place, message and hint on one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Where.File != "" {
		b.WriteString(e.Where.File)
		if e.Where.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Where.Line)
			if e.Where.At > 0 {
				fmt.Fprintf(&b, ":%d", e.Where.At)
			}
		}
		b.WriteString(": ")
	} else if e.Where.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Where.Line)
	}
	if e.Where.Column != "" {
		fmt.Fprintf(&b, "%s: ", e.Where.Column)
	}
	b.WriteString(e.Message)
	if e.Hint != "" {
		b.WriteString(" ")
		b.WriteString(e.Hint)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first *Error in err's chain, or "".
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Mistakes is a list of errors shown together, in the order of the input.
type Mistakes []*Error

// Error joins the mistakes, one on each line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, e := range m {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes errors.Is and errors.As look into every mistake.
func (m Mistakes) Unwrap() []error {
	out := make([]error, len(m))
	for i, e := range m {
		out[i] = e
	}
	return out
}

// Show makes a value fit for a message: at most 80 characters, control and
// direction characters written as U+202E.
func Show(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > 80 {
			b.WriteString("…")
			break
		}
		if Invisible(r) {
			fmt.Fprintf(&b, "U+%04X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Invisible reports whether r is a control, direction or zero-width character
// that must not occur in a name (RELIABILITY X-11).
func Invisible(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0,
		r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e,
		r >= 0x2060 && r <= 0x2064, r >= 0x2066 && r <= 0x206f,
		r == 0xfeff, r == 0x00ad, r == 0x061c, r == 0xfffd, r == 0x180e:
		return true
	}
	return false
}
