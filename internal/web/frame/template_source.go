package frame

import (
	"html/template"
	"io/fs"
	"path"
	"strings"
)

// parseFiles adds templates to t, each under the name of its file.
func parseFiles(t *template.Template, files fs.FS, names ...string) error {
	for _, n := range names {
		source, err := fs.ReadFile(files, n)
		if err != nil {
			return err
		}
		named := t
		if base := path.Base(n); base != t.Name() {
			named = t.New(base)
		}
		if _, err := named.Parse(unindented(string(source))); err != nil {
			return err
		}
	}
	return nil
}

// unindented takes the line breaks of a template and the blanks after them out,
// so that one element can stand on a line without a gap on the page between
// what is written side by side. Inside a tag, and between two words, one blank
// stays. A blank the page needs beside a tag or an action is written as {{" "}}
// or stands within the line.
func unindented(source string) string {
	var b strings.Builder
	tag, quoted := false, false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case strings.HasPrefix(source[i:], "{{"):
			end := i + actionEnd(source[i:])
			b.WriteString(source[i:end])
			i = end - 1
			continue
		case c == '"' && tag:
			quoted = !quoted
		case c == '<' && !tag:
			tag = i+1 < len(source) && source[i+1] != ' '
		case c == '>' && !quoted:
			tag = false
		case c == '\n':
			rest := strings.TrimLeft(source[i:], " \t\n")
			if tag || !touches(b.String(), rest) {
				b.WriteByte(' ')
			}
			i = len(source) - len(rest) - 1
			continue
		}
		b.WriteByte(source[i])
	}
	return b.String()
}

// actionEnd returns where the action that s begins with ends.
func actionEnd(s string) int {
	if strings.HasPrefix(s, "{{/*") {
		if _, after, found := strings.Cut(s, "*/}}"); found {
			return len(s) - len(after)
		}
	}
	quoted := false
	for i := 2; i+1 < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '}' && s[i+1] == '}' && !quoted:
			return i + 2
		}
	}
	return len(s)
}

// touches tells whether a tag, an action or an end of the file is beside a
// line break.
func touches(before, after string) bool {
	return before == "" || after == "" || strings.HasSuffix(before, ">") || strings.HasSuffix(before, "}}") ||
		strings.HasPrefix(after, "<") || strings.HasPrefix(after, "{{")
}
