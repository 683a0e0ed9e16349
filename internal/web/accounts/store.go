package accounts

import (
	"context"
	"crypto/sha256"

	"daybreak/internal/ops"
)

// Store keeps who may do what, and who did. Each change writes its line of
// the audit log, under the actor of its context.
type Store interface {
	Users
	Sessions
	Tokens
	Shares
	SetUps
	AuditLog
}

// Users keeps users. Where one is named that does not exist, the error has the
// code not_found.
type Users interface {
	Users(ctx context.Context) ([]ops.User, error)
	User(ctx context.Context, id int64) (u ops.User, ok bool, err error)
	UserNamed(ctx context.Context, name string) (u ops.User, ok bool, err error)
	AddUser(ctx context.Context, u ops.User) (ops.User, error)
	InviteUser(ctx context.Context, u ops.User, w ops.WayIn) (ops.User, error)
	OfferPassword(ctx context.Context, id int64, w ops.WayIn, why ops.Action) error
	WayIn(ctx context.Context, hash [sha256.Size]byte) (u ops.User, ok bool, err error)
	TakeWayIn(ctx context.Context, hash [sha256.Size]byte, password string) (u ops.User, ok bool, err error)
	SetRole(ctx context.Context, id int64, role ops.Role) error
	SetRows(ctx context.Context, id int64, rows ops.RowRule) error
	SetPassword(ctx context.Context, id int64, hash string) error // ends the user's sessions
	SetMail(ctx context.Context, id int64, mail string) error
	RemoveUser(ctx context.Context, id int64) error
}

// Sessions keeps sessions by the hash of their secret.
type Sessions interface {
	Session(ctx context.Context, hash string) (x ops.Session, ok bool, err error)
	UseSession(ctx context.Context, x ops.Session)
	AddSession(ctx context.Context, hash string, x ops.Session) error
	DropSession(ctx context.Context, hash string) error
	Sessions(ctx context.Context, user int64) ([]ops.Session, error)
	EndSession(ctx context.Context, user, id int64) error
	EndSessions(ctx context.Context, user int64) error
}

// Tokens keeps API tokens by the hash of their secret. Owner 0 stands for
// everybody's.
type Tokens interface {
	Token(ctx context.Context, hash [sha256.Size]byte) (t ops.Token, ok bool, err error)
	AddToken(ctx context.Context, hash [sha256.Size]byte, t ops.Token) error
	Tokens(ctx context.Context, owner int64) ([]ops.Token, error)
	RevokeToken(ctx context.Context, owner, id int64) error
}

// Shares keeps share links by the hash of their secret. Owner 0 stands for
// everybody's.
type Shares interface {
	Share(ctx context.Context, hash [sha256.Size]byte) (h ops.Share, ok bool, err error)
	CountView(ctx context.Context, id int64) error
	AddShare(ctx context.Context, hash [sha256.Size]byte, h ops.Share) error
	Shares(ctx context.Context, owner int64) ([]ops.Share, error)
	RevokeShare(ctx context.Context, owner, id int64) error
}

// SetUps makes the first administrator.
type SetUps interface {
	HasAdmin(ctx context.Context) (bool, error)
	SetUp(ctx context.Context, hash [sha256.Size]byte, u ops.User) (_ ops.User, ok bool, err error)
}

// AuditLog keeps who did what.
type AuditLog interface {
	Note(ctx context.Context, action ops.Action, object string) error
	Audit(ctx context.Context, limit int, before int64) ([]ops.AuditEntry, error)
}
