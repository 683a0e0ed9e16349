package ask

import (
	"net/url"
	"reflect"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Conditions are read with the names kept, wherever in a question they stand,
// each name once.
func TestConditionsSayTheNamesKept(t *testing.T) {
	p := NewParams(url.Values{"filter": {"channel:Old", "channel:kept", "channel:zhihu", "city:old"}, "start": {"pay[channel:!old]"},
		"steps": {"visit,pay[channel:OLD]"}})
	p.Keys = ops.KeysOf([]ops.Merge{{Dimension: "channel", Name: "old", Kept: "kept"}})
	if got, want := p.Filters("filter", nil), []ops.Filter{is("channel", "kept", "zhihu"), is("city", "old")}; !reflect.DeepEqual(got, want) {
		t.Errorf("the filter is %v, want %v", got, want)
	}
	if got, want := p.activity("start", ""), (engine.Activity{Event: "pay", Where: []ops.Filter{isNot("channel", "kept")}}); !reflect.DeepEqual(got, want) {
		t.Errorf("the activity is %v, want %v", got, want)
	}
	want := []engine.Activity{{Event: "visit"}, {Event: "pay", Where: []ops.Filter{is("channel", "kept")}}}
	if got := p.activities("steps", nil, 1); !reflect.DeepEqual(got, want) {
		t.Errorf("the steps are %v, want %v", got, want)
	}
}

// Whoever asks for a platform or channel by a name everybody knows asks for its key.
func TestConditionsSayTheKeysOfKnownNames(t *testing.T) {
	p := NewParams(url.Values{"filter": {"platform:谷歌", "platform:Google Ads", "platform:own", "channel:!Search ads", "campaign:谷歌"}})
	p.Keys = ops.KeysOf([]ops.Merge{{Dimension: "channel", Name: "search-ads", Kept: "paid"}})
	want := []ops.Filter{is("platform", "google-ads", "own"), isNot("channel", "paid"), is("campaign", "谷歌")}
	if got := p.Filters("filter", nil); !reflect.DeepEqual(got, want) {
		t.Errorf("the filter is %v, want %v", got, want)
	}
}
