package frame

import (
	"testing"
)

func TestBodyCacheKeepsToItsLimit(t *testing.T) {
	b := NewBodyCache(80)
	for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		b.put(&cachedBody{key: key, packed: make([]byte, 10)})
	}
	b.get("a")
	b.put(&cachedBody{key: "i", packed: make([]byte, 10)})
	if _, ok := b.get("b"); ok || b.size != 80 {
		t.Errorf("the least recently used body stayed, or size is %d", b.size)
	}
	if _, ok := b.get("a"); !ok {
		t.Error("a body used just now went")
	}
	b.put(&cachedBody{key: "giant", packed: make([]byte, 11)})
	if _, ok := b.get("giant"); ok {
		t.Error("a giant was kept")
	}
}
