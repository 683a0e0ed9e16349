package loop

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/calc"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
	sampledata "daybreak/sample-data"
)

// drawn is a world in which a try was drawn and its parts kept.
func drawn(t *testing.T, w World, try ops.Try) (World, ops.Try) {
	t.Helper()
	w.Today, try.ID = try.Start-1, 900
	if err := (Book{}).Assign(t.Context(), w.Data, &try, nil, w.Today); err != nil {
		t.Fatal(err)
	}
	members := try.Split.Members
	try.Split.Given, try.Split.Others = ops.Parts(members)
	w.assigned = func(context.Context, int64) ([]ops.Assigned, error) { return members, nil }
	w.Today = day("2026-11-01")
	return w, try
}

// nudge is a try that half of the members get.
func nudge() ops.Try {
	return ops.Try{Title: "nudge", Kind: "user", Metric: "check_ins", Direction: ops.UpGood, Start: day("2026-10-12"), End: day("2026-10-18"), Expected: .3,
		Probability: .5, Cost: 100000, Split: ops.Split{By: ops.SplitShare, Share: .5, Seed: "dawn", Within: 28}}
}

// csvOf reads a file of the sample as rows by column.
func csvOf(t *testing.T, record string) []map[string]string {
	t.Helper()
	text, err := sampledata.Files.ReadFile(record + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		x := map[string]string{}
		for i, name := range rows[0] {
			x[name] = row[i]
		}
		out = append(out, x)
	}
	return out
}

// The draw, both parts and their comparison, worked out from the files of the
// sample by plain loops that share nothing with Daybreak but Student's quantile.
func TestSplitTryAgainstFiles(t *testing.T) {
	w, try := drawn(t, story(t), nudge())
	staff := map[string]bool{}
	for _, m := range csvOf(t, "members") {
		staff[m["member"]] = m["staff"] == "1"
	}
	pool, did, did28 := map[string]bool{}, map[string]map[string]bool{}, map[string]bool{}
	for _, e := range csvOf(t, "events") {
		at, err := time.Parse("2006-01-02 15:04:05", e["at"])
		if err != nil {
			t.Fatal(err)
		}
		date := at.Format("2006-01-02")
		if date >= "2026-09-14" && date < "2026-10-12" && !staff[e["member"]] {
			pool[e["member"]] = true
			did28[e["member"]] = did28[e["member"]] || e["event"] == "check_in"
		}
		if date >= "2026-10-12" && date <= "2026-10-18" && e["event"] == "check_in" {
			if did[e["member"]] == nil {
				did[e["member"]] = map[string]bool{}
			}
			did[e["member"]][e["challenge"]+" "+date] = true
		}
	}
	half := new(big.Int).Lsh(big.NewInt(1), 255)
	var each [2][]float64
	var before [2]int
	for member := range pool {
		h := hmac.New(sha256.New, []byte("dawn"))
		h.Write([]byte(member))
		part := 1
		if new(big.Int).SetBytes(h.Sum(nil)).Cmp(half) < 0 {
			part = 0
		}
		each[part] = append(each[part], float64(len(did[member])))
		if did28[member] {
			before[part]++
		}
	}
	if try.Split.Given != len(each[0]) || try.Split.Others != len(each[1]) || len(each[0]) < 500 {
		t.Fatalf("%d and %d members, want %d and %d", try.Split.Given, try.Split.Others, len(each[0]), len(each[1]))
	}
	o, err := w.Outcome(t.Context(), try)
	if err != nil || o.Split == nil {
		t.Fatalf("%+v, %v", o, err)
	}
	mean, variance := [2]float64{}, [2]float64{}
	for i := range each {
		n := float64(len(each[i]))
		for _, x := range each[i] {
			mean[i] += x / n
		}
		for _, x := range each[i] {
			variance[i] += (x - mean[i]) * (x - mean[i]) / (n - 1) / n
		}
	}
	e := o.Split.Effect
	within(t, "given", e.Given, mean[0], 1e-9)
	within(t, "others", e.Others, mean[1], 1e-9)
	half90 := e.T * math.Sqrt(variance[0]+variance[1])
	within(t, "quantile", e.T, 1.6449, .002) // with so many members Student's is all but the normal one
	within(t, "low", e.Limits.Low, mean[0]-mean[1]-half90, 1e-9)
	within(t, "high", e.Limits.High, mean[0]-mean[1]+half90, 1e-9)
	n := float64(len(each[0]))
	within(t, "came", o.Effect.Actual, n*mean[0], 1e-6)
	within(t, "expected", o.Effect.Expected, n*mean[1], 1e-6)
	within(t, "effect, low", o.Effect.Low, n*e.Limits.Low, 1e-6)
	within(t, "effect, high", o.Effect.High, n*e.Limits.High, 1e-6)
	all := float64(len(each[0]) + len(each[1]))
	within(t, "ratio", o.Split.RatioP, math.Erfc(math.Abs(n-all/2)/math.Sqrt(all/4)/math.Sqrt2), 1e-9)
	share := float64(before[0]+before[1]) / all
	z := (float64(before[0])/n - float64(before[1])/(all-n)) / math.Sqrt(share*(1-share)*(1/n+1/(all-n)))
	within(t, "before", o.Split.BeforeP, math.Erfc(math.Abs(z)/math.Sqrt2), 1e-9)
	if o.State != Measured || o.Verdict != NoEffect || len(o.Split.Stayed) != 1 || o.Split.Stayed[0].Of != len(each[0]) {
		t.Errorf("state %q, verdict %q, reason %q, stayed %+v", o.State, o.Verdict, o.Reason, o.Split.Stayed)
	}
}

// Where nothing was done, a verdict that something was comes about once in ten draws.
func TestSplitOfNothing(t *testing.T) {
	w := story(t)
	called, broken := 0, 0
	const draws = 60
	for i := range draws {
		try := nudge()
		try.Split.Seed = strings.Repeat("x", i+1)
		w, try := drawn(t, w, try)
		o, err := w.Outcome(t.Context(), try)
		if err != nil {
			t.Fatal(err)
		}
		if o.Verdict == Works || o.Verdict == Harmful {
			called++
		}
		if o.Reason == calc.SplitBroken {
			broken++
		}
	}
	if called > 12 || broken > 1 {
		t.Errorf("of %d draws %d were called and %d broken", draws, called, broken)
	}
}

// outcomes returns how a split try of the sample stands once its parts are changed.
func outcomes(t *testing.T) func(change func(*ops.Try), part func(i int, a *ops.Assigned)) Outcome {
	base := story(t)
	return func(change func(*ops.Try), part func(i int, a *ops.Assigned)) Outcome {
		t.Helper()
		try := nudge()
		change(&try)
		w, try := drawn(t, base, try)
		members, err := w.assigned(t.Context(), try.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i := range members {
			if part != nil {
				part(i, &members[i])
			}
		}
		try.Split.Given, try.Split.Others = ops.Parts(members)
		o, err := w.Outcome(t.Context(), try)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
}

func TestWhatCannotBeToldOfASplit(t *testing.T) {
	outcome := outcomes(t)
	did := map[string]bool{}
	for _, e := range csvOf(t, "events") {
		if e["event"] == "check_in" && e["at"] >= "2026-10-12" && e["at"] < "2026-10-19" {
			did[e["member"]] = true
		}
	}
	share := func(t *ops.Try) { t.Metric = "check_in_members" }
	// Who is given it because they would do it anyway did more before, too.
	o := outcome(share, func(_ int, a *ops.Assigned) { a.Given = did[a.Member] })
	if o.Reason != calc.SplitBroken || o.Verdict != CannotTell {
		t.Errorf("parts unlike before: %q, %q, p %g", o.Verdict, o.Reason, o.Split.BeforeP)
	}
	// A third of the members where half were to be drawn.
	o = outcome(share, func(i int, a *ops.Assigned) { a.Given = i%3 == 0 })
	if o.Reason != calc.SplitBroken || !calc.Broken(o.Split.RatioP) || calc.Broken(o.Split.BeforeP) {
		t.Errorf("a third: %q, p %g and %g", o.Reason, o.Split.RatioP, o.Split.BeforeP)
	}
	byList := func(t *ops.Try) {
		t.Metric, t.Split = "check_in_members", ops.Split{By: ops.SplitList, Members: []ops.Assigned{{Member: "m000500", Given: true}}}
	}
	if o := outcome(byList, nil); o.Reason != calc.ArmsSmall || o.Split.RatioP != 1 {
		t.Errorf("one member against all: %q, p %g", o.Reason, o.Split.RatioP)
	}
	if o := outcome(share, func(_ int, a *ops.Assigned) { a.Given = true }); o.Verdict != CannotTell || o.Reason != SplitNobody || o.Split != nil {
		t.Errorf("one part: %q, %q", o.Verdict, o.Reason)
	}
	wide := outcome(func(t *ops.Try) { t.Expected = .01 }, nil)
	if wide.Verdict != CannotTell || wide.Reason != IntervalWide {
		t.Fatalf("1 %% expected: %q, %q", wide.Verdict, wide.Reason)
	}
	ratio := wide.Effect.Half() / (.01 * wide.Effect.Expected)
	within(t, "members that would do", float64(wide.Split.Enough), ratio*ratio*float64(min(wide.Split.Given.Members, wide.Split.Others.Members)), 1)
	if o := outcome(func(t *ops.Try) { t.End = day("2026-11-03") }, nil); o.State != Running || o.Verdict != "" || o.Split != nil {
		t.Errorf("not over: %+v", o)
	}
}

// By hand, 40 members in each part. Of those given it 30 check in on two days, of the
// others 20 on one: means 1.5 and .5, variances 30/39 and 10/39, squared error
// 1/39, 62.4 degrees of freedom, t 1.6697: 1 ± .2674 for each, 40 ± 10.7 for all of
// them. Cost ¥1,000: ¥25 for one more. Of money: 30 pay ¥10 and one of the others
// does: (300 − 10) ÷ 40 a member. Of shares: 30/40 against 20/40.
func TestSplitTryByHand(t *testing.T) {
	w := small(t)
	check := ops.Try{Edited: ops.Edited{ID: 1}, Title: "nudge", Kind: "user", Metric: "check_ins", Direction: ops.UpGood, Start: day("2026-09-08"),
		End: day("2026-09-09"), Expected: .3, Probability: .5, Cost: 100000, Split: ops.Split{By: ops.SplitList, Given: 40, Others: 40}}
	outcome := func(change func(*ops.Try)) Outcome {
		t.Helper()
		try := check
		change(&try)
		o, err := w.Outcome(t.Context(), try)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	o := outcome(func(*ops.Try) {})
	if o.Verdict != Works || o.State != Measured {
		t.Errorf("%q, %q", o.Verdict, o.Reason)
	}
	within(t, "came", o.Effect.Actual, 60, 1e-9)
	within(t, "expected", o.Effect.Expected, 20, 1e-9)
	within(t, "low", o.Effect.Low, 40-40*.2674, .005)
	within(t, "high", o.Effect.High, 40+40*.2674, .005)
	cost, limits, ok := o.PerUnit()
	if !ok {
		t.Error("no cost of one more")
	}
	within(t, "cost of one more", cost, 25, 1e-9)
	within(t, "at most", limits.High, 1000/(40-40*.2674), .02)
	if o := outcome(func(t *ops.Try) { t.Direction = ops.DownGood }); o.Verdict != Harmful {
		t.Errorf("more where less is wanted: %q", o.Verdict)
	}
	money := outcome(func(t *ops.Try) { t.Metric = "revenue" })
	within(t, "more paid by each", money.Split.Effect.Value(), 7.25, 1e-9)
	if money.Verdict != Works || money.Split.Share || len(money.Split.Others.Each) != 1 {
		t.Errorf("money: %q, %+v", money.Verdict, money.Split)
	}
	share := outcome(func(t *ops.Try) { t.Metric = "check_in_members" })
	within(t, "share", share.Split.Effect.Given, .75, 1e-9)
	within(t, "of the others", share.Split.Effect.Others, .5, 1e-9)
	if share.Verdict != Works || !share.Split.Share {
		t.Errorf("shares: %q, %+v", share.Verdict, share.Split)
	}
	if o := outcome(func(t *ops.Try) { t.Metric = "applicants" }); o.Verdict != CannotTell || o.Reason != calc.ExpectedFew {
		t.Errorf("nobody applied: %q, %q", o.Verdict, o.Reason)
	}
	if o := outcome(func(t *ops.Try) { t.Metric = "roas" }); o.Verdict != "" || o.Reason != NotMeasurable {
		t.Errorf("a ratio: %q, %q", o.Verdict, o.Reason)
	}
}

// small is a world of 80 members, a01 … a40 of whom are given a try on 8 and 9 Sep.
func small(t *testing.T) World {
	t.Helper()
	events, orders := "member,at,event,challenge\n", "order_id,at,member,product,revenue,currency\n"
	var members []ops.Assigned
	for i := 1; i <= 40; i++ {
		for _, part := range []string{"a", "b"} {
			m := fmt.Sprintf("%s%02d", part, i)
			members = append(members, ops.Assigned{Member: m, Given: part == "a"})
			events += m + ",2026-09-01 08:00:00,visit,\n"
			if part == "a" && i <= 30 || part == "b" && i <= 20 {
				events += m + ",2026-09-08 08:00:00,check_in,dawn\n"
			}
			if part == "a" && i <= 30 {
				events += m + ",2026-09-09 08:00:00,check_in,dawn\n"
				orders += fmt.Sprintf("%d,2026-09-09 09:00:00,%s,book,10.00,CNY\n", i, m)
			}
		}
	}
	orders += "99,2026-09-08 09:00:00,b40,book,10.00,CNY\n100,2026-09-10 09:00:00,b39,book,990.00,CNY\n101,2026-09-20 09:00:00,,book,40.00,CNY\n"
	calendar := ops.Calendar{Zone: time.FixedZone("UTC+8", 8*3600), WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	for record, text := range map[string]string{"events": events, "orders": orders} {
		if _, err := source.Import(record, text); err != nil {
			t.Fatal(err)
		}
		source.Declare(ops.Source{Record: record, Through: day("2026-09-30")})
	}
	e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	d, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	d.Snapshot = e.Current()
	return World{Data: d, Today: day("2026-10-01"), assigned: func(context.Context, int64) ([]ops.Assigned, error) { return members, nil }}
}

// Members of groups are those of the eve; who is in two of them, one of which gets
// it, gets it; staff and who is in no group are in no part.
func TestSplitByGroups(t *testing.T) {
	w := story(t)
	try := nudge()
	try.Split = ops.Split{By: ops.SplitGroups, Groups: []string{"Beijing"}}
	_, try = drawn(t, w, try)
	in, staff := map[string]map[string]int{}, map[string]bool{}
	for _, m := range csvOf(t, "members") {
		staff[m["member"]] = m["staff"] == "1"
	}
	rows := csvOf(t, "events")
	slices.SortStableFunc(rows, func(a, b map[string]string) int { return strings.Compare(a["at"], b["at"]) })
	for _, e := range rows {
		if e["at"] >= "2026-10-12" || e["group"] == "" || staff[e["member"]] {
			continue
		}
		if in[e["member"]] == nil {
			in[e["member"]] = map[string]int{}
		}
		switch e["event"] {
		case "join", "enter":
			in[e["member"]][e["group"]] = 1
		case "leave", "exit":
			in[e["member"]][e["group"]] = 0
		}
	}
	given, others := 0, 0
	for _, groups := range in {
		n := 0
		for _, is := range groups {
			n += is
		}
		if groups["beijing"] == 1 {
			given++
		} else if n > 0 {
			others++
		}
	}
	if try.Split.Given != given || try.Split.Others != others || given == 0 {
		t.Errorf("%d and %d, want %d and %d", try.Split.Given, try.Split.Others, given, others)
	}
}

func TestDrawsThatAreRefused(t *testing.T) {
	w := story(t)
	for code, change := range map[ops.Code]func(*ops.Try){
		"split_late":    func(t *ops.Try) { t.Start = day("2026-10-11") },
		"split_empty":   func(t *ops.Try) { t.Scope = "channel:nowhere" },
		"no_such_group": func(t *ops.Try) { t.Split = ops.Split{By: ops.SplitGroups, Groups: []string{"Atlantis"}} },
		"split_one_sided": func(t *ops.Try) {
			t.Scope, t.Split = "group:beijing", ops.Split{By: ops.SplitGroups, Groups: []string{"beijing"}}
		},
		"no_such_member": func(t *ops.Try) {
			t.Split = ops.Split{By: ops.SplitList, Members: []ops.Assigned{{Member: "m000500", Given: true}, {Member: "nobody", Given: true}}}
		},
	} {
		try := nudge()
		change(&try)
		if err := (Book{}).Assign(t.Context(), w.Data, &try, nil, day("2026-10-11")); ops.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	// Once it has begun nobody is drawn anew; before, a later draw has the same members in the same parts.
	kept := nudge()
	kept.Split.Given, kept.Split.Others = 5, 5
	again := nudge()
	if err := (Book{}).Assign(t.Context(), w.Data, &again, &kept, day("2026-10-12")); err != nil || again.Split.Members != nil {
		t.Errorf("drawn after the start: %v, %d", err, len(again.Split.Members))
	}
	first, later := nudge(), nudge()
	for on, try := range map[string]*ops.Try{"2026-10-05": &first, "2026-10-11": &later} {
		if err := (Book{}).Assign(t.Context(), w.Data, try, nil, day(on)); err != nil {
			t.Fatal(err)
		}
	}
	part := map[string]bool{}
	for _, a := range first.Split.Members {
		part[a.Member] = a.Given
	}
	for _, a := range later.Split.Members {
		if given, ok := part[a.Member]; ok && given != a.Given {
			t.Errorf("%s changed its part", a.Member)
		}
	}
}
