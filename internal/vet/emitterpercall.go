package vet

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// EmitterPerCall finds emitters that are made for each call, or in a loop. An emitter is made once in a process: making one checks its
// service's tags, and reports anew what is wrong with them.
var EmitterPerCall = &analysis.Analyzer{
	Name:     "emitterpercall",
	Doc:      "find emitters that are made for each call\n\nAn emitter is safe for concurrent use and is made once in a process.",
	URL:      page + "emitterpercall",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      runEmitterPerCall,
}

func runEmitterPerCall(pass *analysis.Pass) (any, error) {
	if isClient(pass.Pkg) {
		return nil, nil
	}
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.WithStack([]ast.Node{(*ast.CallExpr)(nil)}, func(n ast.Node, push bool, stack []ast.Node) bool {
		call := n.(*ast.CallExpr)
		if push && makesEmitter(pass, call) && !strings.HasSuffix(pass.Fset.Position(call.Pos()).Filename, "_test.go") {
			if why := perCall(pass, call, stack); why != "" {
				pass.ReportRangef(call, "%s makes an emitter %s: make one in the process and share it, it is safe for concurrent use", callee(call), why)
			}
		}
		return true
	})
	return nil, nil
}

// makesEmitter reports whether a call is of a generated constructor: NewX, which returns *X.
func makesEmitter(pass *analysis.Pass, call *ast.CallExpr) bool {
	t := pass.TypesInfo.TypeOf(call)
	if !holds(t, "Emitter") {
		return false
	}
	id := called(call)
	if id == nil {
		return false
	}
	f, ok := pass.TypesInfo.Uses[id].(*types.Func)
	return ok && strings.HasPrefix(f.Name(), "New") && f.Pkg() != nil && isClient(f.Pkg())
}

func called(call *ast.CallExpr) *ast.Ident {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		return f.Sel
	case *ast.Ident:
		return f
	}
	return nil
}

// perCall says why an emitter is made more often than once, or nothing. The innermost function and the loops in it are what counts.
func perCall(pass *analysis.Pass, call *ast.CallExpr, stack []ast.Node) string {
	for i := len(stack) - 2; i >= 0; i-- {
		switch outer := stack[i].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return "in each turn of a loop"
		case *ast.FuncLit:
			return perCallOf(pass, call, stack, outer.Type, outer.Body, false)
		case *ast.FuncDecl:
			once := outer.Name.Name == "init" || pass.Pkg.Name() == "main"
			return perCallOf(pass, call, stack, outer.Type, outer.Body, once)
		}
	}
	return "" // in a declaration of the package
}

func perCallOf(pass *analysis.Pass, call *ast.CallExpr, stack []ast.Node, f *ast.FuncType, body *ast.BlockStmt, once bool) string {
	if handlesRequests(pass, f) {
		return "for each request"
	}
	if !once && staysLocal(pass, call, stack[len(stack)-2], body) {
		return "for each call of the function that it is used in"
	}
	return ""
}

// handlesRequests reports whether a function has a parameter that only handlers of HTTP requests have.
func handlesRequests(pass *analysis.Pass, f *ast.FuncType) bool {
	for _, field := range f.Params.List {
		t := pass.TypesInfo.TypeOf(field.Type)
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "net/http" {
			if name := named.Obj().Name(); name == "ResponseWriter" || name == "Request" {
				return true
			}
		}
	}
	return false
}

// staysLocal reports whether an emitter is used for calls of its methods alone, so that it cannot outlive its function.
func staysLocal(pass *analysis.Pass, call *ast.CallExpr, parent ast.Node, body *ast.BlockStmt) bool {
	switch parent := parent.(type) {
	case *ast.SelectorExpr:
		return true
	case *ast.AssignStmt:
		if len(parent.Lhs) != 1 || len(parent.Rhs) != 1 {
			return false
		}
		id, ok := parent.Lhs[0].(*ast.Ident)
		if !ok {
			return false
		}
		v, ok := pass.TypesInfo.Defs[id].(*types.Var)
		return ok && !escapes(pass, v, body)
	}
	return false
}

// escapes reports whether a variable is used in another way than for calls of its methods, or in a function literal.
func escapes(pass *analysis.Pass, v *types.Var, body *ast.BlockStmt) bool {
	found := false
	ast.PreorderStack(body, nil, func(n ast.Node, stack []ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || pass.TypesInfo.Uses[id] != v {
			return true
		}
		_, method := stack[len(stack)-1].(*ast.SelectorExpr)
		found = found || !method || inLiteral(stack)
		return true
	})
	return found
}

func inLiteral(stack []ast.Node) bool {
	for _, outer := range stack {
		if _, ok := outer.(*ast.FuncLit); ok {
			return true
		}
	}
	return false
}
