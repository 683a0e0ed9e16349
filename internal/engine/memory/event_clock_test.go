package memory

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

func TestEventClock(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Shanghai", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := ops.Calendar{Zone: zone, DayStart: 90 * time.Minute}
		k := newEventClock(c)
		rapid.Check(t, func(t *rapid.T) {
			at := rapid.Int64Range(int64(ops.MinDay)*86400e6, int64(ops.MaxDay)*86400e6).Draw(t, "at")
			if got, want := k.day(at), c.Day(time.UnixMicro(at)); got != want {
				t.Fatalf("%v: %v, want %v", time.UnixMicro(at).In(zone), got, want)
			}
		})
		for _, change := range k.from[1:] {
			for _, at := range []int64{change*1e6 - 1, change * 1e6} {
				if got, want := k.day(at), c.Day(time.UnixMicro(at)); got != want {
					t.Fatalf("%v: %v, want %v", time.UnixMicro(at).In(zone), got, want)
				}
			}
		}
	}
}

// Where a clock is put back from 02:00 to 01:00 and days start at 01:30, a day
// comes back for half an hour.
func TestEventClockSteady(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	if k := newEventClock(ops.Calendar{Zone: zone}); !k.steady {
		t.Error("days that start at midnight go back")
	}
	if k := newEventClock(ops.Calendar{Zone: zone, DayStart: 90 * time.Minute}); k.steady {
		t.Error("days that start at 01:30 never go back")
	}
}
