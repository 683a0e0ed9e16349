package frame

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// ErrorDetail is an error as programs see it, in English.
type ErrorDetail struct {
	Code    ops.Code   `json:"code"`
	Message string     `json:"message"`
	Where   *ops.Place `json:"where,omitempty"`
	Hint    string     `json:"hint,omitempty"`
	ID      string     `json:"id,omitempty"`
}

// BadRequest makes err, whatever its code, an error in how a request asks: 400.
func BadRequest(err error) error { return asking{err} }

// IsBadRequest reports whether BadRequest made err.
func IsBadRequest(err error) bool { return errors.As(err, new(asking)) }

// asking is an error in how a request asks.
type asking struct{ error }

func (a asking) Unwrap() error { return a.error }

// WantsHTML reports whether a person is looking: no API address, and a client
// that takes HTML.
func WantsHTML(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/api/") && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// MistakesOf returns what a visitor may know of err: what is wrong, and the
// list of mistakes where there are several or where they stand behind it.
// Anything without an *ops.Error becomes "internal", whose cause only the log
// sees.
func MistakesOf(err error) (first *ops.Error, all ops.Mistakes) {
	var one *ops.Error
	if errors.As(err, &one) {
		if errors.As(one.Err, &all) {
			return one, all
		}
		if errors.As(err, &all) && len(all) > 1 {
			return one, all
		}
		return one, nil
	}
	return innocent(err), nil
}

// innocent makes an error that is no *ops.Error one.
func innocent(err error) *ops.Error {
	var he *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &he) && he.Code == http.StatusNotFound:
		return &ops.Error{Code: "not_found", Message: "There is nothing at this address.", Hint: "Go back to the start page."}
	case errors.As(err, &he) && he.Code == http.StatusMethodNotAllowed:
		return &ops.Error{Code: "method_not_allowed", Message: "This address cannot be used that way.", Hint: "See the Allow header for the methods it takes."}
	case errors.As(err, &tooLarge):
		return &ops.Error{Code: "body_too_large", Message: "The request is too large.", Args: []any{tooLarge.Limit}}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &ops.Error{Code: "body_slow", Message: "The request took too long to arrive.", Hint: "Nothing was changed. Try again.", Err: err}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &ops.Error{Code: "body_cut", Message: "The request broke off.", Hint: "Nothing was changed. Send it again.", Err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &ops.Error{Code: "too_big", Message: "The question takes too long to answer.", Hint: "Choose a shorter range or fewer groups.", Err: err}
	case errors.Is(err, context.Canceled):
		return &ops.Error{Code: "gone", Message: "The request was given up."}
	}
	return &ops.Error{Code: "internal", Message: "Something went wrong on the server.", Hint: "Try again; if it stays, give the administrator the id.", Err: err}
}

// StatusOf maps a code to its HTTP status. Codes that are not listed speak of
// content: 422; the same code in a parameter is a BadRequest.
func StatusOf(code ops.Code) int {
	switch code {
	case "empty_body", "body_cut", "trailing_data", "unknown_field", "duplicate_field", "wrong_type", "bad_json", "too_deep", "unknown_dimension", "unknown_event",
		"unknown_value", "answer_too_large", "unknown_metric", "bad_question", "token_in_url", "one_file", "unknown_role", "no_members", "bad_number", "two_keys":
		return http.StatusBadRequest
	case "sign_in", "bad_token", "wrong_login", "attempt_unknown", "issuer_refused", "not_proved":
		return http.StatusUnauthorized
	case "forbidden", "not_your_member", "cross_site", "needs_user", "wrong_confirm", "bad_set_up", "bad_way_in", "not_the_proxy", "no_link", "not_invited",
		"mail_not_verified", "no_such_user", "few_people", "not_in_your_rows", "no_rows_of_yours",
		"whole_record", "channel_for_editors":
		return http.StatusForbidden
	case "not_found", "batch_unknown", "unknown_upload", "unknown_mapping", "unknown_member", "no_such_link", "unknown_try", "unknown_note",
		"unknown_alert", "unknown_firing", "unknown_report", "unknown_commitment", "unknown_channel", "unknown_merge", "unknown_rule",
		"unknown_follow_up", "unknown_subscription", "unknown_board":
		return http.StatusNotFound
	case "method_not_allowed":
		return http.StatusMethodNotAllowed
	case "upload_stalled", "body_slow", "gone":
		return http.StatusRequestTimeout
	case "already_imported", "already_undone", "stale_plan", "key_reused", "user_exists", "challenge_exists", "group_exists", "last_admin", "too_many",
		"changed_meanwhile", "id_taken", "request_key_reused", "try_frozen", "split_frozen", "try_closed", "not_measured", "target_exists",
		"going_differs", "merged_already", "merge_circle", "report_exists", "report_final", "sources_behind", "forgotten_member", "rule_and_role",
		"not_latest", "stage_passed", "stage_left":
		return http.StatusConflict
	case "body_too_large", "file_too_large", "too_many_columns", "record_too_long", "too_many_rows", "expands_too_large", "too_many_parts":
		return http.StatusRequestEntityTooLarge
	case "content_type", "not_csv", "compressed", "old_excel", "encrypted", "not_xlsx":
		return http.StatusUnsupportedMediaType
	case "too_many_attempts", "too_many_letters", "too_many_joins", "too_many_check_ins":
		return http.StatusTooManyRequests
	case "header_too_large":
		return http.StatusRequestHeaderFieldsTooLarge
	case "wrong_host":
		return http.StatusMisdirectedRequest
	case "queue_full", "storage_failed", "busy", "too_big", "starting", "stopping", "control_total", "db_damaged":
		return http.StatusServiceUnavailable
	case "issuer_down":
		return http.StatusBadGateway
	case "disk_full", "imports_stopped", "check_ins_stopped":
		return http.StatusInsufficientStorage
	case "internal":
		return http.StatusInternalServerError
	}
	return http.StatusUnprocessableEntity
}

// DetailOf returns e as programs see it.
func DetailOf(e *ops.Error) ErrorDetail {
	d := ErrorDetail{Code: e.Code, Message: e.Message, Hint: e.Hint}
	if e.Where != (ops.Place{}) {
		where := e.Where
		where.Value = ops.Show(where.Value)
		d.Where = &where
	}
	return d
}

// NoSuchLink is what every link says that leads nowhere.
func NoSuchLink() error {
	return &ops.Error{Code: "no_such_link", Message: "This link is not valid, or no longer is.", Hint: "Ask whoever sent it for a new one."}
}
