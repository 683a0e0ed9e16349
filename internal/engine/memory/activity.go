package memory

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// trait is something by which events are told apart: a dimension of theirs, an
// attribute of their member, or a property.
type trait struct {
	name   string                   // of a dimension; "" of a property
	own    func(kind uint32) uint32 // what the event itself says; nil if events do not
	member []uint32                 // the member's, where the event says nothing; nil if members have none
	none   uint32                   // the code where neither says anything
	dict   *ops.Dictionary          // the value of a code; 0 is ""
}

func (t *trait) text(code uint32) string { return t.dict.Text(code) }

func (t *trait) code(member, kind uint32) uint32 {
	if t.own != nil {
		if c := t.own(kind); c != 0 {
			return c
		}
	}
	return cmp.Or(at(t.member, member), t.none)
}

// trait returns the trait of that name. The name of a property is one that
// occurs in some event.
func (m *memberData) trait(name string) (*trait, error) {
	l, names, t := m.log, m.dict.names, m.table
	switch name {
	case "event":
		return &trait{name: name, own: func(k uint32) uint32 { return l.kinds[k].event }, dict: m.dict.events}, nil
	case "challenge":
		return &trait{name: name, own: func(k uint32) uint32 { return l.kinds[k].challenge }, dict: names}, nil
	case "group":
		return &trait{name: name, own: func(k uint32) uint32 { return l.kinds[k].group }, member: t.group, dict: names}, nil
	case "channel":
		return &trait{name: name, own: func(k uint32) uint32 { return l.kinds[k].channel }, member: t.channel, dict: names}, nil
	case "campaign":
		return &trait{name: name, own: func(k uint32) uint32 { return l.kinds[k].campaign }, member: t.campaign, dict: names}, nil
	case "city":
		return &trait{name: name, member: t.city, dict: names}, nil
	case "invited_by":
		return &trait{name: name, own: func(k uint32) uint32 { return l.kinds[k].invitedBy }, member: t.invitedBy, dict: m.dict.members}, nil
	case "staff":
		return &trait{name: name, member: t.staff, none: notStaff, dict: staffNames()}, nil
	}
	values, ok := m.properties()[name]
	if !ok {
		return nil, engine.UnknownDimension(name)
	}
	return &trait{own: func(k uint32) uint32 { return at(values.codes, l.kinds[k].props) }, dict: values.dict}, nil
}

// property is the value of one property by the code of the props text.
type property struct {
	codes []uint32
	dict  *ops.Dictionary
}

// properties returns all properties that occur in events, by name.
func (m *memberData) properties() map[string]property {
	m.propertiesOnce.Do(func() {
		m.propertyByName = map[string]property{}
		used := make([]bool, m.log.props.Len())
		for _, r := range []*eventRuns{m.log.base, m.log.tail} {
			for _, kind := range r.all() {
				for _, k := range kind {
					used[m.log.kinds[k].props] = true
				}
			}
		}
		for code := range used {
			if !used[code] || code == 0 {
				continue
			}
			for name, value := range parseProps(m.log.props.Text(uint32(code))) {
				p, ok := m.propertyByName[name]
				if !ok {
					p = property{make([]uint32, len(used)), ops.NewDictionary()}
					m.propertyByName[name] = p
				}
				p.codes[code] = p.dict.Code(value)
			}
		}
	})
	return m.propertyByName
}

// PropertyValues implements engine.State.
func (m *memberData) PropertyValues(property string) []string {
	values := m.properties()[property]
	var out []string
	for _, code := range values.codes {
		if text := values.dict.Text(code); text != "" {
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// parseProps reads the flat JSON object of an event's props. A value that is
// no string counts as its JSON text; a text that is no object has no
// properties.
func parseProps(text string) map[string]string {
	var raw map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &raw) != nil {
		return nil
	}
	out := make(map[string]string, len(raw))
	for name, value := range raw {
		var s string
		if json.Unmarshal(value, &s) != nil {
			s = strings.TrimSpace(string(value))
		}
		out[name] = s
	}
	return out
}

// condition decides by one trait.
type condition struct {
	trait     *trait
	dimension string
	values    []string // folded
	not       bool
	known     []verdict // by code: ask = not worked out; filled while compiling, read-only after
}

// decide says whether a code of the trait meets the condition.
func (c *condition) decide(code uint32) bool {
	if int(code) < len(c.known) && c.known[code] != ask {
		return c.known[code] == yes
	}
	return slices.Contains(c.values, ops.Fold(c.trait.text(code))) != c.not
}

// learn works a decision out ahead.
func (c *condition) learn(code uint32) {
	for int(code) >= len(c.known) {
		c.known = append(c.known, ask)
	}
	if c.known[code] == ask {
		c.known[code] = verdictIf(c.decide(code))
	}
}

func (m *memberData) conditions(filters []ops.Filter) ([]*condition, error) {
	var out []*condition
	for _, f := range filters {
		t, err := m.trait(f.Dimension)
		if err != nil {
			return nil, err
		}
		c := &condition{trait: t, dimension: f.Dimension, not: f.Not}
		for _, v := range f.Values {
			c.values = append(c.values, ops.Fold(v))
		}
		for _, code := range m.table.codes(t.name) {
			c.learn(code)
		}
		out = append(out, c)
	}
	return out, nil
}

// verdict is what an event's kind alone says about it.
type verdict uint8

const (
	no verdict = iota
	yes
	ask // it depends on the member
)

func verdictIf(b bool) verdict {
	if b {
		return yes
	}
	return no
}

// matcher tells whether an event is the activity asked for.
type matcher struct {
	byKind     []verdict
	conditions []*condition
	name       string // of the event
	plain      bool   // no conditions
	never      bool   // nothing matches, since the event never happened
	key        string // of name and conditions
}

func (x *matcher) match(member, kind uint32) bool {
	switch x.byKind[kind] {
	case no:
		return false
	case yes:
		return true
	}
	return meets(x.conditions, member, kind)
}

func meets(conditions []*condition, member, kind uint32) bool {
	for _, c := range conditions {
		if !c.decide(c.trait.code(member, kind)) {
			return false
		}
	}
	return true
}

// step compiles an activity; one of an event of the glossary that never
// happened matches nothing.
func (m *memberData) step(a engine.Activity, glossary []string) (*matcher, error) {
	if _, happened := m.happened(a.Event); happened || a.Event == engine.AnyEvent || !slices.Contains(glossary, a.Event) {
		return m.activity(a)
	}
	if _, err := m.conditions(a.Where); err != nil {
		return nil, err
	}
	return &matcher{byKind: make([]verdict, len(m.log.kinds)), name: a.Event, never: true}, nil
}

// happened returns the code of an event that has rows.
func (m *memberData) happened(event string) (code uint32, ok bool) {
	code, ok = m.dict.events.Find(event)
	return code, ok && code > 0 && int(code) < len(m.log.rows) && m.log.rows[code] > 0
}

// activity compiles an activity and further conditions.
func (m *memberData) activity(a engine.Activity, filters ...ops.Filter) (*matcher, error) {
	code := uint32(0)
	if a.Event != engine.AnyEvent {
		c, ok := m.happened(a.Event)
		if !ok {
			return nil, engine.UnknownEvent(a.Event)
		}
		code = c
	}
	if len(a.Where)+len(filters) == 0 {
		return m.plain.of(code, func() *matcher { return m.matcher(a.Event, code, nil) }), nil
	}
	conditions, err := m.conditions(append(slices.Clone(a.Where), filters...))
	if err != nil {
		return nil, err
	}
	return m.matcher(a.Event, code, conditions), nil
}

// matcher compiles the event of a code, 0 for any. Cost: a look at every kind.
func (m *memberData) matcher(event string, code uint32, conditions []*condition) *matcher {
	x := &matcher{byKind: make([]verdict, len(m.log.kinds)), conditions: conditions, name: event, plain: len(conditions) == 0}
	x.key = fmt.Sprintf("%q", x.name)
	for _, c := range conditions {
		x.key += fmt.Sprintf(" %q %v %q", c.dimension, c.not, c.values)
	}
	for k, kind := range m.log.kinds {
		if k > 0 && (code == 0 || kind.event == code) {
			x.byKind[k] = verdictOf(conditions, uint32(k))
		}
	}
	return x
}

// plainMatchers keeps the matchers without conditions that were asked for.
type plainMatchers struct {
	mu     sync.Mutex
	byCode map[uint32]*matcher // by event; 0 = any
}

// of returns the matcher of an event, which compile makes the first time.
func (p *plainMatchers) of(code uint32, compile func() *matcher) *matcher {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.byCode[code]
	if x == nil {
		if p.byCode == nil {
			p.byCode = map[uint32]*matcher{}
		}
		x = compile()
		p.byCode[code] = x
	}
	return x
}

// verdictOf decides a kind as far as it can be without the member.
func verdictOf(conditions []*condition, kind uint32) verdict {
	v := yes
	for _, c := range conditions {
		var code uint32
		if c.trait.own != nil {
			code = c.trait.own(kind)
		}
		switch {
		case code == 0 && c.trait.member != nil:
			v = ask
		default:
			code = cmp.Or(code, c.trait.none)
			if c.learn(code); !c.decide(code) {
				return no
			}
		}
	}
	return v
}

// firstDay returns the first day with an event of any kind: from then on
// activities are tracked; MaxDay if there is none.
func (m *memberData) firstDay() ops.Day {
	if m.log.days.Len() == 0 {
		return ops.MaxDay
	}
	return m.log.days.From
}
