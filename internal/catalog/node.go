package catalog

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"daybreak/internal/ops"
)

// node is a place in a file: a value and the path of keys that leads to it.
type node struct {
	file string
	path string
	yaml ast.Node
}

func (n node) place() ops.Place {
	p := ops.Place{File: n.file, Column: n.path}
	at := n.yaml
	switch m := n.yaml.(type) { // a mapping without braces begins with its first key
	case nil:
		return p
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			at = m.Values[0].Key
		}
	case *ast.MappingValueNode:
		at = m.Key
	}
	if t := at.GetToken(); t != nil {
		p.Line, p.At = t.Position.Line, t.Position.Column
	}
	return p
}

func (n node) child(key string, y ast.Node) node {
	path := key
	if n.path != "" {
		path = n.path + "." + key
	}
	return node{file: n.file, path: path, yaml: y}
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	at    node // of the key
	value node
}

// fields is a mapping whose keys were checked.
type fields struct {
	node
	l       *loader
	entries map[string]entry
}

// entries returns the keys of a mapping in order, each once.
func (l *loader) entries(n node) ([]entry, bool) {
	var values []*ast.MappingValueNode
	switch m := n.yaml.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		l.fail(n, "wrong_type", "", "Here must be keys with values, like name: value.")
		return nil, false
	}
	var out []entry
	seen := map[string]bool{}
	for _, v := range values {
		text, ok := scalar(v.Key)
		at := n.child(text, v.Key)
		if !ok {
			l.fail(at, "wrong_type", "", "A key must be a plain name.")
			continue
		}
		if seen[text] {
			l.fail(at, "duplicate_name", "Rename or remove one of them.", "%q is there twice.", text)
			continue
		}
		seen[text] = true
		out = append(out, entry{key: text, at: at, value: n.child(text, v.Value)})
	}
	return out, true
}

// fields reads a mapping that may have the known keys only and must have the
// required ones.
func (l *loader) fields(n node, required, optional []string) (fields, bool) {
	entries, ok := l.entries(n)
	if !ok {
		return fields{node: n, l: l}, false
	}
	return l.check(n, entries, required, optional), true
}

// check is fields for a mapping whose entries were read already.
func (l *loader) check(n node, entries []entry, required, optional []string) fields {
	f := fields{node: n, l: l, entries: map[string]entry{}}
	known := slices.Concat(required, optional)
	for _, e := range entries {
		if !slices.Contains(known, e.key) {
			l.fail(e.at, "unknown_field", suggest(e.key, known), "There is no field %q here.", ops.Show(e.key))
			continue
		}
		f.entries[e.key] = e
	}
	for _, key := range required {
		if _, ok := f.entries[key]; !ok {
			l.fail(n, "missing_field", "", "The field %q is missing.", key)
		}
	}
	return f
}

// get returns the value of a field.
func (f fields) get(key string) (node, bool) {
	e, ok := f.entries[key]
	return e.value, ok
}

// text returns a plain text; "" if the field is absent or wrong.
func (f fields) text(key string) string {
	n, ok := f.get(key)
	if !ok {
		return ""
	}
	return f.l.text(n)
}

func (l *loader) text(n node) string {
	s, ok := scalar(n.yaml)
	if !ok {
		l.fail(n, "wrong_type", "", "Here must be a text.")
		return ""
	}
	for _, r := range s {
		if ops.Invisible(r) {
			l.fail(n, "control_char", "Remove it.", "The text %q holds an invisible character.", ops.Show(s))
			return ""
		}
	}
	return s
}

// texts returns one text or a list of them.
func (l *loader) texts(n node) []node {
	if s, ok := n.yaml.(*ast.SequenceNode); ok {
		return l.items(n, s)
	}
	return []node{n}
}

func (l *loader) items(n node, s *ast.SequenceNode) []node {
	out := make([]node, len(s.Values))
	for i, v := range s.Values {
		out[i] = node{file: n.file, path: n.path + "[" + strconv.Itoa(i+1) + "]", yaml: v}
	}
	return out
}

// list returns the items of a field that must be a list.
func (f fields) list(key string) []node {
	n, ok := f.get(key)
	if !ok {
		return nil
	}
	s, ok := n.yaml.(*ast.SequenceNode)
	if !ok {
		f.l.fail(n, "wrong_type", "Write [a, b] or lines that begin with a dash.", "Here must be a list.")
		return nil
	}
	if len(s.Values) == 0 {
		f.l.fail(n, "wrong_type", "", "The list is empty.")
	}
	return f.l.items(n, s)
}

// flag returns true or false; false if the field is absent.
func (f fields) flag(key string) bool {
	n, ok := f.get(key)
	if !ok {
		return false
	}
	b, ok := n.yaml.(*ast.BoolNode)
	if !ok {
		f.l.fail(n, "wrong_type", "", "Here must be true or false.")
		return false
	}
	return b.Value
}

// whole returns a whole number between low and high; 0 if the field is absent.
func (f fields) whole(key string, low, high int) int {
	n, ok := f.get(key)
	if !ok {
		return 0
	}
	s, _ := scalar(n.yaml)
	i, err := strconv.Atoi(s)
	if _, plain := n.yaml.(*ast.IntegerNode); !plain || err != nil || i < low || i > high {
		f.l.fail(n, "bad_value", "", "Here must be a whole number from %d to %d.", low, high)
		return 0
	}
	return i
}

// choice returns one of the allowed texts; "" if the field is absent or wrong.
func (f fields) choice(key string, allowed ...string) string {
	n, ok := f.get(key)
	if !ok {
		return ""
	}
	s := f.l.text(n)
	if s != "" && !slices.Contains(allowed, s) {
		f.l.fail(n, "unknown_choice", suggest(s, allowed), "%s cannot be %q.", key, ops.Show(s))
		return ""
	}
	return s
}

// label returns a text in both languages.
func (f fields) label(key string) ops.Label {
	n, ok := f.get(key)
	if !ok {
		return ops.Label{}
	}
	return f.l.label(n)
}

// caption returns a text in both languages, or one that is the same in both.
func (f fields) caption(key string) ops.Label {
	n, ok := f.get(key)
	if _, plain := scalar(n.yaml); ok && plain {
		s := f.l.text(n)
		return ops.Label{En: s, Zh: s}
	}
	return f.label(key)
}

func (l *loader) label(n node) ops.Label {
	m, ok := l.fields(n, nil, []string{"en", "zh"})
	if !ok {
		return ops.Label{}
	}
	out := ops.Label{En: strings.TrimSpace(m.text("en")), Zh: strings.TrimSpace(m.text("zh"))}
	for _, language := range [][2]string{{"en", "English"}, {"zh", "Chinese"}} {
		v, given := m.get(language[0])
		if s, plain := scalar(v.yaml); !given || plain && strings.TrimSpace(s) == "" {
			l.fail(n, "missing_language", "Write {en: …, zh: …}.", "The %s text is missing.", language[1])
		}
	}
	return out
}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// id checks a name that is used in addresses and files.
func (l *loader) id(n node, s string) bool {
	if idPattern.MatchString(s) {
		return true
	}
	l.fail(n, "bad_id", "Use up to 60 small letters, digits and _, a letter first.", "%q cannot be a name.", ops.Show(s))
	return false
}

// scalar returns the text of a plain value as written.
func scalar(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// syntaxError tells what the parser could not read.
func syntaxError(file string, err error) *ops.Error {
	out := &ops.Error{Code: "bad_yaml", Message: "This is not YAML.", Hint: "Check indentation, colons and quotes around this line.",
		Where: ops.Place{File: file}, Err: err}
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		out.Message = "This is not YAML: " + syntax.Message + "."
		if syntax.Token != nil {
			out.Where.Line, out.Where.At = syntax.Token.Position.Line, syntax.Token.Position.Column
		}
	}
	return out
}

// suggest names the nearest of the known names, or all when there are few.
func suggest(name string, known []string) string {
	best, distance := "", len(name)/3+2
	for _, k := range known {
		if d := edits(name, k); d < distance {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return "Did you mean " + best + "?"
	case len(known) > 0 && len(known) <= 24:
		return "Use one of " + strings.Join(known, ", ") + "."
	}
	return ""
}

// edits returns the Levenshtein distance of two names.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := min(row[j]+1, row[j+1]+1, corner+1)
			if a[i] == b[j] {
				next = corner
			}
			corner, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
