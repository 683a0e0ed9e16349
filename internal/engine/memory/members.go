package memory

import (
	"context"
	"sync"

	"daybreak/internal/engine"
)

// memberData is what the questions about members are answered from. It is
// immutable but for what it works out when first asked.
type memberData struct {
	dict     *dictionaries
	log      *eventLog
	table    *memberTable
	matrices *matrixCache

	plain plainMatchers

	propertiesOnce sync.Once
	propertyByName map[string]property
}

func newMemberData(options Options, d *dictionaries) *memberData {
	log, table := newEventLog(options, d), &memberTable{}
	return &memberData{dict: d, log: log, table: table, matrices: newMatrixCache(log, table)}
}

// apply returns the member data after the changes.
func (m *memberData) apply(ctx context.Context, source engine.Source, changed []engine.Changed, feed *eventFeed) (*memberData, error) {
	next := &memberData{dict: m.dict}
	var differ []uint32
	var err error
	if next.log, differ, err = m.log.apply(ctx, feed); err != nil {
		return nil, err
	}
	if next.table, err = m.table.apply(ctx, source, m.dict, changed); err != nil {
		return nil, err
	}
	next.matrices = m.matrices.follow(next.log, next.table)
	if differ != nil && next.matrices.base != m.matrices.base {
		next.repairMatrices(m.matrices.base, differ)
	}
	return next, nil
}
