package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"sync"

	"daybreak/internal/ops"
)

// A data directory belongs to one process. While a server has it, commands that
// change accounts, import or back up are carried out by that server: the command line
// hands them over on a socket in the directory, which only the directory's
// owner can reach, and prints what the server answers.

// controlName is the socket's file in the data directory.
const controlName = "control.sock"

// maxControlBytes bounds a command that is handed over.
const maxControlBytes = 1 << 20

// command is a command of the command line, with its flags.
type command interface{ Run(env *environment) error }

// handed lists the commands that a server carries out for the command line.
func handed() []command {
	return []command{&userAddCommand{}, &userListCommand{}, &userPasswordCommand{}, &userRowsCommand{}, &userRemoveCommand{}, &resetAdminCommand{},
		&tokenCreateCommand{}, &tokenListCommand{}, &tokenRevokeCommand{}, &importCommand{}, &undoCommand{}, &backupCommand{},
		&memberExportCommand{}, &memberForgetCommand{}, &reportCommand{}, &retentionShowCommand{}, &retentionSetCommand{},
		&retentionLapseCommand{}}
}

// order is a command on its way to the server.
type order struct {
	Command string          `json:"command"`
	Flags   json.RawMessage `json:"flags"`
}

// said is a part of the answer: output, or the end with what went wrong.
type said struct {
	Out   []byte `json:"out,omitempty"`
	Err   []byte `json:"err,omitempty"`
	Done  bool   `json:"done,omitempty"`
	Fault string `json:"fault,omitempty"`
	Exit  int    `json:"exit,omitempty"`
}

// handedError is what went wrong with a command that the server carried out.
type handedError struct {
	text string
	exit int
}

func (h handedError) Error() string { return h.text }

func nameOf(c command) string { return reflect.TypeOf(c).Elem().Name() }

// handOver lets the server that has the data directory carry out c. It returns
// refused where none listens there, or c is not for it.
func handOver(env *environment, c command, refused error) error {
	var known bool
	for _, h := range handed() {
		known = known || nameOf(h) == nameOf(c)
	}
	d, ok := c.(interface{ directory() string })
	if !known || !ok {
		return refused
	}
	conn, err := new(net.Dialer).DialContext(env.ctx, "unix", filepath.Join(d.directory(), controlName))
	if err != nil {
		return refused
	}
	defer conn.Close()
	defer context.AfterFunc(env.ctx, func() { conn.Close() })()
	flags, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(conn).Encode(order{nameOf(c), flags}); err != nil {
		return err
	}
	for answer := json.NewDecoder(conn); ; {
		var s said
		if err := answer.Decode(&s); err != nil {
			return errors.Join(env.ctx.Err(), fmt.Errorf("the server stopped before it was done: %w", err))
		}
		if _, err := env.stdout.Write(s.Out); err != nil {
			return err
		}
		if _, err := env.stderr.Write(s.Err); err != nil {
			return err
		}
		switch {
		case s.Fault != "":
			return handedError{s.Fault, s.Exit}
		case s.Done:
			return nil
		}
	}
}

// control carries out what command lines hand over.
type control struct {
	env  *environment
	open *workspace
	l    net.Listener
	wg   sync.WaitGroup
}

// newControl listens in the data directory. What a server that was killed left
// there is in nobody's use: the directory is ours.
func newControl(env *environment, data string, w *workspace) (*control, error) {
	path := filepath.Join(data, controlName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(env.ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return &control{env: env, open: w, l: l}, nil
}

// run carries out commands until ctx ends, and the last of them with it.
func (c *control) run(ctx context.Context) {
	defer context.AfterFunc(ctx, func() { c.l.Close() })()
	for {
		conn, err := c.l.Accept()
		if err != nil {
			break
		}
		c.wg.Go(func() { c.carryOut(ctx, conn) })
	}
	c.wg.Wait()
}

// carryOut answers one command. Who goes away gives it up.
func (c *control) carryOut(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	read := json.NewDecoder(io.LimitReader(conn, maxControlBytes))
	var o order
	if err := read.Decode(&o); err != nil {
		return
	}
	go func() {
		defer cancel()
		_ = read.Decode(new(order)) // nothing more comes: it returns when the other side goes
	}()
	answer := &teller{to: json.NewEncoder(conn)}
	env := &environment{ctx: ctx, stdout: stream{answer, false}, stderr: stream{answer, true}, clock: c.env.clock, log: c.env.log, open: c.open}
	err := c.order(env, o)
	end := said{Done: true}
	if err != nil {
		end.Fault, end.Exit = err.Error(), exitCode(err)
	}
	if err := answer.tell(end); err != nil {
		c.env.log.WarnContext(ctx, "a command was carried out, and who gave it is gone", "command", o.Command, "error", err)
	}
}

func (c *control) order(env *environment, o order) error {
	for _, h := range handed() {
		if nameOf(h) == o.Command {
			if err := json.Unmarshal(o.Flags, h); err != nil {
				return err
			}
			return h.Run(env)
		}
	}
	return &ops.Error{Code: "unknown_command", Message: "The server that has the data directory does not know this command.",
		Hint: "Use the program of the same version."}
}

// teller writes the parts of an answer, one after the other.
type teller struct {
	mu sync.Mutex
	to *json.Encoder
}

func (t *teller) tell(s said) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.to.Encode(s)
}

// stream is an output of a command on its way back.
type stream struct {
	to  *teller
	err bool
}

// Write implements io.Writer.
func (s stream) Write(p []byte) (int, error) {
	part := said{Out: p}
	if s.err {
		part = said{Err: p}
	}
	return len(p), s.to.tell(part)
}
