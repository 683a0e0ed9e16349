package sqlite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// TestSort holds the order of rows against that of a comparing sort, with keys
// that need more than 64 bits and with texts.
func TestSort(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := fresh(t)
	for _, record := range ops.Records() {
		rows := ops.NewRows(record, ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary())
		for range 3000 {
			for c, column := range record.Columns {
				switch {
				case rows.Dicts[c] != nil:
					rows.Codes[c] = append(rows.Codes[c], rows.Dicts[c].Code(fmt.Sprint(random.IntN(1+random.IntN(2000)))))
				case column.Type == ops.Instant:
					rows.Ints[c] = append(rows.Ints[c], random.Int64N(1<<51))
				default:
					rows.Ints[c] = append(rows.Ints[c], random.Int64N(1<<uint(1+random.IntN(14))))
				}
			}
		}
		in, _ := s.prepare(rows, nil) // equal keys are another matter
		if !slices.IsSortedFunc(in.order, in.compareKeys) {
			t.Errorf("%s are out of order", record.Name)
		}
		seen := slices.Sorted(slices.Values(in.order))
		for i, row := range seen {
			if int(row) != i {
				t.Fatalf("%s: row %d is missing", record.Name, i)
			}
		}
	}
}
