package notify

import "daybreak/internal/ops"

// MailServer returns the channel whose server sends mail to single persons: the oldest
// one of mail that is not paused. ok is false where there is none.
func MailServer(channels []ops.Channel) (c ops.Channel, ok bool) {
	for _, c := range channels {
		if c.Kind == Mail && !c.Paused {
			return c, true
		}
	}
	return c, false
}
