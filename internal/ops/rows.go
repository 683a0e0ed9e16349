package ops

import (
	"math"
	"sync"
)

// NoValue stands in an int64 column where the input had no value. It is not
// zero: a blank is unknown.
const NoValue = math.MinInt64

// MaxUnits bounds every stored amount (RELIABILITY F5): sums of a million rows
// of at most this size cannot overflow an int64.
const MaxUnits = 9_000_000_000_000

// Rows is a block of rows of one record, column by column. Rows are shared
// after they are built and must not be changed then.
type Rows struct {
	Record *Record
	Lines  []int32   // the line of the file each row begins on; nil when read back from the record
	Ints   [][]int64 // by column position; nil for text columns
	Codes  [][]uint32
	Dicts  []*Dictionary // by column position; nil for int columns. Code 0 is always ""
	// Gone marks rows that say nothing but that what is stored under their key
	// counts no longer; nil if there is none. Their numbers are 0 or NoValue.
	Gone []bool
	// Batches are the imports that the rows are of; nil where nobody asked for them.
	Batches []int64
}

// IsGone reports whether row i takes back what is stored under its key.
func (w *Rows) IsGone(i int) bool { return w.Gone != nil && w.Gone[i] }

// NewRows returns an empty block of record r whose columns of type Name,
// EventName and Member use the given dictionaries; a Text column gets one of
// its own.
func NewRows(r *Record, names, events, members *Dictionary) *Rows {
	w := &Rows{Record: r, Ints: make([][]int64, len(r.Columns)), Codes: make([][]uint32, len(r.Columns)), Dicts: make([]*Dictionary, len(r.Columns))}
	for i, c := range r.Columns {
		switch c.Type {
		case Name:
			w.Dicts[i] = names
		case EventName:
			w.Dicts[i] = events
		case Member:
			w.Dicts[i] = members
		case Text:
			w.Dicts[i] = NewDictionary()
		}
	}
	return w
}

// Len returns the number of rows.
func (w *Rows) Len() int {
	if w.Dicts[0] != nil {
		return len(w.Codes[0])
	}
	return len(w.Ints[0])
}

// Without returns the rows that are not marked, in their order. Texts are shared.
func (w *Rows) Without(marked []bool) *Rows {
	out := &Rows{Record: w.Record, Ints: make([][]int64, len(w.Ints)), Codes: make([][]uint32, len(w.Codes)), Dicts: w.Dicts}
	for c := range w.Ints {
		out.Ints[c] = unmarked(w.Ints[c], marked)
		out.Codes[c] = unmarked(w.Codes[c], marked)
	}
	out.Lines, out.Gone, out.Batches = unmarked(w.Lines, marked), unmarked(w.Gone, marked), unmarked(w.Batches, marked)
	return out
}

func unmarked[T any](values []T, marked []bool) []T {
	if values == nil {
		return nil
	}
	out := make([]T, 0, len(values))
	for i, v := range values {
		if !marked[i] {
			out = append(out, v)
		}
	}
	return out
}

// Text returns the text of row i in column c, which must be a text column.
func (w *Rows) Text(c, i int) string { return w.Dicts[c].Text(w.Codes[c][i]) }

// Dictionary gives texts small numbers, in order of first sight. It only
// grows; a published code keeps its meaning, and its text but for Replace. Methods may be called by several
// goroutines.
type Dictionary struct {
	mu    sync.RWMutex
	texts []string
	codes map[string]uint32 // nil until first asked for
}

// NewDictionary returns a dictionary that knows only "" (code 0).
func NewDictionary() *Dictionary {
	return &Dictionary{texts: []string{""}, codes: map[string]uint32{"": 0}}
}

// DictionaryOf returns a dictionary in which texts[i] has code i; it keeps the
// slice. texts[0] is "" and no text comes twice. What finds codes by text is
// made when first asked for, which takes a tenth of a second per million texts.
func DictionaryOf(texts []string) *Dictionary { return &Dictionary{texts: texts} }

// index makes codes. The lock is held for writing.
func (d *Dictionary) index() {
	if d.codes == nil {
		d.codes = make(map[string]uint32, len(d.texts))
		for c, s := range d.texts {
			d.codes[s] = uint32(c)
		}
	}
}

// Settle frees what finds codes by text; it is made again when asked for.
func (d *Dictionary) Settle() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.codes = nil
}

// Code returns the code of s, giving it the next one if s is new.
func (d *Dictionary) Code(s string) uint32 {
	if c, ok := d.Find(s); ok {
		return c
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if c, ok := d.codes[s]; ok {
		return c
	}
	c := uint32(len(d.texts))
	d.texts = append(d.texts, s)
	d.codes[s] = c
	return c
}

// Find returns the code of s if it has one.
func (d *Dictionary) Find(s string) (uint32, bool) {
	d.mu.RLock()
	if d.codes == nil {
		d.mu.RUnlock()
		d.mu.Lock()
		d.index()
		d.mu.Unlock()
		d.mu.RLock()
	}
	defer d.mu.RUnlock()
	c, ok := d.codes[s]
	return c, ok
}

// Text returns the text of code c.
func (d *Dictionary) Text(c uint32) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.texts[c]
}

// Len returns how many codes are in use; they are 0 … Len()-1.
func (d *Dictionary) Len() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.texts)
}
