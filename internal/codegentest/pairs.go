package codegentest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

// Pair is a flow before and after one change, of testdata/diff. Old and New are without options; languages say which services
// of them get an emitter.
type Pair struct {
	Name     string // of its folder: the kind of change, with what tells several of a kind apart behind it
	Old, New codegen.Input
	Want     map[string]string // the lines of expected.txt: wire, conformance and each language → safe, risky or breaking; kind
}

// Pairs returns all pairs, in the order of their names. The services that get an emitter are those in the language, as specgen.yaml has it
// where it says nothing.
func Pairs(t testing.TB, language string) []Pair {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(Root, "testdata/diff/*/new.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatal("there are no pairs of flows", err)
	}
	pairs := make([]Pair, len(folders))
	for i, file := range folders {
		name := filepath.Base(filepath.Dir(file))
		folder := "testdata/diff/" + name
		pairs[i] = Pair{Name: name, Old: pairSide(t, folder+"/old.yaml", language), New: pairSide(t, folder+"/new.yaml", language)}
		if pairs[i].Want, err = Expected(filepath.Join(filepath.Dir(file), "expected.txt")); err != nil {
			t.Fatal(err)
		}
	}
	return pairs
}

func pairSide(t testing.TB, path, language string) codegen.Input {
	t.Helper()
	in := Load(t, path)
	in.Services = nil
	for _, s := range in.Flow.Services {
		if s.Language == language {
			in.Services = append(in.Services, s)
		}
	}
	return in
}

// Expected reads an expected.txt, whose lines are such as "wire: breaking".
func Expected(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	want := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		key, value, ok := strings.Cut(lines.Text(), ": ")
		if !ok {
			return nil, fmt.Errorf("%s: %q is no line such as wire: breaking", path, lines.Text())
		}
		want[key] = value
	}
	return want, nil
}

// ExpectedLines are the lines that each expected.txt has, in their order.
func ExpectedLines() []string {
	return []string{"kinds", "wire", "go", "swift", "kotlin", "typescript", "conformance"}
}
