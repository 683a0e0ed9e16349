package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// totalWords knows how platforms label totals.
type totalWords struct{ prefix, sentence *regexp.Regexp }

func newTotalWords() *totalWords {
	return &totalWords{
		prefix:   regexp.MustCompile(`^(?:total|totals|grand total|gesamt|gesamtsumme|totale|total général|total general|总计|合计|汇总|总和|總計|合計)\s*:`),
		sentence: regexp.MustCompile(`^(?:total of \d[\d,. ]* (?:results?|rows?)|results from [\d,. ]+ .+|ergebnisse aus [\d,. ]+ .+|résultats de [\d,. ]+ .+|resultados de [\d,. ]+ .+)$`),
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

// labelled moves rows that carry the label of a total in a later cell, such
// as a subtotal of a day, to the totals if their numbers are sums of other
// rows with the same first cell; otherwise a campaign may well be called
// Total. A label that many rows carry is a name.
func (t *Table) labelled(d *detector) {
	var marked []int
	for i := range t.rows {
		for c := 1; c < min(len(t.Header), 6); c++ {
			if d.totals.word(t.Cell(i, c)) {
				marked = append(marked, i)
				break
			}
		}
	}
	if len(marked) == 0 || len(marked)*2 > len(t.rows) {
		return
	}
	peers := map[string][]int{} // rows without a label, by first cell
	for _, i := range marked {
		peers[t.Cell(i, 0)] = nil
	}
	for i := range t.rows {
		if _, found := slices.BinarySearch(marked, i); found {
			continue
		}
		if _, ok := peers[t.Cell(i, 0)]; ok {
			peers[t.Cell(i, 0)] = append(peers[t.Cell(i, 0)], i)
		}
	}
	kept := t.rows[:0:0]
	for i, r := range t.rows {
		if _, found := slices.BinarySearch(marked, i); found && t.sums(i, peers[t.Cell(i, 0)]) {
			t.totals = append(t.totals, r)
		} else {
			kept = append(kept, r)
		}
	}
	t.rows = kept
}

// sums reports whether the numbers of row i are the sums of their columns
// over the rows of others, within a hundredth a row, at least one being there.
func (t *Table) sums(i int, others []int) bool {
	agree := 0
	for c := 1; c < len(t.Header); c++ {
		if n, _ := normalHeader(t.Header[c]); vocabulary().derived(n) {
			continue
		}
		style := decideStyle(t.texts(c))
		mine, err := parseNumber(t.Cell(i, c), style, 6)
		if err != nil || mine.none || mine.bound || mine.percent || mine.units == 0 {
			continue
		}
		var sum int64
		for _, j := range others {
			if v, err := parseNumber(t.Cell(j, c), style, 6); err == nil && sum < 1<<60 {
				sum += v.units
			}
		}
		if diff := sum - mine.units; len(others) == 0 || max(diff, -diff) > int64(len(others))*10_000 {
			return false
		}
		agree++
	}
	return agree > 0
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
