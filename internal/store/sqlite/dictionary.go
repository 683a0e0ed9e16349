package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// dictionaries are the three dictionaries of the record, in memory and in the
// database; a text's code is its id. They only grow, and a text is published
// here only after the transaction that stored it.
type dictionaries struct {
	names, events, members *ops.Dictionary
	folds                  map[string]uint32 // code by folded name; guarded by Store.folding
}

// Dictionaries returns the shared dictionaries of names, event names and
// member ids.
func (s *Store) Dictionaries() (names, events, members *ops.Dictionary) {
	return s.dicts.names, s.dicts.events, s.dicts.members
}

func (s *Store) loadDictionaries(ctx context.Context) error {
	s.dicts = dictionaries{ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary(), map[string]uint32{"": 0}}
	for _, t := range []struct {
		table string
		dict  *ops.Dictionary
	}{{"name", s.dicts.names}, {"event_name", s.dicts.events}, {"member_id", s.dicts.members}} {
		after := int64(0)
		in := bulk.Cells{Kinds: "i"}
		for {
			in.Reset()
			in.Int(after)
			r, err := bulk.Run(ctx, s.read, fmt.Sprintf("SELECT id, text FROM %s WHERE id > ? ORDER BY id LIMIT %d", t.table, bulk.Chunk), &in, 2)
			if err != nil {
				return err
			}
			if r.Rows == 0 {
				break
			}
			for i := range r.Rows {
				id, text := r.Int(i, 0), string(r.Text(i, 1))
				if int64(t.dict.Code(text)) != id {
					return damaged(s.path, fmt.Errorf("%s %d is out of order", t.table, id))
				}
				if t.dict == s.dicts.names {
					s.dicts.folds[ops.Fold(text)] = uint32(id)
				}
				after = id
			}
		}
	}
	return nil
}

// codes translates the codes of one dictionary of a block into the record's.
// Texts the record does not know get codes past its own, in order; fresh are
// those texts.
type codes struct {
	same  bool // the block uses the record's own dictionary
	to    []uint32
	known uint32   // codes from here on are fresh
	fresh []string // text of code known+i
}

func (c *codes) of(code uint32) uint32 {
	if c.same {
		return code
	}
	return c.to[code]
}

// translate works out the codes of the texts of d that are marked used.
// Names are the same if they fold alike.
func (s *Store) translate(d, own *ops.Dictionary, used []bool) *codes {
	s.folding.RLock()
	defer s.folding.RUnlock()
	c := &codes{known: uint32(own.Len())}
	if d == own {
		c.same = true
		return c
	}
	c.to = make([]uint32, len(used))
	added := make(map[string]uint32)
	for code, u := range used {
		if !u {
			continue
		}
		text := d.Text(uint32(code))
		id, ok := own.Find(text)
		if !ok && own == s.dicts.names {
			text = ops.Fold(text)
			id, ok = s.dicts.folds[text]
		}
		if !ok {
			if id, ok = added[text]; !ok {
				id = c.known + uint32(len(c.fresh))
				added[text] = id
				c.fresh = append(c.fresh, d.Text(uint32(code)))
			}
		}
		c.to[code] = id
	}
	return c
}

// addTexts stores those of texts that the dictionary does not know yet. The
// caller holds the write lock and calls publish when tx is committed.
func (s *Store) addTexts(ctx context.Context, tx *sql.Tx, own *ops.Dictionary, texts []string) (publish func(), err error) {
	statement, kinds := bulk.InsertInput("member_id", "id", "text"), "it"
	switch own {
	case s.dicts.names:
		statement, kinds = bulk.InsertInput("name", "id", "text", "fold"), "itt"
	case s.dicts.events:
		statement = bulk.InsertInput("event_name", "id", "text")
	}
	in := bulk.Cells{Kinds: kinds}
	var added []string
	for _, text := range texts {
		_, known := own.Find(text)
		if own == s.dicts.names && !known {
			_, known = s.dicts.folds[ops.Fold(text)] // only writers change it
		}
		if known {
			continue
		}
		in.Int(int64(own.Len() + len(added)))
		in.Text(text)
		if own == s.dicts.names {
			in.Text(ops.Fold(text))
		}
		added = append(added, text)
	}
	if own == s.dicts.members {
		if err := PersonsIn(s).refuseForgotten(ctx, added); err != nil {
			return nil, err
		}
	}
	if err := bulk.Insert(ctx, tx, statement, &in); err != nil {
		return nil, err
	}
	return func() {
		s.folding.Lock()
		defer s.folding.Unlock()
		for _, text := range added {
			code := own.Code(text)
			if own == s.dicts.names {
				s.dicts.folds[ops.Fold(text)] = code
			}
		}
	}, nil
}
