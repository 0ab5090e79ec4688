package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// whichAndFiles divides the arguments. KEY=VALUE stands before the files, whose names may have a = too; a trace id may stand anywhere.
func whichAndFiles(args []string) (query validator.Query, files []string, err error) {
	for _, arg := range args {
		if id, ok := traceIDOf(arg); ok {
			query.IDs = append(query.IDs, id)
			continue
		}
		key, value, isTerm := strings.Cut(arg, "=")
		if len(files) > 0 || !isTerm || isPath(arg) {
			files = append(files, arg)
			continue
		}
		if key == "" {
			return query, nil, fmt.Errorf("cannot look for %q: want KEY=VALUE, such as device_id=d-5f1c9a", arg)
		}
		query.Terms = append(query.Terms, validator.Term{Key: key, Value: value})
	}
	return query, files, nil
}

// isPath reports whether an argument says that it is the path of a file.
func isPath(arg string) bool {
	return strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../") || strings.HasPrefix(arg, "/")
}

// traceIDOf reads a trace id: 32 hex digits, or a UUID.
func traceIDOf(text string) (trace.ID, bool) {
	if len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' {
		text = strings.ReplaceAll(text, "-", "")
	}
	id, ok := trace.ParseID([]byte(text))
	return id, ok && !id.IsZero()
}

// notAFile is the error for an argument that is taken for a file, of which there is none, and that looks as if it should say which traces;
// nil where it does not look so.
func notAFile(files []string) error {
	for _, arg := range files {
		if _, err := os.Lstat(arg); err == nil || isPath(arg) || arg == stdinName {
			continue
		}
		digits := strings.ReplaceAll(arg, "-", "")
		switch {
		case len(digits) >= 16 && strings.Trim(strings.ToLower(digits), "0123456789abcdef") == "":
			return fmt.Errorf("cannot find a trace or a file %s: a trace id and a UUID have 32 hex digits, and this has %d", arg, len(digits))
		case strings.Contains(arg, "="):
			return fmt.Errorf("cannot find the file %s: if it says which traces to show, put it before the files", arg)
		case filepath.Ext(arg) == "" && !hasWildcard(arg) && !strings.ContainsAny(arg, `/\`):
			return fmt.Errorf("cannot find a file %s. If it is the value of a tag, name the tag, such as device_id=%s", arg, arg)
		}
	}
	return nil
}

// nothingFits is the error where there is nothing to show.
func nothingFits(c *validator.Collection, query validator.Query, v *validator.Validator) error {
	searched := fmt.Sprintf("%s searched", spansRead(c.Records))
	searched = strings.Replace(strings.Replace(searched, "was read", "was", 1), "were read", "were", 1)
	switch {
	case len(query.IDs) > 0:
		return fmt.Errorf("cannot find a trace %s: %s; look whether the inputs are of the right day and place", traceIDs(query.IDs), searched)
	case len(query.Terms) == 0:
		return fmt.Errorf("cannot find a trace of a flow: %s; look whether it is the right input and the right spec", searched)
	}
	for _, term := range query.Terms {
		if said := unknownTerm(term, v); said != "" {
			return fmt.Errorf("cannot find a trace that fits: %s, and %s", searched, said)
		}
	}
	return fmt.Errorf("cannot find a trace that fits: %s. All of KEY=VALUE have to hold in one trace, each with the whole value", searched)
}

func traceIDs(ids []trace.ID) string {
	if len(ids) > 1 {
		return fmt.Sprintf("with one of %d ids", len(ids))
	}
	return ids[0].String()
}

// unknownTerm says what no spec knows of a term, or "".
func unknownTerm(term validator.Term, v *validator.Validator) string {
	tags, services := []string{validator.FunnelService, validator.FunnelVersion}, []string(nil)
	for _, flow := range v.Flows() {
		for _, t := range flow.Tags {
			tags = append(tags, t.Name)
		}
		for _, s := range flow.Services {
			services = append(services, s.Name)
		}
	}
	what, name, known := "tag", term.Key, tags
	if term.Key == validator.FunnelService {
		what, name, known = "service", term.Value, services
	}
	for _, one := range known {
		if one == name {
			return ""
		}
	}
	said := fmt.Sprintf("no spec has a %s %s", what, name)
	if meant := diag.Nearest(name, known); meant != "" {
		said += fmt.Sprintf("; did you mean %s?", meant)
	}
	return said
}
