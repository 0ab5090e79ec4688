package backends_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

// firstVersion is a flow before things were added to it.
const firstVersion = `specgen: v1
flow: upload
version: 1.0.0
brief: An upload.
traces: { upload: { brief: One. } }
services:
  app: { brief: The app., tags: { build: required } }
tags:
  build: { brief: The build., type: int }
  size: { brief: The size., type: int }
  result: { brief: What came out., type: enum, values: [ok] }
  colour: { brief: The colour., type: enum, values: [red] }
spans:
  done:
    brief: It is done.
    trace: upload
    services: [app]
    tags: { result: required }
    variants: { result: { ok: {} } }
`

// secondVersion has an entry of each kind more.
var secondVersion = strings.NewReplacer(
	"version: 1.0.0", "version: 1.2.0",
	"tags: { build: required } }", "tags: { build: required, flavour: optional } }\n  tool: { brief: The tool. }",
	"values: [ok]", "values: [ok, lost]",
	"values: [red]", "values: [red, blue]",
	"spans:", "  flavour: { brief: The flavour., type: string, deprecated: { since: 1.2.0, use: size } }\nspans:",
	"services: [app]", "services: [app, tool]",
	"tags: { result: required }", "tags: { result: required, size: optional, colour: optional }",
	"{ ok: {} }", "{ ok: { }, lost: { flavour: optional } }",
).Replace(firstVersion) + "  lost: { brief: It is lost., trace: upload, services: [app, tool], tags: { size: required } }\n"

func flowOf(t *testing.T, text string) *model.Flow {
	t.Helper()
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(text), nil }, "upload.yaml")
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatal(d)
		}
	}
	return result.Flow
}

// TestSince checks that doc comments say with which version something came, and nothing of what was always there.
func TestSince(t *testing.T) {
	was, is := flowOf(t, firstVersion), flowOf(t, secondVersion)
	// said has, for each language: the span lost, the tag flavour or colour, the value lost, the service tool, and the use of size.
	said := map[string][]string{
		"go": {
			"//   - since: 1.2.0\nfunc (e *App) Lost(", "//   - since: 1.2.0\ntype Colour struct", "//   - since: 1.2.0\nfunc DoneResultLost(",
			"//   - since: 1.2.0\ntype Tool struct", "//   - size is here since 1.2.0\n", "// Deprecated: since 1.2.0. Use size.\nfunc Flavour(",
		},
		"swift": {
			"/// - Note: Since 1.2.0.\n  @discardableResult\n  public func lost(", "/// - Note: Since 1.2.0.\npublic enum Colour", "/// - Note: Since 1.2.0.\n  case lost(",
			"/// - Note: Since 1.2.0.\npublic struct UploadTool", "///   - size: The size. Here since 1.2.0.\n", "@available(*, deprecated, message: \"flavour since 1.2.0: use size\")",
		},
		"kotlin": {
			"* `lost`: It is lost.\n     *\n     * Since 1.2.0.\n", "* Wire: `colour`. Since 1.2.0.\n", "* `result` is `lost`.\n     *\n     * Since 1.2.0.\n",
			"* Make one per process. Thread-safe. Since 1.2.0.\n", "* @param size The size. Wire: `size`. Here since 1.2.0.\n", "@Deprecated(\"flavour since 1.2.0. Use size.\")",
		},
		"typescript": {
			"@remarks Emits `lost`. Since 1.2.0.\n", "@remarks Since 1.2.0.\n */\nexport type Colour", "/** @remarks Since 1.2.0. */\n  lost: \"lost\"",
			"@remarks Since 1.2.0.\n */\nexport interface UploadTool", "* The size.\n   *\n   * @remarks Since 1.2.0.\n   */\n  readonly size?:", "@deprecated Since 1.2.0. Use `size`.",
		},
	}
	never := []string{"red is here", "`red` on the wire.\n  ///", "Wire: `red`.\n     *\n     * Since", "Since 1.2.0. */\n  red:"} // it came with its tag
	for _, backend := range backends.All() {
		in := codegen.Input{Flow: is, Services: is.Services, Options: codegen.Options{Package: "example.com/gen", Module: "Gen"},
			Source: codegen.Source{Path: "upload.yaml", SHA256: strings.Repeat("0", 64)}}
		if backend.Name() == "kotlin" {
			in.Options.Package = "com.example"
		}
		plain := generated(t, backend, in)
		in.History = history.New(is, []*model.Flow{is})
		if one := generated(t, backend, in); one != plain {
			t.Errorf("%s: a history of one version says something", backend.Name())
		}
		in.History = history.New(is, []*model.Flow{was})
		text := generated(t, backend, in)
		for _, want := range said[backend.Name()] {
			if !strings.Contains(text, want) {
				t.Errorf("%s: nothing reads %q", backend.Name(), want)
			}
		}
		for _, one := range never {
			if strings.Contains(text, one) {
				t.Errorf("%s: it says %q", backend.Name(), one)
			}
		}
		if uncommented(text) != uncommented(plain) {
			t.Errorf("%s: more than comments differs", backend.Name())
		}
	}
}

func generated(t *testing.T, backend codegen.Backend, in codegen.Input) string {
	t.Helper()
	files, err := backend.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, file := range files {
		out.WriteString("== " + file.Path + "\n")
		out.Write(file.Content)
	}
	return out.String()
}

// uncommented is a text without its comments.
func uncommented(text string) string {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
		line = strings.TrimSpace(line)
		return line == "" || strings.HasPrefix(line, "//") || strings.HasPrefix(line, "*") || strings.HasPrefix(line, "/*")
	})
	return strings.Join(lines, "\n")
}
