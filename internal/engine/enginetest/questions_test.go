package enginetest

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"daybreak/internal/engine"
)

// Every question that an engine answers has cases in text, worked out by hand.
// Who is behind a cell is held against the cells themselves.
func TestEveryQuestionHasCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var cases strings.Builder
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cases.Write(b)
	}
	for _, of := range []reflect.Type{reflect.TypeFor[engine.Facts](), reflect.TypeFor[engine.Members](), reflect.TypeFor[engine.Habits](),
		reflect.TypeFor[engine.Communities](), reflect.TypeFor[engine.Contents](), reflect.TypeFor[engine.Buyers]()} {
		for m := range of.Methods() {
			name := strings.ToLower(m.Name)
			if m.Name == "People" {
				continue
			}
			if m.Name == "HourMinutes" {
				name = "hour_minutes"
			}
			if questions()[name] == nil {
				t.Errorf("no case can ask %s", m.Name)
			}
			if !strings.Contains(cases.String(), "-- "+name+" --") {
				t.Errorf("no case asks %s", m.Name)
			}
		}
	}
}
