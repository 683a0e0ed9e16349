package sqlite

import (
	"crypto/sha256"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestTokensAreFoundByHashOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dir, Options{Calendar: ops.Calendar{Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	hash := sha256.Sum256([]byte("secret"))
	if err := s.AddToken(t.Context(), hash, "cron", "editor"); err != nil {
		t.Fatal(err)
	}
	if name, role, ok, err := s.Token(t.Context(), hash); name != "cron" || role != "editor" || !ok || err != nil {
		t.Errorf("%s %s %v %v", name, role, ok, err)
	}
	if _, _, ok, err := s.Token(t.Context(), sha256.Sum256([]byte("other"))); ok || err != nil {
		t.Errorf("another token: %v %v", ok, err)
	}
	if err := s.AddToken(t.Context(), sha256.Sum256([]byte("x")), "x", "owner"); err == nil {
		t.Error("a role that does not exist was kept")
	}
}
