package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// asProgram makes the test binary the program itself, so that tests can kill
// it and limit what it may use.
const asProgram = "DAYBREAK_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if file := os.Getenv(panicFile); file != "" {
			os.Exit(exitCode(runAt(context.Background(), panickyClock(file), nil, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)))
		}
		main()
	}
	code := m.Run()
	oneBrowser.close()
	os.Exit(code)
}

// soak reports whether the long forms of tests are to run: make soak.
func soak() bool { return os.Getenv("DAYBREAK_SOAK") != "" }

// times is how often a test repeats something: n times, or long times in the
// long form.
func times(n, long int) int {
	if soak() {
		return long
	}
	return n
}

// process is the program in a process of its own.
type process struct {
	cmd  *exec.Cmd
	log  *safeBuffer // what it wrote to stderr
	base string      // where it serves
	done chan struct{}
}

// start starts the program; env is added to its environment. It is killed when
// the test ends.
func start(t *testing.T, env []string, args ...string) (*process, io.Reader) {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(append(os.Environ(), asProgram+"=1"), env...)
	return begin(t, c)
}

// begin starts a command and returns what it prints.
func begin(t *testing.T, c *exec.Cmd) (*process, io.Reader) {
	t.Helper()
	p := &process{cmd: c, log: new(safeBuffer), done: make(chan struct{})}
	c.Stderr = p.log
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stdout = w
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	go func() {
		defer close(p.done)
		_ = c.Wait() // how it ended is in ProcessState
	}()
	t.Cleanup(func() { p.kill(); r.Close() })
	return p, r
}

// served starts the server in a process of its own and waits until it listens.
func served(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	p, out := start(t, env, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	p.listens(t, out)
	return p
}

// listens waits until the server says where it is.
func (p *process) listens(t *testing.T, out io.Reader) {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "Daybreak is at "); ok {
			go io.Copy(io.Discard, out)
			p.base = url
			return
		}
	}
	<-p.done
	t.Fatalf("the server did not start (%v): %s", p.cmd.ProcessState, p.log)
}

// kill ends the process as kill -9 does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended already
	<-p.done
}

// ended waits until the process ends and returns its exit code; -1 if a signal
// ended it, or if it is still there after the time.
func (p *process) ended(within time.Duration) (int, error) {
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode(), nil
	case <-time.After(within):
		return -1, errors.New("still running after " + within.String())
	}
}
