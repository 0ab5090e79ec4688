// Command mutants puts mistakes into the code, one at a time, and reports which of them the tests find:
//
//	go run ./test/mutants [-only NAME,…] test/mutants/testdata/go.txtar…
//
// It works in a copy of what git tracks, so that the working tree stays as it is. It ends with 1 where a mutant survives or does not build. docs/mutants.md says
// how lists are written.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

func main() {
	only := flag.String("only", "", "names of mutants, with commas between; all without")
	timeout := flag.Duration("timeout", 5*time.Minute, "how long a test may take; one that takes longer has found the mutant")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	survivors, err := run(ctx, os.Stdout, options{names(*only), *timeout}, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	if survivors > 0 {
		os.Exit(1)
	}
}

type options struct {
	only    []string // nil for all
	timeout time.Duration
}

func names(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// run tries the mutants of the lists, in a copy of the repository that it is called in. It returns how many no test has found.
func run(ctx context.Context, out io.Writer, o options, paths []string) (survivors int, err error) {
	if len(paths) == 0 {
		return 0, errors.New("cannot try mutants: name a list, such as test/mutants/testdata/go.txtar")
	}
	var lists []*list
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return 0, err
		}
		l, err := parse(text)
		if err != nil {
			return 0, fmt.Errorf("cannot read %s: %w", path, err)
		}
		lists = append(lists, l)
	}
	tree, err := copied(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tree.root)) }()
	for _, l := range lists {
		n, err := tree.tryAll(ctx, out, o, l)
		if err != nil {
			return 0, err
		}
		survivors += n
	}
	return survivors, nil
}

// isNamed reports whether a mutant is to be tried.
func isNamed(only []string, name string) bool { return only == nil || slices.Contains(only, name) }

// tryAll tries the mutants of a list, once its tests have passed without any.
func (t *tree) tryAll(ctx context.Context, out io.Writer, o options, l *list) (survivors int, err error) {
	if err := t.prepare(ctx, l, o); err != nil {
		return 0, err
	}
	counts := map[verdict]int{}
	for _, m := range l.mutants {
		if !isNamed(o.only, m.name) {
			continue
		}
		begun := time.Now()
		v, err := t.try(ctx, m, l.build, o.timeout)
		if err != nil {
			return 0, err
		}
		counts[v]++
		if _, err := fmt.Fprintf(out, "%-8s %s (%s, %.0f s)\n", v, m.name, m.file, time.Since(begun).Seconds()); err != nil {
			return 0, err
		}
	}
	_, err = fmt.Fprintf(out, "%d killed, %d survived, %d do not build\n", counts[killed], counts[survived], counts[noProgram])
	return counts[survived] + counts[noProgram], err
}
