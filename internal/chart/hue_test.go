package chart

import (
	"slices"
	"testing"
)

var channels = []string{"search-ads", "zhihu", "invite", "douban", "tieba", "low-cost-ads", "big-accounts", "blogs", "weibo", "bilibili"}

func TestAThingKeepsItsColour(t *testing.T) {
	all := HuesOf(channels, channels[:Hues])
	seen := map[Hue]bool{}
	for _, h := range all {
		if h == 0 || seen[h] {
			t.Fatalf("the eight commonest have %v", all)
		}
		seen[h] = true
	}
	// Alone, with others, in another order, after a new channel has come in.
	for i, name := range channels[:Hues] {
		for _, shown := range [][]string{{name}, {"weibo", name}, {name, channels[(i+3)%Hues]}} {
			got := HuesOf(append(slices.Clone(channels), "podcast"), shown)[slices.Index(shown, name)]
			if got != all[i] {
				t.Errorf("%s among %v has %d, want %d", name, shown, got, all[i])
			}
		}
	}
}

func TestTwoOnOneChartNeverShare(t *testing.T) {
	shown := []string{"bilibili", "weibo", "zhihu", "", "invite"}
	got := HuesOf(channels, shown)
	if got[3] != 0 {
		t.Errorf("what nobody knows has colour %d", got[3])
	}
	seen := map[Hue]int{}
	for i, h := range got {
		if j, ok := seen[h]; ok && h != 0 {
			t.Errorf("%s and %s are both %d", shown[j], shown[i], h)
		}
		seen[h] = i
	}
	if got[2] != HuesOf(channels, []string{"zhihu"})[0] {
		t.Error("zhihu changed its colour because others were shown")
	}
	ten := HuesOf(channels, channels)
	if ten[8] != 0 || ten[9] != 0 {
		t.Errorf("there are eight colours, yet ten channels have %v", ten)
	}
}

func TestAHueIsAToken(t *testing.T) {
	for h, want := range map[Hue][2]string{0: {"$c-mute", "mute"}, 1: {"$c1", "c1"}, 8: {"$c8", "c8"}, Nth(7): {"$c8", "c8"}, Nth(8): {"$c-mute", "mute"}} {
		if h.Colour() != want[0] || h.Class() != want[1] {
			t.Errorf("%d is %s and %s", h, h.Colour(), h.Class())
		}
	}
}
