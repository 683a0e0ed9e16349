package ingest

import (
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

//go:embed presets/*.yaml
var presetFiles embed.FS

// Preset says how one kind of export is read: which headers tell it, and
// which field each header is. A generic preset knows the usual words of a
// record in several languages and is tried after those of the platforms.
type Preset struct {
	Name    string `yaml:"name"`
	Label   label  `yaml:"label"`
	Record  string `yaml:"record"`
	Generic bool   `yaml:"generic"`
	Exact   bool   `yaml:"exact"` // of a generic one: fits by what it needs and is never the nearest

	Share   float64             `yaml:"share"`   // of the table's headers it must know, where those it needs are words of many exports
	Needs   [][]string          `yaml:"needs"`   // of each list one header must be there: they tell the export, whatever else it holds
	Without []string            `yaml:"without"` // none of these may be there
	Columns map[string][]string `yaml:"columns"` // headers of each field, the best first
	Known   []string            `yaml:"known"`   // recognised and left out
	Rates   []string            `yaml:"rates"`   // … because they are rates
	Made    map[string][]string `yaml:"made"`    // … and by the two fields they are made of, those that are computed again where both are imported
	Levels  []string            `yaml:"levels"`  // … because they do not add up

	Answers  map[string]string   `yaml:"answers"`  // what is the same for every row
	Suggest  map[string]string   `yaml:"suggest"`  // what usually is
	Derive   map[string]string   `yaml:"derive"`   // post_id: account or published
	Dates    string              `yaml:"dates"`    // dmy, mdy or ymd where the column does not tell
	Snapshot bool                `yaml:"snapshot"` // figures are totals since publication
	Lines    bool                `yaml:"lines"`    // one row per order line; the order's own cells only on the first
	Skip     map[string][]string `yaml:"skip"`     // rows with these values do not count
	Wide     *wide               `yaml:"wide"`     // every further column is one value of a field
	Ledger   *ledger             `yaml:"ledger"`   // rows are all that moved on an account
	UTC      []string            `yaml:"utc"`      // headers of times that are UTC where the cell names no zone
	Refuse   *refusal            `yaml:"refuse"`   // this kind of export cannot be imported
}

type label struct {
	En string `yaml:"en"`
	Zh string `yaml:"zh"`
}

// Called returns what the platform is called in both languages.
func (p *Preset) Called() ops.Label { return ops.Label(p.Label) }

type wide struct {
	Field  string   `yaml:"field"`
	Count  []string `yaml:"count"`
	Ignore []string `yaml:"ignore"`
}

type refusal struct {
	Code    string `yaml:"code"`
	Message string `yaml:"message"`
	Hint    string `yaml:"hint"`
}

// Title returns the preset's name in both languages.
func (p *Preset) Title() ops.Label { return ops.Label{En: p.Label.En, Zh: p.Label.Zh} }

// presetSet is every preset, with headers normalised, and the vocabulary they
// share. It is immutable.
type presetSet struct {
	presets []*Preset
	common  *Preset
	known   map[string]bool // every header any preset names
	figures map[string]bool // the headers of numbers that are imported
}

// Presets lists the kinds of export that are recognised, platforms first.
func Presets() []*Preset { return slices.Clone(vocabulary().presets) }

// vocabulary reads the embedded presets once. They are part of the program,
// and a test reads them all, so an error is a bug.
var vocabulary = sync.OnceValue(func() *presetSet {
	set, err := loadPresets()
	if err != nil {
		panic(err)
	}
	return set
})

func loadPresets() (*presetSet, error) {
	entries, err := presetFiles.ReadDir("presets")
	if err != nil {
		return nil, err
	}
	set := &presetSet{known: map[string]bool{}, figures: map[string]bool{}}
	for _, e := range entries {
		data, err := presetFiles.ReadFile(path.Join("presets", e.Name()))
		if err != nil {
			return nil, err
		}
		p := &Preset{}
		if err := yaml.UnmarshalWithOptions(data, p, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("presets/%s: %w", e.Name(), err)
		}
		if err := p.check(strings.TrimSuffix(e.Name(), ".yaml")); err != nil {
			return nil, fmt.Errorf("presets/%s: %w", e.Name(), err)
		}
		p.normalise(set.known)
		p.addFigures(set.figures)
		if p.Name == "common" {
			set.common = p
		} else {
			set.presets = append(set.presets, p)
		}
	}
	for _, r := range ops.Records() {
		p := ownPreset(r)
		p.normalise(set.known)
		set.presets = append(set.presets, p)
	}
	if set.common == nil {
		return nil, fmt.Errorf("presets/common.yaml is missing")
	}
	for _, r := range ops.Records() {
		if set.byHand(r.Name) == nil {
			set.presets = append(set.presets, set.usual(r))
		}
	}
	slices.SortStableFunc(set.presets, func(a, b *Preset) int {
		rank := func(p *Preset) int {
			if p.Generic {
				return 1
			}
			return 0
		}
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Name, b.Name))
	})
	return set, nil
}

// usual returns the preset that reads a record by hand where it has no words of
// its own: those that other records have for fields of the same names.
func (s *presetSet) usual(r *ops.Record) *Preset {
	p := ownPreset(r)
	p.normalise(s.known)
	p.Name, p.Label, p.Generic, p.Exact = "any_"+r.Name, label{r.Label.En, r.Label.Zh}, true, true
	for _, other := range s.presets {
		for field, words := range other.Columns {
			if own, ok := p.Columns[field]; ok && other.Generic {
				p.Columns[field] = append(own, slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(own, w) })...)
			}
		}
	}
	return p
}

// ownPreset reads Daybreak's own layout of a record where it comes as a
// workbook or in another encoding, so that the strict reader does not.
func ownPreset(r *ops.Record) *Preset {
	p := &Preset{Name: "daybreak_" + r.Name, Label: label{"Daybreak " + r.Name, "破晓 " + r.Name}, Record: r.Name, Share: 0.9, Columns: map[string][]string{},
		Dates: "ymd"}
	for _, c := range r.Columns {
		p.Columns[c.Name] = []string{c.Name}
		if c.Required {
			p.Needs = append(p.Needs, []string{c.Name})
		}
	}
	if figures := slices.DeleteFunc(slices.Clone(r.Columns), func(c ops.Column) bool { return c.Required || c.Type.IsText() }); len(figures) > 0 &&
		r.Day == "date" {
		var any []string
		for _, c := range figures {
			any = append(any, c.Name)
		}
		p.Needs = append(p.Needs, any)
	}
	return p
}

func (p *Preset) check(file string) error {
	if p.Name != file {
		return fmt.Errorf("its name is %q", p.Name)
	}
	if p.Label.En == "" || p.Label.Zh == "" {
		return fmt.Errorf("it needs a label in both languages")
	}
	if p.Name == "common" {
		return nil
	}
	if len(p.Needs) == 0 {
		return fmt.Errorf("it needs no header, so it would fit every file")
	}
	if _, ok := ops.RecordNamed(p.Record); !ok {
		return fmt.Errorf("there is no record %q", p.Record)
	}
	for f := range p.Columns {
		if !isField(p.Record, f) {
			return fmt.Errorf("record %s has no field %q", p.Record, f)
		}
	}
	for _, given := range []map[string]string{p.Answers, p.Suggest, p.Derive} {
		for f := range given {
			if !isField(p.Record, f) {
				return fmt.Errorf("record %s has no field %q", p.Record, f)
			}
		}
	}
	return nil
}

// addFigures adds the headers the preset takes for numbers.
func (p *Preset) addFigures(figures map[string]bool) {
	r, ok := ops.RecordNamed(p.Record)
	if !ok {
		return
	}
	for f, headers := range p.Columns {
		if column, _, ok := namedField(p.Record, f); ok {
			f = column
		}
		c := r.Column(f)
		if c < 0 {
			continue
		}
		switch r.Columns[c].Type {
		case ops.Count, ops.Signed, ops.Money, ops.Decimal:
			for _, h := range headers {
				figures[h] = true
			}
		}
	}
}

// normalise brings every header to its normal form and adds them to known.
func (p *Preset) normalise(known map[string]bool) {
	all := func(headers []string) {
		for i, h := range headers {
			headers[i], _ = normalHeader(h)
			known[headers[i]] = true
		}
	}
	for _, n := range p.Needs {
		all(n)
	}
	for _, f := range p.Columns {
		all(f)
	}
	all(p.Without)
	all(p.Known)
	all(p.Rates)
	for _, names := range p.Made {
		all(names)
	}
	all(p.Levels)
	all(p.UTC)
	if p.Ledger != nil {
		all(p.Ledger.Type)
		all(p.Ledger.Of)
	}
	skip := map[string][]string{}
	for h, values := range p.Skip {
		n, _ := normalHeader(h)
		skip[n] = values
		known[n] = true
	}
	p.Skip = skip
}

// Fields that are not columns of a record but tell how to fill them.
const (
	fieldPeriodStart = "period_start" // first day a row covers
	fieldPeriodEnd   = "period_end"   // last day a row covers
	fieldNthDay      = "nth_day"      // days since the table's first
	fieldDay         = "day"          // day of an event, without time
	fieldClock       = "clock"        // time of an event or an order on its day
	fieldCount       = "count"        // how many events a row stands for
	fieldState       = "state"        // what became of an order
	fieldAfterSale   = "after_sale"   // … after it was paid
)

// isField reports whether a column may be mapped to the field.
func isField(record, field string) bool {
	r, ok := ops.RecordNamed(record)
	if !ok {
		return false
	}
	if r.Column(field) >= 0 {
		return true
	}
	if _, _, ok := namedField(record, field); ok {
		return true
	}
	switch field {
	case fieldPeriodStart, fieldPeriodEnd, fieldNthDay, fieldWeek, fieldMonth, fieldQuarter:
		return r.Column("date") >= 0
	case fieldState, fieldAfterSale:
		return record == "orders"
	case fieldClock:
		return r.Own != "" || record == "orders"
	case fieldDay, fieldCount:
		return r.Own != ""
	}
	return false
}

// normalHeader returns the form under which headers are compared, and the
// unit taken off its end: "Amount spent (UAH)" is "amount spent" in "UAH".
// Brackets that hold no unit, as in "Clicks (all)", stay.
func normalHeader(h string) (name, unit string) {
	s := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(h)), " "))
	s = strings.Trim(s, "\ufeff*: ")
	for strings.HasSuffix(s, ")") {
		open := strings.LastIndexByte(s, '(')
		if open <= 0 {
			break
		}
		u := strings.TrimSpace(s[open+1 : len(s)-1])
		if !isUnit(u) {
			break
		}
		if unit == "" {
			unit = strings.ToUpper(u)
		}
		s = strings.TrimSpace(s[:open])
	}
	return s, unit
}

func isUnit(u string) bool {
	switch u {
	case "#", "%", "次", "个", "人", "人次", "小时", "秒", "分钟", "天", "篇", "件", "笔", "hours", "sec", "seconds", "utc":
		return true
	}
	return currencyOf(u) != ""
}

// header is a table's header in normal form.
type header struct {
	names []string
	units []string
	has   map[string]bool
}

func headerOf(cells []string) header {
	h := header{names: make([]string, len(cells)), units: make([]string, len(cells)), has: map[string]bool{}}
	for i, c := range cells {
		h.names[i], h.units[i] = normalHeader(c)
		if h.names[i] != "" {
			h.has[h.names[i]] = true
		}
	}
	return h
}
