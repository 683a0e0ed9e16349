// Package community is the part of the site about challenges: those of who runs
// them and those of the members who take part.
package community

import (
	"sync"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section answers requests about challenges.
type Section struct {
	*frame.Site
	CheckIns CheckIns

	pages        *frame.Pages  // for members
	joins        *auth.Limiter // of people, by address
	invited      *auth.Limiter // of people, by invitation and address
	standings    *standingsCache
	making       sync.Mutex // of days made up
	checkInPaces checkInPaces
}

// New returns the section of a site; pages are those for members.
func New(site *frame.Site, pages *frame.Pages, checkIns CheckIns) *Section {
	return &Section{Site: site, CheckIns: checkIns, pages: pages,
		joins:   auth.NewLimiter(JoinsPerAddress, JoinWindow),
		invited: auth.NewLimiter(joinsPerInvitation, JoinWindow), standings: newStandingsCache(), checkInPaces: newCheckInPaces()}
}

// Routes are the pages about challenges, and the API of check-ins.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/challenges", ops.Editor, frame.MaxJSON, s.showChallenges),
		on(frame.POST, "/challenges", ops.Editor, frame.MaxJSON, s.addChallenge),
		on(frame.GET, "/challenges/:id", ops.Editor, frame.MaxJSON, s.showChallenge),
		on(frame.POST, "/challenges/:id", ops.Editor, frame.MaxJSON, s.changeChallenge),
		on(frame.GET, "/api/v1/challenges/:id/evening", ops.Editor, frame.MaxJSON, s.evening),
		on(frame.POST, "/challenges/:id/close", ops.Editor, frame.MaxJSON, s.closeChallenge),
		on(frame.POST, "/challenges/:id/reopen", ops.Editor, frame.MaxJSON, s.reopenChallenge),
		on(frame.POST, "/challenges/:id/groups", ops.Editor, frame.MaxJSON, s.addGroup),
		on(frame.POST, "/challenges/:id/groups/:group/renew", ops.Editor, frame.MaxJSON, s.renewGroup),
		on(frame.POST, "/challenges/:id/links", ops.Editor, frame.MaxJSON, s.addLink),
		on(frame.POST, "/challenges/:id/links.csv", ops.Editor, maxLinkList, s.exportLinks),
		on(frame.POST, "/challenges/:id/links/:link/renew", ops.Editor, frame.MaxJSON, s.renewLink),
		on(frame.POST, "/challenges/:id/links/:link/revoke", ops.Editor, frame.MaxJSON, s.revokeLink),
		on(frame.GET, "/c/:challenge", ops.Public, frame.MaxJSON, s.showMemberPage), // members have no role; what changes something looks for their link
		on(frame.GET, "/c/:challenge/reminder.ics", ops.Public, frame.MaxJSON, s.reminder),
		on(frame.GET, "/c/:challenge/card.svg", ops.Public, frame.MaxJSON, s.shareCard), // whose link the browser keeps
		on(frame.GET, "/c/:challenge/:link", ops.Public, frame.MaxJSON, s.openLink),     // whoever has the link
		on(frame.POST, "/c/:challenge/:link/take", ops.Public, frame.MaxJSON, s.takeLink),
		on(frame.POST, "/c/:challenge/join", ops.Public, frame.MaxJSON, s.join),
		on(frame.POST, "/c/:challenge/check-in", ops.Public, frame.MaxJSON, s.checkInOnPage),
		on(frame.POST, "/c/:challenge/make-up", ops.Public, frame.MaxJSON, s.makeUp),
		on(frame.POST, "/c/:challenge/forget", ops.Public, frame.MaxJSON, s.forgetLink),
		on(frame.POST, "/api/v1/check-ins", ops.Public, ops.MaxCheckInBody, s.createCheckIn), // check-in tokens have no role; the handler looks for one
	}
}
