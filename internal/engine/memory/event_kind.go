package memory

import (
	"cmp"

	"daybreak/internal/ops"
)

// eventKind is everything about an event but who and when: events have few
// different ones, so each event keeps one number for it. Fields are codes of
// names, event names, members, and of the log's own property texts. Kind 0 is
// no event at all: a join that only the member record tells of.
type eventKind struct {
	event, group, challenge, channel, campaign, invitedBy, props uint32
}

// eventKinds numbers kinds and property texts. Both lists only grow, and only
// a refresh adds to them; snapshots keep the part that was there.
type eventKinds struct {
	kinds []eventKind
	codes map[eventKind]uint32 // nil until asked for
	near  [512]uint32          // codes of kinds seen lately, by a cheap hash
	props *ops.Dictionary
}

func newEventKinds() *eventKinds {
	return &eventKinds{kinds: []eventKind{{}}, codes: map[eventKind]uint32{{}: 0}, props: ops.NewDictionary()}
}

// code returns the number of k.
func (x *eventKinds) code(k eventKind) uint32 {
	h := k.event*31 + k.group*7 + k.challenge*131 + k.channel*17 + k.campaign*257 + k.invitedBy*3 + k.props
	at := &x.near[(h^h>>9)%uint32(len(x.near))]
	if x.kinds[*at] == k {
		return *at
	}
	if x.codes == nil {
		x.codes = make(map[eventKind]uint32, len(x.kinds))
		for c, k := range x.kinds {
			x.codes[k] = uint32(c)
		}
	}
	c, ok := x.codes[k]
	if !ok {
		c = uint32(len(x.kinds))
		x.kinds = append(x.kinds, k)
		x.codes[k] = c
	}
	*at = c
	return c
}

// eventColumns are the positions of the columns of the events record.
type eventColumns struct {
	member, at, event, group, challenge, channel, campaign, invitedBy, props int
}

func eventColumnsOf(r *ops.Record) eventColumns {
	return eventColumns{
		member: r.Column("member"), at: r.Column("at"), event: r.Column("event"), group: r.Column("group"), challenge: r.Column("challenge"),
		channel: r.Column("channel"), campaign: r.Column("campaign"), invitedBy: r.Column("invited_by"), props: r.Column("props"),
	}
}

// compareKinds orders events of one member and instant, so that every engine
// takes them in the same order: by texts, in the order of the record's columns.
func (l *eventLog) compareKinds(a, b uint32) int {
	if a == b {
		return 0
	}
	x, y := l.kinds[a], l.kinds[b]
	text := func(d *ops.Dictionary, a, b uint32) int {
		if a == b {
			return 0
		}
		return cmp.Compare(d.Text(a), d.Text(b))
	}
	return cmp.Or(
		text(l.dict.events, x.event, y.event), text(l.dict.names, x.group, y.group), text(l.dict.names, x.challenge, y.challenge),
		text(l.dict.names, x.channel, y.channel), text(l.dict.names, x.campaign, y.campaign),
		text(l.dict.members, x.invitedBy, y.invitedBy), text(l.props, x.props, y.props),
	)
}
