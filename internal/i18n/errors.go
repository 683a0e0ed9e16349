package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// Error returns what an error says and what to do about it. message and hint
// are the English sentences it came with; args are its facts, in order.
func (l Lang) Error(code, message, hint string, args []any) (string, string) {
	if l != Zh {
		return message, hint
	}
	s, ok := chineseErrors()[code]
	if !ok {
		s, ok = chineseRowErrors()[code]
	}
	if !ok {
		s, ok = chineseReportErrors()[code]
	}
	if !ok {
		s, ok = chinesePastErrors()[code]
	}
	if !ok {
		s, ok = chineseToldErrors()[code]
	}
	if !ok {
		return message, hint
	}
	return fill(s.message, args), named(hint, fill(s.hint, args))
}

// named returns the hint that names what may have been meant, as the English one
// does, else the one that is always the same.
func named(english, always string) string {
	if name, ok := strings.CutPrefix(english, "Did you mean "); ok {
		return "是不是想写 " + strings.TrimSuffix(name, "?") + "？"
	}
	if names, ok := strings.CutPrefix(english, "Use one of "); ok {
		return "可以写：" + strings.ReplaceAll(strings.TrimSuffix(names, "."), ", ", "、") + "。"
	}
	return always
}

// sentence is a Chinese error. {1} stands for the first of the error's facts.
type sentence struct{ message, hint string }

func fill(s string, args []any) string {
	for i, a := range args {
		s = strings.ReplaceAll(s, "{"+strconv.Itoa(i+1)+"}", fmt.Sprint(a))
	}
	return s
}
