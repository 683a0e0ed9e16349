package only

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

func utc() ops.Calendar { return ops.Calendar{Zone: time.UTC, WeekStart: time.Monday} }

func open(s engine.Source) Engine {
	return memory.New(s, memory.Options{Calendar: utc(), Currency: "CNY"})
}

// plainly returns a source that holds nothing but the rows that a rule lets through,
// found row by row: those whose own channel and group, else their member's, are of the
// rule, and of other members that they are staff.
func plainly(t *rapid.T, full *enginetest.Source, rule ops.RowRule) *enginetest.Source {
	out := enginetest.NewSource(utc())
	of := map[string]map[string]string{}
	read := func(record string, each func(w *ops.Rows, i int)) {
		err := full.Read(context.Background(), record, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(w *ops.Rows) error {
			for i := range w.Len() {
				each(w, i)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	text := func(w *ops.Rows, i int, column string) string {
		if c := w.Record.Column(column); c >= 0 {
			return w.Text(c, i)
		}
		return ""
	}
	read("members", func(w *ops.Rows, i int) {
		of[text(w, i, "member")] = map[string]string{"channel": text(w, i, "channel"), "group": text(w, i, "group")}
	})
	inside := func(w *ops.Rows, i int) bool {
		for dimension, names := range map[string][]string{"channel": rule.Channels, "group": rule.Groups} {
			if len(names) == 0 {
				continue
			}
			value := text(w, i, dimension)
			if value == "" && w.Record.Name != "members" {
				value = of[text(w, i, "member")][dimension]
			}
			if !slices.ContainsFunc(names, func(n string) bool { return ops.Fold(n) == ops.Fold(value) }) {
				return false
			}
		}
		return true
	}
	for _, record := range []string{"rates", "members", "spend", "costs", "orders", "events", "followers", "posts"} {
		rows := out.Rows(record)
		read(record, func(w *ops.Rows, i int) {
			in, staff := record == "rates" || inside(w, i), false
			if record == "members" && !in {
				staff = w.Ints[w.Record.Column("staff")][i] == 1
			}
			if !in && !staff {
				return
			}
			for c, column := range w.Record.Columns {
				blank := !in && column.Name != "member" && column.Name != "staff"
				switch {
				case rows.Dicts[c] != nil && blank:
					rows.Codes[c] = append(rows.Codes[c], 0)
				case rows.Dicts[c] != nil:
					rows.Codes[c] = append(rows.Codes[c], rows.Dicts[c].Code(w.Text(c, i)))
				case blank:
					rows.Ints[c] = append(rows.Ints[c], ops.NoValue)
				default:
					rows.Ints[c] = append(rows.Ints[c], w.Ints[c][i])
				}
			}
		})
		if rows.Len() > 0 {
			out.Add(rows)
		}
	}
	return out
}

// sumsText writes sums with their groups in order.
func sumsText(s *engine.Sums, err error) string {
	if err != nil {
		return err.Error()
	}
	var lines []string
	for g, values := range s.Groups {
		line := strings.Join(values, "|")
		for _, m := range s.Measures {
			if m.Missing == "" {
				line += fmt.Sprint(m.ByGroup[g], m.Cells[g*len(s.Buckets):(g+1)*len(s.Buckets)])
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	for _, m := range s.Measures {
		lines = append(lines, fmt.Sprint(m.Missing, m.Total, m.ByBucket))
	}
	return strings.Join(lines, "\n")
}

// Figures that follow the record through a rule are those of a record that never had
// any other row, after every import and undo, also where a member's record moves into
// the rule or out of it.
func TestNarrowedFiguresAreThoseOfTheRowsAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		full := enginetest.NewSource(utc())
		rule := rapid.SampledFrom([]ops.RowRule{{Channels: []string{"Ads"}}, {Channels: []string{"zhihu", "blog"}}, {Groups: []string{"brand", "ads"}},
			{Channels: []string{"Ads", "blog"}, Groups: []string{"zhihu", "Ads"}}}).Draw(rt, "rule")
		followed := open(newSource(full, rule))
		for range 4 {
			for range rapid.IntRange(1, 3).Draw(rt, "steps") {
				enginetest.RandomStep(rt, full, 20, "spend", "followers", "posts", "orders", "costs", "events", "events", "members", "members", "rates")
			}
			if err := followed.Refresh(t.Context()); err != nil {
				rt.Fatal(err)
			}
			alone := open(plainly(rt, full, rule))
			if err := alone.Refresh(t.Context()); err != nil {
				rt.Fatal(err)
			}
			a, b := narrow(followed.Current(), rule), narrow(alone.Current(), rule)
			for range 6 {
				q := enginetest.RandomSums(rt)
				x, err := a.Sums(t.Context(), q)
				y, other := b.Sums(t.Context(), q)
				if got, want := sumsText(x, err), sumsText(y, other); got != want {
					rt.Fatalf("%+v:\n%s\nwant\n%s", q, got, want)
				}
			}
			for _, dimension := range ops.Dimensions() {
				if got, want := a.Values(dimension), b.Values(dimension); !slices.Equal(got, want) {
					rt.Fatalf("%s: %v, want %v", dimension, got, want)
				}
			}
			for _, member := range []string{"m1", "m2", "m3", "a", "b", "c"} {
				x, err := a.People(t.Context(), engine.PeopleQuery{Member: member})
				y, other := b.People(t.Context(), engine.PeopleQuery{Member: member})
				if got, want := fmt.Sprint(x, err), fmt.Sprint(y, other); got != want {
					rt.Fatalf("%s: %s, want %s", member, got, want)
				}
			}
		}
	})
}

const members = "member, joined_at, channel, group, city, staff\n" +
	"a, 2026-09-01 09:00:00, zhihu, north, Beijing, 0\n" +
	"b, 2026-09-02 09:00:00, ads, north, Shanghai, 0\n" +
	"s, 2026-09-02 09:00:00, ads, south, Shanghai, 1\n"

const events = "key, member, at, event, channel, group\n" +
	"1, a, 2026-09-03 09:00:00, join, , \n" + // zhihu, as its member
	"2, b, 2026-09-03 09:00:00, join, zhihu, \n" + // its own
	"3, b, 2026-09-03 10:00:00, gossip, , \n" + // ads
	"4, s, 2026-09-03 10:00:00, join, zhihu, north\n"

// world is a view of a small record.
func world(t *testing.T) (*Views, *enginetest.Source) {
	t.Helper()
	source := enginetest.NewSource(utc())
	for record, text := range map[string]string{"members": members, "events": events} {
		if _, err := source.Import(record, text); err != nil {
			t.Fatal(err)
		}
	}
	views := NewViews(t.Context(), source, open)
	t.Cleanup(views.Wait)
	return views, source
}

func of(t *testing.T, v *Views, version int64, channels ...string) engine.Snapshot {
	t.Helper()
	s, err := v.Of(t.Context(), ops.RowRule{Channels: channels}, version)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is outside is as if it were not there: its events have no name, its members no
// timeline, its cities are no value.
func TestWhatIsOutsideIsNotThere(t *testing.T) {
	views, _ := world(t)
	s := of(t, views, 1, "Zhihu")
	if got := s.Events(); !slices.Equal(got, []string{"join"}) {
		t.Errorf("events %v", got)
	}
	if got := s.Values("city"); !slices.Equal(got, []string{"Beijing"}) {
		t.Errorf("cities %v", got)
	}
	_, err := s.HourMinutes(t.Context(), "gossip", ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 30)}, nil)
	if ops.CodeOf(err) != "unknown_event" {
		t.Errorf("an event outside: %v", err)
	}
	b, err := s.People(t.Context(), engine.PeopleQuery{Member: "b"})
	if err != nil || b.Total != 1 || b.Members[0].City != "" {
		t.Errorf("b: %+v %v, want one event and no record", b, err)
	}
	if _, err := of(t, views, 1, "ads").People(t.Context(), engine.PeopleQuery{Member: "a"}); ops.CodeOf(err) != "unknown_member" {
		t.Errorf("a member outside: %v", err)
	}
	if _, err := s.Posts(t.Context(), engine.PostsQuery{}); ops.CodeOf(err) != "not_in_your_rows" {
		t.Errorf("posts: %v", err)
	}
}

// That somebody is staff is known wherever their record is; nothing else is.
func TestStaffStayStaff(t *testing.T) {
	views, source := world(t)
	if _, err := source.Import("members", "member, joined_at, channel, group, city, staff\nt, , ads, south, Wuhan, 1\n"); err != nil {
		t.Fatal(err)
	}
	s := of(t, views, 9, "zhihu")
	q := engine.GroupsQuery{Range: ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 10)}, Group: "north", Through: ops.DayOf(2026, 9, 9)}
	g, err := s.Groups(t.Context(), q)
	if err != nil || len(g.Groups) != 1 || g.Groups[0].End != 2 || g.Groups[0].Members != 1 {
		t.Errorf("%+v %v, want a and the staff s, who is no member", g, err)
	}
	if _, err := s.People(t.Context(), engine.PeopleQuery{Member: "t"}); ops.CodeOf(err) != "unknown_member" {
		t.Errorf("staff without a row: %v", err)
	}
}

// A measure of a record that has no channel is missing, and never 0.
func TestWhatIsNotToldApartIsMissing(t *testing.T) {
	views, source := world(t)
	if _, err := source.Import("followers", "date, account, source, gained, lost, total\n2026-09-03, acc, , 5, 1, 100\n"); err != nil {
		t.Fatal(err)
	}
	s := of(t, views, 9, "zhihu")
	sums, err := s.Sums(t.Context(), engine.SumQuery{Measures: []*ops.Measure{{Name: "gained", Record: "followers", Column: "gained", Agg: ops.Sum},
		{Name: "rows", Record: "events", Agg: ops.RowCount}}, Range: ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 10)}, Grain: ops.Whole})
	if err != nil || sums.Measures[0].Missing != "channel" || sums.Measures[0].ByBucket != nil || sums.Measures[1].Total.Sum != 3 {
		t.Errorf("%+v %v, want the followers missing and 3 events", sums, err)
	}
}

// As many rules have figures at a time as there may be; one that had to go is made
// anew, and all are once they are dropped.
func TestViewsAreBounded(t *testing.T) {
	views, _ := world(t)
	for i := range MostViews + 3 {
		of(t, views, 1, fmt.Sprint("channel ", i))
	}
	if len(views.views) != MostViews || len(views.used) != MostViews {
		t.Errorf("%d views, %d used", len(views.views), len(views.used))
	}
	if got := of(t, views, 1, "zhihu").Values("city"); len(got) != 1 {
		t.Errorf("%v", got)
	}
	first := views.views[ops.RowRule{Channels: []string{"zhihu"}}.Text()]
	of(t, views, 1, "ＺＨＩＨＵ")
	if n := len(views.views); n != MostViews {
		t.Errorf("%d views", n)
	}
	views.Renew()
	of(t, views, 1, "zhihu")
	if views.views[ops.RowRule{Channels: []string{"zhihu"}}.Text()] == first {
		t.Error("the figures of before are there after they were dropped")
	}
}

// A rule that lets nothing through shows nothing.
func TestNothingIsNothing(t *testing.T) {
	views, _ := world(t)
	s, err := views.Of(t.Context(), ops.RowRule{Nothing: true}, 1)
	if err != nil || len(s.Events()) != 0 || len(s.Sources()) != 0 || len(s.Values("channel")) != 0 {
		t.Errorf("%v %v %v", err, s.Events(), s.Sources())
	}
}
