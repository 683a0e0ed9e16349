package catalog

import (
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// maxDepth is how deep brackets, and dashes of one line, may stand in each other; no
// page needs more than five. Reading what is nested takes time and memory as the square
// of the depth: 60 KB of open brackets took 5 GB.
const maxDepth = 20

// tooDeep returns the line where a text is nested deeper than maxDepth; 0 where it is
// not. Keys below each other need as many spaces as they are deep: the size of a text
// bounds them.
func tooDeep(data []byte) int {
	open, dashes, line := 0, 0, 0
	for _, t := range lexer.Tokenize(string(data)) {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open++
		case token.SequenceEndType, token.MappingEndType:
			open--
		case token.SequenceEntryType, token.MappingKeyType:
			dashes++
		}
		if open > maxDepth || dashes > maxDepth {
			return line
		}
	}
	return 0
}
