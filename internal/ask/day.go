package ask

import "daybreak/internal/ops"

// Day returns a date, or fallback where the parameter is absent.
func (p *Params) Day(name string, fallback ops.Day) ops.Day { return p.day(name, fallback) }

// Days returns the range of from and to, both inclusive as they are written.
// Each is taken from known where it is absent.
func (p *Params) Days(known ops.Range) ops.Range { return p.days(known) }
