package arch

import (
	"go/ast"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"go/parser"
	"go/token"
)

// mostMethods is how many methods a type may have: what has more is several
// nouns in one.
const mostMethods = 60

// TestNoTypeHasTooManyMethods counts the methods of every type of the program.
func TestNoTypeHasTooManyMethods(t *testing.T) {
	count := map[string]int{}
	for _, root := range []string{"../../cmd", "../../internal"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
					count[strings.TrimPrefix(filepath.Dir(name), "../../")+" "+receiver(f.Recv.List[0].Type)]++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if count["internal/store/sqlite Store"] < 20 {
		t.Errorf("the store has %d methods: this test counts wrong", count["internal/store/sqlite Store"])
	}
	for of, n := range count {
		if n > mostMethods && !strings.HasPrefix(of, "internal/web") { // whose rooms are still moving out
			t.Errorf("%s has %d methods, more than %d", of, n, mostMethods)
		}
	}
}

// receiver returns the name of a method's type.
func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}
