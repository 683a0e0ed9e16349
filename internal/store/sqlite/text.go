package sqlite

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// format writes a value as a CSV of the record has it: the forms the importer
// reads. Currency decides the decimals of money.
func format(t ops.ColumnType, value int64, currency string, zone *time.Location) string {
	if value == ops.NoValue {
		return ""
	}
	switch t {
	case ops.Date:
		return ops.Day(value).String()
	case ops.Instant:
		return time.UnixMicro(value).In(zone).Format(time.RFC3339Nano)
	case ops.Money:
		return fixed(value, decimals(currency))
	case ops.Decimal:
		s := fixed(value, 6)
		return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return strconv.FormatInt(value, 10)
}

// decimals returns how many decimals amounts of a currency have.
func decimals(currency string) int {
	switch strings.ToUpper(currency) {
	case "JPY", "KRW", "VND":
		return 0
	}
	return 2
}

// fixed writes value ÷ 10^n with n decimals.
func fixed(value int64, n int) string {
	if n == 0 {
		return strconv.FormatInt(value, 10)
	}
	sign := ""
	if value < 0 {
		sign, value = "-", -value
	}
	s := fmt.Sprintf("%0*d", n+1, value)
	return sign + s[:len(s)-n] + "." + s[len(s)-n:]
}
