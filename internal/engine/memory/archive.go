package memory

import (
	"bufio"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"strings"
	"unsafe"

	"daybreak/internal/ops"
)

// archive writes parts of a snapshot one after the other, or reads them back:
// the same code says both, so that what is read is what was written. Numbers
// and slices lie as in memory, on multiples of 8 bytes, so that slices read
// point into the input and are not to be changed.
type archive struct {
	out  *bufio.Writer // nil: it reads
	in   []byte        // what is left to read
	size int64         // of what was written
	err  error         // the first one; nothing is read or written after it
}

func (a *archive) reading() bool { return a.out == nil }

func (a *archive) fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

var errArchiveShort = errors.New("the snapshot ends too soon")

// bytes writes b, or reads as many bytes as n says, padded to words.
func (a *archive) bytes(b []byte, n int) []byte {
	padded := (n + 7) &^ 7
	switch {
	case a.err != nil:
		return nil
	case a.reading():
		if n < 0 || padded > len(a.in) {
			a.fail(errArchiveShort)
			return nil
		}
		b, a.in = a.in[:n:n], a.in[padded:]
	default:
		_, err := a.out.Write(b)
		if err == nil {
			var zeros [8]byte
			_, err = a.out.Write(zeros[:padded-n])
		}
		if err != nil {
			a.fail(err)
		}
		a.size += int64(padded)
	}
	return b
}

// number writes or reads a number.
func (a *archive) number(x *int64) {
	b := a.bytes((*[8]byte)(unsafe.Pointer(x))[:], 8)
	if a.reading() && b != nil {
		*x = *(*int64)(unsafe.Pointer(&b[0]))
	}
}

// length writes or reads the length of what follows.
func (a *archive) length(n int) int {
	x := int64(n)
	a.number(&x)
	if a.err != nil || x < -1 || x > math.MaxInt32<<8 {
		a.fail(errArchiveShort)
		return 0
	}
	return int(x)
}

// flat is what can be written as it lies in memory.
type flat interface {
	bool | uint32 | int32 | int64 | uint64 | int | conversion | ops.Day | eventKind | attributeRow
}

// flatSlice writes or reads a slice; nil stays nil.
func flatSlice[T flat](a *archive, s *[]T) {
	var zero T
	n := len(*s)
	if *s == nil {
		n = -1
	}
	if n = a.length(n); n <= 0 {
		if a.reading() && n == 0 {
			*s = []T{}
		}
		return
	}
	size := n * int(unsafe.Sizeof(zero))
	var b []byte
	if !a.reading() {
		b = unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(*s))), size)
	}
	if b = a.bytes(b, size); a.reading() && b != nil {
		*s = unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), n)
	}
}

// flatNumber writes or reads one value.
func flatNumber[T ~int | ~int32 | ~uint32 | ~int64 | ~uint64](a *archive, x *T) {
	v := int64(*x)
	if a.number(&v); a.reading() {
		*x = T(v)
	}
}

// each writes or reads a slice of parts; nil stays nil.
func each[T any](a *archive, s *[]T, part func(*T)) {
	n := len(*s)
	if *s == nil {
		n = -1
	}
	n = a.length(n)
	if a.reading() && n >= 0 {
		if n > len(a.in)/8 { // a part has a word at least
			a.fail(errArchiveShort)
			return
		}
		*s = make([]T, n)
	}
	for i := range *s {
		if a.err == nil {
			part(&(*s)[i])
		}
	}
}

// flatSlices writes or reads a slice of slices.
func flatSlices[T flat](a *archive, s *[][]T) {
	each(a, s, func(t *[]T) { flatSlice(a, t) })
}

// days writes or reads a range.
func (a *archive) days(r *ops.Range) {
	flatNumber(a, &r.From)
	flatNumber(a, &r.To)
}

// text writes or reads a text.
func (a *archive) text(s *string) {
	n := a.length(len(*s))
	b := a.bytes([]byte(*s), n)
	if a.reading() {
		*s = string(b)
	}
}

var errArchiveOther = errors.New("the snapshot is of other settings")

// same writes a text; reading another one there is an error.
func (a *archive) same(s string) {
	read := s
	if a.text(&read); read != s {
		a.fail(errArchiveOther)
	}
}

// dictionary writes a dictionary, or reads one in its place.
func (a *archive) dictionary(d **ops.Dictionary) {
	var ends []int64
	var all []byte
	if !a.reading() {
		var b strings.Builder
		for c := range (*d).Len() {
			b.WriteString((*d).Text(uint32(c)))
			ends = append(ends, int64(b.Len()))
		}
		all = []byte(b.String())
	}
	flatSlice(a, &ends)
	all = a.bytes(all, a.length(len(all)))
	if !a.reading() || a.err != nil {
		return
	}
	texts := make([]string, len(ends))
	for i, from := 0, int64(0); i < len(ends); i++ {
		if ends[i] < from || ends[i] > int64(len(all)) {
			a.fail(errArchiveShort)
			return
		}
		texts[i] = unsafe.String(unsafe.SliceData(all[from:]), int(ends[i]-from))
		from = ends[i]
	}
	if len(texts) == 0 || texts[0] != "" {
		a.fail(errArchiveShort)
		return
	}
	*d = ops.DictionaryOf(texts)
}

// checkBlock is how many bytes of an archive have a checksum of their own, so
// that all processors can check it.
const checkBlock = 1 << 22

// checksums gathers the checksums of the blocks written through it.
type checksums struct {
	to   io.Writer
	sums []uint32
	part int // bytes of the last block so far
}

// Write implements io.Writer.
func (c *checksums) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		if c.part == 0 {
			c.sums = append(c.sums, 0)
		}
		n := min(len(rest), checkBlock-c.part)
		last := &c.sums[len(c.sums)-1]
		*last = crc32.Update(*last, castagnoli(), rest[:n])
		c.part = (c.part + n) % checkBlock
		rest = rest[n:]
	}
	return c.to.Write(b)
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }
