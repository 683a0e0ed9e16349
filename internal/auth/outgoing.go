package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// outgoingTimeout is how long a connection to another server may take to be made.
const outgoingTimeout = 10 * time.Second

// newOutgoing returns a transport to public addresses (S10): what another server
// says, such as where its keys are, must not lead to a service of this machine or
// its network. named is the host and port that an administrator has named himself,
// wherever that is; networks are those he has named besides. The address is looked
// at when it is dialled, so a name cannot change its meaning after a check. No
// proxy of the environment is asked: it would dial for us.
func newOutgoing(named string, networks []netip.Prefix) *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			d := net.Dialer{Timeout: outgoingTimeout}
			if address != named {
				d.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
					return checkOutgoing(address, networks)
				}
			}
			return d.DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout: outgoingTimeout, ForceAttemptHTTP2: true, MaxIdleConns: 4, IdleConnTimeout: time.Minute,
	}
}

var errNotPublic = errors.New("not a public address")

// checkOutgoing refuses a resolved address that is neither public nor in one of
// the networks.
func checkOutgoing(address string, networks []netip.Prefix) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().WithZone("").Unmap()
	if isPublic(ip) || slices.ContainsFunc(networks, func(n netip.Prefix) bool { return n.Contains(ip) }) {
		return nil
	}
	return fmt.Errorf("%s: %w", ip, errNotPublic)
}

// notPublic are the networks that are not for everybody, or that carry another
// address within: the registries of special purposes of IANA for IPv4 and IPv6
// (RFC 6890), and 6to4, Teredo and NAT64.
var notPublic = func() (out []netip.Prefix) {
	for _, text := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
		"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
	} {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}()

// global is where all public addresses of IPv6 lie.
var global = netip.MustParsePrefix("2000::/3")

// isPublic reports whether anybody could be at an address.
func isPublic(ip netip.Addr) bool {
	return (ip.Is4() || global.Contains(ip)) && !slices.ContainsFunc(notPublic, func(n netip.Prefix) bool { return n.Contains(ip) })
}
