package sqlite

import (
	"context"
	"fmt"
	"testing"

	"daybreak/internal/ops"
)

// keywordDays returns n rows of spend: 1,000 keywords a day.
func keywordDays(n int) *ops.Rows {
	r, _ := ops.RecordNamed("spend")
	rows := ops.NewRows(r, ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary())
	names := rows.Dicts[1]
	code := func(format string, n int) uint32 { return names.Code(fmt.Sprintf(format, n)) }
	start := ops.DayOf(2025, 1, 1)
	for i := range n {
		keyword := i % 27000
		campaign := keyword / 135
		texts := map[string]uint32{
			"platform": code("platform %d", campaign%8), "account": code("account %d", campaign%16), "campaign": code("campaign %d", campaign),
			"ad_group": code("group %d", keyword/20), "keyword": code("keyword %d", keyword), "channel": code("channel %d", campaign%8),
			"industry": code("industry %d", campaign%5), "currency": names.Code("CNY"),
		}
		ints := map[string]int64{"date": int64(start) + int64(i/27000), "impressions": int64(1000 + i%977), "clicks": int64(i % 37),
			"cost": int64(i%5000) + 10, "reported_conversions": int64(i%5) * 1e6, "reported_value": int64(i % 7000)}
		for c, col := range r.Columns {
			if col.Type.IsText() {
				rows.Codes[c] = append(rows.Codes[c], texts[col.Name])
			} else {
				rows.Ints[c] = append(rows.Ints[c], ints[col.Name])
			}
		}
	}
	return rows
}

// BenchmarkSpend measures a million keyword-day rows on their way in, compared
// with themselves, and out.
func BenchmarkSpend(b *testing.B) {
	rows := keywordDays(1_000_000)
	ctx := context.Background()
	perRow := func(b *testing.B) {
		b.ReportMetric(float64(rows.Len())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
	}
	var s *Store
	b.Run("commit", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s = fresh(b)
			b.StartTimer()
			diff, err := s.Compare(ctx, rows)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.Commit(ctx, ops.Batch{}, rows, diff, nil); err != nil {
				b.Fatal(err)
			}
		}
		perRow(b)
	})
	s = fresh(b)
	if _, err := s.Commit(ctx, ops.Batch{}, rows, nil, nil); err != nil {
		b.Fatal(err)
	}
	b.Run("compare", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Compare(ctx, rows); err != nil {
				b.Fatal(err)
			}
		}
		perRow(b)
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			n := 0
			err := s.Read(ctx, "spend", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(r *ops.Rows) error { n += r.Len(); return nil })
			if err != nil || n != rows.Len() {
				b.Fatal(n, err)
			}
		}
		perRow(b)
	})
}
