package vet

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"
)

// EndSpan finds measured spans that are not ended on every path. Such a span is never emitted: its End emits it.
//
// A handle that is passed on, returned, stored or used in a function literal may be ended elsewhere and is not reported; one of which
// only Ref is called is.
var EndSpan = &analysis.Analyzer{
	Name:     "endspan",
	Doc:      "find measured spans that are not ended on every path\n\nA span that StartX began is emitted by its End. Without it nobody hears of the span.",
	URL:      page + "endspan",
	Requires: []*analysis.Analyzer{inspect.Analyzer, ctrlflow.Analyzer},
	Run:      runEndSpan,
}

func runEndSpan(pass *analysis.Pass) (any, error) {
	if isClient(pass.Pkg) {
		return nil, nil
	}
	flows := pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs)
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.Preorder([]ast.Node{(*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)}, func(n ast.Node) {
		f := function{pass: pass}
		switch n := n.(type) {
		case *ast.FuncDecl:
			f.body, f.flow, f.scope = n.Body, flows.FuncDecl(n), pass.TypesInfo.Scopes[n.Type]
		case *ast.FuncLit:
			f.body, f.flow, f.scope = n.Body, flows.FuncLit(n), pass.TypesInfo.Scopes[n.Type]
		}
		if f.body != nil && f.flow != nil {
			f.check()
		}
	})
	return nil, nil
}

// function is one function declaration or literal, without the literals in it.
type function struct {
	pass  *analysis.Pass
	body  *ast.BlockStmt
	flow  *cfg.CFG
	scope *types.Scope
}

func (f *function) check() {
	ast.PreorderStack(f.body, nil, func(n ast.Node, stack []ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		call, ok := n.(*ast.CallExpr)
		if ok && len(stack) > 0 && f.startsSpan(call) {
			f.checkStart(call, stack[len(stack)-1])
		}
		return true
	})
}

// startsSpan reports whether a call makes a handle: a function that was generated does, or one of the user's that returns a new one.
func (f *function) startsSpan(call *ast.CallExpr) bool {
	if tv, ok := f.pass.TypesInfo.Types[call.Fun]; ok && tv.IsType() {
		return false // a conversion
	}
	return holds(f.pass.TypesInfo.TypeOf(call), "Measured")
}

// checkStart checks a call that makes a handle, by what is done with its result.
func (f *function) checkStart(call *ast.CallExpr, parent ast.Node) {
	switch parent := parent.(type) {
	case *ast.ExprStmt:
		f.pass.ReportRangef(call, "the span that %s begins is not ended, so it is never emitted: keep the handle and call its End", callee(call))
	case *ast.SelectorExpr:
		if parent.Sel.Name != "End" {
			f.pass.ReportRangef(call, "the span that %s begins is not ended, so it is never emitted: keep the handle and call its End", callee(call))
		}
	case *ast.AssignStmt:
		for i, right := range parent.Rhs {
			if right == call && len(parent.Lhs) == len(parent.Rhs) {
				f.checkVariable(call, parent, parent.Lhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, value := range parent.Values {
			if value == call && len(parent.Names) == len(parent.Values) {
				f.checkVariable(call, parent, parent.Names[i])
			}
		}
	}
}

// checkVariable checks a handle that the statement assigns to a variable, unless that is one of an outer scope.
func (f *function) checkVariable(call *ast.CallExpr, stmt ast.Node, to ast.Expr) {
	id, ok := to.(*ast.Ident)
	if !ok {
		return // a field or an element: it may be ended elsewhere
	}
	if id.Name == "_" {
		f.pass.ReportRangef(call, "the span that %s begins is not ended, so it is never emitted: keep the handle and call its End", callee(call))
		return
	}
	v, ok := f.pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || v.Pos() < f.scope.Pos() || v.Pos() > f.body.End() {
		return
	}
	if at, lost := f.lostAt(v, stmt); lost {
		line := f.pass.Fset.Position(at).Line
		f.pass.ReportRangef(call, "the span %s is not ended on every path (not on the one to line %d), so it is not emitted there: call its End, or defer that", v.Name(), line)
	}
}

// lostAt searches the paths from a statement that assigns a handle to a variable for one on which the handle is not ended: the position of
// the return, or of the next assignment, at its end.
func (f *function) lostAt(v *types.Var, stmt ast.Node) (token.Pos, bool) {
	for _, block := range f.flow.Blocks {
		for i, n := range block.Nodes {
			if n.Pos() <= stmt.Pos() && stmt.End() <= n.End() {
				s := search{f: f, v: v, seen: map[*cfg.Block]bool{}}
				return s.from(block, i+1)
			}
		}
	}
	return token.NoPos, false // in code that is never reached
}

// search is a search for a path on which a handle is not ended.
type search struct {
	f    *function
	v    *types.Var
	seen map[*cfg.Block]bool
}

func (s *search) from(block *cfg.Block, i int) (token.Pos, bool) {
	for _, n := range block.Nodes[i:] {
		switch s.does(n) {
		case ends:
			return token.NoPos, false
		case overwrites:
			return n.Pos(), true
		}
		if r, ok := n.(*ast.ReturnStmt); ok {
			return r.Pos(), true
		}
	}
	if len(block.Succs) == 0 {
		if block.Return() != nil {
			return s.f.body.Rbrace, true
		}
		return token.NoPos, false // a panic, or a call that does not return
	}
	for _, next := range block.Succs {
		if s.seen[next] {
			continue
		}
		s.seen[next] = true
		if at, lost := s.from(next, 0); lost {
			return at, true
		}
	}
	return token.NoPos, false
}

// effect is what a statement does to a handle.
type effect int

const (
	nothing effect = iota
	ends           // or hands it to somebody who may
	overwrites
)

func (s *search) does(n ast.Node) effect {
	result := nothing
	ast.PreorderStack(n, nil, func(n ast.Node, stack []ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || s.f.pass.TypesInfo.ObjectOf(id) != s.v {
			return true
		}
		switch e := s.uses(id, stack); {
		case e == ends:
			result = ends
		case result == nothing:
			result = e
		}
		return true
	})
	return result
}

// uses returns what one use of the variable does. stack is what the identifier stands in.
func (s *search) uses(id *ast.Ident, stack []ast.Node) effect {
	if len(stack) == 0 {
		return ends
	}
	for _, outer := range stack {
		if _, ok := outer.(*ast.FuncLit); ok {
			return ends // which may be called anywhere
		}
	}
	switch parent := stack[len(stack)-1].(type) {
	case *ast.SelectorExpr:
		if parent.Sel.Name == "Ref" {
			return nothing
		}
	case *ast.AssignStmt:
		for _, left := range parent.Lhs {
			if left == ast.Expr(id) {
				return overwrites
			}
		}
		if allBlank(parent.Lhs) {
			return nothing
		}
	case *ast.ValueSpec:
		for _, name := range parent.Names {
			if name == id {
				return overwrites
			}
		}
	}
	return ends
}

func allBlank(list []ast.Expr) bool {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}

// callee returns the name of what is called, for messages.
func callee(call *ast.CallExpr) string {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return "the call"
}
