package view

import (
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Axes are written as the browser writes them (static/number.js).
func TestShort(t *testing.T) {
	for _, x := range []struct {
		unit   ops.Unit
		v      float64
		en, zh string
	}{
		{ops.UnitCount, 1500, "1.5K", "1,500"}, {ops.UnitCount, 25_000, "25K", "2.5万"}, {ops.UnitMoney, 350, "¥350", "¥350"},
		{ops.UnitMoney, 3500, "¥3.5K", "¥3,500"},
		{ops.UnitMoney, 15_000, "¥15K", "¥1.5万"}, {ops.UnitMoney, -5000, "-¥5K", "-¥5,000"}, {ops.UnitMoney, 2.5, "¥2.5", "¥2.5"},
		{ops.UnitPercent, 0.125, "12.5%", "12.5%"},
		{ops.UnitTimes, 2.04, "2×", "2×"}, {ops.UnitNumber, 0.051, "0.05", "0.05"}, {ops.UnitDays, 3.25, "3.3", "3.3"},
	} {
		for lang, want := range map[i18n.Lang]string{i18n.En: x.en, i18n.Zh: x.zh} {
			if got := (Writer{Lang: lang, Currency: "CNY"}).Short(x.unit, x.v); got != want {
				t.Errorf("%s: %v %s is %q, want %q", lang, x.v, x.unit, got, want)
			}
		}
	}
}
