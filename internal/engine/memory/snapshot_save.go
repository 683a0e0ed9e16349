package memory

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"syscall"
	"unsafe"

	"daybreak/internal/engine"
)

// A saved snapshot is a header, what snapshot.archive writes, and the checksum
// of each block of that.
type savedHeader struct {
	Magic  [8]byte
	Order  uint64 // byte order of the machine that wrote it
	Size   int64  // bytes between the header and the checksums
	Sums   uint64 // checksum of the checksums
	Itself uint64 // checksum of the above
}

// Format names how figures are laid out and what they are made to be: a saved snapshot
// of the same format is taken by another program. It is raised whenever the same rows
// make other bytes, which a test sees.
const Format = 1

const savedOrder = 0x0102030405060708

func savedMagic() [8]byte { return [8]byte{'D', 'A', 'Y', 'B', 'S', 'N', 'P', '2'} }

func (h *savedHeader) bytes() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(h)), unsafe.Sizeof(*h))
}

func (h *savedHeader) sum() uint64 {
	return uint64(crc32.Checksum(h.bytes()[:unsafe.Offsetof(h.Itself)], castagnoli()))
}

// Version returns the version of the current snapshot.
func (e *Engine) Version() int64 { return e.current.Load().version }

// Rows returns how many rows of all records the current snapshot holds.
func (e *Engine) Rows() int {
	n := 0
	for _, t := range e.current.Load().tables {
		for _, seg := range t.segments {
			n += seg.rows()
		}
	}
	return n
}

// Save writes the current snapshot to a file that does not exist yet, for its
// owner only. mark says what it is a snapshot of. What is unfinished when ctx
// ends or writing fails is removed.
func (e *Engine) Save(ctx context.Context, path, mark string) (err error) {
	s := e.current.Load()
	if err := s.prepare(ctx); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	h := savedHeader{Magic: savedMagic(), Order: savedOrder}
	if _, err := f.Write(make([]byte, unsafe.Sizeof(h))); err != nil {
		return err
	}
	sums := &checksums{to: untilDone{ctx, f}}
	a := &archive{out: bufio.NewWriterSize(sums, 1<<20)}
	a.same(mark)
	s.archive(a)
	if err := errors.Join(a.err, a.out.Flush()); err != nil {
		return err
	}
	var table []byte
	for _, sum := range sums.sums {
		table = binary.NativeEndian.AppendUint32(table, sum)
	}
	if _, err := f.Write(table); err != nil {
		return err
	}
	h.Size, h.Sums = a.size, uint64(crc32.Checksum(table, castagnoli()))
	h.Itself = h.sum()
	_, err = f.WriteAt(h.bytes(), 0)
	return err
}

// prepare makes what the first questions are going to need: the matrix of the
// most frequent event.
func (s *snapshot) prepare(ctx context.Context) error {
	events := s.Events()
	if len(events) == 0 {
		return nil
	}
	act, err := s.activity(engine.Activity{Event: events[0]})
	if err == nil {
		_, err = s.matrix(ctx, act)
	}
	return err
}

// untilDone writes until a context ends.
type untilDone struct {
	ctx context.Context
	to  io.Writer
}

func (w untilDone) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.to.Write(b)
}

// Load takes a saved snapshot for the current one, so that the next Refresh
// reads only what changed since. The mark must be the one it was saved under,
// and the source a later version of the one it was made from. On error the
// current snapshot stays, and everything can still be read from the source.
func (e *Engine) Load(ctx context.Context, path, mark string) error {
	e.refreshing.Lock()
	defer e.refreshing.Unlock()
	b, err := mapFile(path)
	if err != nil {
		return err
	}
	s, err := e.read(ctx, b, mark)
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), syscall.Munmap(b))
	}
	e.current.Store(s)
	return nil
}

// read makes a snapshot of the bytes of a saved one, into which it points.
func (e *Engine) read(ctx context.Context, b []byte, mark string) (*snapshot, error) {
	if err := checkSaved(ctx, b); err != nil {
		return nil, err
	}
	h := (*savedHeader)(unsafe.Pointer(unsafe.SliceData(b)))
	a := &archive{in: b[unsafe.Sizeof(*h):][:h.Size]}
	a.same(mark)
	old := e.current.Load()
	s := &snapshot{facts: newFacts(e.options, old.facts.dict), memberData: newMemberData(e.options, old.facts.dict)}
	s.archive(a)
	if a.err == nil && len(a.in) > 0 {
		a.fail(errArchiveOther)
	}
	if a.err != nil {
		return nil, a.err
	}
	version, _, err := e.source.Changes(ctx, s.version)
	if err == nil && version < s.version {
		err = fmt.Errorf("the snapshot is of version %d, the record of %d", s.version, version)
	}
	if err != nil {
		return nil, err
	}
	if s.facts.rates, err = s.facts.rates.read(ctx, e.source); err != nil {
		return nil, err
	}
	if s.postTable, err = readPosts(ctx, e.source, e.options.Calendar); err != nil {
		return nil, err
	}
	s.keys = e.source.Keys()
	s.sources, err = e.source.Sources(ctx)
	s.facts.sources = s.sources
	return s, err
}

var errSavedDamaged = errors.New("the saved snapshot is damaged")

// checkSaved compares all checksums.
func checkSaved(ctx context.Context, b []byte) error {
	h := (*savedHeader)(unsafe.Pointer(unsafe.SliceData(b)))
	if len(b) < int(unsafe.Sizeof(*h)) || h.Magic != savedMagic() || h.Order != savedOrder || h.Itself != h.sum() {
		return errSavedDamaged
	}
	b = b[unsafe.Sizeof(*h):]
	blocks := int((h.Size + checkBlock - 1) / checkBlock)
	if h.Size < 0 || int64(len(b)) != h.Size+4*int64(blocks) {
		return errSavedDamaged
	}
	table := b[h.Size:]
	if uint64(crc32.Checksum(table, castagnoli())) != h.Sums {
		return errSavedDamaged
	}
	wrong := make([]bool, blocks)
	err := parallel(ctx, blocks, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			block := b[i*checkBlock : min((i+1)*checkBlock, int(h.Size))]
			wrong[i] = crc32.Checksum(block, castagnoli()) != binary.NativeEndian.Uint32(table[4*i:])
		}
	})
	for _, w := range wrong {
		if w {
			return errSavedDamaged
		}
	}
	return err
}

// mapFile maps a file into memory. It stays mapped as long as the program
// runs, because nobody knows how long snapshots are held; what is not used
// takes no room.
func mapFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe of that name would keep the start waiting
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 || !info.Mode().IsRegular() {
		return nil, errSavedDamaged
	}
	return syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
}
