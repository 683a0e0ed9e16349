// Package notify hands messages to people where they are: mail, the group
// robots of WeCom, Feishu and DingTalk, and signed webhooks. A message waits in
// an outbox until it was taken; it is sent at least once, under one id.
package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"daybreak/internal/ops"
)

// Message is what is said, in one language. Channels show as much of it as they
// can: mail everything, robots a title, lines and links within their limits.
type Message struct {
	ID       string // the same whenever it is sent again
	Lang     string // en or zh
	Title    string
	Above    string `json:",omitempty"` // a mail says it small over the title: what this is, of which day
	Lines    []Line
	Blocks   []Block `json:",omitempty"`
	Foot     []Line  `json:",omitempty"` // small print: when it comes, how to end it
	Link     string  // address that the message as a whole leads to; "" = none
	LinkText string
	Kind     string // what it is about: KindAlert and so on
	Data     any    `json:",omitempty"` // webhooks: the same for programs

	States ops.Statement `json:"-"` // the figures it states, which are kept as published once it is put in
}

// Line is one sentence of a message. Emphasis is for what matters most of all.
type Line struct {
	Text     string
	Emphasis bool   `json:",omitempty"`
	Link     string `json:",omitempty"`
	LinkText string `json:",omitempty"`
}

// What messages are about.
const (
	KindAlert = "alert"
	KindBrief = "brief"
	KindTest  = "test"

	KindList    = "list"    // a list of members
	KindPage    = "page"    // a page somebody subscribed to
	KindReport  = "report"  // a monthly report
	KindAccount = "account" // an invitation, a new password
)

// Put returns a message as it is put into an outbox for a channel, to be sent
// from due on. once names what it is about: the same is never put in twice.
func Put(once string, c ops.Channel, m Message, now, due time.Time) (ops.Delivery, error) {
	sum := sha256.Sum256([]byte(once))
	m.ID, m.Lang = "msg_"+hex.EncodeToString(sum[:12]), c.Lang
	text, err := json.Marshal(m)
	return ops.Delivery{Channel: c.ID, Once: once, Kind: m.Kind, Title: m.Title, Message: text, Made: now, Due: due, States: m.States}, err
}

// Plain returns the message as plain text.
func (m Message) Plain() string {
	var b strings.Builder
	b.WriteString(m.Title + "\n\n")
	for _, l := range m.Said() {
		b.WriteString(l.Text)
		if l.Link != "" {
			b.WriteString(" " + l.Link)
		}
		b.WriteString("\n")
	}
	if m.Link != "" {
		b.WriteString("\n" + strings.TrimSpace(m.LinkText+" "+m.Link) + "\n")
	}
	return b.String()
}

// markdown returns the message in the few marks that the group robots know,
// in at most limit bytes: lines that no longer fit are left out, and how many
// is said in place of them.
func (m Message) markdown(limit int, heading string) string {
	head := heading + escapeMarks(m.Title) + "\n"
	foot := ""
	if m.Link != "" {
		link := m.Link
		if len(link) > limit/4 { // the controls of the page take the room of what is said
			link, _, _ = strings.Cut(link, "?")
		}
		foot = fmt.Sprintf("\n[%s](%s)", escapeMarks(orElse(m.LinkText, link)), link)
	}
	lines := m.lines(robotRows)
	body, left := "", len(lines)
	for _, l := range lines {
		text := escapeMarks(l.Text)
		if l.Emphasis {
			text = "**" + text + "**"
		}
		if l.Link != "" {
			text += fmt.Sprintf(" [%s](%s)", escapeMarks(orElse(l.LinkText, l.Link)), l.Link)
		}
		text = "\n" + text + "\n"
		if len(head)+len(body)+len(text)+len(foot)+len(m.more(left)) > limit {
			break
		}
		body += text
		left--
	}
	if left > 0 {
		body += m.more(left)
	}
	return cut(head+body+foot, limit)
}

// more says how many lines are not shown.
func (m Message) more(n int) string {
	if m.Lang == "zh" {
		return fmt.Sprintf("\n……还有 %d 条，请到页面查看\n", n)
	}
	return fmt.Sprintf("\n… and %d more on the page\n", n)
}

// cut shortens a text to at most so many bytes, between characters.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	s = s[:limit]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}

// escapeMarks keeps a text from being read as marks.
func escapeMarks(s string) string {
	return strings.NewReplacer("\n", " ", "*", "＊", "[", "［", "]", "］", "`", "'", "<", "＜", ">", "＞", "#", "＃", "_", "＿").Replace(s)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
