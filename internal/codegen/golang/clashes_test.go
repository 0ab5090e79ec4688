package golang

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// small is a flow of one of each, which a test then spoils.
type small struct {
	flow    *model.Flow
	service *model.Service
	tag     *model.Tag
	span    *model.Span
}

func newSmall() *small {
	named := func(name string) model.Entry { return model.Entry{Name: name} }
	s := &small{
		service: &model.Service{Entry: named("app")},
		tag:     &model.Tag{Entry: named("size"), Kind: model.KindInt},
	}
	trace := &model.Trace{Entry: named("trace"), Sampling: 1}
	s.span = &model.Span{Entry: named("seen"), Trace: trace, Services: []*model.Service{s.service},
		Tags: []*model.SpanTag{{Tag: s.tag, Required: true}}}
	s.flow = &model.Flow{Entry: named("flow"), Traces: []*model.Trace{trace}, Services: []*model.Service{s.service},
		Tags: []*model.Tag{s.tag}, Spans: []*model.Span{s.span}}
	return s
}

func (s *small) addTag(name string, kind model.Kind) *model.Tag {
	tag := &model.Tag{Entry: model.Entry{Name: name}, Kind: kind}
	s.flow.Tags = append(s.flow.Tags, tag)
	s.span.Tags = append(s.span.Tags, &model.SpanTag{Tag: tag, Required: true})
	return tag
}

func (s *small) addSpan(name string) *model.Span {
	span := &model.Span{Entry: model.Entry{Name: name}, Trace: s.flow.Traces[0], Services: s.flow.Services}
	s.flow.Spans = append(s.flow.Spans, span)
	return span
}

func (s *small) twoParents(names ...string) {
	s.span.Parent.Kind = model.ParentSpan
	for _, name := range names {
		s.span.Parent.Spans = append(s.span.Parent.Spans, s.addSpan(name))
	}
}

func (s *small) addEnum(name string, values ...string) *model.Tag {
	tag := s.addTag(name, model.KindEnum)
	for _, v := range values {
		tag.Values = append(tag.Values, &model.EnumValue{Entry: model.Entry{Name: v}, Wire: v})
	}
	return tag
}

// clashCases spoil a flow in one way each.
var clashCases = []struct {
	name  string
	spoil func(*small)
	want  string // the entry, the name in code, then the other entry or a word of the reason; "" for no clash
}{
	{"nothing", func(*small) {}, ""},
	{"two tags", func(s *small) { s.addTag("Size", model.KindInt) }, "Size: Size and size"},
	{"two tags in other words", func(s *small) {
		s.addTag("user_id", model.KindID)
		s.addTag("user.id", model.KindID)
	}, "user.id: UserID and user_id"},
	{"a tag and another's type", func(s *small) { s.addTag("size_tag", model.KindInt) }, "size_tag: SizeTag and size"},
	{"a tag and a service's constructor", func(s *small) { s.addTag("new_app", model.KindInt) }, "new_app: NewApp and app"},
	{"a tag and extra", func(s *small) { s.addTag("extra", model.KindInt) }, "extra: Extra generated"},
	{"a tag and the option of a time", func(s *small) { s.addTag("with_timestamp", model.KindInt) }, "with_timestamp: WithTimestamp generated"},
	{"a span and the type of that option", func(s *small) { s.addSpan("with timestamp") }, "with timestamp: WithTimestampOption generated"},
	{"a time and a timestamp as tags", func(s *small) {
		for _, name := range []string{"time", "timestamp", "at", "above", "same", "start_time", "end_time"} {
			s.addTag(name, model.KindInt)
		}
	}, ""},
	{"a tag and one of several parents", func(s *small) {
		s.twoParents("a", "b")
		s.addTag("seen_parent", model.KindInt)
	}, "seen: SeenParent and seen_parent"},
	{"a tag and what reads one of several parents", func(s *small) {
		s.twoParents("a", "b")
		s.addTag("parent_of_seen", model.KindInt)
	}, "parent_of_seen: parentOfSeen and seen"},
	{"a parent and what makes it one", func(s *small) { s.twoParents("a", "seen parent") }, "seen parent: seenParent and seen"},
	{"one parent may have any name", func(s *small) {
		s.span.Parent = model.Parent{Kind: model.ParentSpan, Spans: []*model.Span{s.addSpan("seen parent")}}
	}, ""},
	{"a tag and a reference", func(s *small) { s.addTag("seen_ref", model.KindInt) }, "seen: SeenRef and seen_ref"},
	{"a tag and an option", func(s *small) { s.addTag("seen_option", model.KindInt) }, "seen: SeenOption and seen_option"},
	{"a tag and a parser", func(s *small) { s.addTag("parse_seen_ref", model.KindInt) }, "seen: ParseSeenRef and parse_seen_ref"},
	{"a tag and a handle", func(s *small) {
		s.span.Measured = true
		s.addTag("seen", model.KindInt)
	}, "seen: Seen and seen"},
	{"a tag and a variable", func(s *small) { s.addTag("span_seen", model.KindInt) }, "span_seen: spanSeen and seen"},
	{"a tag and a function", func(s *small) { s.addTag("emit_seen", model.KindInt) }, "emit_seen: emitSeen and seen"},
	{"a tag and a tag's variable", func(s *small) { s.addTag("tag_size", model.KindInt) }, "tag_size: tagSize and size"},
	{"a parameter with a suffix and a tag", func(s *small) {
		s.addTag("type", model.KindString)
		s.addTag("type_tag", model.KindString)
	}, "type_tag: TypeTag and type"},
	{"a keyword as a tag", func(s *small) { s.addTag("type", model.KindString) }, ""},
	{"locals as tags", func(s *small) {
		for _, name := range []string{"d", "e", "s", "v", "self", "parent", "option", "options", "out", "value", "values", "text"} {
			s.addTag(name, model.KindString)
		}
	}, ""},
	{"a value and another", func(s *small) { s.addEnum("kind", "a_b", "a.b") }, "a.b: KindAB and a_b"},
	{"a value and other", func(s *small) { s.addEnum("kind", "other", "x").Open = true }, "other: KindOther and kind"},
	{"other of a closed enum", func(s *small) { s.addEnum("kind", "other", "x") }, ""},
	{"a value and a tag", func(s *small) {
		s.addTag("kind_x", model.KindInt)
		s.addEnum("kind", "x", "y")
	}, "x: KindX and kind_x"},
	{"a value without a letter", func(s *small) { s.addEnum("kind", "+", "-") }, "+:  is no name"},
	{"a digit as a value", func(s *small) { s.addEnum("kind", "1", "2") }, ""},
	{"two spans", func(s *small) { s.addSpan("Seen!") }, "Seen!: SeenRef and seen"},
	{"a method and another", func(s *small) {
		s.span.Measured = true
		s.addSpan("start seen")
	}, "start seen: StartSeen and seen"},
	{"links and a span", func(s *small) {
		s.span.Links = []*model.Link{{To: s.addSpan("a")}}
		s.addTag("link_a", model.KindInt)
	}, "a: LinkA and link_a"},
	{"a derived reference and a tag", func(s *small) {
		s.flow.Traces[0].ID = s.addTag("an_id", model.KindID)
		s.span.Occurs.Multiplicity = model.Once
		s.addTag("derive_seen_ref", model.KindInt)
	}, "seen: DeriveSeenRef and derive_seen_ref"},
	{"a variant and a tag", func(s *small) {
		kind := s.addEnum("kind", "x", "y")
		s.span.Variants = []*model.Variant{{Tag: kind, Cases: []*model.VariantCase{{Value: kind.Values[0]}, {Value: kind.Values[1]}}}}
		s.addTag("seen_kind_x", model.KindInt)
	}, "seen: SeenKindX and seen_kind_x"},
	{"an option of a service and a tag", func(s *small) {
		s.service.Tags = []*model.ServiceTag{{Tag: s.tag}}
		s.addTag("app_size", model.KindInt)
	}, "app_size: AppSize and app"},
	{"a service and a file", func(s *small) { s.service.Name = "tags" }, "tags: tags.go generated"},
	{"two services", func(s *small) {
		s.flow.Services = append(s.flow.Services, &model.Service{Entry: model.Entry{Name: "APP"}})
	}, "APP: app.go and app"},
	{"a span without a letter", func(s *small) { s.span.Name = "!!" }, "!!:  is no name"},
	{"a span that begins with a digit", func(s *small) { s.span.Name = "2nd" }, "2nd: 2nd is no name"},
	{"a span whose letters have no case", func(s *small) { s.span.Name = "通知" }, "通知: 通知 is no exported name"},
	{"a code name", func(s *small) { s.span.Name, s.span.CodeName = "通知", "notified" }, ""},
	{"a flow that is a keyword", func(s *small) { s.flow.Name = "package" }, "package: package is a keyword"},
	{"a flow that is the runtime", func(s *small) { s.flow.Name = "flow-trace" }, "flow-trace: flowtrace generated"},
	{"a flow that go ignores", func(s *small) { s.flow.Name = "testdata" }, "testdata: testdata generated"},
	{"a flow that is a digit", func(s *small) { s.flow.Name = "3d" }, "3d: 3d is no package name"},
	{"a flow that is no import path", func(s *small) { s.flow.Name = "größe" }, "größe: größe is no package name"},
}

func TestClashes(t *testing.T) {
	for _, c := range clashCases {
		t.Run(c.name, func(t *testing.T) {
			s := newSmall()
			c.spoil(s)
			clashes := Backend{}.Clashes(s.flow)
			var got []string
			for _, clash := range clashes {
				got = append(got, describe(clash))
			}
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("clashes: %q", got)
			case c.want == "":
				in := input(s.flow)
				newWorld(t).mustCheck(t, in, generate(t, in))
			case !slices.ContainsFunc(got, func(text string) bool { return strings.HasPrefix(text, c.want) }):
				t.Errorf("clashes %q, want %q", got, c.want)
			default:
				if _, err := (Backend{}).Generate(input(s.flow)); err == nil {
					t.Error("it generates all the same")
				}
			}
		})
	}
}

func describe(c codegen.Clash) string {
	text := fmt.Sprintf("%s: %s", c.Entry.Name, c.Name)
	if c.Other != nil {
		return text + " and " + c.Other.Name
	}
	if strings.Contains(c.Reason, "generated code") {
		return text + " generated"
	}
	return text + " " + c.Reason
}

// TestReservedNames: whatever Go or the generated functions have is no parameter's name.
func TestReservedNames(t *testing.T) {
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		if got := hidden([]string{tok.String()}, "Tag"); got != tok.String()+"Tag" {
			t.Errorf("%s gives the parameter %s", tok, got)
		}
	}
	for name := range reserved {
		if got := hidden([]string{name}, "Tag"); got != name+"Tag" {
			t.Errorf("%s gives the parameter %s", name, got)
		}
	}
}

// TestReservedNamesCoverTheBodies: whatever a generated function declares besides its parameters is reserved, so that no tag
// can hide it.
func TestReservedNamesCoverTheBodies(t *testing.T) {
	for _, path := range flows {
		in := load(t, path)
		taken := map[string]bool{"_": true}
		for _, tag := range in.Flow.Tags {
			taken[namesOf(tag).Field] = true
		}
		for _, span := range in.Flow.Spans {
			taken[marker(namesOfSpan(span, in.Flow).Links)] = true
		}
		for _, file := range generate(t, in) {
			for _, name := range locals(t, file) {
				if !taken[name] && !reserved[name] {
					t.Errorf("%s declares %s in a function", file.Path, name)
				}
			}
		}
	}
}

// locals returns the names that the functions of a file declare: parameters, receivers and variables.
func locals(t *testing.T, file codegen.File) []string {
	t.Helper()
	syntax, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	add := func(nodes ...ast.Expr) {
		for _, node := range nodes {
			if id, ok := node.(*ast.Ident); ok {
				names = append(names, id.Name)
			}
		}
	}
	for _, decl := range syntax.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				for _, id := range n.Names {
					add(id)
				}
			case *ast.AssignStmt:
				if n.Tok == token.DEFINE {
					add(n.Lhs...)
				}
			case *ast.RangeStmt:
				add(n.Key, n.Value)
			case *ast.ValueSpec:
				for _, id := range n.Names {
					add(id)
				}
			}
			return true
		})
	}
	return names
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, upper, lower string }{
		{"message_ts", "MessageTS", "messageTS"},
		{"notification_id", "NotificationID", "notificationID"},
		{"id", "ID", "id"},
		{"user_ids", "UserIDs", "userIDs"},
		{"dns_names", "DNSNames", "dnsNames"},
		{"http.request.url", "HTTPRequestURL", "httpRequestURL"},
		{"iOS", "IOS", "iOS"},
		{"ios", "IOS", "ios"},
		{"APNSToken", "APNSToken", "apnsToken"},
		{"read in app", "ReadInApp", "readInApp"},
		{"größe_in_mb", "GrößeInMb", "größeInMb"},
		{"v2", "V2", "v2"},
	} {
		words := codegen.Words(c.name)
		if got := casing.Upper(words); got != c.upper {
			t.Errorf("%s gives %s, want %s", c.name, got, c.upper)
		}
		if got := casing.Lower(words); got != c.lower {
			t.Errorf("%s gives %s, want %s", c.name, got, c.lower)
		}
	}
}
