package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"daybreak/internal/ops"
)

const (
	keywords  = 50_000
	campaigns = 200
	factDays  = 365

	rowsPerFile = 1_000_000 // the limit of one import
)

func platforms() []string {
	return []string{"baidu", "360", "sogou", "shenma", "tencent", "oceanengine", "google", "meta"}
}

// fact is one keyword on one day. Costs and values are in fen.
type fact struct {
	day                                             ops.Day
	keyword                                         int
	impressions, clicks, cost, conversions, revenue int64
}

func (f *fact) campaign() int    { return f.keyword * campaigns / keywords }
func (f *fact) platform() string { return platforms()[f.campaign()%8] }
func (f *fact) group() string {
	if f.keyword%20 == 0 {
		return "brand"
	}
	return "generic"
}

// keywordDays yields about n rows in order of day, each (day, keyword) once.
func keywordDays(n int, yield func(*fact)) {
	r := rand.New(rand.NewPCG(1, 2))
	first := ops.DayOf(2025, 11, 1)
	var f fact
	for d := range factDays {
		for k := range keywords {
			if r.IntN(keywords*factDays) >= n {
				continue
			}
			f.day, f.keyword = first+ops.Day(d), k
			f.impressions = int64(10 + r.IntN(2000))
			f.clicks = r.Int64N(f.impressions/10 + 1)
			f.cost = f.clicks * int64(20+r.IntN(200))
			f.conversions = r.Int64N(f.clicks/8 + 1)
			f.revenue = f.conversions * int64(1000+r.IntN(8000))
			yield(&f)
		}
	}
}

// writeKeywordDays writes about n rows in Daybreak's spend layout, a million
// to a file, and returns the files.
func writeKeywordDays(dir string, n int) ([]string, int, error) {
	var files []string
	var w *bufio.Writer
	var f *os.File
	var err error
	count := 0
	next := func() {
		if w != nil {
			err = w.Flush()
			f.Close()
		}
		name := filepath.Join(dir, fmt.Sprintf("spend-%d-%03d.csv", n, len(files)+1))
		files = append(files, name)
		var e error
		if f, e = os.Create(name); e != nil {
			err = e
			return
		}
		w = bufio.NewWriterSize(f, 1<<20)
		w.WriteString("date,platform,account,campaign,ad_group,keyword,channel,impressions,clicks,cost,currency,reported_conversions,reported_value\n")
	}
	var b []byte
	keywordDays(n, func(x *fact) {
		if err != nil {
			return
		}
		if count%rowsPerFile == 0 {
			if next(); err != nil {
				return
			}
		}
		count++
		b = append(b[:0], x.day.String()...)
		b = fmt.Appendf(b, ",%s,main,campaign %03d,%s,keyword %05d,%s,", x.platform(), x.campaign(), x.group(), x.keyword, x.platform())
		b = strconv.AppendInt(b, x.impressions, 10)
		b = append(b, ',')
		b = strconv.AppendInt(b, x.clicks, 10)
		b = fmt.Appendf(b, ",%d.%02d,CNY,%d,%d.%02d\n", x.cost/100, x.cost%100, x.conversions, x.revenue/100, x.revenue%100)
		_, err = w.Write(b)
	})
	if w != nil && err == nil {
		err = w.Flush()
		f.Close()
	}
	return files, count, err
}
