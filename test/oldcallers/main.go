// Command oldcallers compares what a compiler says of old callers with what testdata/diff expects of each pair of flows:
//
//	go run ./test/oldcallers LANGUAGE FOLDER LOG
//
// FOLDER is what the test TestWriteCallers of the language's backend has written, LOG what the compiler has printed for all of it.
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/specgen/specgen/internal/codegentest"
)

func main() {
	if len(os.Args) != 4 {
		fail("cannot compare: name a language, the folder of the callers and the compiler's log")
	}
	language, folder := os.Args[1], os.Args[2]
	var held []codegentest.Held
	text, err := os.ReadFile(filepath.Join(folder, "units.json"))
	if err := cmp.Or(err, json.Unmarshal(text, &held)); err != nil {
		fail(err)
	}
	log, err := os.ReadFile(os.Args[3])
	if err != nil {
		fail(err)
	}
	said, strays := read(string(log))
	verdicts := codegentest.Verdicts{Language: language, Problems: strays}
	own := map[string]bool{}
	for _, h := range held {
		want, err := codegentest.Expected(filepath.Join("testdata/diff", h.Pair, "expected.txt"))
		if err != nil {
			fail(err)
		}
		pair := codegentest.Pair{Name: h.Pair, Want: want}
		was, is := said[h.Own.Name], said[h.New.Name]
		if !own[h.Own.Name] {
			own[h.Own.Name] = true
			verdicts.Own(pair, &codegentest.Verdict{Plain: was.plain.errors, Picky: was.picky.errors})
		}
		verdict := &codegentest.Verdict{Plain: is.plain.errors, Picky: is.picky.errors, Swapped: h.Swapped}
		if len(is.plain.warnings) > len(was.plain.warnings) {
			verdict.Warnings = is.plain.warnings
		}
		if h.Warning != "" {
			verdict.Warnings = append(verdict.Warnings, h.Warning)
		}
		verdicts.New(pair, verdict)
	}
	for _, problem := range verdicts.Problems {
		fmt.Println(problem)
	}
	if len(verdicts.Problems) > 0 {
		fail(len(verdicts.Problems), "grades are not what the compiler says")
	}
	fmt.Printf("oldcallers: %d changes are graded for %s as its compiler has them\n", len(held), language)
}

func fail(what ...any) {
	fmt.Fprintln(os.Stderr, append([]any{"oldcallers:"}, what...)...)
	os.Exit(1)
}

// unit is what a compiler says of the callers in a folder.
type unit struct{ plain, picky messages }

type messages struct{ errors, warnings []string }

// message is a line of tsc, kotlinc or swiftc, such as callers/u7_plain.ts(3,1): error TS2322: ….
var message = regexp.MustCompile(`^(.*?\.(?:ts|kt|swift))[(:]\d+[,:]\d+\)?: (error|warning)(.*)$`)

var caller = regexp.MustCompile(`callers/(u\d+)_(plain|picky)\.\w+$`)

// read returns what is said of each unit, and the errors of other files: a generated client that does not compile.
func read(log string) (said map[string]unit, strays []string) {
	said = map[string]unit{}
	seen := map[string]bool{}
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "error") {
			strays = append(strays, "no caller: "+line)
		}
		m := message.FindStringSubmatch(line)
		if m == nil || seen[line] {
			continue
		}
		seen[line] = true
		at := caller.FindStringSubmatch(m[1])
		if at == nil {
			if m[2] == "error" {
				strays = append(strays, "no caller: "+line)
			}
			continue
		}
		one := said[at[1]]
		to := &one.plain
		if at[2] == "picky" && !strings.Contains(line, "no such module") { // which swiftc says of the first file alone
			to = &one.picky
		}
		if m[2] == "error" {
			to.errors = append(to.errors, line)
		} else {
			to.warnings = append(to.warnings, line)
		}
		said[at[1]] = one
	}
	return said, strays
}
