// Package outgoing connects to other machines, and only to public ones: what a
// person types or another server says must not lead to a service of this machine
// or its network (S10).
package outgoing

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// timeout is how long a connection may take to be made.
const timeout = 10 * time.Second

// Dialer connects to public addresses. An address is looked at when it is
// dialled, so a name cannot change its meaning after a check.
type Dialer struct {
	Named    string         // host:port that an administrator has named himself, wherever that is; "" = none
	Networks []netip.Prefix // those he allows besides
}

// Refused is the error of an address that is neither public nor allowed.
type Refused struct{ Address netip.Addr }

// Error implements error.
func (r *Refused) Error() string {
	return fmt.Sprintf("%s is not a public address.", r.Address)
}

// DialContext connects like net.Dialer; a *Refused lies in the error of an
// address that is not allowed.
func (d Dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: timeout}
	if d.Named == "" || address != d.Named {
		dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error { return d.check(address) }
	}
	return dialer.DialContext(ctx, network, address)
}

// Transport returns a transport that connects like the dialer. It asks no proxy
// of the environment: a proxy would dial for us.
func (d Dialer) Transport() *http.Transport {
	return &http.Transport{DialContext: d.DialContext, TLSHandshakeTimeout: timeout, ForceAttemptHTTP2: true, MaxIdleConns: 4, IdleConnTimeout: time.Minute}
}

// check refuses a resolved address that is neither public nor in one of the
// networks.
func (d Dialer) check(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().WithZone("").Unmap()
	if isPublic(ip) || slices.ContainsFunc(d.Networks, func(n netip.Prefix) bool { return n.Contains(ip) }) {
		return nil
	}
	return &Refused{ip}
}
