package frame

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// Limits of JSON bodies and of forms without files.
const (
	MaxJSON      = 64 << 10
	MaxJSONDepth = 16
)

// RequireType refuses bodies of other content types than those named, and
// JSON that is not UTF-8.
func RequireType(r *http.Request, types ...string) error {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	encoding := r.Header.Get("Content-Encoding")
	if err != nil || !slices.Contains(types, kind) || charset != "" && charset != "utf-8" || encoding != "" && encoding != "identity" {
		return &ops.Error{Code: "content_type", Message: "The body is not of a type this address takes.", Hint: "Send " + strings.Join(types, " or ") +
			" in UTF-8, not compressed.",
			Where: ops.Place{Value: ops.Show(r.Header.Get("Content-Type"))}}
	}
	return nil
}

// DecodeJSON reads the one JSON object of a request into dst, a pointer to a
// struct. It is strict: field names are compared exactly, none may be unknown
// or given twice, and nothing may follow.
func DecodeJSON(c echo.Context, dst any) error {
	if err := RequireType(c.Request(), "application/json"); err != nil {
		return err
	}
	b, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return &ops.Error{Code: "empty_body", Message: "The body is empty.", Hint: "Send a JSON object."}
	}
	if err := checkJSON(b, fieldsOf(dst)); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(dst); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return &ops.Error{Code: "wrong_type", Message: fmt.Sprintf("The field %s has a value of the wrong type.", wrong.Field),
				Where: ops.Place{Column: ops.Show(wrong.Field)}}
		}
		return badJSON()
	}
	return nil
}

func badJSON() error {
	return &ops.Error{Code: "bad_json", Message: "The body is not one well-formed JSON object.", Hint: "Send one JSON object."}
}

// fieldsOf returns the names of the JSON fields of a struct that dst points to,
// all of which have a tag.
func fieldsOf(dst any) []string {
	var out []string
	for f := range reflect.TypeOf(dst).Elem().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

// checkJSON reads b token by token: UTF-8 whose every character was kept, one
// object, nothing after it, no nesting beyond the limit, no field unknown at
// the top, and none repeated at any depth.
func checkJSON(b []byte, known []string) error {
	if !utf8.Valid(b) {
		return BadRequest(&ops.Error{Code: "encoding", Message: "The body is not UTF-8.", Hint: "Send JSON in UTF-8."})
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var open []jsonLevel
	for {
		t, err := d.Token()
		if err != nil {
			return badJSON()
		}
		if len(open) == 0 && t != json.Delim('{') {
			return badJSON()
		}
		if s, ok := t.(string); ok && strings.ContainsRune(s, utf8.RuneError) {
			return BadRequest(&ops.Error{Code: "encoding", Message: fmt.Sprintf("The text %s holds a character that was lost before it came here.", ops.Show(s)),
				Hint: "Send the text as it was, in UTF-8."})
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			if len(open) == MaxJSONDepth {
				return &ops.Error{Code: "too_deep", Message: fmt.Sprintf("The JSON is nested more than %d deep.", MaxJSONDepth)}
			}
			if len(open) > 0 {
				open[len(open)-1].name = true // of the field after this value
			}
			open = append(open, jsonLevel{names: map[string]bool{}, object: t == json.Delim('{'), name: true})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		default:
			if err := open[len(open)-1].token(t, len(open) == 1, known); err != nil {
				return err
			}
		}
		if len(open) == 0 {
			break
		}
	}
	if len(bytes.TrimSpace(b[d.InputOffset():])) > 0 {
		return &ops.Error{Code: "trailing_data", Message: "Something follows the JSON object.", Hint: "Send one JSON object."}
	}
	return nil
}

// jsonLevel is an object or array that checkJSON is in.
type jsonLevel struct {
	names  map[string]bool // of the object's fields so far
	object bool
	name   bool // the next text of the object is a field's name
}

// token takes a name or a plain value of the level.
func (l *jsonLevel) token(t json.Token, top bool, known []string) error {
	if !l.object || !l.name {
		l.name = true
		return nil
	}
	s, _ := t.(string) // a name is always a text
	switch {
	case top && !slices.Contains(known, s):
		slices.Sort(known)
		return &ops.Error{Code: "unknown_field", Message: fmt.Sprintf("There is no field %s here.", ops.Show(s)), Hint: "Fields are: " + strings.Join(known, ", ") +
			".", Where: ops.Place{Column: ops.Show(s)}}
	case l.names[s]:
		return &ops.Error{Code: "duplicate_field", Message: fmt.Sprintf("The field %s is given twice.", ops.Show(s)), Hint: "Give it once.",
			Where: ops.Place{Column: ops.Show(s)}}
	}
	l.names[s], l.name = true, false
	return nil
}
