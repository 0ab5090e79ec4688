package findings

// Report is what a rule reports once, for callers that want each report and not only what is counted in the end.
type Report struct {
	Key
	Place
	OfRecord bool // the record breaks the rule; else it only shows a trace that does
	Detail   Detail
}

// Listen has each report about a record or a trace passed on as it is made, besides being counted. The report is valid until
// listener returns.
func (c *Collector) Listen(listener func(*Report)) { c.listener = listener }

// tell passes a report on to the listener, if there is one.
func (c *Collector) tell(k Key, at Place, count byte, detail func() Detail) {
	if c.listener != nil {
		c.listener(&Report{Key: k, Place: at, OfRecord: count&countRecord != 0, Detail: detail()})
	}
}
