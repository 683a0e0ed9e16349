package memory

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

func TestEventClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"UTC", "Asia/Shanghai", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"}).Draw(t, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := ops.Calendar{Zone: zone, DayStart: time.Duration(rapid.IntRange(0, 23*60).Draw(t, "start")) * time.Minute}
		k := newEventClock(c)
		for range 100 {
			at := rapid.Int64Range(int64(ops.MinDay)*86400e6, int64(ops.MaxDay)*86400e6).Draw(t, "at")
			if got, want := k.day(at), c.Day(time.UnixMicro(at)); got != want {
				t.Fatalf("%v: %v, want %v", time.UnixMicro(at).In(zone), got, want)
			}
		}
	})
}
