package ops

import "time"

// StatedFigure is a figure as it is stated: a metric in a scope over days, in the unit of
// the metric, with what was divided where it is a ratio.
type StatedFigure struct {
	Metric          string
	Scope           string // as ScopeText writes it
	Days            Range
	Value, Num, Den float64
}

// Statement is figures that are published together, with the definitions of metrics and
// the version of the record that they are of.
type Statement struct {
	Figures     []StatedFigure
	Definitions string // digest of the catalog
	Record      int64
}

// PublishedKind says where a figure was published.
type PublishedKind string

// The kinds.
const (
	PublishedReport  PublishedKind = "report"  // a final monthly report
	PublishedMessage PublishedKind = "message" // a brief, a page or an alert that was sent
)

// Published is a figure that somebody was told: it is kept for ever (SPEC-LOOP §15).
type Published struct {
	StatedFigure
	ID          int64
	Kind        PublishedKind
	Ref         int64 // id of the report or the delivery
	Definitions string
	Record      int64 // version of the record it is of
	Batch       int64 // the last import of that version; 0: there was none
	At          time.Time

	Month   Day // of a report
	Edition int
	Title   string // of a message; "" where it is kept no more
}

// PublishedQuery asks for published figures, the latest first.
type PublishedQuery struct {
	Kind  PublishedKind // "": all
	Ref   int64         // 0: all
	Since time.Time     // published then or later
	Limit int
}

// RecordChange is what one version of the record changed: an import or its undo, or where
// Batch is 0 something else.
type RecordChange struct {
	Version int64
	Record  string
	Days    Range // of its rows; no days: what is known of its sources
	Batch   int64
	Undo    bool
	File    string    // of the import
	By      string    // who brought it, or undid it
	At      time.Time // when
}
