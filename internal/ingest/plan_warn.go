package ingest

import (
	"fmt"
	"math"
	"path"
	"strings"

	"daybreak/internal/ops"
)

// warnings tells which days' sums fall by half or more: a late correction
// hardly does that, an export with a filter left on does.
func warnings(d *ops.Diff) []*ops.Error {
	var out []*ops.Error
	for _, t := range d.Days {
		if t.Before <= 0 || t.After > t.Before/2 {
			continue
		}
		percent := int(math.Round(100 - 100*float64(t.After)/float64(t.Before)))
		if len(out) == MaxShown {
			break
		}
		out = append(out, fault("sum_falls", fmt.Sprintf("%s of %s falls by %d %%.", t.Column, t.Day, percent),
			"Check that the file holds all rows of that day.", t.Column, t.Day, percent, t.Currency, t.Before, t.After).Error)
	}
	return out
}

// DisplayName makes a file name fit to be shown: the last part of its path,
// invisible characters made visible, at most MaxFileName characters. It is
// never used to open anything.
func DisplayName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return "file"
	}
	var b strings.Builder
	n := 0
	for _, r := range name {
		if n++; n > MaxFileName {
			return b.String() + "…"
		}
		if ops.Invisible(r) {
			r = '�'
		}
		b.WriteRune(r)
	}
	return b.String()
}
