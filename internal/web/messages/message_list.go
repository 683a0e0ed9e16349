package messages

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// messagesView lists the channels and the latest messages.
type messagesView struct {
	frame.FormView
	Admin    bool
	Channels []channelRow
	Kinds    []option
	Messages []messageRow
	Networks string
	Persons  string // which channel sends mail to single persons; "" for none
}

type option struct {
	Value, Text string
	Picked      bool
}

type channelRow struct {
	ID                      int64
	Name, Kind, Shows, Lang string
	Paused                  bool
}

// messageRow is one message on its way.
type messageRow struct {
	ID                                     int64
	Title, Channel, About, Made, Due, Sent string
	State, Class, Said, Hint               string
	Tries                                  int
	Dead                                   bool
}

// shownMessages is how many messages the page shows.
const shownMessages = 100

func (s *Section) showMessages(c echo.Context) error { return s.messagesPage(c, http.StatusOK, nil) }

func (s *Section) messagesPage(c echo.Context, status int, fault *ops.Error) error {
	v := messagesView{FormView: s.FormView(c, "messages", fault), Admin: frame.PrincipalOf(c).Role >= ops.Admin}
	t := &v.T.Message
	v.Title = t.Title
	ctx := c.Request().Context()
	names := map[int64]string{}
	channels, err := s.Channels.All(ctx)
	if err != nil {
		return err
	}
	for _, x := range channels {
		names[x.ID] = x.Name
		v.Channels = append(v.Channels, channelRow{ID: x.ID, Name: x.Name, Kind: kindName(t, x.Kind), Shows: x.Shows, Lang: langName(t, x.Lang), Paused: x.Paused})
	}
	if c, ok := notify.MailServer(channels); ok {
		v.Persons = fmt.Sprintf(t.PersonsBy, c.Name)
	}
	for _, k := range notify.Kinds() {
		v.Kinds = append(v.Kinds, option{Value: k, Text: kindName(t, k)})
	}
	list, err := s.Outbox.Latest(ctx, shownMessages)
	if err != nil {
		return err
	}
	for _, d := range list {
		v.Messages = append(v.Messages, s.messageRow(v.Lang, d, names[d.Channel]))
	}
	if v.Networks, err = s.Settings.Setting(ctx, notify.AllowedSetting); err != nil {
		return err
	}
	return s.SendPage(c, status, "messages", v)
}

// messageRow says what became of a message.
func (s *Section) messageRow(lang i18n.Lang, d ops.Delivery, channel string) messageRow {
	t := &i18n.In(lang).Message
	if channel == "" {
		channel = t.Removed
	}
	if d.To != "" {
		channel = d.To
	}
	row := messageRow{ID: d.ID, Title: d.Title, Channel: channel, Made: s.Moment(d.Made), Tries: d.Tries, Dead: d.State == ops.DeliveryDead,
		About: map[string]string{notify.KindAlert: t.AboutAlert, notify.KindTest: t.AboutTest, notify.KindBrief: t.AboutBrief,
			notify.KindList: t.AboutList, notify.KindPage: t.AboutPage, notify.KindReport: t.AboutReport, notify.KindAccount: t.AboutAccount}[d.Kind]}
	switch d.State {
	case ops.DeliverySent:
		row.State, row.Class, row.Sent = t.Sent, "good", s.Moment(d.Sent)
		return row
	case ops.DeliveryDead:
		row.State, row.Class = t.Dead, "bad"
	default:
		row.State, row.Due = t.Waiting, s.Moment(d.Due)
	}
	if e := d.Why; e != nil {
		row.Said, row.Hint = lang.Error(string(e.Code), e.Message, e.Hint, e.Args)
	}
	return row
}

// kindName is what people call a kind of channels.
func kindName(t *i18n.Message, kind string) string {
	return map[string]string{notify.Mail: t.Mail, notify.WeCom: t.WeCom, notify.Feishu: t.Feishu, notify.DingTalk: t.DingTalk, notify.Webhook: t.Webhook,
		notify.Page: t.OnPage}[kind]
}

// messageView is one message as it was sent.
type messageView struct {
	frame.FormView
	messageRow
	Admin bool
	Text  notify.Message
}

// showMessage shows a message and what became of it.
func (s *Section) showMessage(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	d, ok, err := s.Outbox.One(ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	channel, _, err := s.Channels.One(ctx, d.Channel)
	if err != nil {
		return err
	}
	v := messageView{FormView: s.FormView(c, "messages", nil), Admin: frame.PrincipalOf(c).Role >= ops.Admin}
	v.messageRow = s.messageRow(v.Lang, d, channel.Name)
	v.FormView.Title = d.Title
	v.Text = notify.Message{Title: d.Title, Lang: string(v.Lang), Lines: []notify.Line{{Text: v.T.Message.Hidden}}}
	if !d.Secret {
		if v.Text, err = s.Seal.Read(d); err != nil {
			return err
		}
	}
	return s.SendPage(c, http.StatusOK, "message", v)
}

// resendMessage lets a message that was given up be tried again.
func (s *Section) resendMessage(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if _, err := frame.ReadForm(c); err != nil {
		return err
	}
	if err := s.Outbox.Resend(act(c), id); err != nil {
		return frame.Refuse(c, err, s.messagesPage)
	}
	s.Wake()
	return c.Redirect(http.StatusSeeOther, "/messages?done=1")
}

// allowNetworks keeps the private networks that messages may go to.
func (s *Section) allowNetworks(c echo.Context) error {
	form, err := frame.ReadForm(c, "networks")
	if err != nil {
		return err
	}
	texts := strings.FieldsFunc(form.Get("networks"), func(r rune) bool { return strings.ContainsRune(" ,;\r\n\t，；", r) })
	if _, err := notify.ParseNetworks(texts); err != nil {
		return frame.Refuse(c, err, s.messagesPage)
	}
	if err := s.Settings.SetSetting(act(c), notify.AllowedSetting, strings.Join(texts, " ")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/messages?done=1")
}

// trimmed returns a field without blanks around it.
func trimmed(form url.Values, name string) string { return strings.TrimSpace(form.Get(name)) }

// langName is what people call a language.
func langName(t *i18n.Message, lang string) string {
	if lang == string(i18n.Zh) {
		return t.Chinese
	}
	return t.English
}
