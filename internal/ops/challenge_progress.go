package ops

// DayMark says what became of a day of a challenge.
type DayMark uint8

// The marks. A day that is still open has no check-in yet and can get one; a
// rest day with a check-in is Done.
const (
	ToCome DayMark = iota
	StillOpen
	Done
	MadeUp
	Missed
	Rested
)

// Progress is how one member does in a challenge. Streaks are runs of days
// that begin and end with a check-in; rest days bridge them. Their length is
// the check-ins, and the made-up days between these. Strict streaks end at
// every missed day, made up or not.
type Progress struct {
	Days                         []DayMark // of Challenge.Range
	Done, MadeUp, Missed         int       // days
	Current, Longest             int
	CurrentStrict, LongestStrict int
}

// Left returns how many more days may be made up.
func (p Progress) Left(c Challenge) int { return max(c.MakeUp-p.MadeUp, 0) }

// Progress works out how a member does whose check-ins count for the days of
// done, and who made up for those of made; days beyond the quota, the latest
// ones, are not. Days before open are over, later than today to come. The
// challenge has a first day.
func (c Challenge) Progress(done, made map[Day]bool, open, today Day) Progress {
	p := Progress{Days: make([]DayMark, c.Length)}
	var run, strict, bridged int // bridged: made-up days since the last check-in
	for i := range p.Days {
		d := c.Start + Day(i)
		mark := ToCome
		switch {
		case done[d]:
			mark = Done
		case c.Rests(d):
			mark = Rested
		case d > today:
		case d >= open:
			mark = StillOpen
		case made[d] && p.MadeUp < c.MakeUp:
			mark = MadeUp
		default:
			mark = Missed
		}
		p.Days[i] = mark
		switch mark {
		case Done:
			p.Done++
			if run > 0 {
				run += bridged
			}
			run, strict, bridged = run+1, strict+1, 0
			p.Longest, p.LongestStrict = max(p.Longest, run), max(p.LongestStrict, strict)
		case MadeUp:
			p.MadeUp++
			bridged, strict = bridged+1, 0
		case Missed:
			p.Missed++
			run, strict, bridged = 0, 0, 0
		}
	}
	p.Current, p.CurrentStrict = run, strict
	return p
}
