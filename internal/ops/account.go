package ops

import (
	"context"
	"net/mail"
	"strings"
	"time"
)

// Role is what somebody may do; a greater role may do all a smaller may.
type Role uint8

// The roles.
const (
	Public  Role = iota // nobody in particular
	Analyst             // sees figures, and no members
	Viewer              // reads figures, and who is behind them
	Editor              // imports and undoes
	Admin
)

// String returns the role's name on the command line and in messages.
func (r Role) String() string {
	return [...]string{"public", "analyst", "viewer", "editor", "admin"}[r]
}

// ParseRole returns the role of a name; nobody can be given Public.
func ParseRole(name string) (Role, bool) {
	for r := Analyst; r <= Admin; r++ {
		if r.String() == name {
			return r, true
		}
	}
	return 0, false
}

// SeesMembers reports whether the role may see who is behind a figure.
func (r Role) SeesMembers() bool { return r >= Viewer }

// MaxName is the length of the name of a user or a key in characters.
const MaxName = 120

// User is somebody who signs in. Zero times have not happened.
type User struct {
	ID       int64
	Name     string // unique whatever the case of its letters
	Role     Role
	Password string // its hash
	Mail     string // address; "" for none
	Rows     RowRule
	Created  time.Time
	SignedIn time.Time // last
}

// CheckMail refuses what is no mail address; "" is none.
func CheckMail(address string) error {
	if address == "" {
		return nil
	}
	a, err := mail.ParseAddress(address)
	if err != nil || a.Address != address || len(address) > 254 || strings.ContainsFunc(address, Invisible) {
		return refuse("bad_mail", "mail", Show(address), "This is no mail address.", "Write it as name@example.com.")
	}
	return nil
}

// Session is one browser that a user is signed in with.
type Session struct {
	ID, User  int64
	Role      Role // of the user when the session last got a new secret
	Created   time.Time
	Seen      time.Time // last, to the minute
	Expires   time.Time // at the latest
	IP, Agent string
}

// Token is the key of a program. It may do what its role allows, but never
// more than its owner may.
type Token struct {
	ID      int64
	Name    string
	Role    Role
	CheckIn bool    // of all an editor may, only checks members in
	Owner   int64   // user; 0: made on the command line
	By      string  // owner's name
	Rows    RowRule // of its own, which holds beside OwnerRows
	Created time.Time
	Expires time.Time // zero: never
	Used    time.Time // last, to the minute

	OwnerRows RowRule // what its owner sees now
}

// ScopeCheckIn is the scope of tokens that only check members in.
const ScopeCheckIn = "check_in"

// Scope says what the token may do: the name of its role, or ScopeCheckIn.
func (t Token) Scope() string {
	if t.CheckIn {
		return ScopeCheckIn
	}
	return t.Role.String()
}

// Share is a link that shows one dashboard page, with controls that cannot be
// changed, to whoever has it.
type Share struct {
	ID      int64
	Page    string
	Query   string // the controls, as in the page's address
	Origin  string // site that may show it in a frame, e.g. https://wiki.example.com; "" for none
	Owner   int64
	By      string
	Rows    RowRule // of its own, which holds beside OwnerRows
	Created time.Time
	Expires time.Time
	Views   int64
	Viewed  time.Time // last

	OwnerRows RowRule // what its owner sees now
}

// Limits of what is kept.
const (
	MaxSessions = 20  // of one user; the oldest ends when there are more
	MaxShares   = 200 // at a time
	MaxTokens   = 200
	MaxUsers    = 1000
)

// Actor is who makes a change, for the audit log.
type Actor struct {
	Name string
	IP   string // "" on the command line
}

type actorKey struct{}

// WithActor returns a context whose changes are the actor's.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns who acts in ctx; nobody in particular has no name.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// Action names a kind of change.
type Action string

// Every action of the audit log.
const (
	ActSetUp        Action = "set_up"
	ActSignIn       Action = "sign_in"
	ActSignInIssuer Action = "sign_in_issuer" // vouched for by an OpenID Connect issuer
	ActSignInFailed Action = "sign_in_failed"
	ActSignOut      Action = "sign_out"
	ActUserAdd      Action = "user_add"
	ActUserRole     Action = "user_role"
	ActUserRows     Action = "user_rows"
	ActUserPassword Action = "user_password"
	ActUserMail     Action = "user_mail"
	ActUserInvite   Action = "user_invite"    // a link to choose a password was sent
	ActForgotten    Action = "password_asked" // by who says that theirs is forgotten
	ActUserRemove   Action = "user_remove"
	ActSessionEnd   Action = "session_end"
	ActSessionsEnd  Action = "sessions_end"
	ActTokenAdd     Action = "token_add"
	ActTokenRevoke  Action = "token_revoke"
	ActShareAdd     Action = "share_add"
	ActShareRevoke  Action = "share_revoke"
	ActImport       Action = "import"
	ActUndo         Action = "undo"
	ActWatermark    Action = "watermark"
	ActRetire       Action = "source_retire"
	ActQuiet        Action = "source_quiet"
	ActSetting      Action = "setting"
	ActForget       Action = "mapping_forget"
	ActMerge        Action = "merge"
	ActMergeUndo    Action = "merge_undo"
	ActMemberForget Action = "member_forget"
	ActRetentionSet Action = "retention_set"
	ActLapse        Action = "lapse"

	ActChannelRule     Action = "channel_rule"
	ActChannelRuleUndo Action = "channel_rule_undo"

	ActChallengeAdd       Action = "challenge_add"
	ActChallengeEdit      Action = "challenge_edit"
	ActChallengeClose     Action = "challenge_close"
	ActChallengeOpen      Action = "challenge_open"
	ActGroupAdd           Action = "group_add"
	ActGroupRenew         Action = "group_renew"
	ActCheckInTokenAdd    Action = "check_in_token_add"
	ActCheckInTokenRevoke Action = "check_in_token_revoke"

	ActTryAdd     Action = "try_add"
	ActTryEdit    Action = "try_edit"
	ActTryDecide  Action = "try_decide"
	ActTryRemove  Action = "try_remove"
	ActNoteAdd    Action = "note_add"
	ActNoteEdit   Action = "note_edit"
	ActNoteRemove Action = "note_remove"
	ActNoteVote   Action = "note_vote"

	ActFollowUpAdd  Action = "follow_up_add"
	ActFollowUpEdit Action = "follow_up_edit"
	ActFollowUpUndo Action = "follow_up_undo"

	ActAlertAdd         Action = "alert_add"
	ActAlertEdit        Action = "alert_edit"
	ActAlertSnooze      Action = "alert_snooze"
	ActAlertRemove      Action = "alert_remove"
	ActAlertAcknowledge Action = "alert_acknowledge"
	ActChannelAdd       Action = "channel_add"
	ActChannelEdit      Action = "channel_edit"
	ActChannelRemove    Action = "channel_remove"
	ActChannelTest      Action = "channel_test"
	ActDeliveryResend   Action = "delivery_resend"
	ActListSend         Action = "list_send"

	ActSubscriptionAdd    Action = "subscription_add"
	ActSubscriptionEdit   Action = "subscription_edit"
	ActSubscriptionRemove Action = "subscription_remove"
	ActSubscriptionTest   Action = "subscription_test"

	ActBoardAdd    Action = "board_add"
	ActBoardEdit   Action = "board_edit"
	ActBoardRemove Action = "board_remove"

	ActReportAdd          Action = "report_add"
	ActReportEdit         Action = "report_edit"
	ActReportFinish       Action = "report_finish"
	ActReportRemove       Action = "report_remove"
	ActCommitmentAdd      Action = "commitment_add"
	ActCommitmentWithdraw Action = "commitment_withdraw"
)

// AuditEntry is one line of the audit log. Before and After describe the
// object, never a secret.
type AuditEntry struct {
	ID            int64
	At            time.Time
	Actor         Actor
	Action        Action
	Object        string
	Before, After string
}
