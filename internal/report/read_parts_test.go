package report

import (
	"slices"
	"testing"

	"daybreak/internal/ops"
)

func TestReadParts(t *testing.T) {
	for text, want := range map[string][]ops.Assigned{
		"":                                    nil,
		"m1\nm2\n":                            {{Member: "m1", Given: true}, {Member: "m2", Given: true}},
		"\ufeffmember\r\nm1\r\n":              {{Member: "m1", Given: true}},
		"member,part\nm1,given\nm 2, others ": {{Member: "m1", Given: true}, {Member: "m 2"}},
		"part\nmember":                        {{Member: "part", Given: true}, {Member: "member", Given: true}},
		"member\n\"a,b\"\n'=1":                {{Member: "a,b", Given: true}, {Member: "=1", Given: true}},
	} {
		got, err := ReadParts(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]struct {
		code ops.Code
		line int
	}{
		"m1\nm1":                 {"member_twice", 2},
		"m1,given":               {"bad_row", 1},
		"member,part\nm1":        {"bad_row", 2},
		"member,part\nm1,maybe":  {"bad_part", 2},
		"member,part\n,given":    {"member_missing", 2},
		"member\nm1\n\"m2":       {"bad_row", 3},
		"member,part\nm1,given,": {"bad_row", 2},
	} {
		_, err := ReadParts(text)
		if e, ok := err.(*ops.Error); !ok || e.Code != want.code || e.Where.Line != want.line {
			t.Errorf("%q: %v, want %s in line %d", text, err, want.code, want.line)
		}
	}
}
