package accounts

import (
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Limits of trying passwords (RELIABILITY §4.4). Nobody is locked out by what
// others do: strangers are counted by where they come from, and a browser that
// has signed in as somebody before, and one that is signed in, each by itself.
const (
	AttemptsPerAccount = 10 // from one source
	AccountWindow      = 15 * time.Minute
	attemptsFree       = 3           // from a source, before each further one takes a pause
	attemptsPause      = time.Second // before the first of those; doubles each time
	attemptsOfAll      = 60          // on an account, from all sources that are not known, within AccountWindow
	AttemptsPerAddress = 30          // of a source that is not known, on all accounts
	AddressWindow      = time.Minute
)

// attempts counts how often passwords are tried: by account and source, by
// account from all unknown sources, and by address.
type attempts struct{ source, account, address *auth.Limiter }

func newAttempts() attempts {
	return attempts{
		source:  auth.NewLimiter(AttemptsPerAccount, AccountWindow).Slowing(attemptsFree, attemptsPause),
		account: auth.NewLimiter(attemptsOfAll, AccountWindow), address: auth.NewLimiter(AttemptsPerAddress, AddressWindow),
	}
}

// attempt is one try of a password.
type attempt struct {
	account string // the name, folded
	source  string // what it is counted for
	known   bool   // the source has proved before who it is
}

// signInAttempt is a try to sign in as u, or as somebody who is not there.
func (s *Section) signInAttempt(c echo.Context, u ops.User) attempt {
	a := attempt{account: strings.ToLower(strings.TrimSpace(u.Name))}
	if id, ok := s.knownBrowser(c, u); ok {
		a.source, a.known = "browser "+id, true
		return a
	}
	a.source = "address " + frame.AddressKey(c.RealIP())
	return a
}

// confirmAttempt is a try of one's own password by who is signed in as u.
func confirmAttempt(c echo.Context, u ops.User) attempt {
	return attempt{account: strings.ToLower(u.Name), source: fmt.Sprintf("session %d", frame.PrincipalOf(c).Session), known: true}
}

// allow counts an attempt and says how long to wait where it is one too many.
func (a *attempts) allow(c echo.Context, try attempt, now time.Time) (ok bool, wait time.Duration) {
	if !try.known {
		if ok, wait = a.address.Allow(frame.AddressKey(c.RealIP()), now); !ok {
			return false, wait
		}
	}
	if ok, wait = a.source.Allow(try.account+"\x00"+try.source, now); !ok || try.known {
		return ok, wait
	}
	return a.account.Allow(try.account, now)
}

// forget clears what was counted for the source of a try that went well.
func (a *attempts) forget(try attempt) { a.source.Forget(try.account + "\x00" + try.source) }
