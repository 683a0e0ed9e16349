package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// The bounds of one measurement of check-ins.
const (
	checkInTime    = 5 * time.Second
	checkInMembers = 90_000 // each checks in once
	checkInRounds  = 3
)

// benchCheckIns compares how many check-ins a second become durable: by the
// store, by the program over HTTP with a token for each member, and by a plain
// INSERT in PostgreSQL, all asked in turn.
func benchCheckIns(ctx context.Context, dir, program string) error {
	fmt.Println("## Durable check-ins a second")
	fmt.Println()
	pg, err := startPostgres(ctx, dir)
	if errors.Is(err, exec.ErrNotFound) {
		fmt.Print("PostgreSQL is not installed here, so check-ins are not compared.\n\n")
		return nil
	}
	if err != nil {
		return err
	}
	defer pg.stop()
	fmt.Printf("%s, fsync and synchronous_commit on, pgbench -M prepared over a Unix socket: INSERT into a table with a primary key.\n\n", pg.version)
	fmt.Println("| clients | the store | the program, over HTTP | PostgreSQL | store / PostgreSQL | program / PostgreSQL |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, clients := range []int{64, 256} {
		var rates [3][]float64
		for range checkInRounds {
			for i, measure := range []func() (float64, error){
				func() (float64, error) { return storeCheckIns(ctx, filepath.Join(dir, "check-ins"), clients) },
				func() (float64, error) {
					return programCheckIns(ctx, filepath.Join(dir, "check-ins"), program, clients)
				},
				func() (float64, error) { return pg.inserts(ctx, clients) },
			} {
				r, err := measure()
				if err != nil {
					return err
				}
				rates[i] = append(rates[i], r)
			}
		}
		var m [3]float64
		for i, r := range rates {
			slices.Sort(r)
			m[i] = r[len(r)/2]
		}
		fmt.Printf("| %d | %.0f | %.0f | %.0f | **%s×** | **%s×** |\n", clients, m[0], m[1], m[2], three(m[0]/m[2]), three(m[1]/m[2]))
	}
	fmt.Println()
	return nil
}

// members makes a record in dir whose members have a token each.
func members(ctx context.Context, dir string) (s *sqlite.Store, tokens []string, err error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, nil, err
	}
	if err := sqlite.Init(dir); err != nil {
		return nil, nil, err
	}
	if s, err = sqlite.Open(ctx, dir, sqlite.Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}}); err != nil {
		return nil, nil, err
	}
	hashes, kept := make([][sha256.Size]byte, checkInMembers), make([]ops.CheckInToken, checkInMembers)
	tokens = make([]string, checkInMembers)
	for i := range kept {
		tokens[i], hashes[i] = auth.NewToken("ci_")
		kept[i] = ops.CheckInToken{Name: memberName(i), Member: memberName(i)}
	}
	return s, tokens, errors.Join(err, s.Community().AddCheckInTokens(ctx, hashes, kept))
}

func memberName(i int) string { return fmt.Sprintf("m%d", i) }

// storm lets clients call checkIn with one member after the other for a while
// and returns how many a second were stored.
func storm(clients int, checkIn func(client, member int) error) (float64, error) {
	var next, done atomic.Int64
	failed := make(chan error, clients)
	began := time.Now()
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for time.Since(began) < checkInTime {
				m := int(next.Add(1)) - 1
				if m >= checkInMembers {
					return
				}
				if err := checkIn(c, m); err != nil {
					failed <- err
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	close(failed)
	return float64(done.Load()) / took.Seconds(), <-failed
}

func storeCheckIns(ctx context.Context, dir string, clients int) (float64, error) {
	s, _, err := members(ctx, dir)
	if err != nil {
		return 0, err
	}
	now := time.Now()
	days := []ops.Day{ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}.Day(now)}
	rate, err := storm(clients, func(_, m int) error {
		_, err := s.Community().CheckIn(ctx, ops.CheckIn{Member: memberName(m), At: now, Days: days})
		return err
	})
	return rate, errors.Join(err, s.Close())
}

func programCheckIns(ctx context.Context, dir, program string, clients int) (rate float64, err error) {
	s, tokens, err := members(ctx, dir)
	if err != nil {
		return 0, err
	}
	if err := s.Close(); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, program, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--no-login")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait()) }()
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, err
	}
	_, host, ok := strings.Cut(strings.TrimSpace(said), "http://")
	if !ok {
		return 0, fmt.Errorf("the program says %q", said)
	}
	lines := make([]*keptConnection, clients)
	for i := range lines {
		c, err := net.Dial("tcp", host)
		if err != nil {
			return 0, err
		}
		defer c.Close()
		lines[i] = &keptConnection{Conn: c, r: bufio.NewReader(c)}
	}
	return storm(clients, func(c, m int) error { return lines[c].checkIn(host, tokens[m]) })
}

// keptConnection sends one check-in after the other over one connection. It
// shares the processor with the program, so it does no more than it has to, as
// pgbench does.
type keptConnection struct {
	net.Conn
	r       *bufio.Reader
	request []byte
}

// checkIn sends a check-in and waits for its answer, which has to be 201.
func (c *keptConnection) checkIn(host, token string) error {
	c.request = append(c.request[:0], "POST /api/v1/check-ins HTTP/1.1\r\nHost: "...)
	c.request = append(c.request, host...)
	c.request = append(c.request, "\r\nAuthorization: Bearer "...)
	c.request = append(c.request, token...)
	c.request = append(c.request, "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"...)
	if _, err := c.Write(c.request); err != nil {
		return err
	}
	status, err := c.r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 201 ")) {
		return fmt.Errorf("answered %s", bytes.TrimSpace(status))
	}
	length := -1
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			break
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(n)); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return errors.New("the answer has no length")
	}
	_, err = c.r.Discard(length)
	return err
}

// postgres is a PostgreSQL of its own in a directory of its own.
type postgres struct {
	dir, version string
	commands     string // directory of its programs, or ""
	as           *syscall.SysProcAttr
}

// startPostgres makes and starts one; exec.ErrNotFound if it is not installed.
func startPostgres(ctx context.Context, dir string) (p *postgres, err error) {
	p = &postgres{as: &syscall.SysProcAttr{}}
	if _, err := exec.LookPath("pg_ctl"); err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
		if len(found) == 0 {
			return nil, err
		}
		p.commands = filepath.Dir(slices.Max(found))
	}
	// Beside the other data, so that all use the same disk. It does not run as root.
	if p.dir, err = os.MkdirTemp(dir, "postgres-"); err != nil {
		return nil, err
	}
	if p.dir, err = filepath.Abs(p.dir); err != nil {
		return nil, err
	}
	if os.Getuid() == 0 {
		const nobody = 65534
		p.as.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		if err := errors.Join(os.Chown(p.dir, nobody, nobody), os.Chmod(filepath.Dir(p.dir), 0o711)); err != nil {
			return nil, err
		}
	}
	if p.version, err = p.run(ctx, "postgres", "--version"); err != nil {
		return nil, err
	}
	p.version = strings.TrimSpace(p.version)
	for _, step := range [][]string{
		{"initdb", "-D", p.dir + "/data", "-U", "bench", "-A", "trust"},
		{"pg_ctl", "-D", p.dir + "/data", "-w", "-l", p.dir + "/log", "-o", "-c listen_addresses='' -c max_connections=300 -k " + p.dir, "start"},
		{"psql", "-q", "-h", p.dir, "-U", "bench", "-d", "postgres", "-c",
			"CREATE TABLE check_in (member bigint, day date, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (member, day))"},
	} {
		if _, err := p.run(ctx, step[0], step[1:]...); err != nil {
			return nil, err
		}
	}
	const script = "\\set member random(1, 1000000000000)\nINSERT INTO check_in (member, day) VALUES (:member, current_date) ON CONFLICT DO NOTHING;\n"
	return p, os.WriteFile(p.dir+"/insert.sql", []byte(script), 0o644)
}

// run runs one of PostgreSQL's commands and returns what it printed.
func (p *postgres) run(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	if p.commands != "" {
		if own := filepath.Join(p.commands, name); isThere(own) {
			cmd = exec.CommandContext(ctx, own, args...)
		}
	}
	cmd.Dir, cmd.SysProcAttr = p.dir, p.as
	// A file, not a pipe: the server that pg_ctl starts would keep that open.
	out, err := os.CreateTemp("", "daybreak-bench-")
	if err != nil {
		return "", err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	failed := cmd.Run()
	said, err := os.ReadFile(out.Name())
	if failed != nil {
		return "", fmt.Errorf("%s: %w: %s", name, failed, said)
	}
	return string(said), err
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (p *postgres) stop() {
	if _, err := p.run(context.Background(), "pg_ctl", "-D", p.dir+"/data", "-m", "fast", "-w", "stop"); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	os.RemoveAll(p.dir)
}

// inserts returns how many rows a second clients insert, each in a transaction
// of its own.
func (p *postgres) inserts(ctx context.Context, clients int) (float64, error) {
	said, err := p.run(ctx, "pgbench", "-n", "-M", "prepared", "-h", p.dir, "-U", "bench", "-c", fmt.Sprint(clients), "-j", "2",
		"-T", fmt.Sprint(int(checkInTime.Seconds())), "-f", p.dir+"/insert.sql", "postgres")
	if err != nil {
		return 0, err
	}
	_, tps, ok := strings.Cut(said, "tps = ")
	var rate float64
	if _, err := fmt.Sscan(tps, &rate); !ok || err != nil {
		return 0, fmt.Errorf("pgbench: %s", said)
	}
	return rate, nil
}
