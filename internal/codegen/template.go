package codegen

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Templates are the files of a language that are not code, such as its README, by the bases of their names. They are written in a small part of
// what text/template takes, which would keep all methods of all types in the program (docs/decisions/0198):
//
//	{{.Name}}                        a text
//	{{markdown .Name}}               a text that a function has escaped
//	{{if .Name}}…{{else}}…{{end}}    where a bool is true, a text is not empty or a list has items; {{if not .Name}}
//	{{range .Name}}…{{else}}…{{end}} for each item of a list; in it {{.}} is the item, or {{.Name}} a value of it or of what is around
//	{{- and -}}                      no white space before or behind it
//
// A template must escape every text of the spec, with markdown, markdownCode, htmlComment, json or a function of the language.
type Templates struct {
	files     map[string][]node
	functions map[string]func(string) string
}

// Values are what a template names. A value is a string, a bool, a []string or a []Values.
type Values map[string]any

// node is a text that stands as it is, or what an action does.
type node struct {
	text            string
	action          string // "", text, if or range
	function, name  string
	not             bool
	body, otherwise []node
}

// ParseTemplates parses the files in the folder templates. It panics if one is no template, as they are a part of the program.
func ParseTemplates(files fs.FS, more map[string]func(string) string) *Templates {
	t := &Templates{files: map[string][]node{}, functions: map[string]func(string) string{
		"markdown": Markdown, "markdownCode": MarkdownCode, "htmlComment": HTMLComment, "json": jsonText,
	}}
	for name, f := range more {
		t.functions[name] = f
	}
	names, err := fs.Glob(files, "templates/*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		p := &templateParser{rest: string(text), functions: t.functions}
		nodes, end, err := p.list()
		if err != nil || end != "" {
			panic(fmt.Sprintf("%s: {{%s}} has no beginning: %v", name, end, err))
		}
		t.files[path.Base(name)] = nodes
	}
	return t
}

// jsonText is a text as JSON, with <, > and & as they are.
func jsonText(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // a string always has JSON
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// templateParser is a template of which the rest is not parsed yet.
type templateParser struct {
	rest      string
	trim      bool // the last action ends with -}}
	functions map[string]func(string) string
}

// list parses up to the end of the template, an {{else}} or an {{end}}, which it returns.
func (p *templateParser) list() (nodes []node, end string, err error) {
	for {
		text, action, err := p.next()
		if text != "" {
			nodes = append(nodes, node{text: text})
		}
		if err != nil || action == "" || action == "else" || action == "end" {
			return nodes, action, err
		}
		one, err := p.parse(action)
		if err != nil {
			return nil, "", err
		}
		nodes = append(nodes, one)
	}
}

// next returns the text up to the next action, and the action.
func (p *templateParser) next() (text, action string, err error) {
	text, rest, found := strings.Cut(p.rest, "{{")
	if p.trim {
		text = strings.TrimLeft(text, " \t\r\n")
	}
	p.rest, p.trim = "", false
	if !found {
		return text, "", nil
	}
	action, rest, found = strings.Cut(rest, "}}")
	if !found {
		return "", "", fmt.Errorf("{{%s has no end", action)
	}
	p.rest = rest
	if after, trims := strings.CutPrefix(action, "- "); trims {
		action, text = after, strings.TrimRight(text, " \t\r\n")
	}
	action, p.trim = strings.CutSuffix(action, " -")
	if strings.TrimSpace(action) == "" {
		return "", "", fmt.Errorf("{{}} names nothing")
	}
	return text, action, nil
}

// parse parses an action, and what belongs to it up to its end.
func (p *templateParser) parse(action string) (node, error) {
	words := strings.Fields(action)
	n := node{action: "text", name: words[len(words)-1]}
	if words[0] == "if" || words[0] == "range" {
		n.action, words = words[0], words[1:]
	}
	if len(words) == 2 {
		n.not, n.function = words[0] == "not" && n.action == "if", words[0]
	}
	_, known := p.functions[n.function]
	if !strings.HasPrefix(n.name, ".") || len(words) > 2 || len(words) == 2 && !n.not && (!known || n.action != "text") {
		return n, fmt.Errorf("{{%s}} is no action", action)
	}
	n.name = n.name[1:]
	if n.action == "text" {
		return n, nil
	}
	var end string
	var err error
	if n.body, end, err = p.list(); err == nil && end == "else" {
		n.otherwise, end, err = p.list()
	}
	if err == nil && end != "end" {
		err = fmt.Errorf("{{%s}} has no {{end}}", action)
	}
	return n, err
}

// Execute writes the template of a name.
func (t *Templates) Execute(name string, values Values) ([]byte, error) {
	nodes, ok := t.files[name]
	if !ok {
		return nil, fmt.Errorf("there is no template %s", name)
	}
	x := execution{functions: t.functions, scopes: []Values{values}}
	if err := x.list(nodes); err != nil {
		return nil, fmt.Errorf("template %s: %w", name, err)
	}
	return []byte(x.out.String()), nil
}

// execution writes a template. The last of scopes has the values of the innermost item.
type execution struct {
	out       strings.Builder
	functions map[string]func(string) string
	scopes    []Values
}

func (x *execution) list(nodes []node) error {
	for i := range nodes {
		if err := x.node(&nodes[i]); err != nil {
			return err
		}
	}
	return nil
}

func (x *execution) node(n *node) error {
	if n.action == "" {
		x.out.WriteString(n.text)
		return nil
	}
	value := x.value(n.name)
	switch text, isText := value.(string); {
	case n.action == "text" && isText:
		if f := x.functions[n.function]; f != nil {
			text = f(text)
		}
		x.out.WriteString(text)
		return nil
	case n.action == "if":
		return x.condition(n, value)
	case n.action == "range":
		return x.loop(n, value)
	}
	return fmt.Errorf("{{.%s}} is %T", n.name, value)
}

// value returns the value of a name in the innermost item that has it, nil if none has. That of an item that is a text has no name.
func (x *execution) value(name string) any {
	for i := len(x.scopes) - 1; i >= 0; i-- {
		if value, ok := x.scopes[i][name]; ok {
			return value
		}
	}
	return nil
}

func (x *execution) condition(n *node, value any) error {
	var holds bool
	switch v := value.(type) {
	case bool:
		holds = v
	case string:
		holds = v != ""
	case []string:
		holds = len(v) > 0
	case []Values:
		holds = len(v) > 0
	default:
		return fmt.Errorf("{{if .%s}} is %T", n.name, value)
	}
	if holds != n.not {
		return x.list(n.body)
	}
	return x.list(n.otherwise)
}

func (x *execution) loop(n *node, value any) error {
	var items []Values
	switch v := value.(type) {
	case []Values:
		items = v
	case []string:
		items = Map(v, func(text string) Values { return Values{"": text} })
	default:
		return fmt.Errorf("{{range .%s}} is %T", n.name, value)
	}
	if len(items) == 0 {
		return x.list(n.otherwise)
	}
	for _, item := range items {
		x.scopes = append(x.scopes, item)
		if err := x.list(n.body); err != nil {
			return err
		}
		x.scopes = x.scopes[:len(x.scopes)-1]
	}
	return nil
}
