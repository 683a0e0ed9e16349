package importing

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/ingest"
	"daybreak/internal/view"
)

// givenAnswers shows what a person answered and no question asks any more: it
// can be changed, and is not lost when the form is sent again.
func givenAnswers(w view.Writer, asked []questionView, query url.Values, m *ingest.Mapping) []questionView {
	var out []questionView
	for _, name := range slices.Sorted(maps.Keys(query)) {
		field, ok := strings.CutPrefix(name, "answer.")
		if !ok || m.Answers[field] == "" || slices.ContainsFunc(asked, func(q questionView) bool { return q.Name == name }) {
			continue
		}
		q := ingest.Question{Field: field, Code: "given_answer", Message: "You said so; change it where it is wrong."}
		switch {
		case field == ingest.AnswerDates:
			q.Options = []string{"dmy", "mdy", "ymd"}
		case field == ingest.AnswerDecimal:
			q.Options = []string{"point", "comma"}
		case field == ingest.AnswerTotal:
			q.Options = []string{"level", "gained"}
		case field == ingest.AnswerPeriod && m.Answers[field] == "spread":
			q.Options = []string{"spread"}
		}
		out = append(out, questionOf(w, q, m))
	}
	return out
}
