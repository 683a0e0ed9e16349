package naming

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// mergeBody is a merge as programs write it; dry_run says only what it would
// change.
type mergeBody struct {
	Dimension string `json:"dimension"`
	Name      string `json:"name"`
	Kept      string `json:"kept"`
	DryRun    bool   `json:"dry_run"`
}

func (b mergeBody) merge() ops.Merge {
	return ops.Merge{Dimension: b.Dimension, Name: b.Name, Kept: b.Kept}
}

type offerAnswer struct {
	Dimension string `json:"dimension"`
	Name      string `json:"name"`
	Kept      string `json:"kept"`
}

type mergeAnswer struct {
	ID int64 `json:"id"`
	offerAnswer
	By       string `json:"by"`
	At       string `json:"at"`
	UndoneBy string `json:"undone_by,omitempty"`
	UndoneAt string `json:"undone_at,omitempty"`
}

type mergesAnswer struct {
	Merges []mergeAnswer `json:"merges"`
	Offers []offerAnswer `json:"offers"`
}

type effectAnswer struct {
	offerAnswer
	Records []recordEffectAnswer `json:"records"`
}

type recordEffectAnswer struct {
	Record string        `json:"record"`
	Rows   int           `json:"rows"`
	Joined int           `json:"joined"`
	Days   *frame.Days   `json:"days,omitempty"`
	Money  []moneyAnswer `json:"money"`
}

type moneyAnswer struct {
	Column   string  `json:"column"`
	Currency string  `json:"currency"`
	Moved    float64 `json:"moved"`
	Before   float64 `json:"before"`
	After    float64 `json:"after"`
}

func offerOf(m ops.Merge) offerAnswer { return offerAnswer{m.Dimension, m.Name, m.Kept} }

func answerMerge(m ops.Merge) mergeAnswer {
	out := mergeAnswer{ID: m.ID, offerAnswer: offerOf(m), By: m.By, At: m.At.UTC().Format(time.RFC3339)}
	if !m.Holds() {
		out.UndoneBy, out.UndoneAt = m.UndoneBy, m.UndoneAt.UTC().Format(time.RFC3339)
	}
	return out
}

func answerEffect(e ops.MergeEffect) effectAnswer {
	out := effectAnswer{offerAnswer: offerOf(e.Merge), Records: []recordEffectAnswer{}}
	for _, r := range e.Records {
		a := recordEffectAnswer{Record: r.Record, Rows: r.Rows, Joined: r.Joined, Money: []moneyAnswer{}}
		if r.Days.Len() > 0 {
			days := frame.DaysOf(r.Days)
			a.Days = &days
		}
		for _, m := range r.Money {
			a.Money = append(a.Money, moneyAnswer{m.Column, m.Currency, units(m.Moved, m.Currency), units(m.Before, m.Currency),
				units(m.After, m.Currency)})
		}
		out.Records = append(out.Records, a)
	}
	return out
}

// listMerges answers the merges there are, and those that are offered.
func (s *Section) listMerges(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	all, err := s.Book.Merges.All(c.Request().Context())
	if err != nil {
		return err
	}
	out := mergesAnswer{Merges: []mergeAnswer{}, Offers: []offerAnswer{}}
	for _, m := range all {
		out.Merges = append(out.Merges, answerMerge(m))
	}
	for _, dimension := range ops.MergedDimensions() {
		for _, m := range offers(s.Data(c), dimension) {
			out.Offers = append(out.Offers, offerOf(m))
		}
	}
	return c.JSON(http.StatusOK, out)
}

// createMerge makes a name mean another one, or says what that would change.
func (s *Section) createMerge(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	var b mergeBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	if b.DryRun {
		e, err := s.effect(c, b.merge())
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, answerEffect(e))
	}
	m, err := s.merge(c, b.merge())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, answerMerge(m))
}

// undoMerge lets a name mean itself again.
func (s *Section) undoMerge(c echo.Context) error {
	m, err := s.undo(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, answerMerge(m))
}
