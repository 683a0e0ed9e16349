package sqlite

// entry is a row with its key, or a part of it, as a number.
type entry struct {
	key uint64
	row uint32
}

// digitBits is how many bits of the key one pass of radixSort sorts by.
const digitBits = 11

// radixSort sorts entries by the lowest width bits of their keys and keeps the
// order of equals. It uses room, which is as long, and returns one of the two.
func radixSort(entries, room []entry, width int) []entry {
	for shift := 0; shift < width; shift += digitBits {
		digit := func(e entry) uint64 { return e.key >> shift & (1<<digitBits - 1) }
		var next [1 << digitBits]int
		for _, e := range entries {
			next[digit(e)]++
		}
		if len(entries) == 0 || next[digit(entries[0])] == len(entries) {
			continue
		}
		at := 0
		for d, n := range next {
			next[d] = at
			at += n
		}
		for _, e := range entries {
			d := digit(e)
			room[next[d]] = e
			next[d]++
		}
		entries, room = room, entries
	}
	return entries
}
