package enginetest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/reference"
	"daybreak/internal/ops"
)

// buyers draws people who come by channels, join and buy, and returns both engines.
func buyers(t *rapid.T) (engine.Snapshot, *reference.Buyers) {
	settings := RandomSettings(t)
	s := NewSource(settings.Calendar)
	e := memory.New(s, memory.Options{Calendar: settings.Calendar, Currency: "CNY"})
	member := func() string { return fmt.Sprint("m", rapid.IntRange(0, 4).Draw(t, "member")) }
	for range rapid.IntRange(1, 3).Draw(t, "imports") {
		events, orders, members, rates := s.Rows("events"), s.Rows("orders"), s.Rows("members"), s.Rows("rates")
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			add(t, s, events, map[string]string{"member": member(), "at": instant(t, 0), "channel": name(t, "channel"),
				"event": rapid.SampledFrom([]string{"join", "visit", "visit", "check_in"}).Draw(t, "event")})
		}
		for i := range rapid.IntRange(1, 15).Draw(t, "orders") {
			add(t, s, orders, map[string]string{"order_id": fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "id"), "-", i), "at": instant(t, 0), "member": member(),
				"product": name(t, "product"), "product_role": rapid.SampledFrom([]string{"", "traffic", "profit"}).Draw(t, "role"),
				"revenue":  rapid.SampledFrom([]string{"0.00", "0.01", "9.99", "10.00", "0.07"}).Draw(t, "revenue"),
				"refund":   rapid.SampledFrom([]string{"", "0.01", "1.00"}).Draw(t, "refund"),
				"currency": rapid.SampledFrom([]string{"CNY", "CNY", "USD"}).Draw(t, "currency")})
		}
		if rapid.Bool().Draw(t, "rate") {
			add(t, s, rates, map[string]string{"date": instant(t, 0)[:10], "currency": "USD", "rate": "7.1235"})
			s.Add(rates)
		}
		add(t, s, members, map[string]string{"member": "m1", "joined_at": rapid.SampledFrom([]string{"", instant(t, 0)}).Draw(t, "joined"),
			"channel": name(t, "channel")})
		s.Add(members)
		s.Add(orders)
		if batch := s.Add(events); rapid.IntRange(0, 5).Draw(t, "undo") == 0 {
			s.Undo(batch)
		}
		if err := e.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	r, err := reference.LoadBuyers(t.Context(), s, settings.Calendar, "CNY")
	if err != nil {
		t.Fatal(err)
	}
	return e.Current(), r
}

func randomEarned(t *rapid.T) engine.EarnedQuery {
	revenue := &ops.Measure{Name: "revenue", Record: "orders", Column: "revenue", Agg: ops.Sum}
	refund := &ops.Measure{Name: "refund", Record: "orders", Column: "refund", Agg: ops.Sum}
	if rapid.Bool().Draw(t, "narrowed") {
		refund.Where = []ops.Filter{{Dimension: "product", Values: []string{"a", "b"}}}
	}
	return engine.EarnedQuery{Measures: []*ops.Measure{revenue, refund}, Days: rapid.SampledFrom([][]int{{0}, {0, 7, 30}, {3, 90}}).Draw(t, "days"),
		Credit: rapid.SampledFrom(engine.Credits()).Draw(t, "credit"), By: rapid.SampledFrom([]string{"", "channel"}).Draw(t, "by"),
		Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t)}
}

// Whoever is credited, the parts sum to the members and their orders, to the unit: linear to
// what first and last come to.
func TestRandomEarned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := buyers(t)
		q := randomEarned(t)
		answer := same(t, q, m.Earned, r.Earned)
		if answer == nil {
			return
		}
		q.Credit, q.By = engine.CreditJoin, ""
		all, err := m.Earned(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var parts int64
		sums := make([][]engine.Cell, len(q.Days))
		mature := make([]int64, len(q.Days))
		for _, g := range answer.Groups {
			parts += g.Parts
			for i, at := range g.At {
				mature[i] += at.Parts
				if sums[i] == nil {
					sums[i] = make([]engine.Cell, len(at.Sums))
				}
				for n, c := range at.Sums {
					sums[i][n] = sums[i][n].Plus(c)
				}
			}
		}
		if parts != engine.MemberParts*int64(answer.Joined) || answer.Joined != all.Joined || answer.Touched != all.Touched {
			t.Fatalf("%d parts, %d joined, of all %d", parts, answer.Joined, all.Joined)
		}
		for _, g := range all.Groups {
			for i, at := range g.At {
				if mature[i] != engine.MemberParts*int64(at.Members) {
					t.Fatalf("day %d: %d parts of %d members", q.Days[i], mature[i], at.Members)
				}
				for n, c := range at.Sums {
					if got := sums[i][n]; got.Sum != c.Sum || got.Rest != c.Rest {
						t.Fatalf("day %d: %+v, of all %+v", q.Days[i], got, c)
					}
				}
			}
		}
	})
}

// Lists have as many members as the answers count.
func TestRandomBuyers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := buyers(t)
		earned := randomEarned(t)
		if answer, err := m.Earned(t.Context(), earned); err == nil {
			for _, g := range answer.Groups {
				for i, at := range g.At {
					for kind, want := range map[string]int{"joined": at.Members, "buyer": at.Buyers} {
						list := engine.PeopleQuery{Earned: &earned, Group: g.Group, Kind: kind, Step: earned.Days[i]}
						if got := same(t, list, m.People, r.People); got.Total != want {
							t.Fatalf("%s of %q on day %d: %d, the count says %d", kind, g.Group, earned.Days[i], got.Total, want)
						}
					}
				}
			}
		}
		q := engine.AttachQuery{By: rapid.SampledFrom([]string{"product", "product_role"}).Draw(t, "by"), Landmark: rapid.IntRange(0, 10).Draw(t, "landmark"),
			Within: rapid.IntRange(1, 20).Draw(t, "within"), Target: []ops.Filter{{Dimension: "product_role", Values: []string{"profit"}}},
			Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t)}
		answer := same(t, q, m.Attach, r.Attach)
		if answer == nil {
			return
		}
		for _, row := range append(answer.Rows, answer.Nothing) {
			kinds := map[string]int{"bought": row.Members, "bought_attached": row.Attached}
			if row == answer.Nothing {
				kinds = map[string]int{"nothing": row.Members, "nothing_attached": row.Attached}
			}
			for kind, want := range kinds {
				if got := same(t, engine.PeopleQuery{Attach: &q, Group: row.Value, Kind: kind}, m.People, r.People); got.Total != want {
					t.Fatalf("%s of %q: %d, the count says %d", kind, row.Value, got.Total, want)
				}
			}
		}
	})
}
