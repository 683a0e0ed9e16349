package web

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
)

// imported finds the modules a script imports: at once, as in
// import { first } from './dom.js', or when asked for, as in import('./a.js').
var imported = regexp.MustCompile(`(?m)(^(?:import|export) [^;]*?from |^import |import\()(['"])\./([\w-]+\.js)(['"])`)

// byImport returns the scripts of a directory, each after those it imports, so
// that the names they are served under are known when its content is hashed.
func byImport(dir fs.FS) ([]string, error) {
	names, err := fs.Glob(dir, "*.js")
	if err != nil {
		return nil, err
	}
	var out, open []string
	var visit func(name string) error
	visit = func(name string) error {
		if slices.Contains(out, name) {
			return nil
		}
		if slices.Contains(open, name) {
			return fmt.Errorf("the scripts %v import each other in a circle", open)
		}
		open = append(open, name)
		source, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		for _, m := range imported.FindAllSubmatch(source, -1) {
			if err := visit(string(m[3])); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		open = open[:len(open)-1]
		out = append(out, name)
		return nil
	}
	for _, name := range names {
		if err := visit(name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rewriteImports names the modules a script imports as they are served.
func (a *assetSet) rewriteImports(source []byte) []byte {
	return imported.ReplaceAllFunc(source, func(match []byte) []byte {
		m := imported.FindSubmatch(match)
		return slices.Concat(m[1], m[2], []byte("./"+path.Base(a.names[string(m[3])])), m[4])
	})
}

func (a *assetSet) needs(file string) ([]string, error) {
	if _, err := a.path(file); err != nil {
		return nil, err
	}
	var out []string
	var visit func(name string)
	visit = func(name string) {
		f, ok := a.served[name]
		if !ok || slices.Contains(out, assetPath+name) {
			return
		}
		out = append(out, assetPath+name)
		for _, m := range needed.FindAllSubmatch(f.plain, -1) {
			visit(string(m[1]))
		}
	}
	visit(path.Base(a.names[file]))
	return out[1:], nil
}

// needed finds the modules a script as it is served imports at once.
var needed = regexp.MustCompile(`(?m)^(?:import|export) (?:[^;]*?from )?['"]\./([\w.-]+)['"]`)
