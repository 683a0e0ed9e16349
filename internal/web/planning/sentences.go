package planning

import (
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
)

// Sentences writes findings as lines of a message; links begin at the root of the
// server.
func Sentences(calendar ops.Calendar) func(view.Writer, loop.Findings) []notify.Line {
	return func(words view.Writer, found loop.Findings) []notify.Line {
		w := writer{tell.Words{Writer: words}, calendar}
		var out []notify.Line
		for _, f := range found.Items {
			s := w.sentence(f)
			out = append(out, notify.Line{Text: s.Text, Link: s.Href, LinkText: w.T.Message.OpenDaybreak})
		}
		return out
	}
}
