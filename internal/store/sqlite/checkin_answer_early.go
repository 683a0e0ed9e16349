//go:build ackearly

package sqlite

import "time"

const answersEarly = true

// answerEarly answers before the commit, which takes its time.
func answerEarly(group []*pendingCheckIn) {
	answer(group)
	time.Sleep(100 * time.Millisecond)
}
