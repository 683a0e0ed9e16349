package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// PersonService is about what is held of single members.
type PersonService struct{ store *Store }

// PersonsIn returns what a record holds of single members.
func PersonsIn(s *Store) PersonService { return PersonService{s} }

// Held returns everything that the record holds about a member. A member that the
// record never heard of is an *ops.Error with code unknown_member.
func (p PersonService) Held(ctx context.Context, member string) (ops.Held, error) {
	code, ok := p.store.dicts.members.Find(member)
	if !ok || member == "" {
		return ops.Held{}, neverHeardOf(member)
	}
	moment, leave, err := atOneMoment(ctx, p.store.path)
	if err != nil {
		return ops.Held{}, err
	}
	defer leave()
	out := ops.Held{Member: member}
	for _, r := range ops.Records() {
		if r.Column("member") < 0 {
			continue
		}
		t, err := p.heldRows(ctx, moment, p.store.layouts[r.Name], code)
		if err != nil {
			return ops.Held{}, err
		}
		out.Tables = append(out.Tables, t)
	}
	aliases, err := aliasesOf(ctx, moment, code, member)
	if err != nil {
		return ops.Held{}, err
	}
	links, err := heldLinks(ctx, moment, member)
	if err != nil {
		return ops.Held{}, err
	}
	parts, err := heldParts(ctx, moment, code)
	if err != nil {
		return ops.Held{}, err
	}
	done, err := heldFollowUps(ctx, moment, code)
	if err != nil {
		return ops.Held{}, err
	}
	out.Tables = append(out.Tables, links, parts, done)
	for _, w := range written() {
		t, err := w.held(ctx, moment, wordsOf(aliases))
		if err != nil {
			return ops.Held{}, err
		}
		out.Tables = append(out.Tables, t)
	}
	if n := out.Rows(); n > ops.MaxHeld {
		return ops.Held{}, &ops.Error{Code: "answer_too_large", Message: fmt.Sprintf("The record holds more than %d rows about this member.", ops.MaxHeld),
			Args: []any{ops.MaxHeld}}
	}
	return out, nil
}

func neverHeardOf(member string) error {
	return &ops.Error{Code: "unknown_member", Message: "There is no member " + ops.Show(member) + ".", Hint: "Ids are compared exactly.",
		Where: ops.Place{Column: "member", Value: ops.Show(member)}, Args: []any{ops.Show(member)}}
}

// memberColumns returns the columns of a record that name members.
func memberColumns(r *ops.Record) []string {
	var out []string
	for _, c := range r.Columns {
		if c.Type == ops.Member {
			out = append(out, c.Name)
		}
	}
	return out
}

// naming is the condition that a row names one of the members of codes.
func naming(r *ops.Record, codes ...uint32) string {
	var out []string
	for _, c := range memberColumns(r) {
		out = append(out, isOneOf("r.["+c+"]", codes))
	}
	return "(" + strings.Join(out, " OR ") + ")"
}

// isOneOf is the condition that a column holds one of codes.
func isOneOf(column string, codes []uint32) string {
	var list []string
	for _, code := range codes {
		list = append(list, strconv.FormatUint(uint64(code), 10))
	}
	return column + " IN (" + strings.Join(list, ", ") + ")"
}

// heldRows returns the rows of a record that name a member, of every import.
func (p PersonService) heldRows(ctx context.Context, q querier, l *layout, code uint32) (ops.HeldTable, error) {
	out := ops.HeldTable{Name: l.record.Name}
	var columns []string
	for _, c := range l.record.Columns {
		out.Header = append(out.Header, c.Name)
		columns = append(columns, "r.["+c.Name+"]")
	}
	out.Header = append(out.Header, "import", "state")
	statement := fmt.Sprintf(`SELECT %s, r.batch, b.state FROM %s r JOIN batch b ON b.id = r.batch WHERE %s ORDER BY r.batch LIMIT %d`,
		strings.Join(columns, ", "), l.record.Name, naming(l.record, code), ops.MaxHeld+1)
	rows, err := q.QueryContext(ctx, statement)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := p.heldRow(rows, l.record)
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, rows.Err()
}

// heldRow reads one row as texts: a record's columns, then two more.
func (p PersonService) heldRow(rows *sql.Rows, r *ops.Record) ([]string, error) {
	texts, ints := make([]string, len(r.Columns)+2), make([]sql.NullInt64, len(r.Columns))
	to := make([]any, 0, len(texts))
	for i, c := range r.Columns {
		if c.Type == ops.Text {
			to = append(to, &texts[i])
		} else {
			to = append(to, &ints[i])
		}
	}
	if err := rows.Scan(append(to, &texts[len(r.Columns)], &texts[len(r.Columns)+1])...); err != nil {
		return nil, err
	}
	d := p.store.dicts.own(r)
	currency := ""
	if c := r.Column("currency"); c >= 0 {
		currency = d[c].Text(uint32(ints[c].Int64))
	}
	for i, c := range r.Columns {
		switch {
		case d[i] != nil:
			texts[i] = d[i].Text(uint32(ints[i].Int64))
		case c.Type != ops.Text && ints[i].Valid:
			texts[i] = format(c.Type, ints[i].Int64, currency, p.store.calendar.Zone)
		}
	}
	return texts, nil
}

// heldLinks returns the links by which a member checks in, without their secrets.
func heldLinks(ctx context.Context, q querier, member string) (ops.HeldTable, error) {
	out := ops.HeldTable{Name: "check_in_links", Header: []string{"name", "member", "challenge", "group", "invites", "created"}}
	err := eachText(ctx, q, `SELECT t.name, t.member, coalesce(c.name, ''), t.[group], iif(t.invite IS NULL, 'no', 'yes'),
			strftime('%Y-%m-%dT%H:%M:%SZ', t.created / 1e6, 'unixepoch')
		FROM check_in_token t LEFT JOIN challenge c ON c.id = t.challenge WHERE t.member = ? ORDER BY t.id`, len(out.Header), func(row []string) {
		out.Rows = append(out.Rows, row)
	}, member)
	return out, err
}

// eachText calls yield with the columns of each row as texts.
func eachText(ctx context.Context, q querier, statement string, columns int, yield func([]string), args ...any) error {
	rows, err := q.QueryContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, to := make([]sql.NullString, columns), make([]any, columns)
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			return err
		}
		texts := make([]string, columns)
		for i, t := range row {
			texts[i] = t.String
		}
		yield(texts)
	}
	return rows.Err()
}

// aliasesOf returns what a member is called: the id first, then the names and the
// contacts of their rows, and the names of their links. A single character is no name.
func aliasesOf(ctx context.Context, q querier, code uint32, member string) ([]string, error) {
	out := []string{member}
	add := func(row []string) {
		for _, text := range row {
			if text = strings.TrimSpace(text); len([]rune(text)) > 1 && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	err := eachText(ctx, q, `SELECT name, nickname, contact FROM members WHERE member = `+strconv.FormatUint(uint64(code), 10), 3, add)
	if err != nil {
		return nil, err
	}
	return out, eachText(ctx, q, `SELECT name FROM check_in_token WHERE member = ?`, 1, add, member)
}
