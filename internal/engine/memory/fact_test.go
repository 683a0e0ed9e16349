package memory

import (
	"math"
	"slices"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

func TestConversion(t *testing.T) {
	names := ops.NewDictionary()
	for _, x := range []struct {
		reporting, currency string
		rate                int64 // × 1,000,000
		v                   int64
		want                float64
	}{
		{"CNY", "USD", 7_100_000, 1005, 7135.5},
		{"CNY", "USD", 7_100_000, -1005, -7135.5},
		{"CNY", "IDR", 440, 1000, 0.44}, // 10 rupiah are 0.44 fen
		{"CNY", "JPY", 50_000, 101, 505},
		{"JPY", "CNY", 20_600_000, 100, 20.6},
		{"JPY", "KRW", 110_000, 45, 4.95},
		{"CNY", "cny", 0, 123, 123},
		{"CNY", "USD", 999_999_000_000, ops.MaxUnits, 8_999_991_000_000_000_000}, // needs 128 bits on the way
	} {
		r := newRates(x.reporting, names)
		code := names.Code(x.currency)
		r.byCode = map[uint32][]dayRate{code: {{10, x.rate}}}
		c := r.on(code, 10)
		if c.missing() {
			t.Errorf("%+v: no rate", x)
			continue
		}
		whole, rest := c.of(x.v)
		if got := float64(whole) + float64(rest)/engine.RestUnit; math.Abs(got-x.want) > 1e-9 {
			t.Errorf("%+v: %d and %d", x, whole, rest)
		}
	}
}

// Halves go to the even neighbour, and only once.
func TestRounding(t *testing.T) {
	for _, x := range []struct{ sum, rest, want int64 }{
		{7135, engine.RestUnit / 2, 7136}, {7134, engine.RestUnit / 2, 7134}, {7134, engine.RestUnit/2 + 1, 7135},
		{-7135, -engine.RestUnit / 2, -7136}, {-7134, -engine.RestUnit / 2, -7134}, {0, -engine.RestUnit / 2, 0},
		{0, 5 * engine.RestUnit / 2, 2}, {3, 0, 3}, {0, -1, 0}, {-1, engine.RestUnit / 2, 0},
	} {
		if got := (engine.Cell{Sum: x.sum, Rest: x.rest}).Rounded(); got != x.want {
			t.Errorf("%d and %d are %d, want %d", x.sum, x.rest, got, x.want)
		}
	}
}

func TestRateInForce(t *testing.T) {
	names := ops.NewDictionary()
	r := newRates("CNY", names)
	usd := names.Code("USD")
	r.byCode = map[uint32][]dayRate{usd: {{10, 7_000_000}, {20, 8_000_000}, {30, 0}, {40, math.MaxInt64}}}
	for d, want := range map[ops.Day]conversion{9: 0, 10: 7_000_000_000, 19: 7_000_000_000, 20: 8_000_000_000, 29: 8_000_000_000, 30: 0, 40: 0} {
		c := r.on(usd, d)
		if c != want {
			t.Errorf("day %d: %+v, want %d", d, c, want)
		}
	}
	if !r.on(names.Code("EUR"), 50).missing() {
		t.Error("a currency without any rate has one")
	}
}

func TestColumn(t *testing.T) {
	for _, x := range []struct {
		name   string
		values []int64
		base   int64
		kind   string
	}{
		{"blank", []int64{ops.NoValue, ops.NoValue}, 0, "nothing"},
		{"small", []int64{0, -5, ops.NoValue, math.MaxInt32, math.MinInt32 + 1}, 0, "narrow"},
		{"the narrow blank is a value", []int64{1, math.MinInt32}, 0, "wide"},
		{"millionths", []int64{3_000_000_000, ops.NoValue, 5_000_000_000_000}, 0, "narrow"},
		{"large", []int64{1, 5_000_000_000, ops.NoValue}, 0, "wide"},
		{"instants", []int64{1_788_000_000_000_000, 1_788_000_060_000_000, 1_787_999_999_000_000}, 1_788_000_000_000_000, "narrow"},
		{"exact instants", []int64{1_788_000_000_000_000, 1_788_000_060_000_001}, 1_788_000_000_000_000, "narrow"},
		{"far exact instants", []int64{1_788_000_000_000_000, 1_788_080_000_000_001}, 1_788_000_000_000_000, "wide"},
	} {
		c := packColumn(x.values, x.base)
		kind := "nothing"
		if c.narrow != nil {
			kind = "narrow"
		} else if c.wide != nil {
			kind = "wide"
		}
		if kind != x.kind {
			t.Errorf("%s: kept %s, want %s", x.name, kind, x.kind)
		}
		var sum, known int64
		for i, v := range x.values {
			if got := c.value(uint32(i)); got != v {
				t.Errorf("%s: value %d is %d, want %d", x.name, i, got, v)
			}
			if v != ops.NoValue {
				sum, known = sum+v, known+1
			}
		}
		if s, n := c.sum(0, uint32(len(x.values))); s != sum || n != known {
			t.Errorf("%s: sum %d of %d, want %d of %d", x.name, s, n, sum, known)
		}
	}
}

func TestSubjectSet(t *testing.T) {
	var s subjectSet
	for _, group := range []uint32{0, 3, maxBitGroups, maxBitGroups + 9} {
		for _, subject := range []uint32{1, 63, 64, 1000} {
			if !s.add(group, subject) || s.add(group, subject) {
				t.Errorf("group %d, subject %d: new once", group, subject)
			}
		}
	}
	// A run of twelve with one who is in already and two rows of nobody.
	run := []uint32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0}
	for _, group := range []uint32{3, maxBitGroups} {
		if fresh := s.put(group, run, 2000); fresh != 9 {
			t.Errorf("group %d: %d are new", group, fresh)
		}
	}
	if !s.has(3, 10) || s.has(3, 11) || !s.has(3, 64) {
		t.Error("group 3 has not what was put in")
	}
	s.empty()
	if s.has(3, 1) || s.has(3, 10) || s.has(3, 1000) {
		t.Error("group 3 is not empty")
	}
	for _, group := range []uint32{3, maxBitGroups} {
		if !s.add(group, 64) {
			t.Errorf("group %d is not empty", group)
		}
	}
}

// Groups are numbered in order of first sight, whether by table or by map.
func TestGrouper(t *testing.T) {
	d := newDimension("campaign", ops.NewDictionary(), nil)
	for _, text := range []string{"a", "b", "c"} {
		d.code(d.dict.Code(text))
	}
	dense := newGrouper([]*dimension{d, d})
	sparse := &grouper{dims: 2, size: dense.size, sparse: map[groupKey]int32{}}
	for _, g := range []*grouper{dense, sparse} {
		var got []int32
		for _, key := range []groupKey{{1, 2}, {2, 1}, {1, 2}, {0, 0}, {3, 3}, {2, 1}} {
			got = append(got, g.group(key))
		}
		if want := []int32{0, 1, 0, 2, 3, 1}; !slices.Equal(got, want) {
			t.Errorf("groups %v, want %v", got, want)
		}
		if want := []groupKey{{1, 2}, {2, 1}, {0, 0}, {3, 3}}; !slices.Equal(g.keys, want) {
			t.Errorf("keys %v, want %v", g.keys, want)
		}
	}
}
