package notify

import (
	"context"
	"net/http"
	"strconv"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"daybreak/internal/ops"
)

// webhook posts messages as Standard Webhooks says
// (https://www.standardwebhooks.com): the id is the same when sent again, and
// the signature covers id, time and body.
type webhook struct {
	poster  *poster
	address string
	signer  *standard.Webhook // nil without a secret
	now     func() time.Time
}

func newWebhook(s Settings, d *Dialer) (*webhook, error) {
	w := &webhook{poster: d.poster(), address: s.Address, now: d.Now}
	if s.Secret == "" {
		return w, nil
	}
	signer, err := standard.NewWebhook(s.Secret)
	if err != nil {
		return nil, Final(&ops.Error{Code: "bad_webhook_secret", Message: "The secret is not one of Standard Webhooks: whsec_ and base64."})
	}
	w.signer = signer
	return w, nil
}

// Send implements Channel.
func (w *webhook) Send(ctx context.Context, m Message) error {
	now := w.now()
	body, err := marshal(struct {
		Type string    `json:"type"`
		At   time.Time `json:"timestamp"`
		Data any       `json:"data"`
	}{"daybreak." + m.Kind, now.UTC(), struct {
		Title string `json:"title"`
		Text  string `json:"text"`
		Link  string `json:"link,omitempty"`
		More  any    `json:"more,omitempty"`
	}{m.Title, m.Plain(), m.Link, m.Data}})
	if err != nil {
		return err
	}
	header := http.Header{}
	header.Set(standard.HeaderWebhookID, m.ID)
	header.Set(standard.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	if w.signer != nil {
		sign, err := w.signer.Sign(m.ID, now, body)
		if err != nil {
			return err
		}
		header.Set(standard.HeaderWebhookSignature, sign)
	}
	_, err = w.poster.post(ctx, w.address, body, header)
	return err
}
