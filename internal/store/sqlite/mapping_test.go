package sqlite

import "testing"

func TestMappingsAreKeptAndForgotten(t *testing.T) {
	s, ctx := fresh(t), t.Context()
	for _, m := range []string{`{"a":1}`, `{"a":2}`} {
		if err := s.KeepMapping(ctx, "f1", []byte(m), "Mei"); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Mappings(ctx); err != nil || len(got) != 1 || string(got["f1"]) != `{"a":2}` {
		t.Errorf("%s %v", got, err)
	}
	if err := s.ForgetMapping(ctx, "f1"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Mappings(ctx); err != nil || len(got) != 0 {
		t.Errorf("%s %v", got, err)
	}
}
