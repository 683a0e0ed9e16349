package ops

import (
	"fmt"
	"time"
)

// TargetRevision is one version of a target: who brought it, when and in which
// import. The import of one that is Undone does not count.
type TargetRevision struct {
	Target
	Batch  int64
	By     string
	At     time.Time
	Undone bool
}

// Same reports whether two targets plan the same: who approved them and why
// they were changed aside.
func (t Target) Same(u Target) bool {
	for _, x := range []*Target{&t, &u} {
		x.Replaces, x.Reason, x.ApprovedBy, x.ApprovedOn = "", "", "", 0
		if x.Phasing == "" {
			x.Phasing = "even"
		}
	}
	return fmt.Sprint(t) == fmt.Sprint(u) // numbers that are none are not equal to themselves
}

// CheckReplaces refuses a row that changes an approved target and does not name
// it: an approved one can only be replaced, not edited.
func (t Target) CheckReplaces(stored Target) error {
	if stored.State != TargetApproved || stored.Same(t) || t.Replaces == stored.Key() {
		return nil
	}
	return refuse("target_approved", "replaces", t.Replaces, "This target is approved; a row that changes it must say so.",
		"Write its key in the column replaces: "+stored.Key())
}
