package spec

import "github.com/specgen/specgen/internal/diag"

// Config is a specgen.yaml. Paths are as they are written, relative to the file.
type Config struct {
	Specs    []string
	Released string // a folder, or ""
	Generate []Target
	Validate ValidateConfig
}

// Target is a language under generate.
type Target struct {
	Lang        string // go, swift, kotlin, typescript
	Out         string // folder
	Package     string // Go: import path of Out; Kotlin: package
	Module      string // Swift: package name; TypeScript: npm package name
	EmitRuntime bool   // the default
	AllServices bool   // default: the services whose language it is
	Range       diag.Range
}

// ValidateConfig is how traces are judged.
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
	config := Config{Specs: plainTexts(root.get("specs")), Released: plainText(root.get("released"))}
	if generate := root.get("generate"); generate != nil {
		for _, f := range generate.fields {
			config.Generate = append(config.Generate, targetOf(f))
		}
	}
	if validate := root.get("validate"); validate != nil {
		config.Validate = ValidateConfig{
			Samples:         plainTexts(validate.get("samples")),
			Severity:        severitiesOf(validate.get("severity")),
			FailOn:          plainText(validate.get("fail_on")),
			RequireCoverage: plainText(validate.get("require_coverage")) == "true",
		}
	}
	return config, diags.Sorted()
}

func targetOf(f *field) Target {
	return Target{
		Lang:        f.key,
		Out:         plainText(f.value.get("out")),
		Package:     plainText(f.value.get("package")),
		Module:      plainText(f.value.get("module")),
		EmitRuntime: plainText(f.value.get("runtime")) != "import",
		AllServices: plainText(f.value.get("services")) == "all",
		Range:       f.keyAt,
	}
}

func severitiesOf(n *node) []SeverityRule {
	if n == nil {
		return nil
	}
	var out []SeverityRule
	for _, f := range n.fields {
		if f.value.kind != mapNode {
			out = append(out, SeverityRule{Rule: f.key, Severity: f.value.raw, Range: f.keyAt})
			continue
		}
		for _, span := range f.value.fields {
			out = append(out, SeverityRule{Rule: f.key, Span: span.key, Severity: span.value.raw, Range: f.keyAt})
		}
	}
	return out
}

func plainText(n *node) string {
	if n == nil {
		return ""
	}
	return n.raw
}

func plainTexts(n *node) []string {
	if n == nil {
		return nil
	}
	out := make([]string, 0, len(n.items))
	for _, item := range n.items {
		out = append(out, item.raw)
	}
	return out
}
