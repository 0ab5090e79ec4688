package spec

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

// Config is a specgen.yaml. Paths are as they are written, relative to the file.
type Config struct {
	Specs    []string
	Released string // a folder, or ""
	Check    CheckConfig
	Generate []Target
	Validate ValidateConfig
	Accept   []Exception // of the section diff
	Docs     DocsConfig
}

// DocsConfig is the section docs: the documentation for people.
type DocsConfig struct {
	Out     string   // folder, or "" without the section
	Formats []string // markdown, html; empty for all
}

// Exception is a change that is accepted: by its fingerprint, or by its kind and element.
type Exception struct {
	Fingerprint   string
	Kind, Element string
	Reason        string
	Expires       string // YYYY-MM-DD
	Range         diag.Range
}

// CheckConfig is the section check: how specs are checked.
type CheckConfig struct {
	ExpiresWithin *int // days before an entry expires on which that is reported; 0 for never, nil for the default
}

// Target is a language under generate.
type Target struct {
	Lang        string // go, swift, kotlin, typescript
	Out         string // folder
	Package     string // Go: import path of Out; Kotlin: package
	Module      string // Swift: package name; TypeScript: npm package name
	EmitRuntime bool   // the default
	AllServices bool   // default: the services whose language it is
	// RuntimeSource and RuntimeVersion say where Swift finds a runtime that is not emitted; "" for the default.
	RuntimeSource, RuntimeVersion string
	Range                         diag.Range
}

// ValidateConfig is the section validate: how traces are validated.
type ValidateConfig struct {
	Samples         []string
	Severity        []SeverityRule
	FailOn          string // error, warning or never; "" for the default
	RequireCoverage bool
}

// SeverityRule changes the severity of a rule, everywhere or for one span.
type SeverityRule struct {
	Rule     string
	Span     string // "" for every span
	Severity string // error, warning, info, off
	Range    diag.Range
}

// ParseConfig reads a specgen.yaml as Parse reads a spec: the same subset of YAML, the same guard, and diagnostics for
// all that is wrong. The Config is of use only where there is none.
func ParseConfig(path string, data []byte) (Config, []diag.Diagnostic) {
	var diags diag.List
	root, _ := parseTree(path, data, &diags, configSchema)
	if root == nil || diags.HasErrors() {
		return Config{}, diags.Sorted()
	}
	config := Config{Specs: wordsOf(root.Get("specs")), Released: textOf(root.Get("released")).Value}
	if generate := root.Get("generate"); generate != nil {
		for _, f := range generate.Fields {
			config.Generate = append(config.Generate, targetOf(f))
		}
	}
	if check := root.Get("check"); check != nil {
		config.Check = CheckConfig{ExpiresWithin: daysOf(check.Get("expires_within"))}
	}
	if validate := root.Get("validate"); validate != nil {
		config.Validate = ValidateConfig{
			Samples:         wordsOf(validate.Get("samples")),
			Severity:        severitiesOf(validate.Get("severity")),
			FailOn:          textOf(validate.Get("fail_on")).Value,
			RequireCoverage: boolOf(validate.Get("require_coverage")).Value,
		}
	}
	if docs := root.Get("docs"); docs != nil {
		config.Docs = DocsConfig{Out: textOf(docs.Get("out")).Value, Formats: wordsOf(docs.Get("formats"))}
	}
	if section := root.Get("diff"); section != nil {
		config.Accept = exceptionsOf(section.Get("accept"))
	}
	return config, diags.Sorted()
}

func exceptionsOf(n *yamlsource.Node) []Exception {
	if n == nil {
		return nil
	}
	var out []Exception
	for _, item := range n.Items {
		text := func(key string) string { return textOf(item.Get(key)).Value }
		out = append(out, Exception{
			Fingerprint: text("fingerprint"), Kind: text("kind"), Element: text("element"), Reason: text("reason"), Expires: text("expires"),
			Range: item.At,
		})
	}
	return out
}

func targetOf(f *yamlsource.Field) Target {
	return Target{
		Lang:           f.Key,
		Out:            textOf(f.Value.Get("out")).Value,
		Package:        textOf(f.Value.Get("package")).Value,
		Module:         textOf(f.Value.Get("module")).Value,
		EmitRuntime:    textOf(f.Value.Get("runtime")).Value != "import",
		AllServices:    textOf(f.Value.Get("services")).Value == "all",
		RuntimeSource:  textOf(f.Value.Get("runtime_source")).Value,
		RuntimeVersion: textOf(f.Value.Get("runtime_version")).Value,
		Range:          f.KeyAt,
	}
}

// daysOf reads a number of days such as 30d, whose form the schema has checked.
func daysOf(n *yamlsource.Node) *int {
	if n == nil {
		return nil
	}
	days, err := strconv.Atoi(strings.TrimSuffix(n.Raw, "d"))
	if err != nil {
		return nil
	}
	return &days
}

func severitiesOf(n *yamlsource.Node) []SeverityRule {
	if n == nil {
		return nil
	}
	var out []SeverityRule
	for _, f := range n.Fields {
		if f.Value.Kind != yamlsource.Map {
			out = append(out, SeverityRule{Rule: f.Key, Severity: f.Value.Raw, Range: f.KeyAt})
			continue
		}
		for _, span := range f.Value.Fields {
			out = append(out, SeverityRule{Rule: f.Key, Span: span.Key, Severity: span.Value.Raw, Range: f.KeyAt})
		}
	}
	return out
}

// wordsOf are the texts of a list.
func wordsOf(n *yamlsource.Node) []string {
	var out []string
	for _, word := range textsOf(n) {
		out = append(out, word.Value)
	}
	return out
}
