package ops

import "time"

// KeptMapping is how a user said exports of a platform are to be read. Mapping
// is JSON of package ingest; Fingerprint is that of the header it is for.
type KeptMapping struct {
	Fingerprint string
	Mapping     []byte
	By          string
	At          time.Time
}
