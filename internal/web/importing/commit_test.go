package importing

import (
	"context"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestStoppingEndsImports(t *testing.T) {
	c := newCommits()
	j := c.Start("x", nil, time.Time{}, func(ctx context.Context, _ func(int, int)) (ops.Batch, error) {
		<-ctx.Done()
		return ops.Batch{}, ctx.Err()
	})
	c.close()
	if _, err, ended := j.result(); !ended || err != context.Canceled {
		t.Errorf("%v %v", err, ended)
	}
}
