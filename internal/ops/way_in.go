package ops

import (
	"crypto/sha256"
	"time"
)

// WayIn is a link with which a user chooses a password, once, and the letter that takes
// it to them.
type WayIn struct {
	Hash    [sha256.Size]byte // of the link's secret
	Expires time.Time
	Letter  Delivery
}
