package web

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"runtime/metrics"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
)

// latencies are the upper bounds of the buckets of answer times, in seconds.
func latencies() []float64 {
	return []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// served names a kind of answers. Routes are those of the router, never what a
// client sent.
type served struct {
	method, route string
	status        int
}

// telemetry counts answers for Prometheus.
type telemetry struct {
	mu      sync.Mutex
	bounds  []float64
	answers map[served]*latency
}

// latency counts answers by time; the last bucket has no bound.
type latency struct {
	buckets []int64
	sum     float64
}

func newTelemetry() *telemetry {
	return &telemetry{bounds: latencies(), answers: make(map[served]*latency)}
}

// count adds an answer.
func (t *telemetry) count(k served, took time.Duration) {
	seconds := took.Seconds()
	bucket, _ := slices.BinarySearch(t.bounds, seconds)
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.answers[k]
	if l == nil {
		l = &latency{buckets: make([]int64, len(t.bounds)+1)}
		t.answers[k] = l
	}
	l.buckets[bucket]++
	l.sum += seconds
}

// write writes all counts in Prometheus' text format, in a fixed order.
func (t *telemetry) write(w io.Writer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const name = "daybreak_request_seconds"
	fmt.Fprintf(w, "# HELP %s Time to answer a request.\n# TYPE %[1]s histogram\n", name)
	keys := make([]served, 0, len(t.answers))
	for k := range t.answers {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b served) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.method, b.method), cmp.Compare(a.status, b.status))
	})
	for _, k := range keys {
		l := t.answers[k]
		labels := fmt.Sprintf(`method=%q,route=%q,status="%d"`, k.method, k.route, k.status)
		total := int64(0)
		for i, bound := range t.bounds {
			total += l.buckets[i]
			fmt.Fprintf(w, "%s_bucket{%s,le=\"%g\"} %d\n", name, labels, bound, total)
		}
		total += l.buckets[len(t.bounds)]
		fmt.Fprintf(w, "%s_bucket{%s,le=\"+Inf\"} %d\n%[1]s_sum{%[2]s} %[4]g\n%[1]s_count{%[2]s} %[3]d\n", name, labels, total, l.sum)
	}
}

// writeTally writes what was imported since the start.
func writeTally(w io.Writer, t ingest.Tally) {
	fmt.Fprintf(w, "# HELP daybreak_imports_total Imports by outcome; a refused one stored nothing.\n# TYPE daybreak_imports_total counter\n")
	fmt.Fprintf(w, "daybreak_imports_total{outcome=\"imported\"} %d\ndaybreak_imports_total{outcome=\"refused\"} "+
		"%d\ndaybreak_imports_total{outcome=\"undone\"} %d\n", t.Imported, t.Refused, t.Undone)
	fmt.Fprintf(w, "# HELP daybreak_import_rows_total Rows of imports that are stored, by outcome.\n# TYPE daybreak_import_rows_total counter\n")
	fmt.Fprintf(w, "daybreak_import_rows_total{outcome=\"created\"} %d\ndaybreak_import_rows_total{outcome=\"updated\"} "+
		"%d\ndaybreak_import_rows_total{outcome=\"unchanged\"} %d\ndaybreak_import_rows_total{outcome=\"rejected\"} %d\n", t.Created, t.Updated, t.Unchanged,
		t.Rejected)
}

// methodLabel keeps invented methods from making counters of their own.
func methodLabel(method string) string {
	if slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch},
		method) {
		return method
	}
	return "other"
}

// showTelemetry answers in Prometheus' text format.
func (s *Server) showTelemetry(c echo.Context) error {
	var b bytes.Buffer
	gauge := func(name, help string, value float64) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %[1]s gauge\n%[1]s %[3]g\n", name, help, value)
	}
	gauge("daybreak_data_version", "Version of the data in the snapshot that answers.", float64(s.Snapshots.Current().Version()))
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(heap)
	gauge("daybreak_heap_bytes", "Memory of live and not yet collected objects.", float64(heap[0].Value.Uint64()))
	if s.Monitor != nil {
		h, now := s.Monitor.Health(), s.Clock()
		gauge("daybreak_database_bytes", "Size of the database.", float64(h.DatabaseBytes))
		gauge("daybreak_log_bytes", "Size of the database's write-ahead log.", float64(h.LogBytes))
		if h.FreeBytes >= 0 {
			gauge("daybreak_disk_free_bytes", "Space left on the disk of the database.", float64(h.FreeBytes))
		}
		gauge("daybreak_heartbeat_age_seconds", "Time since the record last took and gave back a row.", now.Sub(h.Beat).Seconds())
		damaged := 0.0
		if h.Damage != nil {
			damaged = 1
		}
		gauge("daybreak_damaged", "1 if the record was found damaged at start and is not written.", damaged)
		gauge("daybreak_lost_changes", "Changes that had been stored and were not there at start.", float64(h.Lost))
		fmt.Fprintf(&b, "# HELP daybreak_reads_stopped_total Reads of the record that were ended because they took too long.\n# TYPE "+
			"daybreak_reads_stopped_total counter\ndaybreak_reads_stopped_total %d\n", h.StoppedReads)
		if !h.Backup.At.IsZero() {
			gauge("daybreak_backup_age_seconds", "Time since the last verified backup began.", now.Sub(h.Backup.At).Seconds())
		}
	}
	if s.importing.Importer != nil {
		writeTally(&b, s.importing.Importer.Tally())
	}
	s.telemetry.write(&b)
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}
