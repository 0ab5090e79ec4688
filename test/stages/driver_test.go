package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// drivers is a tree with scripts/driver.sh, the sources of Kotlin's driver, and what Maven would make of them.
type drivers struct {
	*testing.T
	root, cache, from string
}

func newDrivers(t *testing.T) drivers {
	dir := t.TempDir()
	d := drivers{t, filepath.Join(dir, "tree"), filepath.Join(dir, "cache"), filepath.Join(dir, "built", "driver.classpath")}
	for name, text := range map[string]string{
		"go.mod":                   "module example.com/m\n",
		"test/kotlincases/main.go": "package main\n\nimport _ \"example.com/m/generator\"\n\nfunc main() {}\n",
		"generator/generator.go":   "package generator\n\nimport _ \"embed\"\n\n//go:embed client.txt\nvar client string\n",
		"generator/client.txt":     "class Client\n",
		"generator/go_test.go":     "package generator\n",
		"runtime/kotlin/Queue.kt":  "class Queue\n", "gen/kotlin/Flow.kt": "class Flow\n", "test/vectors/drivers/kotlin/Main.kt": "fun main() {}\n",
		"scripts/kotlin/pom.xml": "<project/>\n", "scripts/test-kotlin.sh": "", "testdata/flows/order.yaml": "flow: order\n",
		"../built/classes/Main.class": "main", "../built/stdlib.jar": "stdlib",
		"../bin/javac": "#!/bin/sh\necho javac 17\n",
	} {
		d.write(name, text)
	}
	must(t, os.Chmod(filepath.Join(dir, "bin/javac"), 0o755))
	t.Setenv("PATH", filepath.Join(dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Setenv("SPECGEN_CACHE", d.cache)
	must(t, os.WriteFile(d.from, []byte(filepath.Join(dir, "built/classes")+":"+filepath.Join(dir, "built/stdlib.jar")), 0o644))
	script, err := os.ReadFile(filepath.Join(root, "scripts/driver.sh"))
	must(t, err)
	d.write("scripts/driver.sh", string(script))
	return d
}

func (d drivers) write(name, text string) {
	d.Helper()
	path := filepath.Join(d.root, name)
	must(d.T, os.MkdirAll(filepath.Dir(path), 0o755))
	must(d.T, os.WriteFile(path, []byte(text), 0o644))
}

// run runs the script, and returns what it prints, or that it fails.
func (d drivers) run(args ...string) (string, error) {
	cmd := exec.Command("bash", append([]string{filepath.Join(d.root, "scripts/driver.sh")}, args...)...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, said.String())
	}
	return strings.TrimSpace(string(out)), err
}

func (d drivers) want(args ...string) string {
	d.Helper()
	out, err := d.run(args...)
	must(d.T, err)
	return out
}

func (d drivers) wantFound(what string, want bool) {
	d.Helper()
	if folder, err := d.run("find", "kotlin"); (err == nil) != want || want != (folder != "") {
		d.Errorf("%s: the driver is found: %q, %v; want %v", what, folder, err, want)
	}
}

func TestADriverIsFoundWhereItsSourcesAreTheSame(t *testing.T) {
	d := newDrivers(t)
	d.wantFound("before it is built", false)
	digest := d.want("digest", "kotlin")
	d.want("keep", "kotlin", digest, d.from)
	folder := d.want("find", "kotlin")
	path, err := os.ReadFile(filepath.Join(folder, "driver.classpath"))
	must(t, err)
	must(t, os.RemoveAll(filepath.Dir(d.from))) // the clone goes
	classes, jar, _ := strings.Cut(string(path), ":")
	for file, want := range map[string]string{filepath.Join(classes, "Main.class"): "main", jar: "stdlib"} {
		if text, err := os.ReadFile(file); err != nil || string(text) != want {
			t.Errorf("%s is %q, %v", file, text, err)
		}
	}
	for _, source := range []string{
		"test/kotlincases/main.go", "generator/generator.go", "generator/client.txt", "runtime/kotlin/Queue.kt", "gen/kotlin/Flow.kt",
		"test/vectors/drivers/kotlin/Main.kt", "scripts/kotlin/pom.xml", "scripts/test-kotlin.sh", "testdata/flows/order.yaml", "../bin/javac",
	} {
		was, err := os.ReadFile(filepath.Join(d.root, source))
		must(t, err)
		d.write(source, string(was)+"\n")
		if source == "../bin/javac" {
			d.write(source, "#!/bin/sh\necho javac 21\n")
		}
		d.wantFound("with another "+source, false)
		d.write(source, string(was))
		d.wantFound("with the old "+source, true)
	}
	d.write("runtime/kotlin/New.kt", "")
	d.wantFound("with a new file", false)
	must(t, os.Remove(filepath.Join(d.root, "runtime/kotlin/New.kt")))
	for _, other := range []string{"generator/go_test.go", "runtime/kotlin/target/Built.kt", "validator/validator.go"} {
		d.write(other, "package generator\n\n// More.\n")
		d.wantFound("with another "+other, true)
	}
	other := d
	other.root = filepath.Join(t.TempDir(), "clone")
	must(t, os.CopyFS(other.root, os.DirFS(d.root)))
	other.wantFound("in another clone", true)
}

func TestADriverOfOtherSourcesIsNotKept(t *testing.T) {
	d := newDrivers(t)
	digest := d.want("digest", "kotlin")
	d.write("runtime/kotlin/Queue.kt", "class Queue2\n")
	if said := d.want("keep", "kotlin", digest, d.from); said != "the driver of kotlin is not kept: its sources have changed meanwhile" {
		t.Errorf("it says %q", said)
	}
	d.wantFound("after a change", false)
}

func TestADriverThatCannotBeCopiedIsNotKept(t *testing.T) {
	d := newDrivers(t)
	digest := d.want("digest", "kotlin")
	must(t, os.Remove(filepath.Join(filepath.Dir(d.from), "stdlib.jar")))
	if _, err := d.run("keep", "kotlin", digest, d.from); err == nil || !strings.Contains(err.Error(), "stdlib.jar") {
		t.Errorf("got %v", err)
	}
	d.wantFound("half of it", false)
}

func TestADigestThatCannotBeMadeFails(t *testing.T) {
	for _, source := range []string{"runtime/kotlin", "test/kotlincases", "go.mod"} {
		d := newDrivers(t)
		must(t, os.RemoveAll(filepath.Join(d.root, source)))
		if out, err := d.run("digest", "kotlin"); err == nil {
			t.Errorf("without %s: %s", source, out)
		}
	}
	d := newDrivers(t)
	if _, err := d.run("digest", "cobol"); err == nil || !strings.Contains(err.Error(), "there is no language cobol") {
		t.Errorf("got %v", err)
	}
}

func TestTwoClonesKeepOneDriver(t *testing.T) {
	d := newDrivers(t)
	digest := d.want("digest", "kotlin")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if out, err := d.run("keep", "kotlin", digest, d.from); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	group.Wait()
	if kept := d.kept(); !slices.Equal(kept, []string{digest}) {
		t.Errorf("%q is kept, want %s", kept, digest)
	}
	if files, err := os.ReadDir(d.want("find", "kotlin")); err != nil || len(files) != 3 {
		t.Errorf("it has %v, %v", files, err)
	}
}

func (d drivers) kept() []string {
	d.Helper()
	entries, err := os.ReadDir(filepath.Join(d.cache, "drivers/kotlin"))
	must(d.T, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestOldDriversGo(t *testing.T) {
	d := newDrivers(t)
	const stay = 6
	kept := filepath.Join(d.cache, "drivers/kotlin")
	for i := range stay + 3 {
		folder := filepath.Join(kept, fmt.Sprintf("old%d", i))
		must(t, os.MkdirAll(folder, 0o755))
		hours := 3 + i
		if i == stay+2 {
			hours = 0 // somebody may use it now
		}
		past := time.Now().Add(-time.Duration(hours) * time.Hour)
		must(t, os.Chtimes(folder, past, past))
	}
	left := filepath.Join(kept, "part.killed")
	must(t, os.MkdirAll(left, 0o755))
	must(t, os.Chtimes(left, time.Now().Add(-3*time.Hour), time.Now().Add(-3*time.Hour)))
	digest := d.want("digest", "kotlin")
	d.want("keep", "kotlin", digest, d.from)
	want := []string{digest, "old0", "old1", "old2", "old3", fmt.Sprintf("old%d", stay+2)}
	if got := d.kept(); !slices.Equal(got, want) {
		t.Errorf("%q stay, want %q", got, want)
	}
}
