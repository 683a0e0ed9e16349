package ingest

import "hash/maphash"

// keySets find rows by key. Each day of the key has a set of its own: files go
// by days, and the set of one day is small enough to be at hand.
type keySets struct {
	seed maphash.Seed
	sets map[int64]*keySet
	last *keySet // that of day
	day  int64
}

func newKeySets() keySets {
	return keySets{seed: maphash.MakeSeed(), sets: map[int64]*keySet{}}
}

// add notes that row has a key on day with the hash. If a row with an equal
// key is known, it is returned instead.
func (k *keySets) add(day int64, hash uint32, row int, equal func(row int) bool) (int, bool) {
	if k.last == nil || k.day != day {
		set, ok := k.sets[day]
		if !ok {
			set = &keySet{}
			if k.last != nil && 4*k.last.used >= len(k.last.slots) { // days are much alike
				set.slots = make([]uint64, len(k.last.slots))
			}
			k.sets[day] = set
		}
		k.last, k.day = set, day
	}
	return k.last.add(hash, row, equal)
}

// keySet is an open-addressed table of row numbers, or of codes.
type keySet struct {
	slots []uint64 // hash<<32 | row+1
	used  int
}

func (k *keySet) add(hash uint32, row int, equal func(row int) bool) (int, bool) {
	if 5*(k.used+1) > 4*len(k.slots) {
		k.resize(max(16, 2*len(k.slots)))
	}
	mask := uint32(len(k.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := k.slots[i]
		if s == 0 {
			k.slots[i] = uint64(hash)<<32 | uint64(row+1)
			k.used++
			return row, false
		}
		if uint32(s>>32) == hash && equal(int(uint32(s))-1) {
			return int(uint32(s)) - 1, true
		}
	}
}

// find returns the row of the hash that equals, if there is one.
func (k *keySet) find(hash uint32, equal func(row int) bool) (int, bool) {
	if k.used == 0 {
		return 0, false
	}
	mask := uint32(len(k.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := k.slots[i]
		if s == 0 {
			return 0, false
		}
		if uint32(s>>32) == hash && equal(int(uint32(s))-1) {
			return int(uint32(s)) - 1, true
		}
	}
}

func (k *keySet) resize(size int) {
	old := k.slots
	k.slots = make([]uint64, size)
	mask := uint32(len(k.slots) - 1)
	for _, s := range old {
		if s == 0 {
			continue
		}
		i := uint32(s>>32) & mask
		for k.slots[i] != 0 {
			i = (i + 1) & mask
		}
		k.slots[i] = s
	}
}
