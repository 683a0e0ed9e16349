package ingest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestFutureInstants: at 09:00 in Shanghai (01:00 UTC) a moment of 09:05 is
// taken and one of 09:06 is not, whatever zone and door it comes by; history
// may be as old as it is.
func TestFutureInstants(t *testing.T) {
	for _, x := range []struct {
		at string
		ok bool
	}{
		{"2000-01-01T00:00:00+08:00", true},
		{"2026-11-22T09:05:00+08:00", true},
		{"2026-11-22T01:05:00Z", true},
		{"2026-11-22T09:05:01+08:00", false},
		{"2026-11-22T09:00:00Z", false}, // 17:00 in Shanghai
		{"2026-11-23T08:00:00+08:00", false},
	} {
		i, store := eventsImporter(t)
		_, posted := post(i, fmt.Sprintf(`{"member":"m","at":%q,"event":"a"}`, x.at))
		text := "member,at,event\nm," + x.at + ",a\n"
		p, err := i.Plan(t.Context(), File{Name: "events.csv", Size: int64(len(text)), R: strings.NewReader(text)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if x.ok {
			if posted != nil || p.Rejected != 0 {
				t.Errorf("%s: %v, %d rejected; want it taken", x.at, posted, p.Rejected)
			}
			continue
		}
		var e *ops.Error
		if !errors.As(posted, &e) || e.Code != "future_time" || len(store.batches) != 0 {
			t.Errorf("%s: %v, %d batches; want future_time and none", x.at, posted, len(store.batches))
			continue
		}
		if p.Rejected != 1 {
			t.Errorf("%s: %d rows of the file rejected, want 1", x.at, p.Rejected)
		}
		if !strings.Contains(e.Message, "2026-11-22 09:00 +08:00") {
			t.Errorf("%s: %s", x.at, e.Message)
		}
	}
	if maxAhead != 5*time.Minute {
		t.Error("a moment may lie ahead by", maxAhead)
	}
}
