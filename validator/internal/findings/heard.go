package findings

// Heard is one report, for who wants each of them and not only what is counted in the end.
type Heard struct {
	Key
	Place
	OfRecord bool // the record breaks the rule; else it only shows a trace that does
	Detail   Detail
}

// Listen has each report about a record or a trace passed on as it is made, besides being counted. The report is valid until heard
// returns.
func (c *Collector) Listen(heard func(*Heard)) { c.heard = heard }

// tell passes a report on to who listens.
func (c *Collector) tell(k Key, at Place, count byte, detail func() Detail) {
	if c.heard != nil {
		c.heard(&Heard{Key: k, Place: at, OfRecord: count&countRecord != 0, Detail: detail()})
	}
}
