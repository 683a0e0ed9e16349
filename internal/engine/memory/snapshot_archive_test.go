package memory

import (
	"reflect"
	"strings"
	"testing"
)

// What a structure holds is saved, or made again, by its method archive. Who
// adds a field has to say there what becomes of it, and then here.
func TestArchiveKnowsAllFields(t *testing.T) {
	for _, x := range []struct {
		of     any
		fields string
	}{
		{snapshot{}, "version sources keys facts memberData postTable"}, // posts and sources are read again
		{facts{}, "options dict dimensions attributes rates tables sources"},
		{attributes{}, "rows records counts"},
		{dimension{}, "name dict fold mu local values"},
		{table{}, "schema segments blankOnce blankBits streamOnce streamDays firsts counts cubes"},
		{schema{}, "record slots runSlots rolledUp measures currency day member at ident idents questions"},
		{segment{}, "runs day start finer columns conversions members at idents rates rollup blanks kept"},
		{runs{}, "dims"},
		{rollup{}, "runs rows from seg runOf values shorter"},
		{column{}, "base scale narrow wide"},
		{usedRate{}, "currency conversion"},
		{memberData{}, "dict log table matrices plain propertiesOnce propertyByName"},
		{eventLog{}, "dict clock writer kinds props base tail cut rows first days"},
		{eventKinds{}, "kinds codes near props"},
		{eventRuns{}, "start at kind patch rows first days"},
		{eventPatch{}, "members start at kind has rank"},
		{memberTable{}, "known joined channel campaign group city invitedBy staff usedOnce used"},
		{matrixCache{}, "log base all where table"},
		{activityMatrix{}, "first off count rows member entry place late base traits"},
	} {
		var fields []string
		for f := range reflect.TypeOf(x.of).Fields() {
			fields = append(fields, f.Name)
		}
		if got := strings.Join(fields, " "); got != x.fields {
			t.Errorf("%T has the fields %s; saved are %s", x.of, got, x.fields)
		}
	}
}
