package memory

import (
	"sync"

	"daybreak/internal/ops"
)

// dimension numbers the values of one dimension densely across all records, in
// order of first sight, so that tables by value stay small. Code 0 is "". It
// only grows: every snapshot may use it. Only a refresh adds values.
type dimension struct {
	name string
	dict *ops.Dictionary
	fold *foldIndex // nil where values compare exactly

	mu     sync.RWMutex
	local  []uint32 // by the dictionary's code; 0 = not a value (but of code 0)
	values []uint32 // the dictionary's code, by own code
}

func newDimension(name string, dict *ops.Dictionary, fold *foldIndex) *dimension {
	return &dimension{name: name, dict: dict, fold: fold, local: []uint32{0}, values: []uint32{0}}
}

// code returns the own code of the dictionary's code g, adding it if new. Only
// for the refreshing goroutine.
func (d *dimension) code(g uint32) uint32 {
	if g < uint32(len(d.local)) && (d.local[g] != 0 || g == 0) {
		return d.local[g]
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if g >= uint32(len(d.local)) {
		d.local = append(d.local, make([]uint32, max(uint32(d.dict.Len()), g+1)-uint32(len(d.local)))...)
	}
	d.local[g] = uint32(len(d.values))
	d.values = append(d.values, g)
	return d.local[g]
}

// globally returns the dictionary's code of the value that text names.
func (d *dimension) globally(text string) (uint32, bool) {
	if d.fold != nil {
		return d.fold.find(text)
	}
	return d.dict.Find(text)
}

// find returns the own code of the value that text names.
func (d *dimension) find(text string) (uint32, bool) {
	g, ok := d.globally(text)
	if !ok {
		return 0, false
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	if g >= uint32(len(d.local)) || d.local[g] == 0 && g != 0 {
		return 0, false
	}
	return d.local[g], true
}

// size returns how many values there are, "" included.
func (d *dimension) size() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.values)
}

// global returns the dictionary's code of own code c.
func (d *dimension) global(c uint32) uint32 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.values[c]
}

// text returns the value of own code c.
func (d *dimension) text(c uint32) string { return d.dict.Text(d.global(c)) }
