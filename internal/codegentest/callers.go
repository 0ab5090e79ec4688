package codegentest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
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
	// Positions are the parameters of the calls that take arguments by position; nil where none does.
	Positions func(t *testing.T, in codegen.Input) Positions
}

// Unit is a folder of callers, those of one client against another.
type Unit struct {
	Folder string // such as u7, below callers
	Client string // such as c12, below clients
}

// Held is a pair, and the units that decide it.
type Held struct {
	Pair    string
	Own     Unit // the old callers against the old client: they must compile
	New     Unit // against the new one
	Swapped string
}

// WriteCallers writes the clients of all pairs into folder/clients, and old callers into folder/callers, each plain and picky, with the
// pairs as units.json and the units as units.txt, a folder and a client a line. What differs in comments and the version alone is one client: most changes of a spec change no code.
func (c Callers) WriteCallers(t *testing.T, folder string) []Held {
	t.Helper()
	w := &callerWriter{Callers: c, t: t, folder: folder, clients: map[string]string{}, units: map[[2]string]Unit{}}
	var all []Held
	for _, pair := range Pairs(t, c.Backend.Name()) {
		was, is := w.client(pair.Old), w.client(pair.New)
		held := Held{Pair: pair.Name, Own: w.unit(pair.Old, was, was), New: w.unit(pair.Old, was, is)}
		if c.Positions != nil {
			held.Swapped = c.Positions(t, pair.Old).Swapped(c.Positions(t, pair.New))
		}
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
	key := codeOf(w.t, w.Backend, in, w.Options("client"))
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

// codeOf is a client without its comments and version.
func codeOf(t *testing.T, backend codegen.Backend, in codegen.Input, options codegen.Options) string {
	in.Options = options
	files, err := backend.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, file := range files {
		b.WriteString(file.Path + "\n")
		b.Write(comments.ReplaceAll(file.Content, nil))
	}
	return strings.ReplaceAll(b.String(), strconv.Quote(in.Flow.Version.String()), "version")
}

// unit writes the callers of one client for another one.
func (w *callerWriter) unit(of codegen.Input, was, is string) Unit {
	if known, ok := w.units[[2]string{was, is}]; ok {
		return known
	}
	unit := Unit{Folder: "u" + strconv.Itoa(len(w.units)+1), Client: is}
	w.units[[2]string{was, is}] = unit
	w.lines.WriteString(unit.Folder + " " + unit.Client + "\n")
	of.Options = w.Options(is)
	plain, picky := w.Write(w.t, of, unit)
	w.file("callers/"+unit.Folder+"/plain"+w.Ext, plain)
	w.file("callers/"+unit.Folder+"/picky"+w.Ext, picky)
	return unit
}
