package naming

import (
	"context"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// merge keeps a merge, and the figures follow.
func (s *Section) merge(c echo.Context, m ops.Merge) (ops.Merge, error) {
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	m, err := s.Book.Merges.Add(ctx, m)
	if err != nil {
		return m, err
	}
	return m, s.Book.Refresh(context.WithoutCancel(ctx))
}

// undo takes a merge back, and the figures follow.
func (s *Section) undo(c echo.Context) (ops.Merge, error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return ops.Merge{}, err
	}
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	m, err := s.Book.Merges.Undo(ctx, id, frame.PrincipalOf(c).Name)
	if err != nil {
		return m, err
	}
	return m, s.Book.Refresh(context.WithoutCancel(ctx))
}

// effect says what a merge would change.
func (s *Section) effect(c echo.Context, m ops.Merge) (ops.MergeEffect, error) {
	ctx, leave, err := s.enter(c.Request().Context())
	if err != nil {
		return ops.MergeEffect{}, err
	}
	defer leave()
	return s.Book.Merges.Effect(ctx, m)
}

// mostOffers bounds the merges that are offered of one dimension.
const mostOffers = 20

// offers lists names that rows carry and that seem to mean the same: a name that
// everybody knows another key for, one by which pages show another key, and
// names that differ in signs and blanks only. The one with fewer rows is to
// become the other.
func offers(d analysis.Data, dimension string) []ops.Merge {
	values := d.Snapshot.Values(dimension)
	shown := map[string]string{} // folded label → key
	for _, v := range values {
		if l, ok := d.Catalog.Values[ops.Fold(v)]; ok {
			shown[ops.Fold(l.En)], shown[ops.Fold(l.Zh)] = v, v
		}
	}
	bare := map[string]string{} // letters and digits → the most used name
	var out []ops.Merge
	for _, v := range values {
		kept := ops.KeyOf(dimension, v)
		if ops.Fold(kept) == ops.Fold(v) {
			if key, ok := shown[ops.Fold(v)]; ok {
				kept = key
			}
		}
		letters := bareName(v)
		if first, ok := bare[letters]; ok && letters != "" && ops.Fold(kept) == ops.Fold(v) {
			kept = first
		} else if !ok {
			bare[letters] = v
		}
		if ops.Fold(kept) != ops.Fold(v) && len(out) < mostOffers {
			out = append(out, ops.Merge{Dimension: dimension, Name: v, Kept: kept})
		}
	}
	return out
}

// bareName returns the letters and digits of a name.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, ops.Fold(name))
}
