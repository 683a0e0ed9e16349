package arch

import (
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"
	"testing"
)

// A room that no program enters is not part of the house.
func TestEveryRoomIsEntered(t *testing.T) {
	entered := map[string]bool{}
	main := map[string]bool{}
	for name := range sources(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), "../../"+name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		main[path.Dir(name)] = f.Name.Name == "main"
		for _, spec := range f.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if own, ok := strings.CutPrefix(target, module); ok {
				entered[own] = true
			}
		}
	}
	for dir := range rooms() {
		if entered[dir] || main[dir] {
			continue
		}
		switch dir {
		case "internal/arch", "internal/engine/reference", "internal/engine/enginetest": // for tests alone
		default:
			t.Errorf("nothing that is not a test imports %s", dir)
		}
	}
}
