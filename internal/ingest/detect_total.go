package ingest

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// totalWords knows how platforms label totals.
type totalWords struct{ prefix, sentence *regexp.Regexp }

func newTotalWords() *totalWords {
	return &totalWords{
		prefix: regexp.MustCompile(`^(?:total|totals|grand total|gesamt|gesamtsumme|totale|total général|total general|总计|合计|汇总|总和|總計|合計)\s*:`),
		sentence: regexp.MustCompile(`^(?:total of \d[\d,. ]* (?:results?|rows?)|results from [\d,. ]+ .+|ergebnisse aus [\d,. ]+ .+|résultats de [\d,. ]+ ` +
			`.+|resultados de [\d,. ]+ .+)$`),
	}
}

// word reports whether a cell is a label of a total: a whole word, or one of
// the labels followed by a colon. "Total Rewards", "Gesamtpaket" and "合计优惠"
// are names.
func (w *totalWords) word(cell string) bool {
	if len(cell) > 64 {
		return false
	}
	switch r, _ := utf8.DecodeRuneInString(strings.TrimSpace(cell)); r { // most cells are names
	case 't', 'T', 'g', 'G', 's', 'S', 'i', 'I', 'r', 'R', 'e', 'E', '总', '合', '汇', '累', '總':
	default:
		return false
	}
	s := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(cell)), " "))
	switch s {
	case "total", "totals", "grand total", "sum", "gesamt", "gesamtsumme", "summe", "insgesamt", "totale", "total général", "total general", "totales", "totaux",
		"总计", "合计", "汇总", "总和", "累计", "總計", "合計":
		return true
	}
	return w.prefix.MatchString(s) || w.sentence.MatchString(s)
}

// row reports whether the first filled cell of a row labels it a total, or a
// cell beyond the header does.
func (w *totalWords) row(g *grid, r, width int) bool {
	for c := range g.width(r) {
		cell := strings.TrimSpace(g.cell(r, c))
		if cell == "" {
			continue
		}
		if w.word(cell) {
			return true
		}
		break
	}
	for c := width; c < g.width(r); c++ {
		if w.word(g.cell(r, c)) {
			return true
		}
	}
	return false
}

// derived reports whether a header names a rate or another number that does
// not add up.
func (s *presetSet) derived(name string) bool {
	for _, list := range [][]string{s.common.Rates, s.common.Levels} {
		for _, n := range list {
			if n == name {
				return true
			}
		}
	}
	return strings.ContainsAny(name, "%率")
}
