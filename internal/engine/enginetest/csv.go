package enginetest

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// Import adds a CSV in the documented layout of record as a live batch.
func (s *Source) Import(record, text string) (batch int, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.TrimLeadingSpace = true
	lines, err := r.ReadAll()
	if err != nil {
		return 0, err
	}
	if len(lines) == 0 {
		return 0, fmt.Errorf("%s: no header", record)
	}
	w := s.Rows(record)
	for n, line := range lines[1:] {
		values := map[string]string{}
		for i, name := range lines[0] {
			values[strings.TrimSpace(name)] = strings.TrimSpace(line[i])
		}
		if err := s.Append(w, values); err != nil {
			return 0, fmt.Errorf("row %d: %w", n+1, err)
		}
	}
	return s.Add(w), nil
}
