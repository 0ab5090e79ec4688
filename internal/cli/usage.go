package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/diag"
)

// The errors of a wrong command line. Each suggests what was probably meant, if a name is near.

// knownCommand rejects a first word that is not a command.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return fmt.Errorf("unknown command %q%s", args[0], meant("specgen ", nearestName(args[0], names)))
}

// nearestName returns the shortest name that begins with the word or, where none does, one that is similar.
func nearestName(word string, names []string) (nearest string) {
	for _, name := range names {
		if len(word) > 1 && strings.HasPrefix(name, word) && (nearest == "" || len(name) < len(nearest)) {
			nearest = name
		}
	}
	if nearest == "" {
		return diag.Nearest(word, names)
	}
	return nearest
}

// meant returns the end of an error message that suggests a word, or "" without a word.
func meant(prefix, word string) string {
	if word == "" {
		return ""
	}
	return "; did you mean " + prefix + word + "?"
}

// noArguments rejects arguments of a command that has none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments, and got %q", cmd.CommandPath(), args[0])
}

// noLanguages rejects arguments of generate, and says how to name a language.
func noLanguages(cmd *cobra.Command, args []string) error {
	var langs []string
	for _, arg := range args {
		lang := nearestLanguage(arg)
		if lang == "" {
			return noArguments(cmd, args)
		}
		langs = append(langs, lang)
	}
	if len(langs) == 0 {
		return nil
	}
	return fmt.Errorf("%w%s", noArguments(cmd, args), meant(cmd.CommandPath()+" --lang ", strings.Join(langs, ",")))
}

// languageAliases are words that people use for languages besides their names in specgen.yaml.
var languageAliases = map[string]string{"golang": "go", "kt": "kotlin", "ts": "typescript", "javascript": "typescript", "js": "typescript"}

// nearestLanguage returns the language that a word names or was probably meant to, or "".
func nearestLanguage(word string) string {
	names := backends.Names()
	if slices.Contains(names, word) {
		return word
	}
	if name, ok := languageAliases[strings.ToLower(word)]; ok {
		return name
	}
	return diag.Nearest(word, names)
}

// knownLanguages rejects a value of --lang that is no language.
func knownLanguages(langs []string) error {
	for _, lang := range langs {
		if _, err := backends.ByName(lang); err != nil {
			return misused(fmt.Errorf("%w%s", err, meant("", nearestLanguage(lang))))
		}
	}
	return nil
}

// nearFlag adds to the error about an unknown flag the flag that was probably meant.
func nearFlag(cmd *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return err
	}
	var names []string
	add := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	}
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	if letters := unknown.GetSpecifiedShortnames(); letters != "" { // -format for --format
		letters, _, _ = strings.Cut(letters, "=")
		if slices.Contains(names, letters) {
			return fmt.Errorf("%w%s", err, meant("--", letters))
		}
		return err
	}
	return fmt.Errorf("%w%s", err, meant("--", nearestName(unknown.GetSpecifiedName(), names)))
}
