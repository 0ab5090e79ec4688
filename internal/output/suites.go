package output

// Suite is a part of a result as formats for test reports and reviews have it: what was looked at, and what is wrong with it.
type Suite struct {
	Name string // a step of ci, a flow, the inputs; the same in every run
	// Summary says in one line what was looked at and how it went, or is "". It is not escaped.
	Summary string
	// Passed names what was looked at and does not fail the command: specs, folders, inputs, rules. Each once.
	Passed []string
	Items  []Item // in the order in which they are printed
}

// Effect says what an item does to the verdict of the command.
type Effect int

// The effects. None is that of items below --fail-on, and of those that a baseline knows.
const (
	None  Effect = iota
	Fails        // the command exits with 3
	Stops        // something could not be read or carried out, or not to its end
)

// State says how an item compares with a baseline.
type State string

// The states. An item is in none where there is no baseline.
const (
	New   State = "new"
	Grown State = "grown" // known, and there is more of it
	Known State = "known" // it does not fail the command
)

// sameItem is what items have in common that are one defect in several services and versions, or in several samples.
type sameItem struct {
	code, message, file string
	effect              Effect
	state               State
}

// together returns items that are one defect as one list, in the order of the first of each.
func together(items []Item) [][]*Item {
	var out [][]*Item
	at := make(map[sameItem]int)
	for i := range items {
		item := &items[i]
		key := sameItem{item.Code, item.Message, item.Place.File, item.Effect, item.State}
		n, ok := at[key]
		if !ok {
			n = len(out)
			at[key] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], item)
	}
	return out
}
