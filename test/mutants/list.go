package main

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/tools/txtar"
)

// list is the mutants of a language.
type list struct {
	setup   []string // commands that run once before the tests
	build   string   // a command that fails where a mutant is no program; "" for none
	mutants []mutant
}

// mutant is one mistake.
type mutant struct {
	name     string // what the mistake is, in a word or a few with hyphens between
	file     string
	old, new string
	test     string // the command that has to fail
}

// separator stands between the old text and the new one.
const separator = "\n>>>>\n"

// parse reads a list: an archive of which the comment has the list's commands, as "setup:", "build:" and "test:", and which has a file for each
// mutant, named "NAME PATH". A line "test: …" at its beginning is a command for it alone.
func parse(text []byte) (*list, error) {
	archive := txtar.Parse(text)
	l := &list{}
	test := ""
	for line := range strings.Lines(string(archive.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch value = strings.TrimSpace(value); key {
		case "setup":
			l.setup = append(l.setup, value)
		case "build":
			l.build = value
		case "test":
			test = value
		default:
			if key != "" && !strings.HasPrefix(key, "#") {
				return nil, fmt.Errorf("line %q: give setup:, build: or test:, and # before a comment", strings.TrimSpace(line))
			}
		}
	}
	seen := map[string]bool{}
	for _, file := range archive.Files {
		m, err := parseMutant(file, test)
		if err == nil && seen[m.name] {
			err = errors.New("two have that name")
		}
		if err != nil {
			return nil, fmt.Errorf("mutant %q: %w", file.Name, err)
		}
		seen[m.name] = true
		l.mutants = append(l.mutants, m)
	}
	return l, nil
}

func parseMutant(file txtar.File, test string) (m mutant, err error) {
	name, path, found := strings.Cut(file.Name, " ")
	if !found {
		return m, errors.New("give it a name and the path of a file")
	}
	body := string(file.Data)
	if line, rest, _ := strings.Cut(body, "\n"); strings.HasPrefix(line, "test: ") {
		test, body = strings.TrimPrefix(line, "test: "), rest
	}
	before, after, found := strings.Cut("\n"+body, separator)
	switch {
	case !found:
		return m, errors.New("write the old text, a line >>>> and the new text")
	case strings.TrimSpace(before) == "":
		return m, errors.New("it has no old text")
	case test == "":
		return m, errors.New("no test is to find it: write test: before the first mutant")
	}
	m = mutant{name: name, file: path, old: strings.TrimPrefix(before, "\n"), new: strings.TrimSuffix(after, "\n"), test: test}
	if m.old == m.new {
		return m, errors.New("it changes nothing")
	}
	return m, nil
}

// in returns the text of the mutant's file with the mistake. The old text must stand in it once.
func (m *mutant) in(text string) (string, error) {
	if n := strings.Count(text, m.old); n != 1 {
		return "", fmt.Errorf("mutant %s: its old text stands %d times in %s; write it as it is there now, with more around it where it is not alone", m.name, n, m.file)
	}
	return strings.Replace(text, m.old, m.new, 1), nil
}
