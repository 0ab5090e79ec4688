package release_test

import (
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/release"
)

func TestWithVersion(t *testing.T) {
	const rest = "flow: upload # 1.0.0\nbrief: Version 1.0.0 of it.\n"
	for _, text := range []string{
		"specgen: v1\nversion: 1.0.0\n" + rest,
		"version: 1.0.0\nspecgen: v1\n" + rest,
		"\ufeffversion: 1.0.0   # was 0.9.0, then 1.0.0\nspecgen: v1\n" + rest,
		"# 1.0.0\r\nspecgen: v1\r\n\"version\" :   '1.0.0'\r\n" + rest,
		"specgen: v1\n" + rest + "version:\n  1.0.0",
		"{ brief: \"é 1.0.0\", version: \"1.0.0\", specgen: v1 }\n",
		"brief: |\n  version: 1.0.0\nversion: \"1.0.0\"\n",
	} {
		got, err := release.WithVersion("x.yaml", []byte(text), model.Version{Major: 1}, model.Version{Major: 1, Minor: 12})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		at := strings.Index(string(got), "1.12.0")
		if back := strings.Replace(string(got), "1.12.0", "1.0.0", 1); back != text || strings.Count(string(got), "1.12.0") != 1 || at < 0 {
			t.Errorf("%q: %q", text, got)
		}
	}
	for _, text := range []string{"", "specgen: v1\n" + rest, "version: 1.1.0\n", "version: \"1\\x2e0.0\"\n", "\xff"} {
		if got, err := release.WithVersion("x.yaml", []byte(text), model.Version{Major: 1}, model.Version{Major: 2}); err == nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}
