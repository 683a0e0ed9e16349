package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// Said is what a person said about one table: which column is which field ("" leaves it
// out), and values or answers that hold for all rows. A column is named by its
// number, from 1, or by its header. It is applied on top of what is
// remembered or guessed.
type Said struct {
	Columns map[string]string
	Answers map[string]string
}

func (s Said) empty() bool { return len(s.Columns) == 0 && len(s.Answers) == 0 }

// apply puts what was said into m. Columns that are taken away come first, so
// that two columns may swap their fields.
func (s Said) apply(m *Mapping) error {
	columns := map[int]string{}
	for _, name := range slices.Sorted(maps.Keys(s.Columns)) {
		c, err := m.columnNamed(name)
		if err != nil {
			return err
		}
		columns[c] = s.Columns[name]
	}
	order := slices.Sorted(maps.Keys(columns))
	for _, c := range order {
		if m.Columns[c].Field != columns[c] {
			if err := m.Assign(c, ""); err != nil {
				return err
			}
		}
	}
	for _, c := range order {
		if f := columns[c]; f != "" && m.Columns[c].Field != f {
			if err := m.Assign(c, f); err != nil {
				return err
			}
		}
	}
	for _, field := range slices.Sorted(maps.Keys(s.Answers)) {
		if err := m.Answer(field, s.Answers[field]); err != nil {
			return err
		}
	}
	return nil
}

// columnNamed returns the column with a number, from 1, or a header.
func (m *Mapping) columnNamed(name string) (int, error) {
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(m.Columns) {
		return n - 1, nil
	}
	want, _ := normalHeader(name)
	for c, a := range m.Columns {
		if have, _ := normalHeader(a.Header); have == want {
			return c, nil
		}
	}
	return 0, &ops.Error{Code: "unknown_column", Message: fmt.Sprintf("The table has no column %q.", ops.Show(name)), Hint: "Choose one of its columns.",
		Args: []any{ops.Show(name)}}
}

// Memory keeps mappings from one file to the next, by the fingerprint of the
// header. What it keeps is JSON of a Mapping.
type Memory interface {
	Mappings(ctx context.Context) ([]ops.KeptMapping, error) // the latest first
	KeepMapping(ctx context.Context, fingerprint string, mapping []byte, by string) error
	// ForgetMapping fails with unknown_mapping if there is none; name is for the audit log.
	ForgetMapping(ctx context.Context, fingerprint, name string) error
}

// Remembered is a mapping that users had a say in, and who had it last.
type Remembered struct {
	Mapping
	By string
	At time.Time
}

// Remembered lists what the memory knows, the latest first. A mapping that can
// no longer be read is an error: to guess in its place would be silent.
func (i *Importer) Remembered(ctx context.Context) ([]Remembered, error) {
	if i.Memory == nil {
		return nil, nil
	}
	kept, err := i.Memory.Mappings(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Remembered, len(kept))
	for n, k := range kept {
		out[n].By, out[n].At = k.By, k.At
		if err := json.Unmarshal(k.Mapping, &out[n].Mapping); err != nil {
			return nil, fmt.Errorf("remembered mapping %s: %w", k.Fingerprint, err)
		}
	}
	return out, nil
}

// Forget drops the mapping remembered for a header. It fails with
// unknown_mapping if there is none.
func (i *Importer) Forget(ctx context.Context, fingerprint string) error {
	all, err := i.Remembered(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Fingerprint == fingerprint {
			return i.Memory.ForgetMapping(ctx, fingerprint, strings.TrimSpace(r.Preset+" "+strings.Join(r.accounts(), ", ")))
		}
	}
	return &ops.Error{Code: "unknown_mapping", Message: "This is not remembered any more.", Hint: "Nothing is left to do."}
}

// accounts lists the accounts that files with the mapping's header were of.
func (m *Mapping) accounts() []string {
	var out []string
	for _, f := range m.files() {
		if a := f.Answers["account"]; a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// remembered returns what the memory knows by fingerprint.
func (i *Importer) remembered(ctx context.Context) (map[string]Mapping, error) {
	all, err := i.Remembered(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Mapping, len(all))
	for _, r := range all {
		out[r.Fingerprint] = r.Mapping
	}
	return out, nil
}

// remember keeps the plan's mapping when a person had a say in it.
func (i *Importer) remember(ctx context.Context, p *Plan, by string) error {
	if i.Memory == nil || p.Mapping == nil || !p.Mapping.said() {
		return nil
	}
	all, err := i.remembered(ctx)
	if err != nil {
		return err
	}
	var before *Mapping
	if m, ok := all[p.Mapping.Fingerprint]; ok {
		before = &m
	}
	text, err := json.Marshal(p.Mapping.kept(p.File, before))
	if err != nil {
		return err
	}
	return i.Memory.KeepMapping(ctx, p.Mapping.Fingerprint, text, by)
}

// said reports whether a person had a say in the mapping.
func (m *Mapping) said() bool {
	return m.Chosen || slices.ContainsFunc(m.Columns, func(a Assignment) bool { return a.Source == FromUser }) ||
		slices.Contains(slices.Collect(maps.Values(m.Sources)), FromUser)
}

// Sure reports whether the mapping is more than a guess: that of a platform
// whose export it is, or one that a person has seen and that is remembered.
func (m *Mapping) Sure() bool {
	remembered := func(s Source) bool { return s == FromRemembered || s == FromUser }
	if slices.ContainsFunc(m.Columns, func(a Assignment) bool { return a.Use == UseField && remembered(a.Source) }) ||
		slices.ContainsFunc(slices.Collect(maps.Values(m.Sources)), remembered) {
		return true
	}
	return !m.preset().Generic && !slices.ContainsFunc(m.Columns, func(a Assignment) bool { return a.Source == FromShape })
}

// Inspection is how a platform's export would be read, before any value of it
// is: what a person is shown and may correct.
type Inspection struct {
	Document  *Document
	Number    int      // of the table chosen, from 1; 0 while one must be chosen
	Mapping   *Mapping // nil until a table is chosen, or when no record fits
	Questions []Question
	Records   []string // every record, those first that the table was recognised as, best first
}

// Inspect reads a file as Plan does and says how its table is understood. For
// a file in one of Daybreak's own layouts, which leaves nothing to ask, it
// returns nil. What is known of a file that cannot be understood comes beside
// the error.
func (i *Importer) Inspect(ctx context.Context, f File, o Options) (*Inspection, error) {
	f.Name = DisplayName(f.Name)
	src := source{file: f, options: o, settings: i.settings}
	own, err := src.own()
	if err != nil {
		return nil, inFile(err, f.Name)
	}
	if own {
		return nil, nil
	}
	d, err := Read(f.R, f.Size, f.Name, o.Hints)
	if err != nil {
		return nil, inFile(err, f.Name)
	}
	out := &Inspection{Document: d}
	if out.Number, err = src.number(d); err != nil {
		return out, inFile(err, f.Name)
	}
	if src.options.Remembered, err = i.remembered(ctx); err != nil {
		return nil, err
	}
	switch {
	case out.Number == 0 && len(d.Tables) == 1:
		out.Number = 1
	case out.Number == 0:
		out.Number = src.onlyKnown(d)
	}
	if out.Number == 0 {
		return out, nil
	}
	t, err := d.Table(out.Number)
	if err != nil {
		out.Number = 0
		return out, inFile(err, f.Name)
	}
	drafts, err := Drafts(t, src.options.Remembered)
	if err != nil && !isUnknown(err) { // which mapping says as well
		return out, inFile(err, f.Name)
	}
	for _, m := range drafts {
		out.Records = append(out.Records, m.Record)
	}
	for _, r := range ops.Records() {
		if !slices.Contains(out.Records, r.Name) {
			out.Records = append(out.Records, r.Name)
		}
	}
	if out.Mapping, err = src.mapping(t); err != nil {
		out.Mapping = nil
		return out, inFile(err, f.Name)
	}
	out.Questions = t.Questions(out.Mapping)
	if f.Size <= smallFile && doubted(Open(out.Questions)) != nil {
		// Its rows may tell what its name does not.
		if p, err := i.plan(ctx, f, o); err == nil && p.Mapping != nil {
			out.Mapping, out.Questions = p.Mapping, t.Questions(p.Mapping)
		} else if err != nil && ops.CodeOf(err) == "" {
			return nil, err
		}
	}
	return out, nil
}

// Table returns the table chosen.
func (n *Inspection) Table() *Table { return n.Document.Tables[n.Number-1] }

// Fields lists what a column of the record may be.
func Fields(record string) []string {
	r, ok := ops.RecordNamed(record)
	if !ok {
		return nil
	}
	var out []string
	for _, c := range r.Columns {
		if isField(record, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}
