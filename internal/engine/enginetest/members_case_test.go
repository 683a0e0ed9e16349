package enginetest_test

import (
	"os"
	"testing"

	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/reference"
)

func TestMemoryMembers(t *testing.T) {
	enginetest.Run(t, os.DirFS("testdata"), "members", openMemory)
}

func TestReferenceMembers(t *testing.T) {
	enginetest.Run(t, os.DirFS("testdata"), "members", func(t *testing.T, source *enginetest.Source, s enginetest.Settings) any {
		r, err := reference.LoadBuyers(t.Context(), source, s.Calendar, s.Currency)
		if err != nil {
			t.Fatal(err)
		}
		return r
	})
}
