package outgoing

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// S10: forty addresses, in the spellings a resolver may give them.
func TestOutgoingCallsReachPublicAddressesOnly(t *testing.T) {
	var refused *Refused
	for _, ip := range []string{"0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1.2.3", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
		"224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b:1::1",
		"100::1", "2001::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
		"5f00::1", "4000::1"} {
		if err := (Dialer{}).check(net.JoinHostPort(ip, "443")); !errors.As(err, &refused) {
			t.Errorf("%s: %v", ip, err)
		}
	}
	for _, ip := range []string{"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "223.5.5.5",
		"2606:4700::1111", "2400:3200::1", "::ffff:1.1.1.1"} {
		if err := (Dialer{}).check(net.JoinHostPort(ip, "443")); err != nil {
			t.Errorf("%s is public: %v", ip, err)
		}
	}
	office := Dialer{Networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	if err := office.check("10.1.2.3:443"); err != nil {
		t.Error(err)
	}
	if err := office.check("10.2.0.1:443"); !errors.As(err, &refused) || refused.Address.String() != "10.2.0.1" {
		t.Error(err)
	}
}

// Nothing of this machine is reached, but for what an administrator has named.
func TestOnlyTheNamedAddressMayBePrivate(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer s.Close()
	named := s.Listener.Addr().String()
	for _, x := range []struct {
		d    Dialer
		want bool
	}{{Dialer{}, false}, {Dialer{Named: "127.0.0.1:1"}, false}, {Dialer{Named: named}, true},
		{Dialer{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, true}} {
		conn, err := x.d.DialContext(t.Context(), "tcp", named)
		var refused *Refused
		if (err == nil) != x.want || err != nil && !errors.As(err, &refused) {
			t.Errorf("%+v: %v", x.d, err)
		}
		if err == nil {
			conn.Close()
		}
	}
}
