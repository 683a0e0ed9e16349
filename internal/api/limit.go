package api

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"daybreak/internal/ask"
	"daybreak/internal/engine"
)

// fits is the error for groups that have more cells together than an answer may
// have (A6), or nil. It is asked before anything is made of them.
func fits[G any](groups []G, cells func(G) int) error {
	n := 0
	for _, g := range groups {
		if n += cells(g); n > ask.MaxCells {
			return engine.TooManyCells(ask.MaxCells)
		}
	}
	return nil
}

// writeJSON writes an answer as json.Marshal would, and a newline. What a list
// of the answer holds is made and written piece by piece, so that it is not in
// memory twice, and until ctx ends.
func writeJSON(ctx context.Context, w io.Writer, answer any) error {
	v := reflect.ValueOf(answer)
	if v.Kind() != reflect.Struct {
		return json.NewEncoder(w).Encode(answer)
	}
	out := &jsonWriter{ctx: ctx, to: w, next: "{"}
	out.fields(v)
	if out.next == "{" {
		out.text("{")
	}
	out.text("}\n")
	return out.err
}

// jsonWriter writes the fields of a struct until something fails.
type jsonWriter struct {
	ctx  context.Context
	to   io.Writer
	next string // what stands before the next field
	err  error
}

func (o *jsonWriter) text(s string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.to, s)
	}
}

func (o *jsonWriter) value(v reflect.Value) {
	if o.err == nil {
		o.err = o.ctx.Err()
	}
	if o.err != nil {
		return
	}
	b, err := json.Marshal(v.Interface())
	if o.err = err; err == nil {
		_, o.err = o.to.Write(b)
	}
}

// fields writes the exported fields; those of an embedded struct stand among
// them.
func (o *jsonWriter) fields(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag := field.Tag.Get("json")
		if field.Anonymous && tag == "" && field.Type.Kind() == reflect.Struct {
			o.fields(v.Field(i))
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if !field.IsExported() || name == "-" || options == "omitempty" && empty(v.Field(i)) {
			continue
		}
		o.text(o.next + `"` + name + `":`)
		o.next = ","
		if list := v.Field(i); list.Kind() == reflect.Slice && !list.IsNil() {
			o.list(list)
		} else {
			o.value(list)
		}
	}
}

func (o *jsonWriter) list(v reflect.Value) {
	before := "["
	for i := range v.Len() {
		o.text(before)
		o.value(v.Index(i))
		before = ","
	}
	if v.Len() == 0 {
		o.text("[")
	}
	o.text("]")
}

// empty reports whether omitempty leaves the value out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}
