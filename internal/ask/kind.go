package ask

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Kind is one kind of question. Its fields are one table, from which follow how
// it is read from an address, how it is written as one, and the form that
// offers it.
type Kind interface {
	// Name is the kind's name in addresses.
	Name() string
	// Fields describes what may be asked, in the order of a form.
	Fields() []Field
	// Options returns the parameters of the question that a panel asks, as the
	// options of a page; none where it asks another kind.
	Options(q analysis.Question) Address

	// HasPanels reports whether panels ask it.
	HasPanels() bool
	// choose reads the options of a panel that asks own.
	choose(p *Params, own analysis.Question) analysis.Question
	// tidy mends what the form of its options sends in vain.
	tidy(o *options)
	// HasMembers reports whether members stand behind its answers.
	HasMembers() bool
	// who reads the question behind members.
	who(p *Params, d analysis.Data, out *engine.PeopleQuery)
	// whose returns the parameters of the question behind members.
	whose(q engine.PeopleQuery) (Address, bool)
	// groupedBy returns what the cells are told apart by, "" for nothing or for
	// a question of another kind.
	groupedBy(q engine.PeopleQuery) string
	// named returns how a cell of its answer is named.
	named() cell
}

// kinds lists every kind of question, in the order of the parameter of.
var kinds = sync.OnceValue(func() []Kind {
	return []Kind{count(), retention(), growth(), stickiness(), funnel(), challenge(), streaks(), invitations(), times(), kept(), groups(), stages(), companions(),
		reach(), earned(), attach(), clocks()}
})

// Kinds returns every kind of question.
func Kinds() []Kind { return slices.Clone(kinds()) }

// KindNamed returns the kind of that name in addresses.
func KindNamed(name string) (Kind, bool) {
	for _, k := range kinds() {
		if k.Name() == name {
			return k, true
		}
	}
	return nil, false
}

// cell says which parameters name a cell of an answer.
type cell struct {
	bucket, needsBucket bool // first day of the cohort or bucket
	step, most          bool // period, step, day or number of days; the last of several
}

// kind is a Kind of questions of type Q.
type kind[Q any] struct {
	name   string
	own    Q          // what is asked where an address says nothing
	fields []field[Q] // in the order of a form
	check  func(p *Params, q *Q)
	scope  scope[Q]
	by     func(*Q) *string // what its cells are told apart by; nil for nothing
	cells  cell
	people func(*engine.PeopleQuery) **Q // nil: nobody stands behind its answer
	panel  func(*analysis.Question) **Q  // nil: no panel asks it
	page   []field[analysis.Question]    // what panels are asked besides
	form   func(v *Address, q *Q)        // what a form says in other words; nil for nothing
	groups func(q Q) string              // what cells are told apart by, where by alone does not say; nil
	mend   func(o *options)              // what the form of a page sends in vain; nil for nothing
}

// scope is how the days and the filter of a question are read and written.
type scope[Q any] struct {
	read  func(p *Params, d analysis.Data, q *Q)
	write func(v *Address, q *Q)
}

// overDays is the scope of questions about members: days up to the watermark, which
// through takes, and a filter.
func overDays[Q any](at func(*Q) (days *ops.Range, filter *[]ops.Filter, through *ops.Day)) scope[Q] {
	return scope[Q]{
		func(p *Params, d analysis.Data, q *Q) {
			days, filter, through := at(q)
			*days, *filter, *through = MemberRange(p, d.Snapshot), p.Filters("filter", nil), Through(d.Snapshot)
		},
		func(v *Address, q *Q) {
			days, filter, _ := at(q)
			v.scope(*days, *filter)
		},
	}
}

// withGlossary reads the glossary besides, which no address says.
func (s scope[Q]) withGlossary(at func(*Q) *[]string) scope[Q] {
	read := s.read
	s.read = func(p *Params, d analysis.Data, q *Q) {
		read(p, d, q)
		*at(q) = analysis.Glossary(d)
	}
	return s
}

// Name implements Kind.
func (k *kind[Q]) Name() string { return k.name }

// Fields implements Kind.
func (k *kind[Q]) Fields() []Field {
	out := slices.Concat(described(k.fields, false), described(k.page, true))
	last := func(f Field) int { return map[bool]int{true: 1}[f.Type == AttributeField] } // the breakdown ends every form
	slices.SortStableFunc(out, func(a, b Field) int { return cmp.Compare(last(a), last(b)) })
	return out
}

// options reads the fields; those that an address does not have are as in own.
func (k *kind[Q]) options(p *Params, own Q) Q {
	for _, f := range k.fields {
		f.read(p, &own)
	}
	if k.check != nil {
		k.check(p, &own)
	}
	return own
}

// read reads a whole question.
func (k *kind[Q]) read(p *Params, d analysis.Data) Q {
	q := k.options(p, k.own)
	k.scope.read(p, d, &q)
	return q
}

// address writes the fields.
func (k *kind[Q]) address(q *Q) Address {
	v := Address{}
	for _, f := range k.fields {
		f.write(&v, q)
	}
	return v
}

// Options implements Kind.
func (k *kind[Q]) Options(q analysis.Question) Address {
	if k.panel == nil || *k.panel(&q) == nil {
		return nil
	}
	own := *k.panel(&q)
	v := k.address(own)
	for _, f := range k.page {
		f.write(&v, &q)
	}
	if k.form != nil {
		k.form(&v, own)
	}
	return v
}

func (k *kind[Q]) HasPanels() bool { return k.panel != nil }

func (k *kind[Q]) choose(p *Params, own analysis.Question) (out analysis.Question) {
	q := **k.panel(&own)
	if p.Values.Get("by") == NoBreakdown {
		p.Values.Del("by")
		if k.by != nil {
			*k.by(&q) = ""
		}
	}
	for _, f := range k.page {
		f.read(p, &out)
	}
	q = k.options(p, q)
	*k.panel(&out) = &q
	return out
}

func (k *kind[Q]) tidy(o *options) {
	if k.mend != nil {
		o.family = k.name
		k.mend(o)
	}
}

func (k *kind[Q]) HasMembers() bool { return k.people != nil }

func (k *kind[Q]) who(p *Params, d analysis.Data, out *engine.PeopleQuery) {
	q := k.read(p, d)
	*k.people(out) = &q
}

func (k *kind[Q]) whose(q engine.PeopleQuery) (Address, bool) {
	if k.people == nil || *k.people(&q) == nil {
		return nil, false
	}
	own := *k.people(&q)
	v := k.address(own)
	v.Set("of", k.name)
	k.scope.write(&v, own)
	return v, true
}

func (k *kind[Q]) groupedBy(q engine.PeopleQuery) string {
	switch {
	case k.people == nil || *k.people(&q) == nil:
		return ""
	case k.groups != nil:
		return k.groups(**k.people(&q))
	case k.by != nil:
		return *k.by(*k.people(&q))
	}
	return ""
}

func (k *kind[Q]) named() cell { return k.cells }

// options are those of a page while they are tidied, one kind after the other.
type options struct {
	values  url.Values
	family  string
	changed bool
}

func (o *options) get(name string) string { return o.values.Get(o.family + "." + name) }
func (o *options) has(name string) bool   { return o.values.Has(o.family + "." + name) }

// join writes the boxes that are ticked, and the steps one below the other, as the
// list that an address has.
func (o *options) join(k Kind) {
	for _, f := range k.Fields() {
		name := k.Name() + "." + f.Name
		if values := o.values[name]; len(values) > 1 && slices.Contains([]FieldType{ActivitiesField, WeekdaysField, HorizonsField}, f.Type) {
			o.values[name] = []string{strings.Join(values, ",")}
			o.changed = true
		}
	}
}

// drop takes an option away.
func (o *options) drop(name string) {
	if o.has(name) {
		o.values.Del(o.family + "." + name)
		o.changed = true
	}
}

// need gives an option a value if it has none.
func (o *options) need(name, value string) {
	if !o.has(name) {
		o.values.Set(o.family+"."+name, value)
		o.changed = true
	}
}
