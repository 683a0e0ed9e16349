package sqlite

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// latestMember is the row of a member that counts.
const latestMember = `r.batch IN (SELECT id FROM batch WHERE state = 'live') AND NOT EXISTS (SELECT 1 FROM members s WHERE s.member = r.member
	AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'))`

// Called returns what members are called and how they are reached; who has none of it is
// left out.
func (p PersonService) Called(ctx context.Context, members []string) (map[string]ops.Attributes, error) {
	var codes []uint32
	for _, m := range members {
		if code, ok := p.store.dicts.members.Find(m); ok && m != "" {
			codes = append(codes, code)
		}
	}
	out := map[string]ops.Attributes{}
	for some := range slices.Chunk(codes, goingMembers) {
		err := eachText(ctx, p.store.read, `SELECT r.member, r.name, r.nickname, r.contact, r.tags FROM members r WHERE `+isOneOf("r.member", some)+
			` AND `+attributesKept+` AND `+latestMember, 5, func(row []string) {
			code, _ := strconv.ParseUint(row[0], 10, 32) // it is a number
			out[p.store.dicts.members.Text(uint32(code))] = ops.Attributes{Name: row[1], Nickname: row[2], Contact: row[3], Tags: ops.ReadTags(row[4])}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Find returns up to most members whose id, name or nickname has the text in it, or, if
// reach says so, whose contact has: those whose id begins with it first. Capital letters
// do not matter.
func (p PersonService) Find(ctx context.Context, text string, reach bool, most int) ([]string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return nil, nil
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
	var out []string
	err := eachText(ctx, p.store.read, `SELECT i.text FROM member_id i WHERE i.text <> '' AND (lower(i.text) LIKE ?1 ESCAPE '\'
			OR i.id IN (SELECT r.member FROM members r WHERE (lower(r.name) LIKE ?1 ESCAPE '\'
				OR lower(r.nickname) LIKE ?1 ESCAPE '\' OR ?2 AND lower(r.contact) LIKE ?1 ESCAPE '\')
			AND `+latestMember+`))
		ORDER BY lower(i.text) NOT LIKE ?3 ESCAPE '\', length(i.text), i.text LIMIT ?4`, 1, func(row []string) { out = append(out, row[0]) },
		like, reach, like[1:], most)
	return out, err
}
