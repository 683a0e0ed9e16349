package sqlite

// Each kind of thing that is kept has a service of its own over the one Store.
type (
	UserService         struct{ store *Store } // who may sign in
	SetUpService        struct{ store *Store } // the first administrator
	SessionService      struct{ store *Store } // who is signed in
	TokenService        struct{ store *Store } // keys of programs
	ShareService        struct{ store *Store } // links that show a page to anybody
	AuditService        struct{ store *Store } // who changed what
	MappingService      struct{ store *Store } // how headers of files are read
	ChallengeService    struct{ store *Store } // challenges of check-ins
	GroupService        struct{ store *Store } // their groups
	CheckInTokenService struct{ store *Store } // the links members check in by
	CheckInService      struct{ store *Store } // check-ins one by one
	SettingService      struct{ store *Store } // settings of the workspace
	HealthService       struct{ store *Store } // how the record is
)

// Accounts is everything about who may do what.
type Accounts struct {
	UserService
	SetUpService
	SessionService
	TokenService
	ShareService
	AuditService
}

// Accounts returns users, their sessions, tokens and shares, and the audit log.
func (s *Store) Accounts() Accounts {
	return Accounts{UserService{s}, SetUpService{s}, SessionService{s}, TokenService{s}, ShareService{s}, AuditService{s}}
}

// Community is everything about challenges and check-ins.
type Community struct {
	ChallengeService
	GroupService
	CheckInTokenService
	CheckInService
}

// Community returns challenges, their groups, the links members check in by, and
// their check-ins.
func (s *Store) Community() Community {
	return Community{ChallengeService{s}, GroupService{s}, CheckInTokenService{s}, CheckInService{s}}
}

// Mappings returns how headers of files are read.
func (s *Store) Mappings() MappingService { return MappingService{s} }

// Settings returns the settings of the workspace.
func (s *Store) Settings() SettingService { return SettingService{s} }

// Health returns how the record is.
func (s *Store) Health() HealthService { return HealthService{s} }
