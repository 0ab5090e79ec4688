package spec

import (
	"strings"
	"testing"
)

// TestWhereTheSwiftRuntimeIs reads the two keys, and holds their patterns to what they are for.
func TestWhereTheSwiftRuntimeIs(t *testing.T) {
	read := func(source, version string) (Config, string) {
		config, diags := ParseConfig("specgen.yaml", []byte("specs: [spec/*.yaml]\ngenerate:\n  swift:\n    out: gen/swift\n    runtime: import\n"+
			"    runtime_source: \""+source+"\"\n    runtime_version: "+version+"\n"))
		var said []string
		for _, d := range diags {
			said = append(said, d.Message)
		}
		return config, strings.Join(said, "\n")
	}
	for _, source := range []string{
		"https://github.com/specgen/specgen", "file:///srv/git/specgen.git", "ssh://git@git.example/team/flowtrace.git", "git@git.example:team/flowtrace.git",
		"../../runtime/swift/flowtrace", "/srv/flowtrace",
	} {
		config, said := read(source, "1.2.3")
		if said != "" {
			t.Errorf("%s: %s", source, said)
			continue
		}
		if target := config.Generate[0]; target.RuntimeSource != source || target.RuntimeVersion != "1.2.3" || target.EmitRuntime {
			t.Errorf("got %+v", target)
		}
	}
	for _, source := range []string{"flowtrace", "https://git.example/flowtrace/", "https://git.example", "git.example:flowtrace", "../a b"} {
		if _, said := read(source, "1.2.3"); !strings.HasPrefix(said, "runtime_source cannot be ") {
			t.Errorf("%s: got %q", source, said)
		}
	}
	for _, version := range []string{"v1.2.3", "1.2", "01.0.0", "1.0.0-beta"} {
		if _, said := read("/srv/flowtrace", version); !strings.HasPrefix(said, "runtime_version ") {
			t.Errorf("%s: got %q", version, said)
		}
	}
}
