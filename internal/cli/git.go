package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/spec"
)

// git reads the repository that a folder lies in, by the user's own git. Nothing is fetched, and nothing is written.
type git struct {
	ctx    context.Context
	folder string // the root of the work tree
}

// errNoGit is that there is no git, or that the folder lies in no repository.
var errNoGit = errors.New("no git repository here")

// openGit returns the repository that a folder lies in.
func openGit(ctx context.Context, folder string) (*git, error) {
	g := &git{ctx: ctx, folder: folder}
	root, err := g.line("rev-parse", "--show-toplevel")
	if err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, fmt.Errorf("%w: git is not installed", errNoGit)
		}
		return nil, errNoGit
	}
	g.folder = filepath.FromSlash(root)
	return g, nil
}

func (g *git) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(g.ctx, "git", args...)
	cmd.Dir = g.folder
	// A partial clone would fetch what it lacks, and a lock would disturb who commits at the same time.
	cmd.Env = append(os.Environ(), "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return cmd
}

func (g *git) output(args ...string) ([]byte, error) { return g.command(args...).Output() }

// line returns what git prints, which is one line.
func (g *git) line(args ...string) (string, error) {
	out, err := g.output(args...)
	return strings.TrimRight(string(out), "\r\n"), err
}

// commit returns the commit that a reference names, or "" where it is not here.
func (g *git) commit(ref string) string {
	hash, err := g.line("rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return ""
	}
	return hash
}

// mergeBase returns the commit at which two commits parted, or "" where none is here.
func (g *git) mergeBase(a, b string) string {
	hash, err := g.line("merge-base", a, b)
	if err != nil {
		return ""
	}
	return hash
}

func (g *git) isShallow() bool {
	answer, err := g.line("rev-parse", "--is-shallow-repository")
	return err == nil && answer == "true"
}

// relative returns the path of a file of the work tree as git names it: from the root, with slashes.
func (g *git) relative(name string) (string, error) {
	working, err := os.Getwd()
	if err != nil {
		return "", err
	}
	root := g.folder
	if real, err := filepath.EvalSymlinks(g.folder); err == nil {
		root = real
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(working, name)
	}
	path, err := filepath.Rel(root, joined("", name)) // whose folder has its real name
	if err != nil || !filepath.IsLocal(path) {
		return "", fmt.Errorf("%s lies outside the git repository", name)
	}
	return filepath.ToSlash(path), nil
}

// files lists the wanted files of a commit, from the root. A repository may have millions of files: only the names that are wanted are kept.
func (g *git) files(commit string, wanted func(name string) bool) ([]string, error) {
	cmd := g.command("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("cannot list the files of the commit %.12s: %w", commit, err)
	}
	var out []string
	var broken error
	for in := bufio.NewReader(pipe); ; {
		name, err := in.ReadString(0)
		if err != nil {
			if err != io.EOF {
				broken = err
			}
			break
		}
		if name = name[:len(name)-1]; wanted(name) {
			out = append(out, name)
		}
	}
	if err := cmp.Or(cmd.Wait(), broken); err != nil {
		return nil, fmt.Errorf("cannot list the files of the commit %.12s: %w", commit, err)
	}
	return out, nil
}

// opener returns what opens files of a commit, as resolve wants it. Filters and conversions of the user's git are not run.
func (g *git) opener(commit string) func(string) ([]byte, []diag.Diagnostic) {
	return func(path string) ([]byte, []diag.Diagnostic) {
		name := filepath.ToSlash(path)
		missing := []diag.Diagnostic{{
			Code: "file/missing", Severity: diag.Error, Range: diag.Range{File: path}, Message: fmt.Sprintf("the commit %.12s has no file %s", commit, name),
		}}
		if kind, err := g.line("cat-file", "-t", commit+":"+name); err != nil || kind != "blob" {
			return nil, missing
		}
		cmd := g.command("cat-file", "blob", commit+":"+name)
		pipe, err := cmd.StdoutPipe()
		if err != nil || cmd.Start() != nil {
			return nil, missing
		}
		data, diagnostics := spec.ReadAll(pipe, path)
		_ = pipe.Close() // a file that is too large is not read to its end, and git ends of it
		if err := cmd.Wait(); err != nil && len(diagnostics) == 0 {
			return nil, missing
		}
		return bytes.Clone(data), diagnostics
	}
}

// notHere says that a reference is not in the repository, and what to do about it.
func (g *git) notHere(ref string) string {
	text := fmt.Sprintf("cannot find %s in this repository", ref)
	switch {
	case ref == "HEAD":
		return text + ": it has no commit yet"
	case isFetched(ref):
		return text + "; specgen fetches nothing, so run: " + fetchLine(ref)
	case g.isShallow():
		return text + "; the clone is shallow, so run: git fetch --unshallow origin"
	}
	return text + ": want a commit, a branch or a tag"
}

// isFetched reports whether a reference may be the name of something to fetch, and is safe in a command that is copied.
func isFetched(ref string) bool {
	return ref != "HEAD" && !strings.Contains(ref, "..") && strings.IndexFunc(ref, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./+#", r)
	}) < 0
}

// fetchLine is the command that brings a reference here.
func fetchLine(ref string) string {
	branch, isRemote := strings.CutPrefix(ref, "origin/")
	switch {
	case isHash(ref):
		return "git fetch origin " + ref
	case isRemote:
		return fmt.Sprintf("git fetch origin %s:refs/remotes/origin/%s", branch, branch)
	case strings.HasPrefix(ref, "refs/"):
		return fmt.Sprintf("git fetch origin %s:%s", ref, ref)
	case looksLikeVersion(ref):
		return "git fetch origin tag " + ref
	}
	return fmt.Sprintf("git fetch origin %s:refs/remotes/origin/%s", ref, ref) + ", and then name origin/" + ref
}

func isHash(ref string) bool {
	return len(ref) == 40 && strings.Trim(ref, "0123456789abcdef") == ""
}

// looksLikeVersion reports whether a name is rather one of a tag than of a branch.
func looksLikeVersion(ref string) bool {
	rest := strings.TrimPrefix(ref[strings.LastIndexByte(ref, '/')+1:], "v")
	return rest != "" && rest[0] >= '0' && rest[0] <= '9' && strings.Contains(rest, ".")
}
