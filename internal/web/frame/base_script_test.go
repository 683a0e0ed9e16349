package frame

import "testing"

// What scripts open lies under the base, too.
func TestAddressesOfScriptsLieUnderTheBase(t *testing.T) {
	const page = `<div data-note="/notes?metric=joins" data-try="/tries/new" data-follow="/events/check-ins" data-first="2026-09-01">`
	const want = `<div data-note="/ops/notes?metric=joins" data-try="/ops/tries/new" data-follow="/ops/events/check-ins" data-first="2026-09-01">`
	if got := Base("/ops").page(page); got != want {
		t.Errorf("the page is %s", got)
	}
}
