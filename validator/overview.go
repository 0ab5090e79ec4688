package validator

// Overview counts what a report shows of a whole input, besides findings. Options.Overview asks for it.
type Overview struct {
	ErrorTraces int64 // traces with at least one finding that is an error
	// Sources are the services with the versions of their apps that have the most records of flows, by service and version: at most
	// MaxOverviewSources. SourcesInAll is how many there are.
	Sources      []SourceCount
	SourcesInAll int64
}

// MaxOverviewSources is how many sources an Overview has at most.
const MaxOverviewSources = 40

// SourceCount is how many records of flows a service sent, in one version of its app.
type SourceCount struct {
	Service string
	Version string // of the app, as in findings; "" where no record says it
	Records int64
	Broken  int64 // those with at least one error
}
