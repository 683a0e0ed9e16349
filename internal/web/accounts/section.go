// Package accounts is the part of the site about accounts: who signs in, and
// what users, tokens and share links there are.
package accounts

import (
	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section answers requests about accounts.
type Section struct {
	*door
	Issuer    *auth.Issuer // where people may sign in too; nil without one
	Reports   Reports      // that may be shared; nil without any
	Retention Retention
	Backups   Backups
	Letters   Letters

	hasher   *auth.Hasher
	attempts attempts
	asked    asked
}

// New returns the section of a site. issuer is nil where people sign in with
// passwords alone.
func New(site *frame.Site, keep Store, checkIns CheckInTokens, issuer *auth.Issuer) *Section {
	return &Section{door: &door{Site: site, Accounts: keep, CheckIns: checkIns, sessions: newSessions(keep, site)}, Issuer: issuer,
		hasher: auth.NewHasher(), attempts: newAttempts(), asked: newAsked()}
}

// Routes are the pages about accounts.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/login", ops.Public, frame.MaxJSON, s.showLogin),
		on(frame.POST, "/login", ops.Public, frame.MaxJSON, s.signIn),
		on(frame.GET, "/login/issuer", ops.Public, frame.MaxJSON, s.leaveForIssuer), // not there without an issuer
		on(frame.GET, "/login/issuer/back", ops.Public, frame.MaxJSON, s.returnFromIssuer),
		on(frame.POST, "/logout", ops.Analyst, frame.MaxJSON, s.signOut),
		on(frame.GET, "/setup", ops.Public, frame.MaxJSON, s.showSetUp), // not there once there is an administrator
		on(frame.POST, "/setup", ops.Public, frame.MaxJSON, s.setUp),
		on(frame.GET, "/forgotten", ops.Public, frame.MaxJSON, s.showForgotten), // not there where no mail can be sent
		on(frame.POST, "/forgotten", ops.Public, frame.MaxJSON, s.askPassword),
		on(frame.GET, "/new-password", ops.Public, frame.MaxJSON, s.showNewPassword),
		on(frame.POST, "/new-password", ops.Public, frame.MaxJSON, s.choosePassword),
		on(frame.GET, "/account", ops.Analyst, frame.MaxJSON, s.showAccount),
		on(frame.POST, "/account/mail", ops.Analyst, frame.MaxJSON, s.changeMail),
		on(frame.POST, "/account/password", ops.Analyst, frame.MaxJSON, s.changePassword),
		on(frame.POST, "/account/sessions/end", ops.Analyst, frame.MaxJSON, s.endOtherSessions),
		on(frame.POST, "/account/sessions/:id/end", ops.Analyst, frame.MaxJSON, s.endOwnSession),
		on(frame.GET, "/tokens", ops.Analyst, frame.MaxJSON, s.showTokens),
		on(frame.POST, "/tokens", ops.Analyst, frame.MaxJSON, s.addToken),
		on(frame.POST, "/tokens/:id/revoke", ops.Analyst, frame.MaxJSON, s.revokeToken),
		on(frame.GET, "/shares", ops.Editor, frame.MaxJSON, s.showShares),
		on(frame.POST, "/shares", ops.Editor, frame.MaxJSON, s.addShare),
		on(frame.POST, "/shares/:id/revoke", ops.Editor, frame.MaxJSON, s.revokeShare),
		on(frame.GET, "/users", ops.Admin, frame.MaxJSON, s.showUsers),
		on(frame.POST, "/users", ops.Admin, frame.MaxJSON, s.addUser),
		on(frame.GET, "/users/:id", ops.Admin, frame.MaxJSON, s.showUser),
		on(frame.POST, "/users/:id/role", ops.Admin, frame.MaxJSON, s.setRole),
		on(frame.POST, "/users/:id/rows", ops.Admin, frame.MaxJSON, s.setRows),
		on(frame.POST, "/users/:id/password", ops.Admin, frame.MaxJSON, s.resetPassword),
		on(frame.POST, "/users/:id/mail", ops.Admin, frame.MaxJSON, s.setMail),
		on(frame.POST, "/users/:id/invite", ops.Admin, frame.MaxJSON, s.inviteUser),
		on(frame.POST, "/users/:id/sessions/end", ops.Admin, frame.MaxJSON, s.endSessions),
		on(frame.POST, "/users/:id/remove", ops.Admin, frame.MaxJSON, s.removeUser),
		on(frame.GET, "/audit", ops.Admin, frame.MaxJSON, s.showAudit),
		on(frame.GET, "/data-retention", ops.Admin, frame.MaxJSON, s.showRetention),
		on(frame.POST, "/data-retention", ops.Admin, frame.MaxJSON, s.setRetention),
		on(frame.GET, "/api/v1/data-retention", ops.Admin, frame.MaxJSON, s.retentionForPrograms),
		on(frame.POST, "/api/v1/data-retention", ops.Admin, frame.MaxJSON, s.setRetentionByProgram),
	}
}
