package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// dataFlags name the data directory.
type dataFlags struct {
	Data string `default:"data" type:"path" help:"Data directory, made if there is none."`
}

func (f dataFlags) directory() string { return f.Data }

// calendarFlags are the settings that say what a day, a week and a sum of
// money are. A data directory remembers them.
type calendarFlags struct {
	Timezone  string `help:"Time zone in which days are counted (remembered; at first Asia/Shanghai)." placeholder:"ZONE"`
	WeekStart string `help:"First day of a week: monday or sunday (remembered; at first monday)." placeholder:"DAY"`
	DayStart  string `help:"Wall-clock time at which a day begins: an hour, or 04:30 (remembered; at first 0)." placeholder:"TIME"`
	Currency  string `help:"Currency reports are in (remembered; at first CNY)." placeholder:"CODE"`
}

// setting is one remembered setting.
type setting struct{ name, value, fallback string }

func (f calendarFlags) settings() []setting {
	return []setting{
		{"timezone", f.Timezone, "Asia/Shanghai"},
		{"week_start", f.WeekStart, "monday"},
		{"day_start", f.DayStart, "0"},
		{"currency", f.Currency, "CNY"},
	}
}

// workspace is an open data directory.
type workspace struct {
	store    *sqlite.Store
	calendar ops.Calendar
	currency string

	published func(context.Context) error // nil without a server: see ingest.Importer
	renewed   func(context.Context) error // makes the figures of a server anew; nil without one
}

// openWorkspace opens the data directory, making it if need be, under the
// settings it remembers and those the flags state.
func openWorkspace(env *environment, dir string, flags calendarFlags) (*workspace, error) {
	if err := checkClock(env.clock()); err != nil {
		return nil, err
	}
	if err := sqlite.Init(dir); err != nil {
		return nil, err
	}
	stated, err := parseSettings(flags.settings())
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(env.ctx, dir, sqlite.Options{Calendar: stated.calendar, Clock: env.clock, Uptime: env.uptime, Panicked: env.die,
		Space: env.space})
	if err != nil {
		return nil, err
	}
	settings := flags.settings()
	for i, s := range settings {
		if s.value != "" {
			err = store.Settings().SetSetting(env.ctx, s.name, s.value)
		} else if settings[i].value, err = store.Settings().Setting(env.ctx, s.name); err == nil && settings[i].value == "" {
			err = store.Settings().SetSetting(env.ctx, s.name, s.fallback)
		}
		if err != nil {
			store.Close()
			return nil, err
		}
	}
	w, err := parseSettings(settings)
	if err != nil {
		store.Close()
		return nil, err
	}
	store.SetCalendar(w.calendar) // the remembered settings may differ from those it was opened with
	w.store = store
	return w, nil
}

// parseSettings makes a calendar and a currency of the settings; a blank value
// is its fallback.
func parseSettings(settings []setting) (*workspace, error) {
	w := &workspace{}
	for _, s := range settings {
		v := s.value
		if v == "" {
			v = s.fallback
		}
		var err error
		switch s.name {
		case "timezone":
			w.calendar.Zone, err = zone(v)
		case "week_start":
			w.calendar.WeekStart, err = weekStart(v)
		case "day_start":
			w.calendar.DayStart, err = dayStart(v)
		case "currency":
			w.currency, err = currency(v)
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

func zone(name string) (*time.Location, error) {
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" || name == "" {
		return nil, &ops.Error{Code: "unknown_zone", Message: fmt.Sprintf("There is no time zone %s.", ops.Show(name)), Hint: "Write it as Asia/Shanghai.",
			Args: []any{ops.Show(name)}}
	}
	return z, nil
}

func weekStart(name string) (time.Weekday, error) {
	switch strings.ToLower(name) {
	case "monday":
		return time.Monday, nil
	case "sunday":
		return time.Sunday, nil
	}
	return 0, &ops.Error{Code: "bad_week_start", Message: fmt.Sprintf("A week cannot start on %s.", ops.Show(name)), Hint: "It starts on monday or sunday.",
		Args: []any{ops.Show(name)}}
}

func dayStart(s string) (time.Duration, error) {
	hours, minutes, ok := strings.Cut(s, ":")
	h, err1 := strconv.Atoi(hours)
	m, err2 := 0, error(nil)
	if ok {
		m, err2 = strconv.Atoi(minutes)
	}
	if err1 != nil || err2 != nil || h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, &ops.Error{Code: "bad_day_start", Message: fmt.Sprintf("A day cannot start at %s.", ops.Show(s)),
			Hint: "Give an hour from 0 to 23, or a time as 04:30.", Args: []any{ops.Show(s)}}
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, nil
}

func currency(code string) (string, error) {
	upper := strings.ToUpper(code)
	if len(upper) != 3 || strings.Trim(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", &ops.Error{Code: "bad_currency", Message: fmt.Sprintf("%s is not a currency code.", ops.Show(code)), Hint: "Write three letters, as CNY.",
			Args: []any{ops.Show(code)}}
	}
	return upper, nil
}

// importer returns the importer into the workspace.
func (w *workspace) importer(env *environment) *ingest.Importer {
	i := ingest.NewImporter(w.store, ingest.Settings{Calendar: w.calendar, Currency: w.currency, Clock: env.clock})
	i.Forgotten = sqlite.PersonsIn(w.store).Forgotten
	i.Memory, i.Published = w.store.Mappings(), w.published
	i.Catalog = sync.OnceValue(func() *ops.Catalog {
		found, err := catalog.Load(dashboards.Files, ask.PanelShapes())
		if err != nil {
			panic(err) // they are part of the program, and a test reads them
		}
		return found
	})
	return i
}

// withWorkspace opens the data directory, runs f and closes it. In a server it
// runs f on what that has open.
func withWorkspace(env *environment, data string, flags calendarFlags, f func(w *workspace) error) error {
	if env.open != nil {
		for _, s := range flags.settings() {
			kept, err := env.open.store.Settings().Setting(env.ctx, s.name)
			if err != nil {
				return err
			}
			if s.value != "" && s.value != kept {
				return &ops.Error{Code: "settings_in_use", Message: "The settings cannot be changed while a server uses the data directory.",
					Hint: "Leave --timezone, --week-start, --day-start and --currency out, or stop the server first."}
			}
		}
		return f(env.open)
	}
	w, err := openWorkspace(env, data, flags)
	if err != nil {
		return err
	}
	return errors.Join(f(w), w.Close())
}

// engine returns an engine over the workspace that holds its newest snapshot.
func (w *workspace) engine(ctx context.Context) (*memory.Engine, error) {
	e := memory.New(w.store, memory.Options{Calendar: w.calendar, Currency: w.currency})
	return e, e.Refresh(ctx)
}

// Close closes the data directory.
func (w *workspace) Close() error { return w.store.Close() }
