package sqlite

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

// model is the record as it should be, in the plainest form: a list of imports,
// each a list of rows.
type model struct {
	imports []modelImport
	names   map[string]string // first spelling by fold
	merges  []ops.Merge       // that hold
	since   map[int64]int64   // the last import before a merge, by its id
}

// merged returns a row with the names kept, following one merge after another.
func (m *model) merged(row map[string]any) map[string]any {
	out := maps.Clone(row)
	for column, v := range out {
		s, ok := v.(string)
		for found := ok; found; {
			found = false
			for _, x := range m.merges {
				if x.Dimension == column && ops.Fold(x.Name) == ops.Fold(s) {
					s, found = x.Kept, true
				}
			}
		}
		if ok {
			out[column] = s
		}
	}
	return out
}

// merge makes a random name mean another one, or undoes a merge.
func (m *model) merge(t *rapid.T, s *Store) {
	if n := len(m.merges); n > 0 && rapid.Bool().Draw(t, "part") {
		i := rapid.IntRange(0, n-1).Draw(t, "merge")
		if _, err := s.Names().Merges.Undo(t.Context(), m.merges[i].ID, "test"); err != nil {
			t.Fatal(err)
		}
		m.merges = slices.Delete(m.merges, i, i+1)
		return
	}
	draw := func(what string) string {
		return rapid.SampledFrom([]string{"Zhihu", "豆瓣", "Tieba", "New"}).Draw(t, what)
	}
	x := ops.Merge{Dimension: rapid.SampledFrom(ops.MergedDimensions()).Draw(t, "dimension"), Name: draw("name"), Kept: draw("kept")}
	want := ops.Code("")
	goal := m.merged(map[string]any{x.Dimension: x.Kept})[x.Dimension].(string)
	_, known := m.names[ops.Fold(x.Name)]
	switch {
	case x.Name == x.Kept:
		want = "same_name"
	case m.merged(map[string]any{x.Dimension: x.Name})[x.Dimension].(string) != x.Name:
		want = "merged_already"
	case ops.Fold(goal) == ops.Fold(x.Name):
		want = "merge_circle"
	case !known:
		want = "unknown_name"
	}
	effect, err := s.Names().Merges.Effect(t.Context(), x)
	if ops.CodeOf(err) != want {
		t.Fatalf("the effect of %+v: %v, want %s", x, err, want)
	}
	rows := map[string]int{}
	for _, record := range []string{"spend", "followers", "events"} {
		rows[record] = len(m.counting(record))
	}
	x, err = s.Names().Merges.Add(t.Context(), x)
	if ops.CodeOf(err) != want {
		t.Fatalf("%+v: %v, want %s", x, err, want)
	}
	if err != nil {
		return
	}
	m.merges = append(m.merges, x)
	if m.since == nil {
		m.since = map[int64]int64{}
	}
	if n := len(m.imports); n > 0 {
		m.since[x.ID] = m.imports[n-1].id
	}
	m.see("spend", []map[string]any{{"platform": x.Kept}})
	for _, r := range effect.Records {
		if was, ok := rows[r.Record]; ok {
			if is := len(m.counting(r.Record)); was-is != r.Joined {
				t.Fatalf("%+v joins %d of %s rows, and foretold %d", x, was-is, r.Record, r.Joined)
			}
		}
	}
}

type modelImport struct {
	id     int64
	record string
	rows   []map[string]any
	live   bool
}

// keyOf says which row a row is: SPEC §1.
func keyOf(record string, row map[string]any) string {
	columns := map[string][]string{
		"spend":     {"date", "platform", "account", "campaign", "ad_group", "keyword"},
		"followers": {"date", "account", "source"},
		"posts":     {"post_id", "date"},
		"orders":    {"order_id", "line"},
		"events":    {"member", "at", "event"},
		"members":   {"member"},
		"rates":     {"date", "currency"},
	}[record]
	if k, ok := row["key"]; ok && k != "" {
		return fmt.Sprint("key ", k)
	}
	var parts []string
	for _, c := range columns {
		v := row[c]
		if s, ok := v.(string); ok && record != "orders" && c != "member" && c != "event" && c != "post_id" {
			v = ops.Fold(s)
		}
		if v == nil {
			v = ""
		}
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, "\x00")
}

// counting returns the rows of a record that count, as lines by key.
func (m *model) counting(record string) map[string]string {
	out := make(map[string]string)
	for key, row := range m.rows(record) {
		out[key] = m.line(record, row)
	}
	return out
}

// said is a row and the imports that say it; the last counts.
type said struct {
	row     map[string]any
	imports []int64
	until   int64 // the last import beside which it may count
}

// until returns the last import before one of the names in the key of a row was
// merged.
func (m *model) until(record string, row map[string]any) int64 {
	out := int64(math.MaxInt64)
	r, _ := ops.RecordNamed(record)
	for _, x := range m.merges {
		s, _ := row[x.Dimension].(string)
		if c := r.Column(x.Dimension); c >= 0 && r.Columns[c].Key && ops.Fold(s) == ops.Fold(x.Name) {
			out = min(out, m.since[x.ID])
		}
	}
	return out
}

// rows returns the rows of a record that count, by key. Of rows that merges make
// one, those that an import had beside each other are added.
func (m *model) rows(record string) map[string]map[string]any {
	single := map[string]said{}
	for _, i := range m.imports {
		if i.live && i.record == record {
			for _, row := range i.rows {
				k := keyOf(record, row)
				single[k] = said{row, append(slices.Clone(single[k].imports), i.id), m.until(record, row)}
			}
		}
	}
	groups := map[string][]said{}
	for _, x := range single {
		x.row = m.merged(x.row)
		groups[keyOf(record, x.row)] = append(groups[keyOf(record, x.row)], x)
	}
	out := map[string]map[string]any{}
	for key, group := range groups {
		slices.SortFunc(group, func(a, b said) int { return int(b.imports[len(b.imports)-1] - a.imports[len(a.imports)-1]) })
		var sum map[string]any
		var seen []int64
		for n, x := range group {
			together := slices.ContainsFunc(x.imports, func(id int64) bool { return slices.Contains(seen, id) })
			if n > 0 && (group[0].imports[len(group[0].imports)-1] > x.until || !together) {
				continue
			}
			seen = append(seen, x.imports...)
			switch {
			case x.row["gone"] == true:
				continue
			case sum == nil:
				sum = maps.Clone(x.row)
				continue
			}
			r, _ := ops.RecordNamed(record)
			for _, c := range r.Columns {
				a, known := sum[c.Name].(int)
				b, also := x.row[c.Name].(int)
				if c.Type.IsNumber() {
					delete(sum, c.Name)
					if known && also {
						sum[c.Name] = a + b
					}
				}
			}
		}
		if sum != nil {
			out[key] = sum
		}
	}
	return out
}

// line writes a row as line does, names in their first spelling.
func (m *model) line(record string, row map[string]any) string {
	r, _ := ops.RecordNamed(record)
	var parts []string
	for _, c := range r.Columns {
		switch v := row[c.Name].(type) {
		case nil:
			parts = append(parts, "")
		case string:
			if c.Type == ops.Name && v != "" {
				v = m.names[ops.Fold(v)]
			}
			parts = append(parts, v)
		case time.Time:
			parts = append(parts, fmt.Sprint(v.UnixMicro()))
		default:
			parts = append(parts, fmt.Sprint(v))
		}
	}
	return strings.Join(parts, ",")
}

func (m *model) see(record string, rows []map[string]any) {
	r, _ := ops.RecordNamed(record)
	for _, row := range rows {
		for _, c := range r.Columns {
			if s, ok := row[c.Name].(string); ok && c.Type == ops.Name && s != "" {
				if _, known := m.names[ops.Fold(s)]; !known {
					m.names[ops.Fold(s)] = s
				}
			}
		}
	}
}

var firstDay = ops.DayOf(2026, 9, 1)

// drawRow draws a row with few different keys, so that imports overlap.
func drawRow(t *rapid.T, record string) map[string]any {
	day := func() ops.Day { return firstDay + ops.Day(rapid.IntRange(0, 4).Draw(t, "day")) }
	at := func() time.Time {
		return time.Date(2026, 9, 1, 6*rapid.IntRange(0, 19).Draw(t, "at"), 0, 0, 0, time.UTC)
	}
	name := func(what string) string {
		return rapid.SampledFrom([]string{"Zhihu", "zhihu", "ＺＨＩＨＵ", "豆瓣", "Tieba"}).Draw(t, what)
	}
	number := func() int { return rapid.IntRange(0, 3).Draw(t, "number") }
	member := func() string { return rapid.SampledFrom([]string{"m1", "m2", "M1"}).Draw(t, "member") }
	row := make(map[string]any)
	switch record {
	case "spend":
		row = map[string]any{"date": day(), "platform": name("platform"), "campaign": name("campaign"), "cost": number(), "currency": "CNY"}
		if rapid.Bool().Draw(t, "keyword") {
			row["keyword"], row["clicks"] = name("keyword"), number()
		}
		if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
			row["gone"], row["cost"] = true, 0
			delete(row, "clicks")
		}
	case "followers":
		row = map[string]any{"date": day(), "account": name("account"), "gained": number(), "total": number()}
		if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
			row = map[string]any{"date": row["date"], "account": row["account"], "gone": true}
		}
	case "posts":
		row = map[string]any{"post_id": member(), "date": day(), "title": name("title"), "reads": number()}
	case "orders":
		row = map[string]any{"order_id": member(), "at": at(), "revenue": number(), "currency": "CNY"}
		if rapid.Bool().Draw(t, "line") {
			row["line"], row["member"] = "2", member()
		}
	case "events":
		row = map[string]any{"member": member(), "at": at(), "event": rapid.SampledFrom([]string{"join", "check_in"}).Draw(t, "event"), "channel": name("channel")}
		if rapid.Bool().Draw(t, "keyed") {
			row["key"] = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
		}
		if rapid.Bool().Draw(t, "with props") {
			row["props"] = `{"a":"b"}`
		}
	case "members":
		row = map[string]any{"member": member(), "joined_at": at(), "city": name("city")}
	case "rates":
		row = map[string]any{"date": day(), "currency": "USD", "rate": 7_000_000 + number()}
	}
	return row
}
