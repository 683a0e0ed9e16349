package ops

import "testing"

// A scope holds another where every row of that lies in it.
func TestScopeHolds(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"", "", true},
		{"", "channel:zhihu", true},
		{"channel:zhihu", "", false},
		{"channel:zhihu", "channel:Zhihu;city:beijing", true},
		{"channel:zhihu;channel:tieba", "channel:zhihu", true},
		{"channel:zhihu", "channel:zhihu;channel:tieba", false},
		{"channel:!zhihu", "channel:tieba", true},
		{"channel:!zhihu", "channel:zhihu", false},
		{"channel:!zhihu", "channel:!zhihu;channel:!tieba", true},
		{"channel:!zhihu;channel:!tieba", "channel:!zhihu", false},
		{"channel:zhihu", "channel:!tieba", false},
		{"channel:zhihu;city:beijing", "channel:zhihu", false},
	} {
		wide, err := ParseScope(c.wide)
		if err != nil {
			t.Fatal(err)
		}
		narrow, err := ParseScope(c.narrow)
		if err != nil {
			t.Fatal(err)
		}
		if got := ScopeHolds(wide, narrow); got != c.want {
			t.Errorf("%q holds %q: %v", c.wide, c.narrow, got)
		}
	}
}
