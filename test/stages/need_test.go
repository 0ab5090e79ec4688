package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// aptGet is an apt-get that fails where another is at work, as the real one does, and installs a program with the package's name.
const aptGet = `#!/bin/bash
bin=$(dirname "$0")
mkdir "$bin/lock" 2>/dev/null || { echo "E: Could not get lock" >&2; exit 100; }
sleep 0.2
for last; do :; done
if [[ " $* " == *" install "* ]]; then
	printf '#!/bin/sh\n' >"$bin/$last"
	chmod +x "$bin/$last"
	echo "$last" >>"$bin/installed"
fi
rmdir "$bin/lock"
`

// TestTwoClonesNeedAPackage: one waits for the other's apt-get, and then has what it needs.
func TestTwoClonesNeedAPackage(t *testing.T) {
	bin := t.TempDir()
	for name, text := range map[string]string{"apt-get": aptGet, "apt-cache": "#!/bin/sh\n[ \"$2\" = specgen-none ] || echo found\n", "sudo": "#!/bin/sh\nshift\nexec \"$@\"\n"} {
		must(t, os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755))
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Setenv("SPECGEN_CACHE", filepath.Join(bin, "cache"))
	var group sync.WaitGroup
	for _, needed := range []string{"specgen-one", "specgen-one", "specgen-one", "specgen-two"} {
		group.Go(func() {
			if out, err := exec.Command("bash", filepath.Join(root, "scripts/need.sh"), needed, needed).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", needed, err, out)
			}
		})
	}
	group.Wait()
	installed, err := os.ReadFile(filepath.Join(bin, "installed"))
	must(t, err)
	if strings.Count(string(installed), "specgen-one\n") != 1 || strings.Count(string(installed), "specgen-two\n") != 1 {
		t.Errorf("installed %q", installed)
	}
	out, err := exec.Command("bash", filepath.Join(root, "scripts/need.sh"), "specgen-one", "specgen-one", "specgen-none", "specgen-none").CombinedOutput()
	if want := "cannot go on without specgen-none: install it"; err == nil || !strings.Contains(string(out), want) {
		t.Errorf("what cannot be installed: %v, %s", err, out)
	}
}
