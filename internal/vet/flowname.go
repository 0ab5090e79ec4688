package vet

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// FlowName finds spans that are made by hand under a name of a flow. What they carry is checked by nobody before it is in production,
// and their ids are not those that the flow's other spans derive.
//
// The names come from the generated clients that the package imports, directly or not. The flag namespaces adds those of flows whose
// clients are not imported.
var FlowName = &analysis.Analyzer{
	Name:      "flowname",
	Doc:       "find spans made by hand under a name of a flow\n\nThe generated client emits these spans, with the tags, parents and ids of the spec.",
	URL:       page + "flowname",
	Requires:  []*analysis.Analyzer{inspect.Analyzer},
	FactTypes: []analysis.Fact{new(spanNames)},
	Run:       runFlowName,
}

// namespaces are what names of spans begin with, divided by commas.
var namespaces string

func init() {
	FlowName.Flags.StringVar(&namespaces, "namespaces", "", "what names of spans begin with in flows whose clients are not imported, divided by commas")
}

// spanNames are the names of the spans of a generated client: a fact about its package.
type spanNames struct{ Names []string }

// AFact makes it a fact.
func (*spanNames) AFact() {}

func (s *spanNames) String() string { return "spans of a flow: " + strings.Join(s.Names, ", ") }

func runFlowName(pass *analysis.Pass) (any, error) {
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	if isClient(pass.Pkg) {
		if names := declaredSpans(pass, in); len(names) > 0 {
			pass.ExportPackageFact(&spanNames{names})
		}
		return nil, nil
	}
	flows := flowsInReach(pass)
	in.Preorder([]ast.Node{(*ast.CallExpr)(nil)}, func(n ast.Node) {
		call := n.(*ast.CallExpr)
		if id := called(call); id == nil || !slices.Contains(startFunctions, id.Name) {
			return
		}
		for _, arg := range call.Args {
			if name, ok := constantText(pass, arg); ok {
				if client, ok := flows.client(name); ok {
					pass.ReportRangef(arg, "the span %q is made by hand, but is one of a flow: emit it by %s", name, client)
				}
			}
		}
	})
	return nil, nil
}

// startFunctions are the functions by which tracing libraries begin a span or give it a name, with the name among the arguments:
// OpenTelemetry, OpenTracing, OpenCensus, Datadog.
var startFunctions = []string{"Start", "StartSpan", "StartSpanFromContext", "StartSpanWithRemoteParent", "SetName", "SetOperationName"}

// declaredSpans returns the names in the values of type gen.Span of a generated client.
func declaredSpans(pass *analysis.Pass, in *inspector.Inspector) []string {
	var names []string
	in.Preorder([]ast.Node{(*ast.CompositeLit)(nil)}, func(n ast.Node) {
		lit := n.(*ast.CompositeLit)
		if !isOfRuntime(pass.TypesInfo.TypeOf(lit), "Span") {
			return
		}
		for _, element := range lit.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok && types.ExprString(pair.Key) == "Name" {
				if name, ok := constantText(pass, pair.Value); ok {
					names = append(names, name)
				}
			}
		}
	})
	slices.Sort(names)
	return slices.Compact(names)
}

func constantText(pass *analysis.Pass, e ast.Expr) (string, bool) {
	value := pass.TypesInfo.Types[e].Value
	if value == nil || value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(value), true
}

// knownFlows is which spans belong to a flow.
type knownFlows struct {
	clients    map[string]*types.Package // by the name of a span
	namespaces []string
}

func flowsInReach(pass *analysis.Pass) knownFlows {
	flows := knownFlows{clients: map[string]*types.Package{}}
	for _, fact := range pass.AllPackageFacts() {
		if spans, ok := fact.Fact.(*spanNames); ok {
			for _, name := range spans.Names {
				flows.clients[name] = fact.Package
			}
		}
	}
	for _, n := range strings.Split(namespaces, ",") {
		if n = strings.TrimSpace(n); n != "" {
			flows.namespaces = append(flows.namespaces, n)
		}
	}
	return flows
}

// client returns what emits the span with a name, in words.
func (k knownFlows) client(span string) (string, bool) {
	if pkg := k.clients[span]; pkg != nil {
		return "the client " + pkg.Path(), true
	}
	for _, n := range k.namespaces {
		if strings.HasPrefix(span, n) {
			return "the client of the flow that has the namespace " + n, true
		}
	}
	return "", false
}
