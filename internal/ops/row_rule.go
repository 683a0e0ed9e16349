package ops

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// RowRule says which rows of the record somebody sees: those of the channels, and
// of the groups, that it names by their keys. Where it names both, a row must be
// of both; what it does not name does not matter. The zero RowRule is none: every
// row is seen.
type RowRule struct {
	Channels []string `json:"channels,omitempty"`
	Groups   []string `json:"groups,omitempty"`
	Nothing  bool     `json:"nothing,omitempty"` // no row at all: two rules that have nothing in common
}

// MaxRuleValues bounds the names of a rule: a page says all of them.
const MaxRuleValues = 50

// Narrows reports whether the rule keeps any row from being seen.
func (r RowRule) Narrows() bool { return r.Nothing || len(r.Channels) > 0 || len(r.Groups) > 0 }

// Filters returns the conditions that a row must meet. Those of a rule that lets
// no row through are not to be asked for.
func (r RowRule) Filters() []Filter {
	var out []Filter
	if len(r.Channels) > 0 {
		out = append(out, Filter{Dimension: "channel", Values: r.Channels})
	}
	if len(r.Groups) > 0 {
		out = append(out, Filter{Dimension: "group", Values: r.Groups})
	}
	return out
}

// Dimensions returns what rows are told apart by.
func (r RowRule) Dimensions() []string {
	var out []string
	for _, f := range r.Filters() {
		out = append(out, f.Dimension)
	}
	return out
}

// Holds reports whether every row of a scope is seen. A scope that does not name
// what the rule names may have others.
func (r RowRule) Holds(scope []Filter) bool {
	return !r.Narrows() || !r.Nothing && ScopeHolds(r.Filters(), scope)
}

// In returns the rule with the keys of its names, each once and in order, so that
// equal rules are equal.
func (r RowRule) In(k Keys) RowRule {
	return RowRule{Channels: ruleKeys(k, "channel", r.Channels), Groups: ruleKeys(k, "group", r.Groups), Nothing: r.Nothing}
}

func ruleKeys(k Keys, dimension string, names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, k.Of(dimension, name))
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(Fold(a), Fold(b)), cmp.Compare(a, b)) })
	return slices.CompactFunc(out, func(a, b string) bool { return Fold(a) == Fold(b) })
}

// And returns the rule of rows that both let through. Both come from In.
func (r RowRule) And(o RowRule) RowRule {
	out := RowRule{Nothing: r.Nothing || o.Nothing}
	both := func(a, b []string) []string {
		if len(a) == 0 || len(b) == 0 {
			return append(slices.Clone(a), b...)
		}
		shared := slices.DeleteFunc(slices.Clone(a), func(v string) bool {
			return !slices.ContainsFunc(b, func(w string) bool { return Fold(v) == Fold(w) })
		})
		out.Nothing = out.Nothing || len(shared) == 0
		return shared
	}
	out.Channels, out.Groups = both(r.Channels, o.Channels), both(r.Groups, o.Groups)
	if out.Nothing {
		return RowRule{Nothing: true}
	}
	return out
}

// Text writes the rule as ParseRowRule reads it; "" for none.
func (r RowRule) Text() string {
	if !r.Narrows() {
		return ""
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // a struct of texts
	}
	return string(b)
}

// ParseRowRule reads a rule as it is kept. What cannot be read is an error: no rule
// would show everything.
func ParseRowRule(text string) (RowRule, error) {
	var r RowRule
	if text == "" {
		return r, nil
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, fmt.Errorf("a row rule cannot be read: %w", err)
	}
	if !r.Narrows() {
		return r, fmt.Errorf("a row rule names nothing: %q", text)
	}
	return r, nil
}

// Check refuses rules that cannot be kept.
func (r RowRule) Check() error {
	for _, f := range r.Filters() {
		if n := len(f.Values); n > MaxRuleValues {
			e := refuse("too_many_filters", f.Dimension, "", fmt.Sprintf("A rule names %d values at most, not %d.", MaxRuleValues, n), "Choose fewer.")
			e.Args = []any{MaxRuleValues, n}
			return e
		}
		for _, v := range f.Values {
			if v == "" {
				return refuse("blank_name", f.Dimension, "", f.Dimension+" is blank.", "Choose it by its name.")
			}
			if err := CheckPlain(f.Dimension, v, MaxMergedName); err != nil {
				return err
			}
		}
	}
	return nil
}

// String writes the rule for the audit log.
func (r RowRule) String() string {
	switch {
	case r.Nothing:
		return "no rows"
	case !r.Narrows():
		return "all rows"
	}
	var parts []string
	for _, f := range r.Filters() {
		parts = append(parts, f.Dimension+" "+strings.Join(f.Values, ", "))
	}
	return strings.Join(parts, "; ")
}

// Allowed refuses a rule for a role that writes for everybody.
func (r RowRule) Allowed(role Role) error {
	if r.Narrows() && role > Viewer {
		return &Error{Code: "rule_and_role", Message: "Somebody who sees only some rows is analyst or viewer: editors and administrators write for all.",
			Hint: "Choose the role analyst or viewer, or let them see all rows.", Args: []any{role.String()}}
	}
	return nil
}

// NotInYourRows is the error for what cannot be told of the rows somebody sees:
// what, and by what its records do not tell rows apart.
func NotInYourRows(what, dimension string) *Error {
	return &Error{Code: "not_in_your_rows", Message: fmt.Sprintf("%s is not told apart by %s, so your part of it is not known.", what, dimension),
		Hint: "You see only some rows. Ask somebody who sees all of them.", Args: []any{what, dimension}}
}

type rowsKey struct{}

// WithRows returns a context whose questions are about the rows of r alone.
func WithRows(ctx context.Context, r RowRule) context.Context {
	return context.WithValue(ctx, rowsKey{}, r)
}

// RowsIn returns the rule of the questions of ctx; none where nobody said one.
func RowsIn(ctx context.Context) RowRule {
	r, _ := ctx.Value(rowsKey{}).(RowRule)
	return r
}
