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

// rows replaces what the rows of a record say of the member, notes how the control
// totals of their imports change, and returns the days they lie on. That the member's
// code has another text is not done here.
func (f *forgetting) rows(ctx context.Context, tx *sql.Tx, l *layout) (ops.Range, error) {
	found, err := f.find(ctx, tx, l)
	if err != nil || len(found.batches) == 0 {
		return ops.Range{}, err
	}
	after := f.renamed(l.record, found.block)
	if err := f.update(ctx, tx, l, found, after); err != nil {
		return ops.Range{}, err
	}
	some := make([]uint32, len(found.batches))
	for i := range some {
		some[i] = uint32(i)
	}
	day := func(i uint32) ops.Day { return found.days[i] }
	before, now := (&digester{}).rows(l, found.block, some, day), (&digester{}).rows(l, after, some, day)
	days := ops.Range{}
	for i, batch := range found.batches {
		f.digests[batch] += now[i] - before[i]
		if l.day >= 0 {
			days = days.Or(ops.Range{From: found.days[i], To: found.days[i] + 1})
		}
	}
	f.changed += len(found.batches)
	return days, nil
}

// find reads the rows that name the member, by their code or in their own texts.
func (f *forgetting) find(ctx context.Context, tx *sql.Tx, l *layout) (namingRows, error) {
	out := namingRows{block: f.store.dicts.block(l.record)}
	var columns []string
	for c := range l.stored {
		columns = append(columns, "r.["+l.name(c)+"]")
	}
	where, args := f.naming(l.record)
	statement := fmt.Sprintf(`SELECT %s, r.batch FROM %s r WHERE %s`, strings.Join(columns, ", "), l.record.Name, where)
	rows, err := tx.QueryContext(ctx, statement, args...)
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

// naming is the condition that a row names the member: by their code, or in what was
// written in it. Keys are changed in their own rows only, as in files that come later.
func (f *forgetting) naming(r *ops.Record) (where string, args []any) {
	var any []string
	if len(memberColumns(r)) > 0 {
		any = append(any, naming(r, f.code))
	}
	for _, c := range personal(r) {
		for _, alias := range f.aliases {
			any, args = append(any, "instr(r.["+c+"], ?) > 0"), append(args, alias)
		}
	}
	return strings.Join(any, " OR "), args
}

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

// renamed returns the block as it reads once the member is forgotten.
func (f *forgetting) renamed(r *ops.Record, b *ops.Rows) *ops.Rows {
	b = b.Forget(func(text string) (string, bool) { return f.name, text == f.member })
	out := &ops.Rows{Record: r, Lines: b.Lines, Ints: b.Ints, Codes: slices.Clone(b.Codes), Dicts: slices.Clone(b.Dicts), Gone: b.Gone}
	for c, column := range r.Columns {
		if !column.Persons {
			continue
		}
		out.Dicts[c], out.Codes[c] = ops.NewDictionary(), make([]uint32, b.Len())
		for i := range out.Codes[c] {
			out.Codes[c][i] = out.Dicts[c].Code(replaceWords(b.Text(c, i), f.aliases, f.name))
		}
	}
	return out
}

// update stores the texts that differ.
func (f *forgetting) update(ctx context.Context, tx *sql.Tx, l *layout, found namingRows, after *ops.Rows) error {
	for i, batch := range found.batches {
		var set, where []string
		var values, keys []any
		for c, column := range l.stored {
			if l.text(c) && after.Text(column, i) != found.block.Text(column, i) {
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
				keys = append(keys, int64(found.days[i]))
			case l.text(c):
				keys = append(keys, found.block.Text(column, i))
			case found.block.Dicts[column] != nil:
				keys = append(keys, int64(found.block.Codes[column][i]))
			default:
				keys = append(keys, found.block.Ints[column][i])
			}
		}
		statement := fmt.Sprintf(`UPDATE %s SET %s WHERE %s AND batch = ?`, l.record.Name, strings.Join(set, ", "), strings.Join(where, " AND "))
		if _, err := tx.ExecContext(ctx, statement, slices.Concat(values, keys, []any{batch})...); err != nil {
			return err
		}
	}
	return nil
}
