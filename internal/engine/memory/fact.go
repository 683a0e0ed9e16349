package memory

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// facts is what sums over records are taken from: a table for every record that
// is counted, and what decides the meaning of their rows.
type facts struct {
	options    Options
	dict       *dictionaries
	dimensions map[string]*dimension
	attributes *attributes
	rates      *rates
	tables     map[string]*table
	sources    []ops.Source
}

func newFacts(options Options, d *dictionaries) *facts {
	f := &facts{
		options: options, dict: d, dimensions: map[string]*dimension{}, attributes: &attributes{},
		rates: newRates(options.Currency, d.names), tables: map[string]*table{},
	}
	for _, record := range ops.Records() {
		if record.Counted() {
			f.tables[record.Name] = &table{schema: newSchema(record, f.dimension)}
		}
	}
	return f
}

// dimension returns the dimension of column c, made when first asked for.
func (f *facts) dimension(name string, t ops.ColumnType) *dimension {
	d, ok := f.dimensions[name]
	if !ok {
		switch {
		case t == ops.EventName:
			d = newDimension(name, f.dict.events, nil)
		case t == ops.Flag:
			flags := staffNames()
			d = newDimension(name, flags, newFoldIndex(flags))
		default:
			d = newDimension(name, f.dict.names, f.dict.folded)
		}
		f.dimensions[name] = d
	}
	return d
}

// apply returns the facts after the changes: the days that changed are read
// again, as are days whose rows a new rate or a member's new attributes touch.
// Changed rows of events are handed on to feed.
func (f *facts) apply(ctx context.Context, source engine.Source, changed []engine.Changed, feed *eventFeed) (*facts, error) {
	next := *f
	next.tables = map[string]*table{}
	var err error
	var touched []bool // members with new attributes
	if _, ok := daysChanged(changed, "members"); ok {
		if next.attributes, err = readAttributes(ctx, source, f.dict.members); err != nil {
			return nil, err
		}
		touched = f.attributes.differs(next.attributes)
	}
	if _, ok := daysChanged(changed, "rates"); ok {
		if next.rates, err = f.rates.read(ctx, source); err != nil {
			return nil, err
		}
	}
	for name, t := range f.tables {
		var dirty []ops.Range
		for _, c := range changed {
			if c.Record == name && c.Days.Len() > 0 {
				dirty = append(dirty, c.Days)
			}
		}
		dirty = append(dirty, t.touched(next.rates, touched)...)
		var also *eventFeed
		if name == "events" {
			also = feed
		}
		if next.tables[name], err = next.rebuild(ctx, source, t, dirty, also); err != nil {
			return nil, err
		}
	}
	return &next, nil
}

// rebuild returns t with the days of the dirty ranges read again; what is read
// is handed on to feed, if there is one.
func (f *facts) rebuild(ctx context.Context, source engine.Source, t *table, dirty []ops.Range, feed *eventFeed) (*table, error) {
	if len(dirty) == 0 {
		return t, nil
	}
	next := &table{schema: t.schema}
	fresh := []*segment{}
	dirty = union(dirty)
	for _, days := range dirty {
		b := newSegmentBuilder(t.schema, f.rates, f.attributes)
		err := source.Read(ctx, t.schema.record.Name, days, func(w *ops.Rows) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if feed != nil {
				if err := feed.put(ctx, w, days); err != nil {
					return err
				}
			}
			from := 0
			for i := range w.Len() {
				d := t.schema.dayOf(w, i, f.options.Calendar)
				if d == b.day {
					continue
				}
				if d < b.day {
					return &ops.Error{Code: "internal", Message: "The rows of " + t.schema.record.Name + " came out of the order of their days."}
				}
				b.add(w, from, i)
				from = i
				if seg := b.finish(); seg != nil {
					fresh = append(fresh, seg)
				}
				b.day = d
			}
			b.add(w, from, w.Len())
			return nil
		})
		if err != nil {
			return nil, err
		}
		if seg := b.finish(); seg != nil {
			fresh = append(fresh, seg)
		}
	}
	for _, seg := range t.segments {
		if !slices.ContainsFunc(dirty, func(r ops.Range) bool { return r.Has(seg.day) }) {
			fresh = append(fresh, seg)
		}
	}
	slices.SortFunc(fresh, func(a, b *segment) int { return cmp.Compare(a.day, b.day) })
	next.segments = fresh
	return next, nil
}

// union returns the days of the ranges as ranges apart from each other, in
// order.
func union(list []ops.Range) []ops.Range {
	slices.SortFunc(list, func(a, b ops.Range) int { return cmp.Compare(a.From, b.From) })
	var out []ops.Range
	for _, r := range list {
		if n := len(out); n > 0 && r.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, r.To)
		} else {
			out = append(out, r)
		}
	}
	return out
}
