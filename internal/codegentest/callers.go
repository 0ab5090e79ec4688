package codegentest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

// Callers is how one language writes callers.
type Callers struct {
	Backend codegen.Backend
	Ext     string // of source files, with the dot
	// Options are those of the client that is written into the folder of a name, such as c12.
	Options func(client string) codegen.Options
	// Write returns two programs of a unit that use all of a client: a plain one, which calls it as its documentation shows, and a
	// picky one, which depends on more than calls: on the exact types of functions, on all cases of an enum.
	Write func(t *testing.T, of codegen.Input, unit Unit) (plain, picky []byte)
	// Positions are the parameters of the calls that take arguments by position, and the values of enums that can be gone through.
	Positions func(t *testing.T, in codegen.Input) Positions
	// Hidden are the ends of the names of files that callers see nothing of. What differs in them alone is one client.
	Hidden []string
	// Deprecated is what stands in a comment before what is deprecated, where only linters and editors read it; "" where the compiler
	// warns.
	Deprecated string
}

// Unit is the callers of one client against another: callers/u7_plain.ts and callers/u7_picky.ts.
type Unit struct {
	Name   string // such as u7
	Client string // the folder below clients, such as c12
}

// Held is a pair, and the units that decide it.
type Held struct {
	Pair    string
	Own     Unit   // the old callers against the old client: they must compile
	New     Unit   // against the new one
	Warning string // what linters say, or ""
	Swapped string // what compiles and means something else, or ""
}

// WriteCallers writes the clients of all pairs into folder/clients, and old callers into folder/callers, each plain and picky, with the
// pairs as units.json and the units as units.txt, a name and a client a line. What differs in comments and the version alone is one client: most changes of a spec change no code.
func (c Callers) WriteCallers(t *testing.T, folder string) []Held {
	t.Helper()
	w := &callerWriter{Callers: c, t: t, folder: folder, clients: map[string]string{}, units: map[[2]string]Unit{}}
	var all []Held
	for _, pair := range Pairs(t, c.Backend.Name()) {
		was, is := w.client(pair.Old), w.client(pair.New)
		held := Held{Pair: pair.Name, Own: w.unit(pair.Old, was, was), New: w.unit(pair.Old, was, is)}
		if c.Deprecated != "" {
			held.Warning = MoreDeprecated(c.generate(t, pair.Old), c.generate(t, pair.New), c.Deprecated)
		}
		held.Swapped = c.Positions(t, pair.Old).Swapped(c.Positions(t, pair.New))
		all = append(all, held)
	}
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	w.file("units.json", text)
	w.file("units.txt", []byte(w.lines.String()))
	return all
}

func (c Callers) generate(t *testing.T, in codegen.Input) []codegen.File {
	in.Options = c.Options("client")
	files, err := c.Backend.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// MoreDeprecated says how much more is deprecated in a new client than in an old one, or is "". All callers use all of it.
func MoreDeprecated(was, is []codegen.File, mark string) string {
	count := func(files []codegen.File) (n int) {
		for _, file := range files {
			n += strings.Count(string(file.Content), mark)
		}
		return n
	}
	if more := count(is) - count(was); more > 0 {
		return fmt.Sprintf("%d declarations more are deprecated, which linters report where they are used", more)
	}
	return ""
}

type callerWriter struct {
	Callers
	t       *testing.T
	folder  string
	clients map[string]string // by what is code in their files
	units   map[[2]string]Unit
	lines   strings.Builder
}

func (w *callerWriter) file(path string, content []byte) {
	path = filepath.Join(w.folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		w.t.Fatal(err)
	}
}

var comments = regexp.MustCompile(`(?m)^\s*(//|/?\*).*\n`)

// client writes the client of a flow, and returns its name.
func (w *callerWriter) client(in codegen.Input) string {
	seen := codegen.Filter(w.generate(w.t, in), func(file codegen.File) bool {
		return !slices.ContainsFunc(w.Hidden, func(end string) bool { return strings.HasSuffix(file.Path, end) })
	})
	key := codeOf(seen, in.Flow.Version.String())
	if known := w.clients[key]; known != "" {
		return known
	}
	name := "c" + strconv.Itoa(len(w.clients)+1)
	w.clients[key] = name
	in.Options = w.Options(name)
	files, err := w.Backend.Generate(in)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, file := range files {
		w.file("clients/"+name+"/"+file.Path, file.Content)
	}
	return name
}

// codeOf is files without their comments and version.
func codeOf(files []codegen.File, version string) string {
	var b strings.Builder
	for _, file := range files {
		b.WriteString(file.Path + "\n")
		b.Write(comments.ReplaceAll(file.Content, nil))
	}
	return strings.ReplaceAll(b.String(), strconv.Quote(version), "version")
}

// unit writes the callers of one client for another one.
func (w *callerWriter) unit(of codegen.Input, was, is string) Unit {
	if known, ok := w.units[[2]string{was, is}]; ok {
		return known
	}
	unit := Unit{Name: "u" + strconv.Itoa(len(w.units)+1), Client: is}
	w.units[[2]string{was, is}] = unit
	w.lines.WriteString(unit.Name + " " + unit.Client + "\n")
	of.Options = w.Options(is)
	plain, picky := w.Write(w.t, of, unit)
	w.file("callers/"+unit.Name+"_plain"+w.Ext, plain)
	w.file("callers/"+unit.Name+"_picky"+w.Ext, picky)
	return unit
}
