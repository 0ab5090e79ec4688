package golang

import (
	"strconv"
	"strings"
	"testing"
)

// hostileProgram emits both spans of hostileFlow and prints their names, and the key and the wire value of an enum, quoted.
const hostileProgram = `package main

import (
	"fmt"
	"strings"

	"example.com/shop/flows/flowtrace/flowtracetest"
	"example.com/shop/flows/hostile"
)

func main() {
	spans := flowtracetest.New(nil)
	service := hostile.NewService(spans, spans.Options())
	id := hostile.AnID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
	first := service.First(id, hostile.FirstKindOne())
	service.StartSecond(first, id).End()
	for _, span := range spans.Spans() {
		fmt.Printf("%q\n", span.Name())
		for tag := range span.Tags() {
			if strings.HasPrefix(tag.Key, "kind") {
				fmt.Printf("%q\n%q\n", tag.Key, tag.Value.String())
			}
		}
	}
}
`

// TestHostileTextRuns compiles and runs a flow whose texts are hostile: they arrive on the wire as they stand in the spec,
// and nothing of them is executed.
func TestHostileTextRuns(t *testing.T) {
	text := strings.ToValidUTF8(strings.Join(hostile, " "), "\ufffd")
	in := input(hostileFlow(text))
	dir := emittedModule(t, in, []byte(hostileProgram))
	want := strconv.Quote("first"+text) + "\n" + strconv.Quote("kind"+text) + "\n" + strconv.Quote(text+"1") + "\n" + strconv.Quote("second") + "\n"
	if got := string(run(t, dir, "run", ".")); got != want {
		t.Errorf("the program prints\n%s\nwant\n%s", got, want)
	}
}
