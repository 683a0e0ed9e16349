//go:build !ackearly

package sqlite

// answersEarly breaks the promise that an answered check-in is durable, so that
// a test can show that it would notice; see the build tag ackearly.
const answersEarly = false

func answerEarly([]*pendingCheckIn) {}
