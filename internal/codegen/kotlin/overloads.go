package kotlin

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// overload is one way to call.
type overload struct{ codegen.Overload[param] }

func overloadsOf(params []param) []overload {
	old := func(p param) bool { return p.Old != nil }
	required := func(p param) param {
		p.Default = ""
		return p
	}
	return codegen.Map(codegen.Overloads(params, old, required), func(o codegen.Overload[param]) overload { return overload{o} })
}

// arguments are what the overload passes on for all parameters.
func (o overload) arguments(all []param) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = one.Default
		if o.Takes[i] {
			out[i] = one.Name
		}
	}
	return out
}

// annotate marks a way to call that is for a deprecated tag, and names it: the annotation cannot stand at a parameter. Any
// other way is as old as the entry.
func (o overload) annotate(w *codegen.Writer, entry *model.Deprecated) {
	if o.Deprecated == nil {
		annotate(w, entry)
		return
	}
	w.P("@Deprecated(", stringLiteral(strings.Trim(o.Deprecated.Name, "`")+" "+deprecation(o.Deprecated.Old)), ")")
}

// class prints a class that holds params. An optional one that is deprecated is taken by a deprecated constructor only, so
// that IDEs strike its use through; such a class keeps its values through a constructor of its own.
func (p *printer) class(name string, params []param, super string, old *model.Deprecated, body func()) {
	if len(overloadsOf(params)) == 1 {
		p.plainClass(name, params, super, old, body)
	} else {
		p.overloadedClass(name, params, super, old, body)
	}
}

// overloadedClass prints a class with a constructor for each way to make it, and an internal one that none of them deprecates.
func (p *printer) overloadedClass(name string, params []param, super string, old *model.Deprecated, body func()) {
	p.parameters("public class "+name+" internal constructor(", withoutDefaults(params), "internal val ")
	p.w.Indented(func() { p.w.P("unit: Unit,") })
	p.w.Block(")"+super+" {", "}", func() {
		p.w.Block("init {", "}", func() { p.w.P("check(unit === Unit)") })
		body()
		for _, one := range overloadsOf(params) {
			p.w.Blank()
			one.annotate(p.w, old)
			p.signature("public constructor", one.Params, " :")
			p.layBelow(plainCall("this", append(one.arguments(params), "Unit")...))
		}
	})
}

// mangled is whether a constructor that takes the inputs is none for Java: one of them is a value class, in which Java sees
// the value.
func mangled(inputs client.Inputs) bool {
	return slices.ContainsFunc(inputs, func(in client.Input) bool {
		isValue := in.Tag.Model.Kind == model.KindID || in.Tag.Model.Kind == model.KindEnum && in.Tag.Doc.Open
		return isValue && in.Variant == nil && !in.Tag.Model.List
	})
}

// makers prints functions that do what the constructors of a class do, under names that Java can call. A class that is old, or
// has several constructors, has an internal one as overloadedClass prints it.
func (p *printer) makers(class string, params []param, old *model.Deprecated) {
	ways := overloadsOf(params)
	p.w.P(makersBrief)
	p.w.Block("public companion object {", "}", func() {
		p.waysOf(class, ways, old, func(one overload) expr {
			args := one.arguments(params)
			if len(ways) > 1 || old != nil {
				args = append(args, "Unit")
			}
			return plainCall(class, args...)
		})
	})
}

const makersBrief = "/** Makes one where a constructor cannot, as in Java. */"

// waysOf prints a function of a companion object for each way to make its class.
func (p *printer) waysOf(class string, ways []overload, old *model.Deprecated, made func(overload) expr) {
	for i, one := range ways {
		if i > 0 {
			p.w.Blank()
		}
		doc("What the constructor makes.").write(p.w)
		one.annotate(p.w, old)
		p.static("of")
		p.function("public fun of", one.Params, ": "+class, made(one))
	}
}

// plainClass prints a class with one constructor. Without a body it has no braces.
func (p *printer) plainClass(name string, params []param, super string, old *model.Deprecated, body func()) {
	head := "public class " + name
	print := func() {
		if len(params) > 0 || old != nil {
			p.parameters(head+"(", params, "internal val ")
			head = ")"
		}
		if body == nil {
			p.w.P(head, super)
		} else {
			p.w.Block(head+super+" {", "}", body)
		}
	}
	if old == nil {
		print()
		return
	}
	p.w.P(head)
	head = "constructor"
	p.w.Indented(func() {
		annotate(p.w, old)
		print()
	})
}
