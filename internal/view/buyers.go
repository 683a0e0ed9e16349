package view

import (
	"fmt"

	"daybreak/internal/engine"
)

// whoBought says who is listed of a question about what members buy.
func (w Writer) whoBought(q engine.PeopleQuery) string {
	t := &w.T.Saying
	if q.Earned != nil {
		text := fmt.Sprintf(t.BoughtJoined, q.Step)
		if q.Kind == "buyer" {
			text = fmt.Sprintf(t.BoughtBuyers, q.Step)
		}
		return text + " · " + w.Days(q.Earned.Range)
	}
	text := t.NothingBought
	if q.Kind == "bought" || q.Kind == "bought_attached" {
		text = t.BoughtEarly
	}
	if q.Kind == "bought_attached" || q.Kind == "nothing_attached" {
		text += " · " + t.BoughtNext
	}
	return text + " · " + w.Days(q.Attach.Range)
}
