package messages

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// channelView is the form of a channel. Secrets are never in it.
type channelView struct {
	frame.FormView
	ID     int64
	Action string
	Kind   string // in words
	Form   map[string]string
	Mail   bool
	Robot  bool // posts to an address
	Kept   bool // there is a secret, which stays unless another is given
	Paused bool
	Langs  []option
	TLS    []option
}

// channelFields are the fields of the form.
func channelFields() []string {
	return []string{"kind", "name", "lang", "address", "secret", "user", "from", "to", "tls", "paused", "version"}
}

func (s *Section) showNewChannel(c echo.Context) error {
	form := url.Values{"kind": {c.QueryParam("kind")}, "lang": {string(frame.Language(c))}}
	if !slices.Contains(notify.Kinds(), form.Get("kind")) {
		return echo.ErrNotFound
	}
	return s.channelForm(c, http.StatusOK, nil, 0, form)
}

func (s *Section) channelForm(c echo.Context, status int, fault *ops.Error, id int64, form url.Values) error {
	v := channelView{FormView: s.FormView(c, "messages", fault), ID: id, Action: "/message-channels", Form: map[string]string{}, Kept: id != 0,
		Paused: form.Get("paused") == "1"}
	t := &v.T.Message
	v.Title, v.Path = t.NewChannel, "/message-channels/new?kind="+url.QueryEscape(form.Get("kind"))
	if id != 0 {
		v.Action = "/message-channels/" + strconv.FormatInt(id, 10)
		v.Title, v.Path = form.Get("name"), v.Action
	}
	for _, name := range channelFields() {
		if name != "secret" {
			v.Form[name] = form.Get(name)
		}
	}
	kind := form.Get("kind")
	v.Kind, v.Mail, v.Robot = kindName(t, kind), kind == notify.Mail, kind != notify.Mail && kind != notify.Page
	for _, l := range []i18n.Lang{i18n.Zh, i18n.En} {
		v.Langs = append(v.Langs, option{string(l), langName(t, string(l)), string(l) == form.Get("lang")})
	}
	for _, x := range [][2]string{{"starttls", t.StartTLS}, {"tls", t.TLS}, {"none", t.NoTLS}} {
		v.TLS = append(v.TLS, option{x[0], x[1], x[0] == form.Get("tls")})
	}
	return s.SendPage(c, status, "channel", v)
}

// addChannel keeps a new channel.
func (s *Section) addChannel(c echo.Context) error { return s.keepChannel(c, 0) }

// changeChannel keeps what a form says of a channel.
func (s *Section) changeChannel(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	return s.keepChannel(c, id)
}

func (s *Section) keepChannel(c echo.Context, id int64) error {
	form, err := frame.ReadForm(c, channelFields()...)
	if err != nil {
		return err
	}
	if err := s.storeChannel(act(c), id, form); err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.channelForm(c, status, fault, id, form)
		})
	}
	return c.Redirect(http.StatusSeeOther, "/messages?done=1")
}

// storeChannel checks and seals what a form says, and keeps it. A blank secret,
// and a blank address of a robot, leave what there is.
func (s *Section) storeChannel(ctx context.Context, id int64, form url.Values) error {
	old := notify.Settings{}
	x := ops.Channel{Name: trimmed(form, "name"), Lang: form.Get("lang"), Kind: form.Get("kind"), Paused: form.Get("paused") == "1"}
	if id != 0 {
		now, ok, err := s.Channels.One(ctx, id)
		if err != nil {
			return err
		}
		if !ok {
			return echo.ErrNotFound
		}
		if x.Version, err = frame.WholeField(form, "version"); err != nil {
			return err
		}
		if now.Kind != notify.Page {
			old, err = s.open(now)
		}
		if err != nil && trimmed(form, "secret")+trimmed(form, "address") == "" {
			return err
		}
		x.ID, x.Kind = id, now.Kind
	}
	if err := x.Check(); err != nil {
		return err
	}
	settings := notify.Settings{Kind: x.Kind, Address: trimmed(form, "address"), Secret: form.Get("secret"), User: trimmed(form, "user"),
		From: trimmed(form, "from"), To: addresses(form.Get("to")), TLS: form.Get("tls")}
	if settings.Secret == "" {
		settings.Secret = old.Secret
	}
	if settings.Address == "" {
		settings.Address = old.Address
	}
	if settings.Kind == notify.Mail && settings.User == "" {
		settings.Secret = ""
	}
	if err := settings.Check(); err != nil {
		return err
	}
	text, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	if x.Sealed, err = s.Seal.Close(string(text)); err != nil {
		return err
	}
	x.Shows = settings.Shows()
	if id == 0 {
		_, err = s.Channels.Add(ctx, x)
	} else {
		_, err = s.Channels.Change(ctx, x)
	}
	return err
}

// open reads the settings of a channel.
func (s *Section) open(x ops.Channel) (out notify.Settings, err error) {
	text, err := s.Seal.Open(x.Sealed)
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal([]byte(text), &out)
}

// addresses reads a list of mail addresses.
func addresses(text string) []string {
	var out []string
	for _, x := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\r\n，；", r) }) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// showChannel shows the form of a channel without its secrets.
func (s *Section) showChannel(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	x, ok, err := s.Channels.One(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	form := url.Values{"kind": {x.Kind}, "name": {x.Name}, "lang": {x.Lang}, "version": {strconv.FormatInt(x.Version, 10)}}
	if x.Paused {
		form.Set("paused", "1")
	}
	settings, err := s.open(x)
	if err == nil && x.Kind == notify.Mail {
		for name, value := range map[string]string{"address": settings.Address, "user": settings.User, "from": settings.From,
			"to": strings.Join(settings.To, ", "), "tls": settings.TLS} {
			form.Set(name, value)
		}
	}
	var fault *ops.Error
	if err != nil {
		fault, _ = frame.MistakesOf(err)
	}
	return s.channelForm(c, http.StatusOK, fault, id, form)
}

// testChannel sends a message that tries a channel.
func (s *Section) testChannel(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if _, err := frame.ReadForm(c); err != nil {
		return err
	}
	if err := s.tryChannel(c, id); err != nil {
		return frame.Refuse(c, err, s.messagesPage)
	}
	return c.Redirect(http.StatusSeeOther, "/messages?done=1")
}

// tryChannel puts a message that tries a channel into the outbox.
func (s *Section) tryChannel(c echo.Context, id int64) error {
	x, ok, err := s.Channels.One(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	t := &i18n.In(i18n.Lang(x.Lang)).Message
	now := s.Clock()
	once := notify.KindTest + ":" + strconv.FormatInt(id, 10) + ":" + strconv.FormatInt(now.UnixNano(), 10)
	d, err := notify.Put(once, x, notify.Message{Kind: notify.KindTest, Title: t.TestTitle, Lines: []notify.Line{{Text: t.TestText}}, Link: s.Absolute(c, "/"),
		LinkText: t.OpenDaybreak}, now, now)
	if err != nil {
		return err
	}
	if err := s.Outbox.Test(act(c), d); err != nil {
		return err
	}
	s.Wake()
	return nil
}

// removeChannel takes a channel away.
func (s *Section) removeChannel(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err != nil {
		return err
	}
	if err := s.Channels.Remove(act(c), id, version); err != nil {
		return frame.Refuse(c, err, s.messagesPage)
	}
	return c.Redirect(http.StatusSeeOther, "/messages?done=1")
}
