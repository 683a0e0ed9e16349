package analysis

// The notes of sheets.
const (
	PostYoung        NoteCode = "post_young"        // the day from which a post can be judged
	PostsYoung       NoteCode = "posts_young"       // how many posts are left out as too young
	FollowersUnknown NoteCode = "followers_unknown" // no row says how many followers a post brought
	KnownByLeaving   NoteCode = "known_by_leaving"  // how many members are known only because they left
	ActivationYoung  NoteCode = "activation_young"  // how many have not had their first week yet
	NeedsComparison  NoteCode = "needs_comparison"  // nothing is known to compare with
	PersonsNotAdded  NoteCode = "persons_not_added" // persons of several groups are not added up
	PlatformClaims   NoteCode = "platform_claims"   // conversions are those the platforms claim
	NoTarget         NoteCode = "no_target"         // metric that has no target in force
	KeywordWaste     NoteCode = "keyword_waste"     // almost surely over its target
	KeywordWatch     NoteCode = "keyword_watch"     // more likely over its target than not
	KindUnknown      NoteCode = "kind_unknown"      // ops.Label of a kind of operation none of whose events ever happened
	JoinedTooLate    NoteCode = "joined_too_late"   // how many joined too late, days it takes until they can be judged
	Association      NoteCode = "association"       // what goes together need not be the cause
	HistoryShort     NoteCode = "history_short"     // how many posts it takes before one can be judged
	TermNegative     NoteCode = "term_negative"     // a search term almost surely over target, to be kept out
	TermBidOn        NoteCode = "term_bid_on"       // the same, but it is bid on as a keyword
	NoTerms          NoteCode = "no_terms"          // no report of search terms was imported
	BenchmarkShort   NoteCode = "benchmark_short"   // how many weeks it takes before there is a benchmark
	DearerThanEver   NoteCode = "dearer_than_ever"  // dearer than in each of the weeks before
	CheaperThanEver  NoteCode = "cheaper_than_ever" // cheaper than in each of them
	NoBudget         NoteCode = "no_budget"         // no ad budget of an industry or a campaign holds
	PlanOnCourse     NoteCode = "plan_on_course"    // how few and how many members what was spent was to bring
	NextTold         NoteCode = "next_told"         // at least and at most how many members more
	NextWeeksFew     NoteCode = "next_weeks_few"    // of the next three: what a try costs, at least and at most how many members it brings
	NextEven         NoteCode = "next_even"         // spend hardly varies
	NextFlat         NoteCode = "next_flat"         // more spend did not clearly bring more
	NoEvents         NoteCode = "no_events"         // no try of kind activity in the range
	NoPartners       NoteCode = "no_partners"       // no try of kind partner
	TryOpen          NoteCode = "try_open"          // it is not measured yet
	TryWorks         NoteCode = "try_works"
	TryHarmful       NoteCode = "try_harmful"
	TryNoEffect      NoteCode = "try_no_effect"
	TryCannotTell    NoteCode = "try_cannot_tell"
	TryNotSeparable  NoteCode = "try_not_separable" // how many tries lie beside it
	AuditClean       NoteCode = "audit_clean"       // every day with spend has impressions, every day with clicks has spend
)
