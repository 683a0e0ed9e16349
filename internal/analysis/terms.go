package analysis

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// SearchTerms answers a panel of type terms: which of the words that people
// searched for ought to be kept out. A term costs too much by the rule of keywords, its
// rate drawn towards those of all terms of its account (SPEC-LOOP §9). What is bid
// on as a keyword is none to keep out: its bid is.
func (d Market) SearchTerms(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	names := []string{"term_cost", "term_clicks", "term_conversions"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics[:2])
	s := d.keywordSheet("term", metrics)
	s.notes = append(notes, Note{Code: PlatformClaims})
	if d.Snapshot.Days(ops.TermRecord).Len() == 0 { // reports that few have: the page says so here and not on top
		s.notes = []Note{{Code: NoTerms}}
		s.Facts = []SheetFact{{Name: "negative", Label: negativeLabel(), Unit: ops.UnitCount, Cell: plain(pending)}}
		return s, nil
	}
	err = d.judge(ctx, cut, s, names, "term", func(family []keyword, rows []SheetRow) error {
		if !slices.ContainsFunc(rows, func(r SheetRow) bool { return r.Reason == KeywordWaste }) {
			return nil
		}
		bid, err := d.bidOn(ctx, whole(cut), family[0])
		for i := range rows {
			switch r := &rows[i]; {
			case r.Reason != KeywordWaste:
			case bid[ops.Fold(r.Keys[1])]:
				r.Reason = TermBidOn
			default:
				r.Reason = TermNegative
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out := plain(pending)
	if cut.Range.Len() > 0 {
		out = plain(number(len(slices.DeleteFunc(slices.Clone(s.Rows), func(r SheetRow) bool { return r.Reason != TermNegative }))))
	}
	s.Facts = append(s.Facts, SheetFact{Name: "negative", Label: negativeLabel(), Unit: ops.UnitCount, Cell: out})
	if rest, left := s.most(p.Limit); rest != nil {
		restOfKeywords(rest, left)
	}
	return s, nil
}

func negativeLabel() ops.Label { return ops.Label{En: "To keep out", Zh: "建议否定的词"} }

// bidOn returns the keywords of the account of k that cost something, folded.
func (d Market) bidOn(ctx context.Context, v *View, k keyword) (map[string]bool, error) {
	own := *v
	own.Filter = append(slices.Clone(v.Filter), ops.Filter{Dimension: "platform", Values: k.keys[:1]}, ops.Filter{Dimension: "account", Values: k.keys[1:2]})
	t, err := d.Metrics(ctx, &own, Query{Metrics: []string{"cost"}, By: []string{"keyword"}})
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, g := range t.Groups {
		out[ops.Fold(g.Values[0])] = true
	}
	return out, nil
}
