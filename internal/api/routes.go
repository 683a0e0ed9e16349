// Package api answers the questions of programs: an address becomes a question,
// its answer JSON or CSV.
package api

import (
	"daybreak/internal/ask"
	"daybreak/internal/ledger"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section is the part of the site that answers questions of programs, in JSON
// and CSV.
type Section struct {
	*frame.Site
	Challenges ask.Challenges // that are planned; nil for none
	Book       loop.Book      // of plans, tries and notes
	Ledger     *ledger.Ledger // nil: nobody can ask how the record was
	Care       loop.Care      // of members
	Contacts   Contacts       // of members
}

// Routes are the questions, all of which openapi.yaml describes.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/api/v1/openapi.yaml", ops.Analyst, frame.MaxJSON, s.showOpenAPI),
		on(frame.GET, "/api/v1/definitions", ops.Analyst, frame.MaxJSON, s.answer(askDefinitions)),
		on(frame.GET, "/api/v1/metrics", ops.Analyst, frame.MaxJSON, s.answer(askMetrics)).Past(),
		on(frame.GET, "/api/v1/provenance", ops.Analyst, frame.MaxJSON, tracing{s}.answerProvenance()).Past(),
		on(frame.GET, "/api/v1/provenance/rows", ops.Viewer, frame.MaxJSON, tracing{s}.answerProvenanceRows).Past(),
		on(frame.GET, "/api/v1/sources", ops.Analyst, frame.MaxJSON, s.answer(askSources)).Past(),
		on(frame.GET, "/api/v1/retention", ops.Analyst, frame.MaxJSON, s.answer(askRetention)).Past(),
		on(frame.GET, "/api/v1/growth", ops.Analyst, frame.MaxJSON, s.answer(askGrowth)).Past(),
		on(frame.GET, "/api/v1/active", ops.Analyst, frame.MaxJSON, s.answer(askActive)).Past(),
		on(frame.GET, "/api/v1/stickiness", ops.Analyst, frame.MaxJSON, s.answer(askStickiness)).Past(),
		on(frame.GET, "/api/v1/funnel", ops.Viewer, frame.MaxJSON, s.answer(askFunnel)).Past(),
		on(frame.GET, "/api/v1/streaks", ops.Viewer, frame.MaxJSON, named(s.answer(askStreaks))).Past(),
		on(frame.GET, "/api/v1/challenge", ops.Analyst, frame.MaxJSON, s.answer(askChallenge)).Past(),
		on(frame.GET, "/api/v1/invitations", ops.Analyst, frame.MaxJSON, s.answer(askInvitations)).Past(),
		on(frame.GET, "/api/v1/kept", ops.Analyst, frame.MaxJSON, s.answer(askKept)).Past(),
		on(frame.GET, "/api/v1/times", ops.Viewer, frame.MaxJSON, s.answer(askTimes)).Past(),
		on(frame.GET, "/api/v1/groups", ops.Analyst, frame.MaxJSON, s.answer(askGroups)).Past(),
		on(frame.GET, "/api/v1/stages", ops.Analyst, frame.MaxJSON, s.answer(askStages)).Past(),
		on(frame.GET, "/api/v1/companions", ops.Analyst, frame.MaxJSON, s.answer(askCompanions)).Past(),
		on(frame.GET, "/api/v1/reach", ops.Analyst, frame.MaxJSON, s.answer(askReach)).Past(),
		on(frame.GET, "/api/v1/earned", ops.Analyst, frame.MaxJSON, s.answer(askEarned)).Past(),
		on(frame.GET, "/api/v1/attach", ops.Analyst, frame.MaxJSON, s.answer(askAttach)).Past(),
		on(frame.GET, "/api/v1/posts", ops.Analyst, frame.MaxJSON, s.answer(askPosts)).Past(),
		on(frame.GET, "/api/v1/members", ops.Viewer, frame.MaxJSON, named(s.answer(askPeople))),
		on(frame.GET, "/api/v1/members/:member", ops.Viewer, frame.MaxJSON, s.answerMember),
		on(frame.GET, "/api/v1/goals", ops.Viewer, frame.MaxJSON, s.answerNow(s.askGoals)),
		on(frame.GET, "/api/v1/targets", ops.Viewer, frame.MaxJSON, s.answerNow(s.askTargets)),
		on(frame.POST, "/api/v1/targets", ops.Editor, frame.MaxJSON, s.putTarget),
		on(frame.GET, "/api/v1/targets/revisions", ops.Viewer, frame.MaxJSON, s.answerNow(s.askRevisions)),
		on(frame.GET, "/api/v1/holidays", ops.Viewer, frame.MaxJSON, s.answerNow(s.askHolidays)),
		on(frame.GET, "/api/v1/change", ops.Viewer, frame.MaxJSON, s.answerNow(s.askChange)),
		on(frame.GET, "/api/v1/findings", ops.Viewer, frame.MaxJSON, s.answerNow(s.askFindings)),
		on(frame.GET, "/api/v1/tries", ops.Viewer, frame.MaxJSON, s.answerNow(s.askTries)),
		on(frame.POST, "/api/v1/tries", ops.Editor, maxTry, s.createTry),
		on(frame.POST, "/api/v1/tries/import", ops.Editor, frame.MaxJSON, s.importTries),
		on(frame.POST, "/api/v1/tries/:id", ops.Editor, maxTry, s.changeTry),
		on(frame.GET, "/api/v1/tries/:id/members", ops.Viewer, frame.MaxJSON, named(s.answerAssigned)).Whole(),
		on(frame.GET, "/api/v1/tries/:id/versions", ops.Viewer, frame.MaxJSON, s.answerVersions),
		on(frame.POST, "/api/v1/tries/:id/decide", ops.Editor, frame.MaxJSON, s.decideTry),
		on(frame.POST, "/api/v1/tries/:id/remove", ops.Editor, frame.MaxJSON, s.removeTry),
		on(frame.GET, "/api/v1/notes", ops.Viewer, frame.MaxJSON, s.answerNow(s.askNotes)),
		on(frame.POST, "/api/v1/notes", ops.Editor, frame.MaxJSON, s.createNote),
		on(frame.POST, "/api/v1/notes/:id", ops.Editor, frame.MaxJSON, s.changeNote),
		on(frame.POST, "/api/v1/notes/:id/vote", ops.Editor, frame.MaxJSON, s.voteNote),
		on(frame.POST, "/api/v1/notes/:id/remove", ops.Editor, frame.MaxJSON, s.removeNote),
		on(frame.GET, "/api/v1/contacts", ops.Viewer, frame.MaxJSON, named(s.answerContacts)).Whole(),
		on(frame.GET, "/api/v1/follow-ups", ops.Viewer, frame.MaxJSON, named(s.answerNow(s.askFollowUps))).Whole(),
		on(frame.POST, "/api/v1/follow-ups", ops.Editor, frame.MaxJSON, s.createFollowUp),
		on(frame.POST, "/api/v1/follow-ups/:id", ops.Editor, frame.MaxJSON, s.changeFollowUp),
		on(frame.POST, "/api/v1/follow-ups/:id/undo", ops.Editor, frame.MaxJSON, s.undoFollowUp),
		on(frame.GET, "/api/v1/alerts", ops.Viewer, frame.MaxJSON, s.answerNow(s.askAlerts)),
		on(frame.GET, "/api/v1/backtest", ops.Viewer, frame.MaxJSON, s.answerNow(s.askBacktest)),
		on(frame.GET, "/api/v1/firings", ops.Viewer, frame.MaxJSON, s.answerNow(s.askFirings)),
		on(frame.POST, "/api/v1/alerts", ops.Editor, frame.MaxJSON, s.createAlert),
		on(frame.POST, "/api/v1/alerts/:id", ops.Editor, frame.MaxJSON, s.changeAlert),
		on(frame.POST, "/api/v1/alerts/:id/remove", ops.Editor, frame.MaxJSON, s.removeAlert),
		on(frame.POST, "/api/v1/alerts/:id/snooze", ops.Editor, frame.MaxJSON, s.snoozeAlert),
		on(frame.POST, "/api/v1/firings/:id/acknowledge", ops.Editor, frame.MaxJSON, s.acknowledgeFiring),
		on(frame.GET, "/api/v1/published", ops.Viewer, frame.MaxJSON, s.answerNow(s.askPublished)).Whole(),
		on(frame.GET, "/api/v1/reports", ops.Viewer, frame.MaxJSON, s.answerNow(s.askReports)).Whole(),
		on(frame.POST, "/api/v1/reports", ops.Editor, frame.MaxJSON, s.createReport).Whole(),
		on(frame.GET, "/api/v1/reports/:id", ops.Viewer, frame.MaxJSON, s.answerReport).Whole(),
		on(frame.POST, "/api/v1/reports/:id", ops.Editor, frame.MaxJSON, s.changeReport).Whole(),
		on(frame.POST, "/api/v1/reports/:id/finish", ops.Editor, frame.MaxJSON, s.finishReport).Whole(),
		on(frame.POST, "/api/v1/reports/:id/remove", ops.Editor, frame.MaxJSON, s.removeReport).Whole(),
		on(frame.GET, "/api/v1/commitments", ops.Viewer, frame.MaxJSON, s.answerNow(s.askCommitments)).Whole(),
		on(frame.POST, "/api/v1/commitments", ops.Editor, frame.MaxJSON, s.createCommitment).Whole(),
		on(frame.POST, "/api/v1/commitments/:id/withdraw", ops.Editor, frame.MaxJSON, s.withdrawCommitment).Whole(),
	}
}
