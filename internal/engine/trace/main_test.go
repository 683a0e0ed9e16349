package trace_test

import (
	"os"
	"testing"

	"daybreak/internal/engine/enginetest"
)

func TestMain(m *testing.M) { os.Exit(enginetest.Main(m)) }
