package ingest

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// FileAnswers are what a person answered about files of one kind of name: what
// the header, which many files share, cannot tell.
type FileAnswers struct {
	Pattern string            `json:"pattern"` // see namePattern
	Answers map[string]string `json:"answers"`
}

// mostFiles is how many kinds of names are kept with a header, the latest first.
const mostFiles = 50

// ofFile reports whether an answer belongs to a file and not to its header:
// whose account it is, which campaign. What one workspace mostly has one of,
// and how numbers are written, belongs to the header.
func ofFile(record, field string) bool {
	r, ok := ops.RecordNamed(record)
	if !ok {
		return false
	}
	c := r.Column(field)
	return c >= 0 && r.Columns[c].Type.IsText() && field != "currency" && field != "event"
}

// namePattern returns what is left of a file's name without what changes from
// one download to the next: numbers, months, the mark of a copy, the kind of
// file. "" tells nothing.
func namePattern(name string) string {
	s := strings.ToLower(norm.NFKC.String(name))
	if dot := strings.LastIndexByte(s, '.'); dot > 0 {
		s = s[:dot]
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) || strings.ContainsRune("年月日至", r) })
	words = slices.DeleteFunc(words, func(w string) bool {
		return monthName(w) > 0 || w == "copy" || w == "kopie" || w == "副本" || w == "to"
	})
	return strings.Join(words, "-")
}

// speaks reports whether a text holds a name, whatever stands between its
// letters.
func speaks(text, name string) bool {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, strings.ToLower(norm.NFKC.String(s)))
	}
	n := bare(name)
	return len([]rune(n)) >= 2 && strings.Contains(bare(text), n)
}

// kept returns the mapping as it is remembered after a file: what was answered
// about the file stands beside the kind of its name. before is what was
// remembered until now, or nil.
func (m *Mapping) kept(file string, before *Mapping) *Mapping {
	out := *m
	out.Answers, out.Sources = maps.Clone(m.Answers), maps.Clone(m.Sources)
	mine := FileAnswers{Pattern: namePattern(file), Answers: map[string]string{}}
	for f, a := range m.Answers {
		if !ofFile(m.Record, f) || m.Sources[f] != FromUser && m.Sources[f] != FromRemembered {
			continue
		}
		mine.Answers[f] = a
		delete(out.Answers, f)
		delete(out.Sources, f)
	}
	out.Files = nil
	if len(mine.Answers) > 0 {
		out.Files = append(out.Files, mine)
	}
	if before != nil {
		for _, f := range before.files() {
			if len(out.Files) < mostFiles && (f.Pattern != mine.Pattern || !maps.Equal(f.Answers, mine.Answers)) {
				out.Files = append(out.Files, f)
			}
		}
	}
	return &out
}

// files lists what is known of files with the mapping's header. Answers that
// were kept with the header alone are those of a file nobody knows.
func (m *Mapping) files() []FileAnswers {
	old := FileAnswers{Answers: map[string]string{}}
	for f, a := range m.Answers {
		if ofFile(m.Record, f) && (m.Sources[f] == FromUser || m.Sources[f] == FromRemembered) {
			old.Answers[f] = a
		}
	}
	if len(old.Answers) == 0 {
		return m.Files
	}
	return append(slices.Clone(m.Files), old)
}

// recall answers what is known of a table's file, if something tells which of
// the files before it is like: its name or its title speaks of the account, or
// its name is of a kind that has told accounts apart before. Else the last
// answers are only proposed, and asked: a file of another account may have the
// same header, and the same name but for the month.
func (m *Mapping) recall(t *Table) {
	known := m.files()
	for f := range m.Answers {
		if ofFile(m.Record, f) && (m.Sources[f] == FromUser || m.Sources[f] == FromRemembered) {
			delete(m.Answers, f)
			delete(m.Sources, f)
		}
	}
	if len(known) == 0 {
		return
	}
	text := strings.Join(append([]string{t.File}, t.Preamble...), " ")
	spoken := slices.DeleteFunc(slices.Clone(known), func(f FileAnswers) bool {
		return !slices.ContainsFunc(slices.Collect(maps.Values(f.Answers)), func(a string) bool { return speaks(text, a) })
	})
	pattern := namePattern(t.File)
	like := slices.DeleteFunc(slices.Clone(known), func(f FileAnswers) bool { return pattern == "" || f.Pattern != pattern })
	switch {
	case unanimous(spoken):
		m.answerAs(spoken[0])
	case len(spoken) == 0 && unanimous(like) && tells(known, like[0]):
		m.answerAs(like[0])
	default:
		m.doubts = maps.Clone(append(append(spoken, like...), known...)[0].Answers)
	}
}

// unanimous reports whether there are files, and the same was answered about all.
func unanimous(files []FileAnswers) bool {
	return len(files) > 0 && !slices.ContainsFunc(files, func(f FileAnswers) bool { return !maps.Equal(f.Answers, files[0].Answers) })
}

// tells reports whether names of the kind of f's have told accounts apart:
// about files with other names something else was answered.
func tells(known []FileAnswers, f FileAnswers) bool {
	return slices.ContainsFunc(known, func(k FileAnswers) bool {
		return k.Pattern != "" && k.Pattern != f.Pattern && !maps.Equal(k.Answers, f.Answers)
	})
}

// answerAs answers what was answered about another file.
func (m *Mapping) answerAs(f FileAnswers) {
	for field, a := range f.Answers {
		m.Answers[field], m.Sources[field] = a, FromRemembered
	}
}

// askFiles asks for what earlier files with the header were told and this one
// does not tell, and shows what was taken over, so that it can be changed.
func (in *interpretation) askFiles() {
	for _, f := range slices.Sorted(maps.Keys(in.m.doubts)) {
		if in.m.column(f) < 0 && in.m.Answers[f] == "" {
			in.ask(Question{Field: f, Code: "which_file", Required: true, Columns: in.free(), Suggestion: in.m.doubts[f],
				Message: "Files with this header were answered before, and nothing tells which of them this one is like. Last answer: " + in.m.doubts[f] + "."})
		}
	}
	for _, f := range slices.Sorted(maps.Keys(in.m.Answers)) {
		if in.m.Sources[f] == FromRemembered && ofFile(in.m.Record, f) {
			in.ask(Question{Field: f, Code: "remembered_answer", Suggestion: in.m.Answers[f],
				Message: "Taken from the last file like this one: " + in.m.Answers[f] + ". Change it if this file is of another."})
		}
	}
}
