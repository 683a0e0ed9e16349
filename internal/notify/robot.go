package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"daybreak/internal/ops"
)

// The limits of the robots' own documentation, in bytes.
const (
	maxWeCom    = 4096     // content of a markdown message
	maxFeishu   = 20 << 10 // whole body
	maxDingTalk = 20_000   // whole body
)

// wecom is a group robot of 企业微信
// (https://developer.work.weixin.qq.com/document/path/91770).
type wecom struct {
	poster  *poster
	address string
}

// Send implements Channel.
func (c *wecom) Send(ctx context.Context, m Message) error {
	type content struct {
		Content string `json:"content"`
	}
	body, err := marshal(struct {
		Type     string  `json:"msgtype"`
		Markdown content `json:"markdown"`
	}{"markdown", content{m.markdown(maxWeCom, "### ")}})
	if err != nil {
		return err
	}
	said, err := c.poster.post(ctx, c.address, body, nil)
	if err != nil {
		return err
	}
	// 45009: more than 20 messages a minute.
	return answerOf(said, "errcode", "errmsg", 45009, time.Minute)
}

// feishu is a custom robot of 飞书
// (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot).
type feishu struct {
	poster          *poster
	address, secret string
	now             func() time.Time
}

// feishuPart is a piece of a line of a post.
type feishuPart struct {
	Tag  string `json:"tag"`
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
}

// Send implements Channel.
func (c *feishu) Send(ctx context.Context, m Message) error {
	all := m.lines(robotRows)
	for shown := len(all); ; shown-- {
		body, err := c.body(m, all, shown)
		if err != nil {
			return err
		}
		if len(body) > maxFeishu && shown > 0 {
			continue
		}
		said, err := c.poster.post(ctx, c.address, body, nil)
		if err != nil {
			return err
		}
		// 11232: too many messages at a time.
		return answerOf(said, "code", "msg", 11232, time.Minute)
	}
}

// body writes the message with the first of all its lines.
func (c *feishu) body(m Message, all []Line, shown int) ([]byte, error) {
	var lines [][]feishuPart
	for _, l := range all[:shown] {
		parts := []feishuPart{{Tag: "text", Text: l.Text}}
		if l.Link != "" {
			parts = append(parts, feishuPart{Tag: "a", Text: " " + orElse(l.LinkText, l.Link), Href: l.Link})
		}
		lines = append(lines, parts)
	}
	if left := len(all) - shown; left > 0 {
		lines = append(lines, []feishuPart{{Tag: "text", Text: m.more(left)}})
	}
	if m.Link != "" {
		lines = append(lines, []feishuPart{{Tag: "a", Text: orElse(m.LinkText, m.Link), Href: m.Link}})
	}
	lang := "zh_cn"
	if m.Lang != "zh" {
		lang = "en_us"
	}
	out := map[string]any{"msg_type": "post", "content": map[string]any{"post": map[string]any{lang: map[string]any{"title": m.Title, "content": lines}}}}
	if c.secret != "" {
		stamp := strconv.FormatInt(c.now().Unix(), 10)
		out["timestamp"], out["sign"] = stamp, signature(stamp+"\n"+c.secret, "")
	}
	return marshal(out)
}

// dingtalk is a custom robot of 钉钉
// (https://open.dingtalk.com/document/robots/custom-robot-access).
type dingtalk struct {
	poster          *poster
	address, secret string
	now             func() time.Time
}

// Send implements Channel.
func (c *dingtalk) Send(ctx context.Context, m Message) error {
	address := c.address
	if c.secret != "" {
		u, err := url.Parse(address)
		if err != nil {
			return Final(notPostable())
		}
		stamp := strconv.FormatInt(c.now().UnixMilli(), 10)
		q := u.Query()
		q.Set("timestamp", stamp)
		q.Set("sign", signature(c.secret, stamp+"\n"+c.secret))
		u.RawQuery = q.Encode()
		address = u.String()
	}
	type markdown struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	var body []byte
	for limit := maxDingTalk; body == nil || len(body) > maxDingTalk && limit > maxDingTalk/8; limit -= maxDingTalk / 8 { // quotes and the like grow in JSON
		var err error
		if body, err = marshal(struct {
			Type     string   `json:"msgtype"`
			Markdown markdown `json:"markdown"`
		}{"markdown", markdown{m.Title, m.markdown(limit, "### ")}}); err != nil {
			return err
		}
	}
	said, err := c.poster.post(ctx, address, body, nil)
	if err != nil {
		return err
	}
	// 130101: more than 20 messages a minute, after which the robot takes none for ten.
	return answerOf(said, "errcode", "errmsg", 130101, 10*time.Minute)
}

// signature is the HMAC-SHA256 of a text in base64.
func signature(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// answerOf reads what a robot answered: 0 is taken; the code of its limit is
// worth another try after a while, all others are not.
func answerOf(said []byte, code, message string, limit int, wait time.Duration) error {
	var fields map[string]json.RawMessage
	var n int
	if json.Unmarshal(said, &fields) != nil || json.Unmarshal(fields[code], &n) != nil {
		return &Failure{Why: &ops.Error{Code: "not_robot", Message: "The answer is not that of a group robot."}}
	}
	if n == 0 {
		return nil
	}
	var text string
	if json.Unmarshal(fields[message], &text) != nil {
		text = ""
	}
	text = cut(text, maxSaid)
	f := &Failure{Final: n != limit, Why: &ops.Error{Code: "robot_refused", Message: fmt.Sprintf("The robot refused it: %d %s", n, text), Args: []any{n, text}}}
	if n == limit {
		f.After = wait
	}
	return f
}
