package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// tree is a copy of the repository.
type tree struct{ root string }

// verdict is what became of a mutant.
type verdict string

const (
	killed    verdict = "killed"
	survived  verdict = "SURVIVED"
	noProgram verdict = "NO CODE" // the build fails, so that no test has said anything
)

// copied makes a copy of the files that git tracks, or would track, in the repository of the working directory.
func copied(ctx context.Context) (*tree, error) {
	listed, err := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return nil, fmt.Errorf("cannot list the files of the repository: %w; run this at its root", err)
	}
	root, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return nil, err
	}
	for path := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(root, path), path); err != nil {
			return nil, errors.Join(err, os.RemoveAll(root))
		}
	}
	return &tree{root}, nil
}

// copyFile copies a file with its mode. A file that git knows and that was removed is left out, and so is what is no file.
func copyFile(to, from string) error {
	info, err := os.Lstat(from)
	if errors.Is(err, os.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil
	}
	if err != nil {
		return err
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, info.Mode().Perm())
}

// prepare runs the list's setup, and each of its tests without a mutant: one that fails then would find every mutant.
func (t *tree) prepare(ctx context.Context, l *list, o options) error {
	for _, command := range append(l.setup, l.tests(o.only)...) {
		if out, err := t.sh(ctx, command, 3*o.timeout); err != nil {
			return fmt.Errorf("%s fails without a mutant: %w\n%s", command, err, out)
		}
	}
	return nil
}

// tests returns each command of the mutants that are tried, once.
func (l *list) tests(only []string) []string {
	var tests []string
	seen := map[string]bool{}
	for _, m := range l.mutants {
		if isNamed(only, m.name) && !seen[m.test] {
			seen[m.test] = true
			tests = append(tests, m.test)
		}
	}
	return tests
}

// try puts one mutant into the copy, runs its test and takes it out again.
func (t *tree) try(ctx context.Context, m mutant, build string, timeout time.Duration) (v verdict, err error) {
	path := filepath.Join(t.root, filepath.FromSlash(m.file))
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	changed, err := m.in(string(text))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.WriteFile(path, text, 0o644)) }()
	if build != "" {
		if _, err := t.sh(ctx, build, 3*timeout); err != nil {
			return noProgram, ctx.Err()
		}
	}
	if _, err = t.sh(ctx, m.test, timeout); err == nil {
		return survived, nil
	}
	return killed, ctx.Err()
}

// sh runs a command at the root of the copy, and returns the end of what it prints. It ends what the command has started, too, when time is up.
func (t *tree) sh(ctx context.Context, command string, timeout time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Dir = t.root
	own(cmd)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	const end = 4 << 10
	return string(out.Bytes()[max(0, out.Len()-end):]), err
}
