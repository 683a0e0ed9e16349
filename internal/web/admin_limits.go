package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/auth"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/accounts"
	"daybreak/internal/web/community"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/importing"
)

// limitsView is the page of what Daybreak refuses to go beyond.
type limitsView struct {
	frame.FormView
	Limits []limitView
	State  []limitView // of the record, as it is now; empty where nobody watches it
}

type limitView struct{ Text, Value string }

// showLimits shows the limits, which are constants of the program.
func (s *Server) showLimits(c echo.Context) error {
	v := limitsView{FormView: s.FormView(c, "limits", nil)}
	v.Title = v.T.Account.Limits
	t := &v.T.Limits
	count := func(n int64) string { return i18n.Decimal(float64(n), 0, 0) }
	size := func(n int64) string {
		if n < 1<<20 {
			return count(n>>10) + " KiB"
		}
		return count(n>>20) + " MiB"
	}
	per := func(n int, window time.Duration) string {
		return fmt.Sprintf(t.PerMinutes, view.Whole(n), int(window.Minutes()))
	}
	v.Limits = []limitView{
		{t.Upload, size(ingest.MaxUpload)}, {t.Inflated, size(ingest.MaxInflated)}, {t.ZipParts, count(ingest.MaxZipParts)},
		{t.Rows, count(ingest.MaxRows)}, {t.Columns, count(ingest.MaxColumns)}, {t.Record, size(ingest.MaxRecord)}, {t.Cell, count(ingest.MaxCell)},
		{t.Cells, count(ingest.MaxCells)}, {t.Campaigns, count(ingest.MaxCampaigns)}, {t.Names, count(ingest.MaxName)}, {t.Values, "±" + count(ops.MaxUnits)},
		{t.Range, count(analysis.MaxYears)}, {t.Buckets, count(analysis.MaxBuckets)}, {t.Query, count(int64(frame.QueryTimeout.Seconds()))},
		{t.Heavy, count(frame.HeavyQueries)}, {t.Queued, count(frame.QueuedQueries)}, {t.Streams, count(maxStreams)}, {t.Header, size(maxHeaderBytes)},
		{t.JSON, size(frame.MaxJSON)}, {t.JSONDepth, count(frame.MaxJSONDepth)},
		{t.Uploads, count(importing.MaxUploads)}, {t.Users, count(ops.MaxUsers)}, {t.Sessions, count(ops.MaxSessions)}, {t.Tokens, count(ops.MaxTokens)},
		{t.Shares, count(ops.MaxShares)},
		{t.Hashes, count(auth.MaxHashes)}, {t.PerAccount, per(accounts.AttemptsPerAccount, accounts.AccountWindow)}, {t.PerAddress,
			per(accounts.AttemptsPerAddress, accounts.AddressWindow)},
		{t.Joins, per(community.JoinsPerAddress, community.JoinWindow)}, {t.Challenges, count(ops.MaxChallenges)}, {t.Groups, count(ops.MaxGroups)},
		{t.CheckInLinks, count(ops.MaxCheckInLinks)}, {t.FreshLinks, count(ops.MaxFreshLinks)}, {t.Nickname, count(ops.MaxNickname)},
		{t.CheckInsPerMember, per(community.CheckInsPerMember, community.CheckInWindow)}, {t.CheckInsPerApp, per(community.CheckInsPerApp, community.CheckInWindow)},
		{t.CheckInQueue, count(ops.MaxCheckInQueue)},
	}
	if s.Monitor != nil {
		v.State = s.recordState(&v.T.Account, s.Monitor.Health(), size)
	}
	return s.SendPage(c, http.StatusOK, "limits", v)
}

// recordState says how the record is and when it was last backed up.
func (s *Server) recordState(t *i18n.Account, h frame.Health, size func(int64) string) []limitView {
	backup := s.Moment(h.Backup.At)
	switch {
	case !h.Backup.Scheduled:
		backup = t.BackupNotScheduled
	case h.Backup.Failed && backup == "":
		backup = t.BackupFailed
	case h.Backup.Failed:
		backup += " · " + t.BackupFailed
	case backup == "":
		backup = t.Never
	}
	return []limitView{{t.LastBackup, backup}, {t.LastBeat, s.Moment(h.Beat)}, {t.DatabaseSize, size(h.DatabaseBytes)}, {t.LogSize, size(h.LogBytes)}}
}
