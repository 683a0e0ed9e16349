package sqlite

import (
	"testing"

	"daybreak/internal/ops"
)

func TestMappingsAreKeptAndForgotten(t *testing.T) {
	s, ctx := fresh(t), t.Context()
	for _, m := range []string{`{"a":1}`, `{"a":2}`} {
		if err := s.Mappings().KeepMapping(ctx, "f1", []byte(m), "Mei"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Mappings().Mappings(ctx)
	if err != nil || len(got) != 1 || string(got[0].Mapping) != `{"a":2}` || got[0].Fingerprint != "f1" || got[0].By != "Mei" ||
		got[0].At.IsZero() {
		t.Errorf("%s %v", got, err)
	}
	if err := s.Mappings().ForgetMapping(ctx, "f1", "a.csv"); err != nil {
		t.Fatal(err)
	}
	got, err = s.Mappings().Mappings(ctx)
	if err != nil || len(got) != 0 {
		t.Errorf("%s %v", got, err)
	}
	if err := s.Mappings().ForgetMapping(ctx, "f1", "a.csv"); ops.CodeOf(err) != "unknown_mapping" {
		t.Errorf("forgotten twice: %v", err)
	}
}
