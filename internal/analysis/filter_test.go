package analysis

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// A page repeats the values of its filters in every link, so they are bounded;
// what is beyond is refused and not cut.
func TestFiltersAreBounded(t *testing.T) {
	values := make([]string, MaxFilterValues)
	for i := range values {
		values[i] = strconv.Itoa(i)
	}
	p, err := ParseParams(url.Values{"f.city": values})
	if err != nil || len(p.Filter) != 1 || len(p.Filter[0].Values) != MaxFilterValues {
		t.Errorf("%d values: %v", MaxFilterValues, err)
	}
	for name, c := range map[string]struct {
		values []string
		want   ops.Code
	}{
		"one value more":      {append(values, "x"), "too_many_filters"},
		"200 characters":      {[]string{strings.Repeat("界", 200)}, ""},
		"201 characters":      {[]string{strings.Repeat("界", 201)}, "value_too_long"},
		"a page of one value": {[]string{"!" + strings.Repeat("x", 9000)}, "value_too_long"},
	} {
		_, err := ParseParams(url.Values{"f.city": c.values})
		if ops.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("%s: the message repeats what it refuses: %d bytes", name, len(err.Error()))
		}
	}
}
