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
)
