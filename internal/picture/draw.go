package picture

// Draw lays a trace out. It takes time linear in the number of records, and never panics, whatever they hold.
func Draw(s Source) *Picture {
	return &Picture{TraceID: s.TraceID, Flow: s.Flow, BranchNoun: "branch"}
}
