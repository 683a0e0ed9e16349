package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// namingRows are rows of a record that name a member, as they are stored.
type namingRows struct {
	block   *ops.Rows
	days    []ops.Day
	batches []int64
}

// rows replaces what the rows of a record say of those who leave, notes how the control
// totals of their imports change, and returns the days they lie on. That the codes have
// other texts is not done here.
func (f *forgetting) rows(ctx context.Context, tx *sql.Tx, l *layout) (ops.Range, error) {
	found, late := f.early.rows[l.record.Name], ops.Range{From: ops.MinDay, To: ops.MaxDay + 1}
	days := ops.Range{}
	if f.early.holds && l.day >= 0 {
		late.From = f.early.until
		if err := f.change(ctx, tx, l, found, &days); err != nil {
			return days, err
		}
	}
	found, err := f.find(ctx, tx, l, late)
	if err != nil {
		return days, err
	}
	return days, f.change(ctx, tx, l, found, &days)
}

// change is rows for those that were found.
func (f *forgetting) change(ctx context.Context, tx *sql.Tx, l *layout, found namingRows, days *ops.Range) error {
	if len(found.batches) == 0 {
		return nil
	}
	after := f.renamed(l.record, found.block)
	if err := found.update(ctx, tx, l, after); err != nil {
		return err
	}
	for batch, change := range found.digests(l, after) {
		f.digests[batch] += change
	}
	for _, day := range found.days {
		if l.day >= 0 {
			*days = days.Or(ops.Range{From: day, To: day + 1})
		}
	}
	f.changed += len(found.batches)
	return nil
}

// digests returns how the control totals of the imports change when the rows become after.
func (r namingRows) digests(l *layout, after *ops.Rows) map[int64]uint64 {
	some := make([]uint32, len(r.batches))
	for i := range some {
		some[i] = uint32(i)
	}
	day := func(i uint32) ops.Day { return r.days[i] }
	before, now := (&digester{}).rows(l, r.block, some, day), (&digester{}).rows(l, after, some, day)
	out := map[int64]uint64{}
	for i, batch := range r.batches {
		out[batch] += now[i] - before[i]
	}
	return out
}

// find reads the rows that name one of those who leave, by their code or in their own
// texts, on some days where the record has any.
func (f *forgetting) find(ctx context.Context, q querier, l *layout, days ops.Range) (namingRows, error) {
	where, args := f.naming(l.record)
	if l.day >= 0 {
		where = fmt.Sprintf("(%s) AND r.[%[2]s] >= %[3]d AND r.[%[2]s] < %[4]d", where, l.name(l.day), days.From, days.To)
	}
	return storedRows(ctx, f.store, q, l, where, args...)
}

// storedRows reads the rows of a record for which a condition holds.
func storedRows(ctx context.Context, s *Store, q querier, l *layout, where string, args ...any) (namingRows, error) {
	out := namingRows{block: s.dicts.block(l.record)}
	var columns []string
	for c := range l.stored {
		columns = append(columns, "r.["+l.name(c)+"]")
	}
	statement := fmt.Sprintf(`SELECT %s, r.batch FROM %s r WHERE %s`, strings.Join(columns, ", "), l.record.Name, where)
	rows, err := q.QueryContext(ctx, statement, args...)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	for rows.Next() {
		texts, ints := make([]string, len(columns)), make([]sql.NullInt64, len(columns)+1)
		to := make([]any, len(columns)+1)
		for c := range to {
			if to[c] = &ints[c]; c < len(columns) && l.text(c) {
				to[c] = &texts[c]
			}
		}
		if err := rows.Scan(to...); err != nil {
			return out, err
		}
		day := ops.Day(0)
		for c, column := range l.stored {
			if c == l.day {
				day = ops.Day(ints[c].Int64)
			}
			switch {
			case column == computedDay:
			case l.text(c):
				out.block.Codes[column] = append(out.block.Codes[column], out.block.Dicts[column].Code(texts[c]))
			case out.block.Dicts[column] != nil:
				out.block.Codes[column] = append(out.block.Codes[column], uint32(ints[c].Int64))
			case ints[c].Valid:
				out.block.Ints[column] = append(out.block.Ints[column], ints[c].Int64)
			default:
				out.block.Ints[column] = append(out.block.Ints[column], ops.NoValue)
			}
		}
		out.days, out.batches = append(out.days, day), append(out.batches, ints[len(columns)].Int64)
	}
	return out, rows.Err()
}

// naming is the condition that a row names one of them: by their code, or in what was
// written in it. Keys are changed in their own rows only, as in files that come later.
func (f *forgetting) naming(r *ops.Record) (where string, args []any) {
	var any []string
	if len(memberColumns(r)) > 0 {
		any = append(any, naming(r, f.codes()...))
	}
	for _, c := range personal(r) {
		if len(f.words) > mostWords { // so many are looked for here
			any = append(any, "r.["+c+"] <> ''")
			continue
		}
		var some []string
		for _, w := range f.words {
			some, args = append(some, "instr(r.["+c+"], ?) > 0"), append(args, w.word)
		}
		any = append(any, "r.["+c+"] <> '' AND ("+strings.Join(some, " OR ")+")")
	}
	return strings.Join(any, " OR "), args
}

// mostWords is for how many words SQLite looks in each text.
const mostWords = 16

// personal returns the columns of a record in which people are named as people write.
func personal(r *ops.Record) []string {
	var out []string
	for _, c := range r.Columns {
		if c.Persons {
			out = append(out, c.Name)
		}
	}
	return out
}

// renamed returns the block as it reads once they are forgotten.
func (f *forgetting) renamed(r *ops.Record, b *ops.Rows) *ops.Rows {
	b = b.Forget(f.named())
	out := &ops.Rows{Record: r, Lines: b.Lines, Ints: b.Ints, Codes: slices.Clone(b.Codes), Dicts: slices.Clone(b.Dicts), Gone: b.Gone}
	for c, column := range r.Columns {
		if !column.Persons {
			continue
		}
		out.Dicts[c], out.Codes[c] = ops.NewDictionary(), make([]uint32, b.Len())
		for i := range out.Codes[c] {
			out.Codes[c][i] = out.Dicts[c].Code(f.words.in(b.Text(c, i)))
		}
	}
	return out
}

// update stores the texts that differ.
func (r namingRows) update(ctx context.Context, tx *sql.Tx, l *layout, after *ops.Rows) error {
	for i, batch := range r.batches {
		var set, where []string
		var values, keys []any
		for c, column := range l.stored {
			if l.text(c) && after.Text(column, i) != r.block.Text(column, i) {
				set, values = append(set, "["+l.name(c)+"] = ?"), append(values, after.Text(column, i))
			}
		}
		if len(set) == 0 {
			continue
		}
		for c, column := range l.stored[:l.keys] {
			where = append(where, "["+l.name(c)+"] = ?")
			switch {
			case column == computedDay:
				keys = append(keys, int64(r.days[i]))
			case l.text(c):
				keys = append(keys, r.block.Text(column, i))
			case r.block.Dicts[column] != nil:
				keys = append(keys, int64(r.block.Codes[column][i]))
			default:
				keys = append(keys, r.block.Ints[column][i])
			}
		}
		statement := fmt.Sprintf(`UPDATE %s SET %s WHERE %s AND batch = ?`, l.record.Name, strings.Join(set, ", "), strings.Join(where, " AND "))
		if _, err := tx.ExecContext(ctx, statement, slices.Concat(values, keys, []any{batch})...); err != nil {
			return err
		}
	}
	return nil
}
