package ops

import "strings"

// Exponent returns how many decimals the minor unit of a currency has by
// ISO 4217: 0, 3, or 2 for most.
func Exponent(currency string) int {
	code := strings.ToUpper(strings.TrimSpace(currency))
	switch code {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}
