package yamlsource

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	yamltoken "github.com/goccy/go-yaml/token"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
)

// tokenize returns the tokens of lines first up to but without end, in goccy's form for parse and in ours for the guard.
// Their positions are those of the whole file.
func (s *source) tokenize(first, end int) (yamltoken.Tokens, []token) {
	raw := lexer.Tokenize(s.text(first, end))
	out := make([]token, 0, len(raw))
	for i, t := range raw {
		t.Position.Line += first - 1
		mine := tokenOf(t)
		if i > 0 && out[i-1].kind == blockMark {
			mine.kind = blockText
		}
		out = append(out, mine)
	}
	return raw, out
}

// tokenOf translates a goccy token.
func tokenOf(t *yamltoken.Token) token {
	out := token{kind: kindOf(t), text: t.Value, line: t.Position.Line, column: t.Position.Column}
	if out.kind == plainToken || out.kind == quotedToken {
		out.newlines = strings.Count(strings.TrimSpace(t.Origin), "\n")
	}
	return out
}

// kindOf translates the type of a goccy token.
func kindOf(t *yamltoken.Token) tokenKind {
	switch t.Type {
	case yamltoken.MappingValueType:
		return colonMark
	case yamltoken.SequenceEntryType:
		return dashMark
	case yamltoken.MappingStartType, yamltoken.SequenceStartType:
		return openMark
	case yamltoken.MappingEndType, yamltoken.SequenceEndType:
		return closeMark
	case yamltoken.CollectEntryType:
		return commaMark
	case yamltoken.LiteralType, yamltoken.FoldedType:
		return blockMark
	case yamltoken.SingleQuoteType, yamltoken.DoubleQuoteType:
		return quotedToken
	case yamltoken.AnchorType:
		return anchorMark
	case yamltoken.AliasType:
		return aliasMark
	case yamltoken.TagType:
		return tagMark
	case yamltoken.MergeKeyType:
		return mergeMark
	case yamltoken.DirectiveType:
		return directiveMark
	case yamltoken.MappingKeyType:
		return questionMark
	case yamltoken.DocumentHeaderType, yamltoken.DocumentEndType:
		return documentMark
	case yamltoken.CommentType:
		return commentToken
	case yamltoken.InvalidType, yamltoken.UnknownType, yamltoken.SpaceType:
		return otherToken
	}
	return plainToken
}

// syntaxError is an error of goccy. Its words are not printed, but its place and kind help to find our own diagnostic.
type syntaxError struct {
	words string
	at    diag.Position // the zero position where it has none
}

// parse makes a node of tokens, given in goccy's form and in ours, and reports what parses but is not part of the
// language. It returns nil and no error where there is nothing but comments.
func (s *source) parse(raw yamltoken.Tokens, tokens []token) (result *Node, failed *syntaxError) {
	defer func() {
		if r := recover(); r != nil {
			result, failed = nil, &syntaxError{words: fmt.Sprint(r)}
		}
	}()
	file, err := parser.Parse(raw, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		// Never err.Error(): it lays out the source around the place in time that grows with the square of the line.
		var reason interface {
			GetMessage() string
			GetToken() *yamltoken.Token
		}
		if !errors.As(err, &reason) {
			return nil, &syntaxError{words: "unknown"}
		}
		failed = &syntaxError{words: reason.GetMessage()}
		if t := reason.GetToken(); t != nil && t.Position != nil {
			failed.at = diag.Position{Line: t.Position.Line, Column: t.Position.Column}
		}
		return nil, failed
	}
	s.refuse(tokens)
	s.checkFlow(tokens)
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.DirectiveType || doc.Body.Type() == ast.CommentType {
			continue
		}
		return s.convert(doc.Body, diag.Range{}), nil
	}
	return nil, nil
}

// convert makes our node of goccy's. A value that is not there gets the range owner.
func (s *source) convert(n ast.Node, owner diag.Range) *Node {
	switch n := n.(type) {
	case nil:
		return &Node{At: owner}
	case *ast.AliasNode: // the guard has refused it
		return &Node{At: owner, Gap: gap.All}
	case *ast.MappingNode:
		out := s.convertMapping(n.Values)
		if n.IsFlowStyle {
			out.At, out.InBrackets = s.flowRange(n.Start, n.End), true
		}
		return out
	case *ast.MappingValueNode:
		return s.convertMapping([]*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		return s.convertList(n)
	case *ast.LiteralNode:
		return s.convertBlock(n)
	case *ast.AnchorNode:
		return s.convert(n.Value, owner)
	case *ast.TagNode:
		return s.convert(n.Value, owner)
	case *ast.NullNode:
		return s.convertNull(n, owner)
	case ast.ScalarNode:
		return s.scalar(tokenOf(n.GetToken()))
	}
	return &Node{At: owner, Gap: gap.All} // comments, directives and the like, which are not values
}

func (s *source) convertNull(n *ast.NullNode, owner diag.Range) *Node {
	t := n.GetToken()
	if at := s.at(t.Position.Line, t.Position.Column, 1); at.Start.Line == owner.Start.Line && at.Start.Before(owner.End) && !at.Start.Before(owner.Start) {
		return &Node{At: owner} // a key alone within braces, whose token stands for the value too
	}
	text := s.from(diag.Position{Line: t.Position.Line, Column: t.Position.Column})
	for _, word := range []string{"null", "Null", "NULL", "~"} {
		if strings.HasPrefix(text, word) {
			return s.scalar(token{kind: plainToken, text: word, line: t.Position.Line, column: t.Position.Column})
		}
	}
	// A line that is indented with a tab may have been meant for the value.
	out := &Node{At: owner}
	if s.isReported(s.nextLine(owner.End.Line)) {
		out.Gap = gap.All
	}
	return out
}

// convertMapping makes a mapping; it reports keys that repeat, are empty or are not text.
func (s *source) convertMapping(values []*ast.MappingValueNode) *Node {
	out := &Node{Kind: Map}
	seen := make(map[string]*Field, len(values))
	for _, v := range values {
		keyNode, ok := v.Key.(ast.ScalarNode)
		if !ok || keyNode.Type() == ast.MergeKeyType || keyNode.Type() == ast.LiteralType {
			out.Gap.Widen(gap.Names) // the guard has refused it
			continue
		}
		f, _ := s.field(tokenOf(keyNode.GetToken()))
		first := seen[f.Key]
		switch {
		case f.Key == "":
			s.add("yaml/empty-key", f.KeyAt, "the key is empty", "give it a name")
			out.Gap.Widen(gap.Names)
			continue
		case !f.KeyGap.Usable() && strings.ContainsRune(f.Key, utf8.RuneError):
			out.Gap.Widen(gap.Names)
			continue
		case s.reportedAt(f.KeyAt.Start):
			out.Gap.Widen(gap.Names)
			continue
		case first != nil:
			s.reportDuplicate(first, f)
			s.convert(v.Value, f.KeyAt) // for what else is wrong there
			first.Value.Gap.Widen(gap.Names)
			continue
		}
		f.Value = s.convert(v.Value, f.KeyAt)
		seen[f.Key] = f
		out.Fields = append(out.Fields, f)
		out.At = Join(out.At, Join(f.KeyAt, f.Value.At))
	}
	if len(out.Fields) == 0 && len(values) > 0 {
		t := values[0].Key.GetToken()
		out.At = s.at(t.Position.Line, t.Position.Column, 1)
		out.Gap = gap.All // all that is in it has been reported
	}
	return out
}

func (s *source) convertList(n *ast.SequenceNode) *Node {
	out := &Node{Kind: List}
	dash := s.at(n.Start.Position.Line, n.Start.Position.Column, 1)
	for i, value := range n.Values {
		if i < len(n.Entries) && n.Entries[i] != nil && n.Entries[i].Start != nil {
			p := n.Entries[i].Start.Position
			dash = s.at(p.Line, p.Column, 1)
		}
		item := s.convert(value, dash)
		out.Items = append(out.Items, item)
		out.At = Join(out.At, item.At)
		if !item.Gap.Usable() {
			out.Gap.Widen(gap.Names)
		}
	}
	if n.IsFlowStyle {
		out.At, out.InBrackets = s.flowRange(n.Start, n.End), true
	}
	return out
}

// convertBlock makes the text of a block. Its range is taken from the header on: goccy places the content wrongly.
func (s *source) convertBlock(n *ast.LiteralNode) *Node {
	p := n.Start.Position
	at := s.at(p.Line, p.Column, utf8.RuneCountInString(n.Start.Value))
	out := &Node{Kind: Text, Quoted: true, At: at}
	if n.Value != nil {
		out.Raw = n.Value.Value
	}
	if b, ok := s.blockAt(p.Line); ok {
		last := b.end - 1
		out.At.End = s.at(last, utf8.RuneCountInString(s.line(last))+1, 0).End
		for line := b.header; line < b.end; line++ {
			if s.isReported(line) {
				out.Gap = gap.All
			}
		}
	}
	return out
}

// flowRange is the range from one bracket to the other, both included.
func (s *source) flowRange(start, end *yamltoken.Token) diag.Range {
	at := s.at(start.Position.Line, start.Position.Column, 1)
	if end != nil {
		at.End = s.at(end.Position.Line, end.Position.Column, 1).End
	}
	return at
}
