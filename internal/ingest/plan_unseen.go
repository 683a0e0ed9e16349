package ingest

import "daybreak/internal/ops"

// Unseen says why a plan may not be committed before a person has looked at it,
// or returns nil: it is refused, its sums fall, money is in a currency without a
// rate, rows of its days stay beside it, or its columns were only guessed. The
// watched folder parks such a file, and the page leaves it when it imports all
// files that wait.
func (p *Plan) Unseen() *ops.Error {
	if e := p.Refusal(); e != nil {
		return e
	}
	if len(p.Warnings) > 0 {
		return p.Warnings[0]
	}
	if p.Mapping != nil && !p.Mapping.Sure() {
		return &ops.Error{Code: "layout_guessed", Message: "The columns were recognised by their usual words only.", Hint: "Check them once; they are remembered."}
	}
	return nil
}
