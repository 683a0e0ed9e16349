package analysis

import "daybreak/internal/ops"

// Saying is the sentence on top of the page of an operation: what matters on its
// range, by rules over what its panels answer, and a few figures beside it. Verdict
// colours it only where an interval or an exact sum allows (R7).
type Saying struct {
	Lead    Note
	Verdict Verdict
	More    []Note // what explains it, in sentences
	Facts   []SayingFact
	Actions []SayingAction
	notes   []Note
}

// SayingFact is a figure beside the sentence, with a line of its own beneath.
type SayingFact struct {
	SheetFact
	Below *Note
}

// SayingAction is what one can do about it: its words and an address of this
// program.
type SayingAction struct {
	Label ops.Label
	Href  string
}

// Amount is a figure in a note, of a unit.
type Amount struct {
	ops.Value
	Unit ops.Unit
}

// persons is how many people there are, as it stands in a sentence.
func persons(n int) Amount { return Amount{number(n), ops.UnitCount} }

// Name is a value of a dimension in a note; several are listed.
type Name []string

// Many is a number of things in a note.
type Many int

// Said is a sentence found by a rule, with what it is coloured by where it leads.
type Said struct {
	Note
	Tone Verdict
}

func say(tone Verdict, code NoteCode, args ...any) Said { return Said{Note{code, args}, tone} }

// sayingOf makes the first of several sentences lead.
func sayingOf(says []Said, facts []SheetFact, notes []Note) *Saying {
	out := &Saying{Lead: says[0].Note, Verdict: says[0].Tone, notes: notes}
	for _, s := range says[1:] {
		out.More = append(out.More, s.Note)
	}
	for _, f := range facts {
		out.Facts = append(out.Facts, SayingFact{SheetFact: f})
	}
	return out
}

// Remarks implements Result.
func (s *Saying) Remarks() []Note { return s.notes }

// Frame implements Result: its figures, in one row.
func (s *Saying) Frame() *ops.Frame {
	f := &ops.Frame{}
	for _, x := range s.Facts {
		f.Values = append(f.Values, ops.ValueColumn{Name: x.Name, Label: x.Label, Unit: x.Unit, Values: []ops.Value{x.Cell.Value}})
		if x.Cell.Ranged {
			f.Values = append(f.Values, ops.ValueColumn{Name: x.Name + "_low", Label: lowest(x.Label), Unit: x.Unit, Values: []ops.Value{known(x.Cell.Range.Low)}},
				ops.ValueColumn{Name: x.Name + "_high", Label: highest(x.Label), Unit: x.Unit, Values: []ops.Value{known(x.Cell.Range.High)}})
		}
	}
	return f
}

// lowest and highest name the ends of the range of a figure.
func lowest(l ops.Label) ops.Label {
	return ops.Label{En: l.En + ", at least", Zh: l.Zh + "（下限）"}
}
func highest(l ops.Label) ops.Label {
	return ops.Label{En: l.En + ", at most", Zh: l.Zh + "（上限）"}
}

// says adds a sentence.
func (s *Saying) says(code NoteCode, args ...any) {
	s.More = append(s.More, Note{Code: code, Args: args})
}

// fact adds a figure.
func (s *Saying) fact(name, en, zh string, unit ops.Unit, cell SheetCell, below *Note) {
	s.Facts = append(s.Facts, SayingFact{SheetFact{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: unit, Cell: cell}, below})
}

// headlines implements headlined: the figures are what the range comes down to.
func (s *Saying) headlines() []Headline {
	var out []Headline
	for _, x := range s.Facts {
		out = append(out, measured(x.Name, x.Label.En, x.Label.Zh, x.Unit, ops.Neutral, x.Cell.Value))
	}
	return out
}

// The codes of sentences; package i18n has each as a text of the same name.
const (
	SaysNoKeywords    NoteCode = "no_keywords"
	SaysNoTarget      NoteCode = "no_keyword_target" // keywords
	SaysWaste         NoteCode = "keywords_waste"    // keywords, how many waste money, Name of the first
	SaysWasteCost     NoteCode = "waste_cost"        // Amount
	SaysWatch         NoteCode = "keywords_watch"    // keywords, how many to watch
	SaysNoWaste       NoteCode = "keywords_fine"     // keywords
	SaysWatched       NoteCode = "keyword_watched"   // Name, chance of being over target
	SaysOwn           NoteCode = "own_cost"          // Amount of cost, of members
	SaysClaimed       NoteCode = "claimed_by"        // Name of a platform, Amount of conversions
	SaysOnWatch       NoteCode = "on_watch"          // how many
	SaysNoEvents      NoteCode = "no_events_yet"
	SaysEventsOpen    NoteCode = "events_open"     // how many
	SaysMeasured      NoteCode = "events_measured" // how many
	SaysEventWorked   NoteCode = "event_worked"    // of this and the next: Name, lift, at least, at most
	SaysEventHarmed   NoteCode = "event_harmed"
	SaysEventOverlaps NoteCode = "event_overlaps" // Name, how many tries beside it
	SaysEventUnclear  NoteCode = "event_unclear"  // Name, at least, at most
	SaysEventUntold   NoteCode = "event_untold"   // Name
	SaysCame          NoteCode = "came_against"   // Amount that came, that was usual
	SaysBetween       NoteCode = "said_between"   // Amount at least, at most
	SaysStayAlike     NoteCode = "stay_alike"     // of the next three: the day
	SaysStayMore      NoteCode = "stay_more"
	SaysStayLess      NoteCode = "stay_less"
	SaysNoRevenue     NoteCode = "no_revenue"
	SaysRevenue       NoteCode = "revenue_was" // Amount
	SaysRevenueUp     NoteCode = "revenue_up"  // of this and the next: Amount, Note of what did most
	SaysRevenueDown   NoteCode = "revenue_down"
	SaysRevenueSame   NoteCode = "revenue_same"
	SaysByVolume      NoteCode = "by_volume"
	SaysByMix         NoteCode = "by_mix"
	SaysByPrice       NoteCode = "by_price"
	SaysByNew         NoteCode = "by_new"
	SaysParts         NoteCode = "revenue_parts" // Amounts of volume, mix, price, new
	SaysNet           NoteCode = "net_of"        // Amount of revenue, of refunds
	SaysMarginKnown   NoteCode = "margin_known"  // Amount of the margin, of the share it is known of
	SaysMarginRange   NoteCode = "margin_range"  // at least, at most
	SaysNoCost        NoteCode = "no_cost_of"    // Name of products

	SaysNobodyEntered NoteCode = "nobody_entered"
	SaysStages        NoteCode = "stages_now"    // Label of the first stage, how many, Label of the last, how many, who wait, Label of the second
	SaysClaimProven   NoteCode = "claim_proven"  // Amounts: share, at least, at most; how many in 100 are said
	SaysClaimRefuted  NoteCode = "claim_refuted" // the same
	SaysClaimOpen     NoteCode = "claim_open"    // the same
	SaysClaimNeeds    NoteCode = "claim_needs"   // how many would have to enter
	SaysLongest       NoteCode = "longest_wait"  // Amount of days
)
