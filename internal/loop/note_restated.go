package loop

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// restatedNotes has one note for each import, or undo of one, and row of days: of
// all metrics that it restated there. It says most of the one that changed most, and
// is resolved once the import is undone.
func restatedNotes(found []ops.Restatement) []ops.Note {
	var out []ops.Note
	for _, x := range found {
		at := slices.IndexFunc(out, func(n ops.Note) bool {
			return n.Restated.Batch == x.Batch && n.Restated.Undo == x.Undo && n.Days == x.Days
		})
		if at < 0 {
			n := systemNote(fmt.Sprintf("%s%d", RestatedNote, x.Batch), x.Days, x.File)
			n.CreatedBy, n.Created, n.Resolved, n.Metrics, n.Restated = x.By, x.At, x.Resolved, x.Metric, &x
			out = append(out, n)
			continue
		}
		n := &out[at]
		n.Metrics = strings.Join([]string{n.Metrics, x.Metric}, ",")
		if math.Abs(x.Size()) > math.Abs(n.Restated.Size()) {
			n.Restated = &x
		}
	}
	return out
}
