package picture

import (
	"strconv"
	"strings"

	"daybreak/internal/view"
)

// path reads the data of a path of straight parts with absolute places, as package
// chart writes them, and gives its points their places.
func path(data string, to func(point) point) (runs [][]point, closed bool) {
	var at point
	var run []point
	flush := func() {
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run = nil
	}
	for i := 0; i < len(data); {
		command := data[i]
		j := i + 1
		for j < len(data) && strings.IndexByte("MLHVZ", data[j]) < 0 {
			j++
		}
		var numbers []float64
		for _, f := range strings.Fields(data[i+1 : j]) {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil {
				return nil, false
			}
			numbers = append(numbers, v)
		}
		i = j
		switch {
		case command == 'Z':
			closed = true
			continue
		case command == 'M' && len(numbers) == 2:
			flush()
			at = point{numbers[0], numbers[1]}
		case command == 'L' && len(numbers) == 2:
			at = point{numbers[0], numbers[1]}
		case command == 'H' && len(numbers) == 1:
			at.x = numbers[0]
		case command == 'V' && len(numbers) == 1:
			at.y = numbers[0]
		default:
			return nil, false
		}
		run = append(run, to(at))
	}
	flush()
	return runs, closed
}

// into returns what puts the places of a box of width × height into another.
func into(width, height float64, in box) func(point) point {
	return func(p point) point { return point{in.x + p.x/width*in.width, in.y + p.y/height*in.height} }
}

// spark draws a small line.
func (p *Picture) spark(k view.Spark, in box) {
	if k.Line == "" || k.Width == 0 || k.Height == 0 {
		return
	}
	to := into(float64(k.Width), float64(k.Height), in)
	if runs, _ := path(k.Area, to); len(runs) > 0 {
		p.add(&shape{runs: runs, closed: true, fill: ink("c1").at(.1)})
	}
	if runs, _ := path(k.Line, to); len(runs) > 0 {
		p.add(&shape{runs: runs, stroke: ink("c1"), width: 1.5})
	}
	if runs, _ := path(k.Open, to); len(runs) > 0 {
		p.add(&shape{runs: runs, stroke: ink("c1"), width: 1.5, dash: []float64{2, 2}})
	}
}

// share reads a length in per cent of another, as package chart writes it.
func share(text string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if err != nil {
		return 0
	}
	return v / 100
}
