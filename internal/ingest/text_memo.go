package ingest

import (
	"bytes"
	"hash/maphash"
)

// textMemo remembers the codes of raw texts of one column, to be quick with
// those that come again. It forgets everything when it is full: ids hardly
// come again.
type textMemo struct {
	seed  maphash.Seed
	slots []memoSlot // open addressing; a power of two
	texts []byte     // one after the other
	used  int
}

// memoSlot is one text: texts[at:at+len].
type memoSlot struct {
	hash uint32 // 0 = the slot is free
	at   uint32
	len  uint32
	code uint32
}

// The bounds of a textMemo.
const (
	maxMemoTexts = 1 << 16
	maxMemoBytes = 8 << 20
)

func newTextMemo() textMemo {
	return textMemo{seed: maphash.MakeSeed(), slots: make([]memoSlot, 64)}
}

// slot returns the slot of raw, free or taken, and its hash.
func (m *textMemo) slot(raw []byte) (*memoSlot, uint32) {
	hash := uint32(maphash.Bytes(m.seed, raw)) | 1
	mask := uint32(len(m.slots) - 1)
	for i := hash >> 1 & mask; ; i = (i + 1) & mask {
		s := &m.slots[i]
		if s.hash == 0 || s.hash == hash && bytes.Equal(m.texts[s.at:s.at+s.len], raw) {
			return s, hash
		}
	}
}

// find returns the code of raw, if it is remembered.
func (m *textMemo) find(raw []byte) (uint32, bool) {
	s, _ := m.slot(raw)
	return s.code, s.hash != 0
}

// add remembers the code of raw, which is not remembered yet.
func (m *textMemo) add(raw []byte, code uint32) {
	if len(raw) > maxMemoBytes/16 {
		return
	}
	if m.used >= maxMemoTexts || len(m.texts)+len(raw) > maxMemoBytes {
		clear(m.slots)
		m.texts, m.used = m.texts[:0], 0
	}
	if 2*(m.used+1) > len(m.slots) {
		old := m.slots
		m.slots = make([]memoSlot, 2*len(old))
		mask := uint32(len(m.slots) - 1)
		for _, s := range old {
			if s.hash == 0 {
				continue
			}
			i := s.hash >> 1 & mask
			for m.slots[i].hash != 0 {
				i = (i + 1) & mask
			}
			m.slots[i] = s
		}
	}
	s, hash := m.slot(raw)
	*s = memoSlot{hash, uint32(len(m.texts)), uint32(len(raw)), code}
	m.texts = append(m.texts, raw...)
	m.used++
}
