package community

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// takesAll takes every check-in and stores none.
type takesAll struct{ CheckIns }

func (takesAll) CheckIn(context.Context, ops.CheckIn) (ops.CheckedIn, error) {
	return ops.CheckedIn{Already: true}, nil
}

// TestCheckInPace sends many check-ins from one address (A9): a member's token
// has its limit, an app's holds a morning of 50,000 members.
func TestCheckInPace(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	s := New(&frame.Site{Calendar: ops.Calendar{Zone: time.UTC}, Clock: func() time.Time { return now }}, nil, takesAll{})
	send := func(token *ops.CheckInToken) (int, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/api/v1/check-ins", strings.NewReader(`{"member":"ann"}`))
		r.Header.Set("Content-Type", "application/json")
		c := echo.New().NewContext(r, w)
		c.Set(frame.KeyPrincipal, frame.Principal{Name: "x", CheckIn: token})
		if err := s.createCheckIn(c); err != nil {
			first, _ := frame.MistakesOf(err)
			return frame.StatusOf(first.Code), w.Header().Get("Retry-After")
		}
		return w.Code, w.Header().Get("Retry-After")
	}
	for i := range 5000 {
		if code, _ := send(&ops.CheckInToken{ID: int64(i + 1), Member: "ann"}); code != http.StatusOK {
			t.Fatalf("member %d behind the address: %d", i, code)
		}
		if code, _ := send(&ops.CheckInToken{ID: -1}); code != http.StatusOK {
			t.Fatalf("check-in %d of the app: %d", i, code)
		}
	}
	for i := range 45_000 {
		if ok, _ := s.checkInPaces.apps.Allow(-1, now); !ok {
			t.Fatalf("check-in %d of the app is refused", 5001+i)
		}
	}
	for i := range CheckInsPerMember - 1 {
		if code, _ := send(&ops.CheckInToken{ID: 1, Member: "ann"}); code != http.StatusOK {
			t.Fatalf("check-in %d of a member: %d", i+2, code)
		}
	}
	if code, after := send(&ops.CheckInToken{ID: 1, Member: "ann"}); code != http.StatusTooManyRequests || after != "1" {
		t.Errorf("one too many: %d, Retry-After %q; want 429 and the second until the next", code, after)
	}
	if code, _ := send(&ops.CheckInToken{ID: 2, Member: "ann"}); code != http.StatusOK {
		t.Errorf("another member behind the same address: %d", code)
	}
	now = now.Add(time.Second)
	if code, _ := send(&ops.CheckInToken{ID: 1, Member: "ann"}); code != http.StatusOK {
		t.Errorf("after Retry-After: %d", code)
	}
}
