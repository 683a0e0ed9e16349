package frame

import (
	"math"
	"net/netip"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// AddressKey is what attempts from an address are counted under: everybody in
// one IPv6 network of 64 bits may be one machine.
func AddressKey(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if a = a.Unmap().WithZone(""); a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// RetryAfter tells the client to come back when wait is over, in the seconds it
// returns.
func RetryAfter(c echo.Context, wait time.Duration) int {
	seconds := int(math.Ceil(wait.Seconds()))
	c.Response().Header().Set("Retry-After", strconv.Itoa(seconds))
	return seconds
}
