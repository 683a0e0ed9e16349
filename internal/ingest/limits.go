package ingest

import "daybreak/internal/ops"

// The limits of what may come in. They are constants of the program, not
// settings, so that nobody has to find out what a larger one would break; the
// admin page shows them.
const (
	MaxUpload      int64 = 25 << 20  // bytes of a file sent to the page or the API; the command line reads any length
	MaxEventsBody  int64 = 25 << 20  // bytes of one POST of events
	MaxInflated    int64 = 200 << 20 // bytes of a workbook once unzipped
	MaxZipParts          = 200       // entries of a workbook's zip
	MaxRows              = 1_000_000 // data rows of a file
	MaxColumns           = 512       // values of one row
	MaxRecord            = 1 << 20   // bytes of one row
	MaxCell              = 32_767    // characters of one value
	MaxCells             = 20_000_000
	MaxCampaigns         = 20_000 // distinct campaigns of a file
	MaxName              = 120    // characters of a name, an event name or a member id
	MaxText              = 1_000  // characters of any other text but props
	MaxProps             = 32     // properties of one event
	maxDepth             = 16     // of nested JSON
	MaxFileName          = 120    // characters of a file's display name
	MaxShown             = 50     // rejected rows and merged names listed in full
	MaxUnits       int64 = ops.MaxUnits
	DecimalUnit    int64 = 1_000_000 // a Decimal is stored times this
	DecimalDigits        = 6
	lastFutureYear       = 2099 // plans and calendars may lie in the future, up to the end of this year
)
