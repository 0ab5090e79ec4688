package codegen

// Overload is one way to call a function. An attribute cannot stand at a single parameter, so each deprecated optional
// parameter is taken by an overload of its own, which is deprecated.
type Overload[P any] struct {
	Params     []P    // that it takes
	Takes      []bool // whether it takes each parameter of the function
	Deprecated *P     // the parameter that it is for; nil in the overload without deprecated ones
}

// Overloads returns the overload without deprecated parameters, then one for each of these: it requires it, leaves out the
// deprecated ones before it and may be given those behind it. So a call means exactly one of them.
func Overloads[P any](params []P, deprecated func(P) bool, required func(P) P) []Overload[P] {
	var out []Overload[P]
	for first := -1; first < len(params); first++ {
		if first >= 0 && !deprecated(params[first]) {
			continue
		}
		one := Overload[P]{Takes: make([]bool, len(params))}
		for i, p := range params {
			if i == first {
				one.Deprecated = &params[i]
				p = required(p)
			} else if deprecated(p) && (first < 0 || i < first) {
				continue
			}
			one.Takes[i] = true
			one.Params = append(one.Params, p)
		}
		out = append(out, one)
	}
	return out
}
