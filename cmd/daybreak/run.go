package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"time"
	_ "time/tzdata" // zones are known wherever the program runs

	"github.com/alecthomas/kong"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// commandLine is everything the program can be told. Every flag can also be
// set by the environment: --week-start as DAYBREAK_WEEK_START.
type commandLine struct {
	Serve   serveCommand   `cmd:"" help:"Serve the dashboards."`
	Check   checkCommand   `cmd:"" help:"Check the dashboards and a data directory, and change nothing."`
	Import  importCommand  `cmd:"" help:"Import files."`
	Undo    undoCommand    `cmd:"" help:"Undo an import: its rows stop counting, every other import keeps its effect."`
	Backup  backupCommand  `cmd:"" help:"Write a checked copy of the record."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the record."`
	User    userCommand    `cmd:"" help:"Manage users."`
	Token   tokenCommand   `cmd:"" help:"Manage API tokens."`
	Member  memberCommand  `cmd:"" help:"What is held about single members."`
	Report  reportCommand  `cmd:"" help:"Write the report of a month as one HTML file, or as a PDF."`

	MCP mcpCommand `cmd:"" name:"mcp" help:"Answer an assistant on standard input and output (Model Context Protocol), from a Daybreak that is served."`

	Retention retentionCommand `cmd:"" help:"How long data that names persons is kept."`

	ResetAdmin resetAdminCommand `cmd:"" help:"Make sure somebody can sign in as an administrator."`

	Sample  sampleCommand  `cmd:"" help:"Write sample data as CSV files, as big as you like."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// environment is what a command runs in.
type environment struct {
	ctx    context.Context
	stdout io.Writer
	stderr io.Writer
	clock  func() time.Time
	uptime func() time.Duration // of the machine, its sleep included; nil with a clock of one's own
	log    *slog.Logger
	open   *workspace   // of the server that carries the command out; else nil
	space  sqlite.Space // of the disk; nil asks the system
}

// die ends the program because what it remembers may not be what is stored.
// Nobody is answered any more; the next start reads the record.
func (e *environment) die(cause any, stack []byte) {
	e.log.Error("the writer panicked, the program ends", "error", fmt.Sprint(cause), "stack", string(stack))
	os.Exit(exitFailure)
}

// The exit codes, those of sysexits where it has one.
const (
	exitFailure = 1  // something went wrong that is nobody's mistake
	exitOpen    = 2  // a file leaves questions open that only a person can answer
	exitUsage   = 64 // the command line is wrong
	exitData    = 65 // a file was not imported
	exitRefused = 78 // the program refuses to run like this
)

// usageError is a mistake in the command line.
type usageError struct{ error }

// dataError is a file that was not imported.
type dataError struct{ error }

// questionsError is a file that was not imported because it leaves questions
// open.
type questionsError struct{ error }

func (u usageError) Unwrap() error     { return u.error }
func (d dataError) Unwrap() error      { return d.error }
func (q questionsError) Unwrap() error { return q.error }

// exitCode returns the exit code for what run returned.
func exitCode(err error) int {
	var usage usageError
	var data dataError
	var open questionsError
	var there handedError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &data):
		return exitData
	case errors.As(err, &open):
		return exitOpen
	case errors.As(err, &there):
		return there.exit
	case ops.CodeOf(err) != "":
		return exitRefused
	}
	return exitFailure
}

// stopParsing ends kong's work when it has printed help.
type stopParsing struct{ code int }

// run is the program: it does what args say until it is done or ctx ends. An
// error has been told on stderr when run returns it.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	return runAt(ctx, time.Now, uptime, args, getenv, stdout, stderr)
}

// runAt is run with a clock of its own.
func runAt(ctx context.Context, clock func() time.Time, uptime func() time.Duration, args []string, getenv func(string) string,
	stdout, stderr io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			stop, ok := p.(stopParsing)
			if !ok {
				panic(p)
			}
			if stop.code != 0 {
				err = usageError{fmt.Errorf("exit %d", stop.code)}
			}
		}
	}()
	var cli commandLine
	parser, err := kong.New(&cli, kong.Name("daybreak"), kong.Description("The operations dashboard a head of operations opens every morning."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(stopParsing{code}) }), kong.Resolvers(fromEnvironment(getenv)))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "daybreak: %s\nRun daybreak --help for what it can do.\n", err)
		return usageError{err}
	}
	env := &environment{ctx: ctx, stdout: stdout, stderr: stderr, clock: clock, uptime: uptime, log: slog.New(slog.NewJSONHandler(stderr, nil))}
	err = parsed.Run(env)
	if target := parsed.Selected().Target; ops.CodeOf(err) == "db_locked_dir" && target.CanAddr() {
		if c, ok := target.Addr().Interface().(command); ok {
			err = handOver(env, c, err)
		}
	}
	if err != nil {
		fmt.Fprintf(stderr, "daybreak: %s\n", err)
		return err
	}
	return nil
}

// fromEnvironment finds flags that the command line does not give.
func fromEnvironment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if v := getenv("DAYBREAK_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))); v != "" {
			return v, nil
		}
		return nil, nil
	})
}

type versionCommand struct {
	Materials bool `help:"Print what the program is made of, as CycloneDX JSON."`
}

// Run prints the version.
func (c versionCommand) Run(env *environment) error {
	if c.Materials {
		return writeBOM(env.stdout)
	}
	_, err := fmt.Fprintln(env.stdout, "daybreak", version())
	return err
}

// released is the version of a release, set by the linker.
var released string

// version returns the version the program was built from.
func version() string {
	if released != "" {
		return released
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	out := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (out == "" || out == "(devel)") {
			out = s.Value
		}
	}
	return out
}
