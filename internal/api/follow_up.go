package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// followUpBody is an entry about a member as programs write it. What it does not say of
// owner, next_on, next and tags stays as it is.
type followUpBody struct {
	Version int64     `json:"version"`
	Last    *int64    `json:"last"` // the latest entry that the writer saw; absent: whichever it is
	Member  string    `json:"member"`
	Event   string    `json:"event"`
	Text    string    `json:"text"`
	Minutes int       `json:"minutes"`
	Try     int64     `json:"try"`
	Owner   *string   `json:"owner"`
	NextOn  *string   `json:"next_on"`
	Next    *string   `json:"next"`
	Tags    *[]string `json:"tags"`
}

type followUpAnswer struct {
	ID        int64    `json:"id"`
	Version   int64    `json:"version"`
	Member    string   `json:"member"`
	Event     string   `json:"event"`
	Import    *int64   `json:"import"` // null without an event
	Text      string   `json:"text"`
	Minutes   int      `json:"minutes"`
	Try       int64    `json:"try"`
	Owner     string   `json:"owner"`
	NextOn    string   `json:"next_on"`
	Next      string   `json:"next"`
	Tags      []string `json:"tags"`
	CreatedBy string   `json:"created_by"`
	CreatedAt string   `json:"created_at"`
	ChangedBy string   `json:"changed_by"`
	ChangedAt string   `json:"changed_at"`
}

type followUpsAnswer struct {
	FollowUps []followUpAnswer `json:"follow_ups"`
}

func answerFollowUp(f ops.FollowUp) followUpAnswer {
	a := followUpAnswer{ID: f.ID, Version: f.Version, Member: f.Member, Event: f.Event, Text: f.Text, Minutes: f.Minutes, Try: f.Try, Owner: f.Owner,
		NextOn: dayText(f.NextOn), Next: f.Next, Tags: append([]string{}, f.Tags...), CreatedBy: f.CreatedBy, CreatedAt: instantText(f.Created),
		ChangedBy: f.ChangedBy, ChangedAt: instantText(f.Changed)}
	if f.Batch != 0 {
		a.Import = &f.Batch
	}
	return a
}

// askFollowUps answers what was done for members, the latest first.
func (s *Section) askFollowUps(p *ask.Params, _ loop.World) func(context.Context) (any, *report.Table, error) {
	member, owner, limit := p.Text("member", ""), p.Text("owner", ""), p.Number("limit", 100, 1, ask.MaxListed)
	return func(ctx context.Context) (any, *report.Table, error) {
		read := s.Book.FollowUps.All
		if member != "" {
			read = func(ctx context.Context, most int) ([]ops.FollowUp, error) {
				all, err := s.Book.FollowUps.Of(ctx, member)
				return all[:min(most, len(all))], err
			}
		}
		all, err := read(ctx, limit)
		if err != nil {
			return nil, nil, err
		}
		if owner != "" {
			all = slices.DeleteFunc(all, func(f ops.FollowUp) bool { return f.Owner != owner })
		}
		out := followUpsAnswer{FollowUps: []followUpAnswer{}}
		t := &report.Table{Header: []string{"id", "member", "event", "text", "minutes", "try", "owner", "next_on", "next", "tags", "created_by", "created_at"}}
		for _, f := range all {
			a := answerFollowUp(f)
			out.FollowUps = append(out.FollowUps, a)
			t.Rows = append(t.Rows, []string{strconv.FormatInt(a.ID, 10), ops.SafeText(a.Member), ops.SafeText(a.Event), ops.SafeText(a.Text),
				strconv.Itoa(a.Minutes), strconv.FormatInt(a.Try, 10), ops.SafeText(a.Owner), a.NextOn, ops.SafeText(a.Next),
				ops.SafeText(strings.Join(a.Tags, ",")), ops.SafeText(a.CreatedBy), a.CreatedAt})
		}
		return out, t, nil
	}
}

// followUpOf is the entry that a body says, on top of the one before; also the id of that,
// 0 for none.
func followUpOf(b followUpBody, before ops.FollowUp) (f ops.FollowUp, err error) {
	f = ops.FollowUp{Member: b.Member, Event: b.Event, Text: b.Text, Minutes: b.Minutes, Try: b.Try, Owner: before.Owner, NextOn: before.NextOn,
		Next: before.Next, Tags: before.Tags}
	if b.Owner != nil {
		f.Owner = *b.Owner
	}
	if b.Next != nil {
		f.Next = *b.Next
	}
	if b.Tags != nil {
		f.Tags = slices.Compact(slices.Sorted(slices.Values(*b.Tags)))
	}
	if b.NextOn != nil {
		f.NextOn, err = parseDay("next_on", *b.NextOn)
	}
	return f, err
}

// createFollowUp keeps a new entry, and moves the member on if it says so.
func (s *Section) createFollowUp(c echo.Context) error {
	var b followUpBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	frame.NamesMembers(c)
	sent, err := frame.SentBy(c)
	if err != nil {
		return err
	}
	said, err := json.Marshal(b)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(said)
	r := ops.FollowUpRequest{Last: -1, Key: sent, Said: hex.EncodeToString(digest[:])}
	if b.Last != nil {
		r.Last = *b.Last
	}
	f, again, err := s.Care.Add(act(c), s.Data(c), b.Member, r, func(before ops.FollowUp) (ops.FollowUp, error) { return followUpOf(b, before) })
	if err != nil {
		return err
	}
	return made(c, again, answerFollowUp(f))
}

// changeFollowUp keeps what a program says of an entry.
func (s *Section) changeFollowUp(c echo.Context) error {
	var b followUpBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	frame.NamesMembers(c)
	now, err := s.Book.FollowUps.One(act(c), id)
	if err != nil {
		return err
	}
	f, err := followUpOf(b, now)
	if err != nil {
		return err
	}
	f.Edited, f.Member, f.Event = ops.Edited{ID: id, Version: b.Version}, now.Member, now.Event
	if f, err = s.Book.FollowUps.Change(act(c), f); err != nil {
		return err
	}
	return made(c, true, answerFollowUp(f))
}

// undoFollowUp takes the latest entry about a member back.
func (s *Section) undoFollowUp(c echo.Context) error { return removed(c, s.Care.Undo) }
