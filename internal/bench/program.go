package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// buildProgram builds the program as users run it.
func buildProgram(ctx context.Context, dir string) (string, error) {
	out, err := filepath.Abs(filepath.Join(dir, "daybreak-program"))
	if err != nil {
		return "", err
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", out, "./cmd/daybreak")
	build.Dir = filepath.Join("..", "..")
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, text)
	}
	return out, nil
}

// benchProgram starts the program on the sample data, twice, and says how soon
// the first page is there and how much memory it takes idle.
func benchProgram(ctx context.Context, dir, program string) error {
	data := filepath.Join(dir, "sample")
	if err := os.RemoveAll(data); err != nil {
		return err
	}
	fmt.Println("## The program on the sample data")
	fmt.Println()
	for _, start := range []string{"with an empty directory, which it fills", "again"} {
		page, idle, err := servePage(ctx, program, data)
		if err != nil {
			return err
		}
		fmt.Printf("- started %s: first page after %d ms, %d MiB resident when idle\n", start, page.Milliseconds(), idle>>10)
	}
	fmt.Println()
	return os.RemoveAll(data)
}

// servePage returns how long it takes from the start of the program to its
// first page, and its resident memory in KiB two seconds later.
func servePage(ctx context.Context, program, data string) (page time.Duration, idle int64, err error) {
	cmd := exec.CommandContext(ctx, program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--sample", "--no-login")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait()) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, 0, err
	}
	at := strings.Index(line, "http://")
	if at < 0 {
		return 0, 0, fmt.Errorf("the program says %q", line)
	}
	answer, err := http.Get(strings.TrimSpace(line[at:]))
	if err != nil {
		return 0, 0, err
	}
	page = time.Since(start)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, 0, fmt.Errorf("the first page is %s", answer.Status)
	}
	time.Sleep(2 * time.Second)
	idle, err = resident(cmd.Process.Pid)
	return page, idle, err
}

// resident returns the resident memory of a process in KiB.
func resident(pid int) (int64, error) {
	out, err := exec.Command("ps", "-o", "rss=", "-p", fmt.Sprint(pid)).Output()
	if err != nil {
		return 0, err
	}
	var kib int64
	_, err = fmt.Sscan(string(out), &kib)
	return kib, err
}

// maxRSS returns the most memory a command that has ended had, in KiB.
func maxRSS(cmd *exec.Cmd) int64 {
	u := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if runtime.GOOS == "darwin" {
		return u.Maxrss >> 10 // there it is bytes
	}
	return u.Maxrss
}
