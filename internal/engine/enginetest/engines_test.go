package enginetest_test

import (
	"os"
	"testing"
	_ "time/tzdata"

	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/reference"
)

func openMemory(t *testing.T, source *enginetest.Source, s enginetest.Settings) any {
	e := memory.New(source, memory.Options{Calendar: s.Calendar, Currency: s.Currency})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return e.Current()
}

func openReference(_ *testing.T, source *enginetest.Source, s enginetest.Settings) any {
	return &reference.Engine{Source: source, Calendar: s.Calendar, Currency: s.Currency}
}

func TestMemory(t *testing.T) {
	enginetest.Run(t, os.DirFS("testdata"), "facts", openMemory)
}

func TestReference(t *testing.T) {
	enginetest.Run(t, os.DirFS("testdata"), "facts", openReference)
}
