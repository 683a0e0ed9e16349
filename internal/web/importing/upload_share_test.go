package importing

import (
	"io"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// One person's uploads never take the places of all (H6).
func TestUploadsHaveShares(t *testing.T) {
	kept, err := newUploads(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range ownUploads {
		if _, err := kept.keep(strings.NewReader("x"), "a.csv", "ada", 10); err != nil {
			t.Fatalf("upload %d: %v", i, err)
		}
	}
	if _, err := kept.keep(strings.NewReader("x"), "a.csv", "ada", 10); ops.CodeOf(err) != "too_many" {
		t.Errorf("one more of hers: %v", err)
	}
	if _, err := kept.keep(strings.NewReader("x"), "a.csv", "bo", 10); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	own, err := kept.waiting("ada")
	if err != nil {
		t.Fatal(err)
	}
	kept.remove(own[0].ID)
	if _, err := kept.keep(strings.NewReader("x"), "a.csv", "ada", 10); err != nil {
		t.Errorf("after one was removed: %v", err)
	}
	// What is still arriving counts as well.
	r, w := io.Pipe()
	arrived := make(chan error, 1)
	go func() {
		_, err := kept.keep(r, "a.csv", "cy", 10)
		arrived <- err
	}()
	if _, err := w.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	kept.mu.Lock()
	arriving := kept.arriving["cy"]
	kept.mu.Unlock()
	if arriving != 1 {
		t.Errorf("%d uploads are arriving", arriving)
	}
	w.Close()
	if err := <-arrived; err != nil || len(kept.arriving) != 0 {
		t.Errorf("arrived: %v, %v", err, kept.arriving)
	}
}
