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

// text returns the hash of the text of a code in a column of type t. Spellings
// of one name have one hash.
func (d *digester) text(dict *ops.Dictionary, code uint32, t ops.ColumnType) uint64 {
	h := d.hashes[dict]
	if int(code) >= len(h) {
		h = append(h, make([]uint64, max(dict.Len(), int(code)+1)-len(h))...)
		if d.hashes == nil {
			d.hashes = make(map[*ops.Dictionary][]uint64)
		}
		d.hashes[dict] = h
	}
	if h[code] == 0 {
		text := dict.Text(code)
		if t == ops.Name {
			text = ops.Fold(text)
		}
		h[code] = hashText(text)
	}
	return h[code]
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
