package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"daybreak/internal/store/sqlite"
	"daybreak/internal/web/frame"
)

// markEvery is how often it is noted beside the record how far it has come.
const markEvery = time.Second

// beatEvery is how often the record is tried; its health is good for five
// seconds.
const beatEvery = 2 * time.Second

// monitor tries the record again and again and knows how it is.
type monitor struct {
	store *sqlite.Store
	clock func() time.Time
	log   *slog.Logger

	mu     sync.Mutex
	beat   time.Time
	backup frame.BackupHealth
}

// try writes and reads a heartbeat.
func (m *monitor) try(ctx context.Context) {
	began := m.clock()
	if err := m.store.Health().Beat(ctx); err != nil {
		if ctx.Err() == nil {
			m.log.ErrorContext(ctx, "heartbeat failed", "error", err)
		}
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.beat = began
}

// run tries until ctx ends.
func (m *monitor) run(ctx context.Context) {
	beat, mark := time.NewTicker(beatEvery), time.NewTicker(markEvery)
	defer beat.Stop()
	defer mark.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			m.try(ctx)
		case <-mark.C:
			if err := m.store.Health().Mark(); err != nil {
				m.log.WarnContext(ctx, "how far the record has come is not noted", "error", err)
			}
		}
	}
}

// Health implements frame.Monitor.
func (m *monitor) Health() frame.Health {
	m.mu.Lock()
	h := frame.Health{Beat: m.beat, Backup: m.backup}
	m.mu.Unlock()
	h.Damage, h.Lost = m.store.Health().Damage(), m.store.Health().Lost()
	h.DatabaseBytes, h.LogBytes = m.store.Health().Size()
	h.StoppedReads = m.store.Health().Stopped()
	room := m.store.Health().Room()
	h.FreeBytes, h.Stopped = room.Free, room.ImportsStopped()
	h.CheckInsStopped = !room.CheckIns
	return h
}

func (m *monitor) setBackup(b frame.BackupHealth) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.backup = b
}
