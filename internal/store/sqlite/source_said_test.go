package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"daybreak/internal/ops"
)

// What a person says of a source is there after a restart, is taken back as it
// was said, and makes a new version that the figures follow.
func TestSourcesRetireByAPersonsWord(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	for _, day := range []ops.Day{0, 40} {
		commit(t, s, build("spend").row(map[string]any{"date": firstDay + day, "platform": "Baidu", "account": "main", "campaign": "c",
			"cost": 1, "currency": "CNY"}).rows)
	}
	got := func() string {
		sources, err := s.Sources(ctx)
		if err != nil || len(sources) != 1 {
			t.Fatal(sources, err)
		}
		x := sources[0]
		return fmt.Sprintf("%v %q %d", x.Retired(), x.RetiredBy, len(x.Quiet))
	}
	before := s.Version()
	if err := s.RetireSource(ctx, "spend", "BAIDU", nil, true, "Mei"); err != nil {
		t.Fatal(err)
	}
	if err := s.DeclareQuiet(ctx, "spend", "baidu", "main", ops.Range{From: firstDay + 1, To: firstDay + 4}, "Mei"); err != nil {
		t.Fatal(err)
	}
	if s.Version() != before+2 {
		t.Errorf("version %d after %d", s.Version(), before)
	}
	if got := got(); got != `true "Mei" 3` {
		t.Error(got)
	}
	dir := filepath.Dir(s.path)
	s.Close()
	s = reopen(t, dir)
	if got := got(); got != `true "Mei" 3` {
		t.Error(got)
	}
	if err := s.RetireSource(ctx, "spend", "Baidu", nil, false, "Mei"); err != nil {
		t.Fatal(err)
	}
	if got := got(); got != `false "" 3` {
		t.Error(got)
	}
	hasCode(t, s.RetireSource(ctx, "spend", "nobody", nil, true, "Mei"), "unknown_source")
}
