package enginetest

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"daybreak/internal/ops"
)

// Settings are the workspace settings of a case.
type Settings struct {
	Calendar ops.Calendar
	Currency string
}

// Open returns an engine that answers from the source as it is now. The engine
// may implement any of the interfaces of package engine; questions of the
// others are skipped.
type Open func(t *testing.T, source *Source, s Settings) any

// question asks an engine the question written in text and returns the answer
// in the form cases are written in; ok is false if the engine does not know
// this kind of question.
type question func(ctx context.Context, e any, text string) (answer string, ok bool, err error)

// questions lists the kinds of questions by the name of their section.
func questions() map[string]question {
	return map[string]question{
		"sums":         askSums,
		"tally":        askTally,
		"hour_minutes": askHourMinutes,
		"growth":       askGrowth,
		"retention":    askRetention,
		"stickiness":   askStickiness,
		"funnel":       askFunnel,
		"challenge":    askChallenge,
		"streaks":      askStreaks,
		"invitations":  askInvitations,
		"evening":      askEvening,
		"groups":       askGroups,
		"posts":        askPosts,
		"stages":       askStages,
		"companions":   askCompanions,
		"waiting":      askWaiting,
		"segment":      askSegment,
		"reach":        askReach,
		"earned":       askEarned,
		"attach":       askAttach,
	}
}

// Run walks the cases: the txtar files of dir in files. A case is a text that
// says what it shows, then sections in the order of what happens:
//
//	-- settings --         zone, day_start, week_start, currency; must come first
//	-- spend.csv --        an import in the documented layout; the record is the name up to the first dot
//	-- undo 2 --           the second import is undone
//	-- sums --             a question
//	-- answer --           the answer to the question before, worked out by hand
//
// An answer that begins with "error" gives the code and arguments of an error.
// Blank lines, runs of blanks and comments from # to the end of the line do
// not count.
func Run(t *testing.T, files fs.FS, dir string, open Open) {
	names, err := fs.Glob(files, path.Join(dir, "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases in %s: %v", dir, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(path.Base(name), ".txtar"), func(t *testing.T) {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			runCase(t, txtar.Parse(data), open)
		})
	}
}

func runCase(t *testing.T, a *txtar.Archive, open Open) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	s := Settings{Calendar: ops.Calendar{Zone: zone, WeekStart: time.Monday}, Currency: "CNY"}
	source := NewSource(s.Calendar)
	asked, answered := 0, 0
	var kind, answer string
	var known bool
	for _, f := range a.Files {
		text := string(f.Data)
		if f.Name == "settings" {
			if s, err = settings(s, text); err != nil {
				t.Fatal(err)
			}
			source = NewSource(s.Calendar)
		} else if record, ok := strings.CutSuffix(f.Name, ".csv"); ok {
			record, _, _ = strings.Cut(record, ".")
			if _, err := source.Import(record, text); err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		} else if batch, ok := strings.CutPrefix(f.Name, "undo "); ok {
			n, err := strconv.Atoi(batch)
			if err != nil {
				t.Fatal(err)
			}
			source.Undo(n)
		} else if f.Name == "answer" {
			answered++
			if want := normal(text); known && normal(answer) != want {
				t.Errorf("%s, question %d:\n%s\nwant:\n%s", kind, answered, normal(answer), want)
			}
		} else if ask := questions()[f.Name]; ask != nil {
			asked++
			kind = f.Name
			answer, known, err = ask(t.Context(), open(t, source, s), text)
			if err != nil {
				answer = ErrorText(err)
			}
		} else {
			t.Fatalf("section %q is neither data nor question", f.Name)
		}
	}
	if asked == 0 || asked != answered {
		t.Fatalf("%d questions, %d answers", asked, answered)
	}
}

// ErrorText writes an error as cases do.
func ErrorText(err error) string {
	if e, ok := err.(*ops.Error); ok {
		return strings.TrimSpace(fmt.Sprintln(append([]any{"error", e.Code}, e.Args...)...))
	}
	return "error " + err.Error()
}

// normal drops what does not count from an answer.
func normal(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(strings.ReplaceAll(line, "|", " | ")); len(words) > 0 {
			out = append(out, strings.Join(words, " "))
		}
	}
	return strings.Join(out, "\n")
}

// fields splits the lines of a question into a key and its words.
func fields(text string, each func(key string, words []string) error) error {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := each(words[0], words[1:]); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
	}
	return nil
}

func settings(s Settings, text string) (Settings, error) {
	err := fields(text, func(key string, words []string) (err error) {
		switch key {
		case "zone":
			s.Calendar.Zone, err = time.LoadLocation(words[0])
		case "day_start":
			s.Calendar.DayStart, err = time.ParseDuration(words[0])
		case "week_start":
			for d := range 7 {
				if strings.EqualFold(time.Weekday(d).String(), words[0]) {
					s.Calendar.WeekStart = time.Weekday(d)
				}
			}
		case "currency":
			s.Currency = words[0]
		default:
			err = fmt.Errorf("no setting %q", key)
		}
		return err
	})
	return s, err
}

// ParseRange reads first and last day, both inclusive.
func ParseRange(first, last string) (r ops.Range, err error) {
	if r.From, err = ops.ParseDay(first); err != nil {
		return r, err
	}
	if r.To, err = ops.ParseDay(last); err != nil {
		return r, err
	}
	r.To++
	return r, nil
}

// ParseFilter reads dimension=value|value or dimension!=value; a tilde
// stands for a blank and nothing for "not stated".
func ParseFilter(text string) ops.Filter {
	dimension, values, _ := strings.Cut(text, "=")
	dimension, not := strings.CutSuffix(dimension, "!")
	return ops.Filter{Dimension: dimension, Not: not, Values: strings.Split(strings.ReplaceAll(values, "~", " "), "|")}
}
