package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// writing is a table of what users wrote, and its columns that may name a member; key
// tells its rows apart.
type writing struct {
	table   string
	key     []string
	columns []string
	data    []string // those of columns that hold JSON: its texts are read, not the names of its fields
	blob    []string // those of columns that hold bytes
	drop    bool     // rows that name somebody forgotten go: with other words they would mean something else
}

// written lists what users wrote, what was said to them, and what is remembered of both.
// Scopes and links hold names of things, which stay.
func written() []writing {
	try := []string{"key", "title", "hypothesis", "owner", "sentence", "seed"}
	said := []string{"said"}
	return []writing{
		{table: "note", key: []string{"id"}, columns: []string{"key", "said", "text", "link"}, data: said},
		{table: "board", key: []string{"id"}, columns: []string{"key", "file"}},
		{table: "board_past", key: []string{"board", "version"}, columns: []string{"file"}},
		{table: "try", key: []string{"id"}, columns: append(said, try...), data: said},
		{table: "try_past", key: []string{"id", "version"}, columns: try},
		{table: "alert", key: []string{"id"}, columns: []string{"key", "said", "title", "owner"}, data: said},
		{table: "delivery", key: []string{"id"}, columns: []string{"title", "message", "said", "hint", "facts"}, data: []string{"message", "facts"},
			blob: []string{"message"}},
		{table: "report", key: []string{"id"}, columns: []string{"key", "parts", "frozen"}, data: []string{"parts", "frozen"}},
		{table: "commitment", key: []string{"id"}, columns: []string{"key", "said", "text", "owner", "why"}},
		{table: "follow_up", key: []string{"id"}, columns: []string{"key", "text", "owner", "next", "tags"}},
		{table: "mapping", key: []string{"fingerprint"}, columns: []string{"mapping"}, drop: true},
		{table: "audit", key: []string{"id"}, columns: []string{"object", "before", "after"}},
	}
}

// held returns the rows that name one of words.
func (w writing) held(ctx context.Context, q querier, words wording) (ops.HeldTable, error) {
	out := ops.HeldTable{Name: w.table, Header: slices.Concat(w.key, w.columns)}
	err := w.each(ctx, q, words, func(row []string) { out.Rows = append(out.Rows, row) })
	return out, err
}

// each yields key and columns of the rows that name one of words.
func (w writing) each(ctx context.Context, q querier, words wording, yield func([]string)) error {
	columns := slices.Concat(w.key, w.columns)
	statement := fmt.Sprintf(`SELECT %s FROM %s ORDER BY %s`, strings.Join(columns, ", "), w.table, strings.Join(w.key, ", "))
	return eachText(ctx, q, statement, len(columns), func(row []string) {
		for i, c := range w.columns {
			if w.replaced(c, row[len(w.key)+i], words) != row[len(w.key)+i] {
				yield(row)
				return
			}
		}
	})
}

// replaced returns what a column says with others in the place of words.
func (w writing) replaced(column, text string, words wording) string {
	if slices.Contains(w.data, column) {
		if out, ok := words.inData(text); ok {
			return out
		}
	}
	return words.in(text)
}

// wordFor is a word, and what is to stand in its place.
type wordFor struct{ word, other string }

// wording is words that others take the place of.
type wording []wordFor

// wordsOf returns the words without others: they are only looked for.
func wordsOf(words []string) wording {
	var out wording
	for _, w := range words {
		out = append(out, wordFor{word: w})
	}
	return out
}

// sort puts longer words first: a name may begin with another.
func (w wording) sort() {
	slices.SortStableFunc(w, func(a, b wordFor) int { return len(b.word) - len(a.word) })
}

// in returns text with the others in the place of the words.
func (w wording) in(text string) string {
	if text == "" {
		return ""
	}
	for _, x := range w {
		text = ops.ReplaceWord(text, x.word, x.other)
	}
	return text
}

// inData is in for the texts of a JSON value; ok is false for what is none. Where nothing
// is replaced it stays byte for byte.
func (w wording) inData(data string) (out string, ok bool) {
	d := json.NewDecoder(strings.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", false
	}
	if _, err := d.Token(); err != io.EOF {
		return "", false
	}
	changed := false
	v = eachString(v, func(text string) string {
		after := w.in(text)
		changed = changed || after != text
		return after
	})
	if !changed {
		return data, true
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		return "", false
	}
	return strings.TrimSuffix(b.String(), "\n"), true
}

// eachString returns a JSON value with every text in it as change makes it.
func eachString(v any, change func(string) string) any {
	switch v := v.(type) {
	case string:
		return change(v)
	case []any:
		for i := range v {
			v[i] = eachString(v[i], change)
		}
	case map[string]any:
		for name := range v {
			v[name] = eachString(v[name], change)
		}
	}
	return v
}
