package web

import (
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func scripts(sources map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, source := range sources {
		out[name] = &fstest.MapFile{Data: []byte(source)}
	}
	return out
}

// A module is named in an import as it is served, so that a change of the one
// that is imported changes the address of all that need it.
func TestImportsNameModulesAsTheyAreServed(t *testing.T) {
	sources := map[string]string{
		"app.js":   "import { a } from './mid.js';\nimport {\n  b,\n} from \"./leaf.js\";\nimport('./late.js').then(a);\nconst s = 'from ./leaf.js';\n",
		"mid.js":   "import './leaf.js';\nexport const a = 1;\n",
		"leaf.js":  "export const b = 1;\n",
		"late.js":  "import { b } from './leaf.js';\n",
		"style.js": "// alone\n",
	}
	files, err := readAssets(scripts(sources))
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string {
		p, err := files.path(name)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	beside := func(name string) string { return "./" + path.Base(at(name)) }
	content := func(name string) string { return string(files.served[strings.TrimPrefix(at(name), "/static/")].plain) }
	want := "import { a } from '" + beside("mid.js") + "';\nimport {\n  b,\n} from \"" + beside("leaf.js") + "\";\nimport('" + beside("late.js") +
		"').then(a);\nconst s = 'from ./leaf.js';\n"
	if got := content("app.js"); got != want {
		t.Errorf("app.js is served as\n%s, want\n%s", got, want)
	}
	needs, err := files.needs("app.js")
	slices.Sort(needs)
	all := []string{at("leaf.js"), at("mid.js")}
	slices.Sort(all)
	if err != nil || !slices.Equal(needs, all) {
		t.Errorf("app.js needs %v, want %v (%v)", needs, all, err)
	}
	before := at("app.js")
	sources["leaf.js"] = "export const b = 2;\n"
	if files, err = readAssets(scripts(sources)); err != nil || at("app.js") == before {
		t.Errorf("app.js keeps its address though what it imports has changed (%v)", err)
	}
}

func TestScriptsThatCannotBeServed(t *testing.T) {
	for what, sources := range map[string]map[string]string{
		"circle":  {"a.js": "import './b.js';\n", "b.js": "import './a.js';\n"},
		"missing": {"a.js": "import { x } from './nowhere.js';\n"},
	} {
		if _, err := readAssets(scripts(sources)); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
