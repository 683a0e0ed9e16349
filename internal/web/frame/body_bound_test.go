package frame

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// Nothing goes on after the client has left, nor does a body grow beyond all
// bounds.
func TestBodiesAreBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := renderBody(ctx, gzip.BestSpeed, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); !errors.Is(err, context.Canceled) {
		t.Errorf("a page goes on: %v", err)
	}
	w := &boundedWriter{ctx: t.Context(), to: io.Discard}
	part := []byte(strings.Repeat("x", 1<<20))
	for range maxBody >> 20 {
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write([]byte("x")); ops.CodeOf(err) != "answer_too_large" {
		t.Errorf("a byte too many: %v", err)
	}
	body, err := renderBody(t.Context(), gzip.BestSpeed, func(w io.Writer) error { _, err := w.Write(bytes.Repeat([]byte("ab"), 5000)); return err })
	if err != nil || body.length != 10_000 || len(body.packed) > 1000 {
		t.Errorf("a body: %+v %v", body, err)
	}
}
