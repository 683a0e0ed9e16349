package outgoing

import (
	"net/netip"
	"slices"
)

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
