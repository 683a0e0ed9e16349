package sqlite

import (
	"hash/fnv"

	"daybreak/internal/ops"
)

// digester computes digests of rows: numbers that depend on everything a row
// says, on texts and not on their codes. The sum of the digests of a batch's
// rows is kept with the batch, so that damage SQLite cannot see is found.
type digester struct {
	hashes map[*ops.Dictionary][]uint64 // of the texts already seen, by code; 0 = not yet
}

// rows returns the digests of some rows of a block; day returns the ops day a
// row lies on.
func (d *digester) rows(l *layout, b *ops.Rows, some []uint32, day func(i uint32) ops.Day) []uint64 {
	out := make([]uint64, len(some))
	for _, column := range l.stored {
		switch {
		case column == goneMark:
			for n, i := range some {
				if b.IsGone(int(i)) {
					out[n] = mix(mix(out[n], hashText("gone")), 1)
				}
			}
		case column != computedDay && l.record.Columns[column].Added:
			d.added(l.record, column, b, some, out)
		case column == computedDay:
			for n, i := range some {
				out[n] = mix(out[n], uint64(day(i)))
			}
		case b.Dicts[column] != nil && len(some) < b.Dicts[column].Len()/16: // not worth remembering
			for n, i := range some {
				out[n] = mix(out[n], hashed(b.Text(column, int(i)), l.record.Columns[column].Type))
			}
		case b.Dicts[column] != nil:
			known := d.known(b.Dicts[column])
			codes := b.Codes[column]
			for n, i := range some {
				h := known[codes[i]]
				if h == 0 {
					h = d.learn(b.Dicts[column], codes[i], l.record.Columns[column].Type)
				}
				out[n] = mix(out[n], h)
			}
		default:
			values := b.Ints[column]
			for n, i := range some {
				out[n] = mix(out[n], uint64(values[i]))
			}
		}
	}
	return out
}

// added mixes a column that came to be when there were rows already: a blank
// leaves the digests as they were, and any other value goes in with the name
// of its column, since the columns before it may have added nothing.
func (d *digester) added(r *ops.Record, column int, b *ops.Rows, some []uint32, out []uint64) {
	name := hashText(r.Columns[column].Name)
	for n, i := range some {
		if b.Dicts[column] == nil {
			if v := b.Ints[column][i]; v != ops.NoValue {
				out[n] = mix(mix(out[n], name), uint64(v))
			}
		} else if b.Codes[column][i] != 0 {
			out[n] = mix(mix(out[n], name), hashed(b.Text(column, int(i)), r.Columns[column].Type))
		}
	}
}

// known returns the hashes of the texts of a dictionary by code.
func (d *digester) known(dict *ops.Dictionary) []uint64 {
	h := d.hashes[dict]
	if n := dict.Len(); n > len(h) {
		h = append(h, make([]uint64, n-len(h))...)
		if d.hashes == nil {
			d.hashes = make(map[*ops.Dictionary][]uint64)
		}
		d.hashes[dict] = h
	}
	return h
}

// learn works out the hash of a text in a column of type t.
func (d *digester) learn(dict *ops.Dictionary, code uint32, t ops.ColumnType) uint64 {
	h := hashed(dict.Text(code), t)
	d.hashes[dict][code] = h
	return h
}

// hashed returns the hash of a text in a column of type t. Spellings of one
// name have one hash.
func hashed(text string, t ops.ColumnType) uint64 {
	if t == ops.Name {
		text = ops.Fold(text)
	}
	return hashText(text)
}

func hashText(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// mix adds one value to a digest (the finalizer of splitmix64).
func mix(h, value uint64) uint64 {
	h += value + 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
