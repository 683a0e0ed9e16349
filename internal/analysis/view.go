package analysis

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"daybreak/internal/ops"
)

// Compare names what the range is compared with (rule R3), day for day: whole
// months with whole months.
type Compare string

// The comparisons. Previous takes the days just before the range; Weekdays
// the latest whole number of weeks before it, so that Mondays meet Mondays;
// Month, Quarter and Year the same dates one, three and twelve months before;
// SameHoliday the same holiday of the year before, day for day, and the other
// days on the same weekdays beside it. A day, 2026-08-01, is a comparison too: it
// begins there and covers as many days as the range.
const (
	NoCompare Compare = "none"
	Previous  Compare = "previous"
	Weekdays  Compare = "weekdays"
	Year      Compare = "year"
	Month     Compare = "month"
	Quarter   Compare = "quarter"

	SameHoliday Compare = "same_holiday"
)

// The limits of a view (RELIABILITY §4.6).
const (
	MaxYears   = 10
	MaxBuckets = 2000
)

// The bounds of a filter: a page repeats each value in every link.
const (
	MaxFilterValues = 300
	maxFilterText   = 200 // characters
)

// Params are the controls of a page as its URL states them; the zero value
// asks for the defaults.
type Params struct {
	Range     string // one of Presets, or "" with From and To
	From, To  string // ISO days, both inclusive
	Compare   string // "" = previous
	Grain     string // "" = the page's
	Metric    string // the picked metric, "" = the panel's own
	Filter    []ops.Filter
	HideOpen  bool       // complete=1
	HideMarks bool       // marks=off
	Unfold    bool       // more=1: the folded panels of the page too
	AsOf      string     // as of when the record is asked, as the address states it; "" = now
	Sort      []Sorting  // of tables; at most one a panel
	Hide      []Hidden   // columns of tables
	Options   url.Values // of member panels, as the address states them; kept, not read
}

// ParseParams reads the controls from a query string: range, from, to,
// compare, grain, metric, as_of, complete, marks, more, sort, hide and f.<dimension> (repeatable; a leading !
// excludes, a leading \ takes the rest as it is). Other parameters are not its business. An unknown dimension is an
// *ops.Error with code unknown_dimension; too many or too long values are one
// with code too_many_filters or value_too_long.
func ParseParams(q url.Values) (Params, error) {
	p := Params{Range: q.Get("range"), From: q.Get("from"), To: q.Get("to"), Compare: q.Get("compare"),
		Grain: q.Get("grain"), Metric: q.Get("metric"), HideOpen: q.Get("complete") == "1", HideMarks: q.Get("marks") == "off",
		Unfold: q.Get("more") == "1", AsOf: q.Get("as_of")}
	if err := p.parseTables(q); err != nil {
		return Params{}, err
	}
	for _, key := range slices.Sorted(maps.Keys(q)) {
		dim, ok := strings.CutPrefix(key, "f.")
		if !ok {
			continue
		}
		if err := checkName(dim, ops.FilterDimensions()); err != nil {
			return Params{}, err
		}
		if len(q[key]) > MaxFilterValues {
			return Params{}, &ops.Error{Code: "too_many_filters", Message: fmt.Sprintf("A filter takes %d values at most, not %d.", MaxFilterValues, len(q[key])),
				Hint: "Choose fewer values, or leave out those you do not want.", Where: ops.Place{Column: key}, Args: []any{MaxFilterValues, len(q[key])}}
		}
		in, out := ops.Filter{Dimension: dim}, ops.Filter{Dimension: dim, Not: true}
		for _, v := range q[key] {
			if n := utf8.RuneCountInString(v); n > maxFilterText {
				return Params{}, &ops.Error{Code: "value_too_long", Message: fmt.Sprintf("A value has %d characters at most, not %d.", maxFilterText, n),
					Hint: "Check the address; no name is that long.", Where: ops.Place{Column: key, Value: ops.Show(v)}, Args: []any{maxFilterText, n}}
			}
			if rest, not := strings.CutPrefix(v, "!"); not {
				out.Values = append(out.Values, rest)
			} else {
				in.Values = append(in.Values, strings.TrimPrefix(v, literally))
			}
		}
		if len(in.Values) > 0 {
			p.Filter = append(p.Filter, in)
		}
		if len(out.Values) > 0 {
			p.Filter = append(p.Filter, out)
		}
	}
	return p, nil
}

// literally stands before a value of a filter that begins with a sign: \!neg is
// the value !neg, and not all but neg.
const literally = `\`

// Query returns the parameters that ParseParams would read p from, without
// those that are at their default.
func (p Params) Query() url.Values {
	q := url.Values{}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set("range", p.Range)
	set("from", p.From)
	set("to", p.To)
	set("compare", p.Compare)
	set("grain", p.Grain)
	set("metric", p.Metric)
	set("as_of", p.AsOf)
	if p.HideOpen {
		q.Set("complete", "1")
	}
	if p.HideMarks {
		q.Set("marks", "off")
	}
	if p.Unfold {
		q.Set("more", "1")
	}
	for _, f := range p.Filter {
		for _, v := range f.Values {
			switch {
			case f.Not:
				v = "!" + v
			case strings.HasPrefix(v, "!"), strings.HasPrefix(v, literally):
				v = literally + v
			}
			q.Add("f."+f.Dimension, v)
		}
	}
	for _, s := range p.Sort {
		way := "desc"
		if s.Ascending {
			way = "asc"
		}
		q.Add("sort", s.Panel+":"+s.Column+":"+way)
	}
	for _, h := range p.Hide {
		q.Add("hide", h.Panel+":"+h.Column)
	}
	for name, values := range p.Options {
		q[name] = slices.Clone(values)
	}
	return q
}

// CheckDimension refuses a name that is no dimension of any record with an
// *ops.Error of code unknown_dimension.
func CheckDimension(name string) error { return checkName(name, ops.Dimensions()) }

func checkName(name string, dimensions []string) error {
	if slices.Contains(dimensions, name) {
		return nil
	}
	return &ops.Error{Code: "unknown_dimension", Message: "There is no dimension named " + ops.Show(name) + ".",
		Hint:  "Use one of " + strings.Join(dimensions, ", ") + ".",
		Where: ops.Place{Column: "dimension", Value: ops.Show(name)}, Args: []any{ops.Show(name), strings.Join(dimensions, ", ")}}
}

// Scope is what a view needs to know of the page it is for.
type Scope struct {
	Records  []string      // that the page is computed from
	Headline []*ops.Metric // whose figures end the default range: it ends where all of them are known
	Grain    ops.Grain     // default
	Days     int           // default length of the range
}

// PageScope returns the scope of a page: the records of all its panels.
func (d Data) PageScope(p *ops.Page) Scope {
	s := Scope{Grain: p.Grain, Days: p.Days}
	for _, panel := range p.Panels {
		for _, r := range d.panelRecords(panel) {
			if !slices.Contains(s.Records, r) {
				s.Records = append(s.Records, r)
			}
		}
		if panel.Type == "kpis" {
			if metrics, err := d.Lookup(panel.Metrics); err == nil {
				s.Headline = append(s.Headline, metrics...)
			}
		}
	}
	for _, panel := range p.Panels {
		if r := follows(panel.Type); len(s.Records) == 0 && r != "" { // no panel names what it counts
			s.Records = []string{r}
		}
	}
	return s
}

// MetricScope returns the scope of a question about metrics, 28 days by day.
func (d Data) MetricScope(metrics []*ops.Metric) Scope {
	return Scope{Records: d.records(metrics), Headline: metrics, Grain: ops.Daily, Days: 28}
}

// panelRecords returns the records a panel is computed from.
func (d Data) panelRecords(p *ops.Panel) []string {
	var metrics []*ops.Metric
	for _, name := range PanelMetrics(p) {
		if m, ok := d.Catalog.Metric(name); ok {
			metrics = append(metrics, m)
		}
	}
	out := d.records(metrics)
	steps := slices.ContainsFunc(p.Steps, func(s ops.Step) bool { return s.Event != "" })
	if (p.Event != "" || steps) && !slices.Contains(out, "events") {
		out = append(out, "events")
	}
	return out
}

// PanelMetrics returns the names of the metrics a panel shows, each once.
func PanelMetrics(p *ops.Panel) []string {
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	add(p.Metric)
	for _, m := range p.Metrics {
		add(m)
	}
	add(p.X)
	add(p.Y)
	add(p.Size)
	for _, s := range p.Steps {
		add(s.Metric)
	}
	return out
}

// View is the resolved state of a page: what every panel on it is about. An
// empty Range says that nothing was imported that the page could show.
type View struct {
	Params       Params // as asked
	Preset       string // one of Presets, or "" for dates picked by hand
	Range        ops.Range
	Grain        ops.Grain
	Compare      Compare
	Shift        int       // of Previous and Weekdays: days from the comparison to the range
	CompareRange ops.Range // Past of Range; empty without comparison
	Filter       []ops.Filter
	HideOpen     bool
	Metric       string   // picked metric, "" = each panel's own
	Question     Question // what is asked in place of the panels' own questions
	Latest       ops.Day  // last day that all headline figures are known for; the default range ends with it
	Notes        []Note
	stretches    []stretch // of SameHoliday: what its days are beside
}

// Resolve works out what p means on the snapshot. It never corrects: a
// parameter that cannot be is an *ops.Error with code range_reversed,
// range_too_long, range_incomplete, range_twice, bad_date, unknown_range, unknown_grain,
// unknown_compare, compare_overlaps, compare_too_early, no_holiday, several_holidays, last_holiday_unknown, unknown_metric or
// too_many_buckets.
func (d Data) Resolve(p Params, s Scope) (*View, error) {
	p.Filter = d.Snapshot.Keys().Filters(p.Filter)
	v := &View{Params: p, Filter: p.Filter, HideOpen: p.HideOpen, Metric: p.Metric}
	if p.Metric != "" {
		if _, err := d.Lookup([]string{p.Metric}); err != nil {
			return nil, err
		}
	}
	var err error
	if v.Grain, err = grainOf(p.Grain, s.Grain); err != nil {
		return nil, err
	}
	if v.Compare, err = compareOf(p.Compare); err != nil {
		return nil, err
	}
	latest, known := d.latest(p, s)
	v.Latest = latest
	if v.Range, v.Preset, err = rangeOf(d, p, s, v.Latest, known); err != nil {
		return nil, err
	}
	if n := len(d.Calendar.Buckets(v.Range, v.Grain)); n > MaxBuckets {
		return nil, &ops.Error{Code: "too_many_buckets", Message: fmt.Sprintf("%d points are too many; the limit is %d.", n, MaxBuckets),
			Hint: "Pick a shorter range or a coarser grain.", Where: ops.Place{Column: "grain", Value: string(v.Grain)}, Args: []any{n, MaxBuckets}}
	}
	return v, d.align(v)
}

// latest returns the last day that all headline figures are known for, as far as
// there are any; without headlines that of all records.
func (d Data) latest(p Params, s Scope) (latest ops.Day, known bool) {
	earlier := func(day ops.Day) {
		if !known || day < latest {
			latest, known = day, true
		}
	}
	for _, m := range s.Headline {
		if c := d.coverage(&View{Range: ops.Range{From: ops.MinDay, To: ops.MaxDay}, Compare: NoCompare, Filter: p.Filter}, m); c.known {
			earlier(c.through)
		}
	}
	if known {
		return latest, true
	}
	for _, record := range s.Records {
		if through, ok := d.watermark(record, p.Filter); ok {
			earlier(through)
		}
	}
	return latest, known
}

// align sets the comparison of v.
func (d Data) align(v *View) error {
	n := v.Range.Len()
	if v.Compare == NoCompare || n == 0 {
		return nil
	}
	switch v.Compare {
	case Previous:
		v.Shift = n
	case Weekdays:
		v.Shift = (n + 6) / 7 * 7
	case SameHoliday:
		if err := alignFestival(d, v); err != nil {
			return err
		}
	}
	if first, ok := v.Compare.First(); ok {
		if err := alignFirst(v, first); err != nil {
			return err
		}
	}
	v.CompareRange = v.Past(v.Range)
	if past := v.pastDays(v.Range); past != n {
		v.Notes = append(v.Notes, Note{Code: DaysDiffer, Args: []any{n, past}})
	}
	return nil
}

func grainOf(asked string, page ops.Grain) (ops.Grain, error) {
	if asked == "" {
		if page == "" {
			return ops.Daily, nil
		}
		return page, nil
	}
	if g := ops.Grain(asked); g.Valid() {
		return g, nil
	}
	return "", unknownChoice("unknown_grain", "grain", asked, "day, week, month or whole")
}

func compareOf(asked string) (Compare, error) {
	switch c := Compare(asked); c {
	case "":
		return Previous, nil
	case NoCompare, Previous, Weekdays, Year, Month, Quarter, SameHoliday:
		return c, nil
	default:
		if _, ok := c.First(); ok {
			return c, nil
		}
	}
	return "", unknownChoice("unknown_compare", "compare", asked, "previous, weekdays, month, quarter, year, same_holiday, none, or a day like 2026-08-01")
}

func unknownChoice(code ops.Code, param, value, choices string) *ops.Error {
	return &ops.Error{Code: code, Message: fmt.Sprintf("%s cannot be %q.", param, ops.Show(value)),
		Hint: "Use " + choices + ".", Where: ops.Place{Column: param, Value: ops.Show(value)}, Args: []any{ops.Show(value), choices}}
}

// rangeOf resolves range, from and to.
func rangeOf(d Data, p Params, s Scope, latest ops.Day, known bool) (ops.Range, string, error) {
	if p.From == "" && p.To == "" {
		return named(d, p.Range, s, latest, known)
	}
	if p.Range != "" {
		return ops.Range{}, "", &ops.Error{Code: "range_twice", Message: "range and from, to say two different things.",
			Hint: "Give range, or from and to.", Where: ops.Place{Column: "range, from, to", Value: ops.Show(p.Range)}}
	}
	if p.From == "" || p.To == "" {
		return ops.Range{}, "", &ops.Error{Code: "range_incomplete", Message: "A range of dates needs both its first and its last day.",
			Hint: "Give from and to, for example from=2026-09-01&to=2026-09-30.", Where: ops.Place{Column: "from, to"}}
	}
	from, err := dayOf("from", p.From)
	if err != nil {
		return ops.Range{}, "", err
	}
	to, err := dayOf("to", p.To)
	if err != nil {
		return ops.Range{}, "", err
	}
	if to < from {
		return ops.Range{}, "", &ops.Error{Code: "range_reversed", Message: fmt.Sprintf("The range ends (%s) before it begins (%s).", to, from),
			Hint: "Swap the two dates.", Where: ops.Place{Column: "from, to", Value: p.From + " … " + p.To}, Args: []any{from.String(), to.String()}}
	}
	r := ops.Range{From: from, To: to + 1}
	if err := tooLong(r, ops.Place{Column: "from, to", Value: p.From + " … " + p.To}); err != nil {
		return ops.Range{}, "", err
	}
	if from < ops.MinDay || to >= ops.MaxDay {
		return ops.Range{}, "", badDate("from, to", p.From+" … "+p.To)
	}
	return r, "", nil
}

func dayOf(param, s string) (ops.Day, error) {
	d, err := ops.ParseDay(s)
	if err != nil {
		return 0, badDate(param, s)
	}
	return d, nil
}

func badDate(param, s string) *ops.Error {
	return &ops.Error{Code: "bad_date", Message: fmt.Sprintf("%q is not a date from %s to %s.", ops.Show(s), ops.MinDay, ops.MaxDay-1),
		Hint: "Write it like 2026-09-01.", Where: ops.Place{Column: param, Value: ops.Show(s)}, Args: []any{ops.Show(s), ops.MinDay.String(),
			(ops.MaxDay - 1).String()}}
}
