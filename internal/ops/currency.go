package ops

// Exponent returns how many decimals the minor unit of a currency has: 0 for
// JPY, KRW and VND, 2 for all others.
func Exponent(currency string) int {
	switch Fold(currency) {
	case "jpy", "krw", "vnd":
		return 0
	}
	return 2
}
