package ask

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// Address collects those of an address; what is empty is left out. A page
// has hundreds of addresses, so this is no map.
type Address []parameter

type parameter struct{ name, value string }

// Set gives a parameter its only value.
func (v *Address) Set(name, value string) {
	if value == "" {
		return
	}
	if i := v.index(name); i >= 0 {
		(*v)[i].value = value
		return
	}
	v.add(name, value)
}

func (v *Address) add(name, value string) {
	if *v == nil {
		*v = make(Address, 0, 16)
	}
	*v = append(*v, parameter{name, value})
}

func (v Address) index(name string) int {
	return slices.IndexFunc(v, func(p parameter) bool { return p.name == name })
}

// Get returns the value of a parameter, "" where there is none.
func (v Address) Get(name string) string {
	if i := v.index(name); i >= 0 {
		return v[i].value
	}
	return ""
}

// Encode writes the parameters by name, as url.Values does.
func (v Address) Encode() string {
	slices.SortStableFunc(v, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	var b strings.Builder
	for i, p := range v {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.value))
	}
	return b.String()
}

// Values returns the parameters as a query.
func (v Address) Values() url.Values {
	out := url.Values{}
	for _, p := range v {
		out.Add(p.name, p.value)
	}
	return out
}

func (v *Address) number(name string, n int) {
	if n != 0 {
		v.Set(name, strconv.Itoa(n))
	}
}

// scope sets the days and the filter of a question.
func (v *Address) scope(r ops.Range, filter []ops.Filter) {
	v.Set("from", r.From.String())
	v.Set("to", r.Last().String())
	for _, condition := range Conditions(filter) {
		v.add("filter", condition)
	}
}

// Conditions writes a filter as the parameter filter takes it, which may be repeated.
func Conditions(filter []ops.Filter) (out []string) {
	for _, f := range filter {
		for _, value := range f.Values {
			not := ""
			if f.Not {
				not = "!"
			}
			out = append(out, quoteName(f.Dimension)+":"+not+quoteName(value))
		}
	}
	return out
}
