package ingest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"daybreak/internal/ops"
)

// spendFile writes n keyword-day rows: 200 days, 40 campaigns, many keywords.
func spendFile(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.Grow(n * 110)
	b.WriteString("date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value\n")
	for i := range n {
		day := ops.DayOf(2026, 1, 1) + ops.Day(i/(n/200+1))
		keyword := i % (n/200 + 1)
		fmt.Fprintf(&b, "%s,baidu,daybreak-main,Campaign %d,Group %d,early riser club %d,search-ads,habits,%d,%d,%d.%02d,CNY,%d,%d.00\n",
			day, keyword%40, keyword%400, keyword, r.IntN(5000), r.IntN(200), r.IntN(300), r.IntN(100), r.IntN(9), r.IntN(500))
	}
	return b.Bytes()
}

func eventsFile(n int) []byte {
	r := rand.New(rand.NewPCG(3, 4))
	var b bytes.Buffer
	b.WriteString("member,at,event,group,challenge,channel,campaign,invited_by\n")
	for i := range n {
		day := ops.DayOf(2026, 1, 1) + ops.Day(i/(n/200+1))
		fmt.Fprintf(&b, "m%07d,%s %02d:%02d:%02d,check_in,beijing,autumn,zhihu,,\n", i%(n/200+1)+r.IntN(3)*100_000, day, 5+r.IntN(3), r.IntN(60), r.IntN(60))
	}
	return b.Bytes()
}

// BenchmarkRead measures read + validate + dictionary-encode + key check on
// one core, and the memory that stays.
func BenchmarkRead(b *testing.B) {
	for _, f := range []struct {
		name string
		data []byte
	}{{"spend", spendFile(1_000_000)}, {"events", eventsFile(1_000_000)}} {
		b.Run(f.name, func(b *testing.B) {
			b.SetBytes(int64(len(f.data)))
			s := testSettings(b, "Asia/Shanghai")
			src := source{file: File{Name: f.name, Size: int64(len(f.data)), R: bytes.NewReader(f.data)}, settings: s, now: s.Clock()}
			var before, after runtime.MemStats
			for b.Loop() {
				runtime.GC()
				runtime.ReadMemStats(&before)
				r, err := src.read(context.Background(), nil)
				if err != nil {
					b.Fatal(err)
				}
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "MB-total")
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-kept")
				if r.rejected > 0 && f.name == "spend" {
					b.Fatal(r.rejects[0].Err)
				}
			}
			b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
