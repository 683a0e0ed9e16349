package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// noon is the time of all tests.
var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func loopback() *Dialer {
	return &Dialer{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: func() time.Time { return noon }}
}

func brief() Message {
	return Message{ID: "msg_1", Lang: "zh", Kind: "digest", Title: "破晓早报 <10月31日>", Link: "https://dash.example.com/overview?a=1&b=2",
		LinkText: "打开总览",
		Lines:    []Line{{Text: "新增成员 1,059，比前 28 天少 20.1 %", Emphasis: true}, {Text: "p023 掉粉 67", Link: "https://dash.example.com/content", LinkText: "看推文"}}}
}

// robot answers like a robot whose format check has been asked of the body.
func robot(t *testing.T, check func(*http.Request, map[string]any) string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var body map[string]any
		if !utf8.Valid(raw) || json.Unmarshal(raw, &body) != nil || r.Method != http.MethodPost ||
			!strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			fmt.Fprint(w, `{"errcode":43004,"code":9499,"errmsg":"bad request","msg":"bad request"}`)
			return
		}
		fmt.Fprint(w, check(r, body))
	}))
	t.Cleanup(s.Close)
	return s
}

func open(t *testing.T, s Settings) Channel {
	t.Helper()
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	c, err := Open(s, loopback())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A robot of WeCom takes {"msgtype":"markdown","markdown":{"content":…}} of at
// most 4,096 bytes.
func TestWeCom(t *testing.T) {
	var content string
	s := robot(t, func(r *http.Request, body map[string]any) string {
		markdown, _ := body["markdown"].(map[string]any)
		content, _ = markdown["content"].(string)
		if body["msgtype"] != "markdown" || len(body) != 2 || len(markdown) != 1 || r.URL.Query().Get("key") != "k" {
			return `{"errcode":40008,"errmsg":"invalid message type"}`
		}
		if len(content) > 4096 {
			return `{"errcode":40058,"errmsg":"markdown.content exceed max length 4096"}`
		}
		return `{"errcode":0,"errmsg":"ok"}`
	})
	c := open(t, Settings{Kind: WeCom, Address: s.URL + "/cgi-bin/webhook/send?key=k"})
	if err := c.Send(t.Context(), brief()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"### 破晓早报 ＜10月31日＞", "**新增成员 1,059，比前 28 天少 20.1 %**", "[看推文](https://dash.example.com/content)",
		"[打开总览](https://dash.example.com/overview?a=1&b=2)"} {
		if !strings.Contains(content, want) {
			t.Errorf("%q is missing from %q", want, content)
		}
	}
	long := brief()
	for range 300 {
		long.Lines = append(long.Lines, Line{Text: "一行很长的话，用来看看超出长度的时候会怎么样"})
	}
	if err := c.Send(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	if !utf8.ValidString(content) || !strings.Contains(content, "，请到页面查看") || !strings.Contains(content, "打开总览") {
		t.Errorf("a long message loses its end or does not say what is left out: %q", content[len(content)-200:])
	}
	wide := brief()
	wide.Link += strings.Repeat("&f.channel=zhihu", 300) // 4,800 bytes of controls
	if err := c.Send(t.Context(), wide); err != nil || !strings.Contains(content, "](https://dash.example.com/overview)") || !strings.Contains(content, "1,059") {
		t.Errorf("%v, a long link: %q", err, content)
	}
}

// A robot of Feishu takes msg_type post; with a secret, timestamp in seconds
// and sign = base64(HMAC-SHA256(key: timestamp \n secret, "")).
func TestFeishu(t *testing.T) {
	lines := 0
	s := robot(t, func(_ *http.Request, body map[string]any) string {
		stamp, _ := body["timestamp"].(string)
		h := hmac.New(sha256.New, []byte(stamp+"\nsecret"))
		if body["sign"] != base64.StdEncoding.EncodeToString(h.Sum(nil)) || stamp != fmt.Sprint(noon.Unix()) {
			return `{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}`
		}
		content, _ := body["content"].(map[string]any)
		post, _ := content["post"].(map[string]any)
		zh, _ := post["zh_cn"].(map[string]any)
		list, _ := zh["content"].([]any)
		lines = len(list)
		if body["msg_type"] != "post" || zh["title"] == "" || lines == 0 {
			return `{"code":9499,"msg":"Bad Request"}`
		}
		return `{"code":0,"msg":"success","data":{}}`
	})
	c := open(t, Settings{Kind: Feishu, Address: s.URL, Secret: "secret"})
	if err := c.Send(t.Context(), brief()); err != nil || lines != 3 {
		t.Fatalf("%v, %d lines, want 3", err, lines)
	}
	long := brief()
	for range 2000 {
		long.Lines = append(long.Lines, Line{Text: "一行很长的话，用来看看超出长度的时候会怎么样"})
	}
	if err := c.Send(t.Context(), long); err != nil || lines > 1000 {
		t.Fatalf("%v, %d lines: a body of over 20 KB was sent", err, lines)
	}
	wrong := open(t, Settings{Kind: Feishu, Address: s.URL, Secret: "other"})
	var f *Failure
	if err := wrong.Send(t.Context(), brief()); !errors.As(err, &f) || !f.Final || f.Why.Code != "robot_refused" ||
		fmt.Sprint(f.Why.Args) != "[19021 sign match fail or timestamp is not within one hour from current time]" {
		t.Errorf("a wrong signature: %v", err)
	}
}

// A robot of DingTalk has timestamp in milliseconds and sign in its address:
// base64(HMAC-SHA256(key: secret, timestamp \n secret)).
func TestDingTalk(t *testing.T) {
	answer := `{"errcode":0,"errmsg":"ok"}`
	size := int64(0)
	s := robot(t, func(r *http.Request, body map[string]any) string {
		stamp := r.URL.Query().Get("timestamp")
		h := hmac.New(sha256.New, []byte("SEC1"))
		h.Write([]byte(stamp + "\nSEC1"))
		if r.URL.Query().Get("sign") != base64.StdEncoding.EncodeToString(h.Sum(nil)) || stamp != fmt.Sprint(noon.UnixMilli()) ||
			r.URL.Query().Get("access_token") != "t" {
			return `{"errcode":310000,"errmsg":"sign not match"}`
		}
		size = r.ContentLength
		markdown, _ := body["markdown"].(map[string]any)
		if body["msgtype"] != "markdown" || markdown["title"] == "" || markdown["text"] == "" {
			return `{"errcode":400402,"errmsg":"missing"}`
		}
		return answer
	})
	c := open(t, Settings{Kind: DingTalk, Address: s.URL + "/robot/send?access_token=t", Secret: "SEC1"})
	if err := c.Send(t.Context(), brief()); err != nil {
		t.Fatal(err)
	}
	long := brief()
	for range 2000 { // of which each quote is two bytes in JSON
		long.Lines = append(long.Lines, Line{Text: strings.Repeat(`"`, 40)})
	}
	if err := c.Send(t.Context(), long); err != nil || size > 20_000 || size < 10_000 {
		t.Errorf("%v, %d bytes: 20 000 are taken at most", err, size)
	}
	answer = `{"errcode":130101,"errmsg":"send too fast"}`
	var f *Failure
	if err := c.Send(t.Context(), brief()); !errors.As(err, &f) || f.Final || f.After != 10*time.Minute {
		t.Errorf("the limit of 20 a minute: %v", err)
	}
}

// A webhook is checked by the library of Standard Webhooks itself.
func TestWebhook(t *testing.T) {
	secret := "whsec_" + base64.StdEncoding.EncodeToString([]byte("twenty-four bytes or more"))
	verifier, err := standard.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	status := http.StatusNoContent
	var ids []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := verifier.VerifyIgnoringTimestamp(body, r.Header); err != nil || r.Header.Get("webhook-timestamp") != fmt.Sprint(noon.Unix()) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		ids = append(ids, r.Header.Get("webhook-id"))
		if status == http.StatusFound {
			w.Header().Set("Location", "http://127.0.0.1:1/")
		}
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(status)
	}))
	defer s.Close()
	c := open(t, Settings{Kind: Webhook, Address: s.URL, Secret: secret})
	if err := c.Send(t.Context(), brief()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		status int
		final  bool
	}{{500, false}, {429, false}, {404, true}, {302, true}} {
		status = want.status
		var f *Failure
		if err := c.Send(t.Context(), brief()); !errors.As(err, &f) || f.Final != want.final || f.After != 2*time.Minute ||
			f.Why.Code != "http_refused" || f.Why.Args[0] != want.status {
			t.Errorf("status %d: %v", want.status, err)
		}
	}
	if len(ids) != 5 || ids[0] != "msg_1" || ids[4] != "msg_1" {
		t.Errorf("ids %v: sent again under another one", ids)
	}
}

// Private addresses are refused when connecting, whatever name leads there.
func TestPrivateAddressesAreRefused(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a private address was reached") }))
	defer s.Close()
	c, err := Open(Settings{Kind: WeCom, Address: strings.Replace(s.URL, "127.0.0.1", "localhost", 1)}, &Dialer{Now: loopback().Now})
	if err != nil {
		t.Fatal(err)
	}
	var f *Failure
	if err := c.Send(context.Background(), brief()); !errors.As(err, &f) || !f.Final || f.Why.Code != "private_address" {
		t.Errorf("localhost: %v", err)
	}
	for _, ip := range []string{"127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:10.0.0.1]",
		"[64:ff9b::a00:1]", "[2002:a00:1::1]", "[2001::1]", "[ff02::1]"} {
		c, err := Open(Settings{Kind: Webhook, Address: "http://" + ip + ":1/"}, &Dialer{Now: loopback().Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Send(t.Context(), brief()); !errors.As(err, &f) || !f.Final || f.Why.Code != "private_address" {
			t.Errorf("%s: %v", ip, err)
		}
	}
}

// What goes wrong never shows the address, which holds a robot's key.
func TestFailuresDoNotShowTheKey(t *testing.T) {
	s := httptest.NewServer(nil)
	s.Close()
	c := open(t, Settings{Kind: WeCom, Address: s.URL + "/send?key=hidden-key"})
	var f *Failure
	if err := c.Send(t.Context(), brief()); !errors.As(err, &f) || f.Why.Code != "nobody_listens" || strings.Contains(err.Error(), "hidden-key") {
		t.Errorf("a closed port: %v", err)
	}
}
