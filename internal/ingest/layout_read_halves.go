package ingest

import (
	"bytes"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"daybreak/internal/ops"
)

// longFile is from how many bytes on reading a file in two halves at once is
// worth it.
const longFile = 32 << 20

// readHalves reads the rows below the header, which c has read, in two halves at
// once. It returns nil where one reader has to go through the whole file: where
// it has quotes, which may hide ends of lines, empty lines, or anything to
// tell the user about.
func (s *source) readHalves(ctx context.Context, c *csvReader, l *layout) (*rowBuilder, error) {
	if runtime.GOMAXPROCS(0) < 2 || c.quotes {
		return nil, nil
	}
	from := c.consumed()
	middle, err := s.nextLine(from + (s.file.Size-from)/2)
	if err != nil || middle < 0 {
		return nil, err
	}
	// Both halves write into the same columns, each its own part of them.
	parts := [2]struct{ from, to int64 }{{from, middle}, {middle, s.file.Size}}
	var builders [2]*rowBuilder
	var readers [2]*csvReader
	var lines [2]int
	var failed [2]error
	both := func(do func(h int)) {
		var other sync.WaitGroup
		other.Go(func() { do(1) })
		do(0)
		other.Wait()
	}
	both(func(h int) { lines[h], failed[h] = s.countLines(parts[h].from, parts[h].to) })
	if err := errors.Join(failed[:]...); err != nil || lines[0]+lines[1] > MaxRows {
		return nil, err
	}
	for h := range builders {
		builders[h] = newRowBuilder(l.record, s)
		readers[h] = newCSVReader(io.NewSectionReader(s.file.R, parts[h].from, parts[h].to-parts[h].from), parts[h].to-parts[h].from)
		readers[h].begun = true // there is no mark in the middle of a file
	}
	readers[0].line = c.line
	columns := builders[0].share(builders[1], lines[0], lines[1])
	var amiss atomic.Bool
	both(func(h int) {
		b, c := builders[h], readers[h]
		for n := 1; ; n++ {
			cells, line, err := c.next()
			switch {
			case errors.Is(err, io.EOF):
				if b.len() != lines[h] { // of those counted some are empty
					amiss.Store(true)
				}
				return
			case err != nil || c.quotes || b.own(l, cells, line) != nil:
				amiss.Store(true)
				return
			case n%progressEvery != 0:
				continue
			case amiss.Load() || ctx.Err() != nil:
				return
			}
			if h == 0 && s.options.Progress != nil {
				s.options.Progress(min(2*c.consumed(), s.file.Size), s.file.Size)
			}
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if amiss.Load() || !builders[0].join(builders[1], columns, readers[0].line-1) {
		return nil, nil
	}
	return builders[0], nil
}

// countLines counts the lines of the file's bytes between two offsets.
func (s *source) countLines(from, to int64) (lines int, err error) {
	buffer, last := make([]byte, MaxRecord), byte('\n')
	for from < to {
		n, err := s.file.R.ReadAt(buffer[:min(int64(len(buffer)), to-from)], from)
		if n == 0 {
			return 0, err
		}
		lines += bytes.Count(buffer[:n], []byte{'\n'})
		last = buffer[n-1]
		from += int64(n)
	}
	if last != '\n' {
		lines++
	}
	return lines, nil
}

// nextLine returns where the first line begins that begins behind at, or −1.
func (s *source) nextLine(at int64) (int64, error) {
	text := make([]byte, MaxRecord)
	n, err := s.file.R.ReadAt(text, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	i := bytes.IndexByte(text[:n], '\n')
	if i < 0 {
		return -1, nil
	}
	return at + int64(i) + 1, nil
}

// sharedColumns are columns of which two builders write a part each.
type sharedColumns struct {
	ints  [][]int64 // by column of the record; nil for texts
	codes [][]uint32
	lines []int32
}

// share gives b columns for own rows and later the same columns for the more
// rows behind them.
func (b *rowBuilder) share(later *rowBuilder, own, more int) *sharedColumns {
	s := &sharedColumns{ints: make([][]int64, len(b.columns)), codes: make([][]uint32, len(b.columns)), lines: make([]int32, own+more)}
	for c := range b.columns {
		b.filled[c], later.filled[c] = true, true
		if b.rows.Dicts[c] != nil {
			s.codes[c] = make([]uint32, own+more)
			b.rows.Codes[c], later.rows.Codes[c] = s.codes[c][:0:own], s.codes[c][own:own]
		} else {
			s.ints[c] = make([]int64, own+more)
			b.rows.Ints[c], later.rows.Ints[c] = s.ints[c][:0:own], s.ints[c][own:own]
		}
	}
	b.rows.Lines, later.rows.Lines = s.lines[:0:own], s.lines[own:own]
	return s
}

// join adds the rows of the later part of the file, which fill the rest of the
// columns and whose lines were counted from 1; lines come before them. All is
// then as if one builder had read both, down to the codes of texts. It reports
// false, and leaves b unfit for use, where one builder would have had something
// to say: of names written in two ways, keys that come twice, odd times, too
// many campaigns.
func (b *rowBuilder) join(later *rowBuilder, s *sharedColumns, lines int) bool {
	if b.mergedCount+later.mergedCount > 0 || b.clock.odd() || later.clock.odd() || !b.sameSpellings(later) {
		return false
	}
	own := b.len()
	translated := map[*ops.Dictionary][]uint32{}
	for c := range b.columns {
		b.rows.Ints[c], b.rows.Codes[c] = s.ints[c], s.codes[c]
		dict := later.rows.Dicts[c]
		if dict == nil {
			continue
		}
		codes := translated[dict]
		if codes == nil {
			codes = make([]uint32, dict.Len())
			for i := range codes {
				codes[i] = b.rows.Dicts[c].Code(dict.Text(uint32(i)))
			}
			translated[dict] = codes
		}
		for i, code := range s.codes[c][own:] {
			s.codes[c][own+i] = codes[code]
		}
	}
	b.rows.Lines = s.lines
	for i := range s.lines[own:] {
		s.lines[own+i] += int32(lines)
	}
	b.days = b.days.Or(later.days)
	return b.newKeys(own, later.keys)
}

// sameSpellings reports whether the names that both parts have are written in
// one way, and that both together have not too many campaigns.
func (b *rowBuilder) sameSpellings(later *rowBuilder) bool {
	for c := range b.columns {
		t, other, more := &b.columns[c], &later.columns[c], 0
		dict, dictOther := b.rows.Dicts[c], later.rows.Dicts[c]
		for _, slot := range other.folds.slots {
			if slot == 0 {
				continue
			}
			code := uint32(slot) - 1
			fold := ops.Fold(dictOther.Text(code))
			known, ok := t.folds.find(uint32(maphash.String(b.keys.seed, fold)), func(code int) bool { return ops.Fold(dict.Text(uint32(code))) == fold })
			switch {
			case !ok:
				more++
			case c != b.currency && t.first(dict, uint32(known)) != other.first(dictOther, code):
				return false
			}
		}
		if c == b.campaign && t.folds.used+more > MaxCampaigns {
			return false
		}
	}
	return true
}

// newKeys reports whether the rows from row from on, whose keys were held
// against each other in other sets, have keys that no row before has.
func (b *rowBuilder) newKeys(from int, others keySets) bool {
	shared := map[int64]bool{}
	for day := range others.sets {
		if b.keys.sets[day] != nil {
			shared[day] = true
		}
	}
	if len(shared) == 0 {
		return true
	}
	for i := from; i < b.len(); i++ {
		for _, c := range b.key {
			if b.rows.Dicts[c] != nil {
				b.codes[c] = b.rows.Codes[c][i]
			} else {
				b.ints[c] = b.rows.Ints[c][i]
			}
		}
		if day, _ := b.keyBytes(); shared[day] {
			if _, dup := b.addKey(i); dup {
				return false
			}
		}
	}
	return true
}
