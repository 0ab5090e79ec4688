package main

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
)

// complaints collects what is not as a scenario expects it.
type complaints struct{ list []string }

func (c *complaints) add(format string, args ...any) {
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

func (c *complaints) equal(what string, got int64, want *int64) {
	if want != nil && got != *want {
		c.add("%s: %d, want %d", what, got, *want)
	}
}

func (c *complaints) count(what string, got int, want *int) {
	if want != nil && got != *want {
		c.add("%s: %d, want %d", what, got, *want)
	}
}

// check compares what a driver printed, and what came to the receiver, with what is expected.
func (s *scenario) check(lines []line, r *receiver) []string {
	var c complaints
	if len(lines) != len(s.Do) {
		c.add("%d lines for %d steps", len(lines), len(s.Do))
		return c.list
	}
	s.checkBalance(lines, &c)
	s.checkTimes(lines, &c)
	last := lines[len(lines)-1]
	e := &s.Expect
	c.equal("exported", last.Stats.Exported, e.Exported)
	c.equal("rejected", last.Stats.Rejected, e.Rejected)
	if !e.Dropped.holds(last.Stats.Dropped) {
		c.add("dropped: %d, want %d to %d", last.Stats.Dropped, e.Dropped[0], e.Dropped[1])
	}
	c.equal("dropped and rejected", last.Stats.Dropped+last.Stats.Rejected, e.Lost)
	c.equal("exported, dropped and rejected", last.Stats.Exported+last.Stats.Dropped+last.Stats.Rejected, e.Settled)
	for _, t := range last.Errors {
		if e.Reasons != nil && !slices.Contains(e.Reasons, t.Reason) {
			c.add("the reason %q was told, want one of %q", t.Reason, e.Reasons)
		}
		matches := func(pattern string) bool { return regexp.MustCompile(pattern).MatchString(t.Text) }
		if e.Texts != nil && !slices.ContainsFunc(e.Texts, matches) {
			c.add("the text %q was told, want one like %q", t.Text, e.Texts)
		}
	}
	for _, rule := range e.Violations {
		if !slices.Contains(last.Violations, rule) {
			c.add("the violation %s was not reported", rule)
		}
	}
	s.checkReceived(r, &c)
	return c.list
}

// checkBalance checks after each step that every span is counted once, and told of if it was lost, and that nothing goes on after a
// shutdown.
func (s *scenario) checkBalance(lines []line, c *complaints) {
	final := -1
	for i, l := range lines {
		if n := l.Stats.Exported + l.Stats.Dropped + l.Stats.Rejected + l.Stats.Waiting; n != l.Stats.Emitted {
			c.add("step %d: %d emitted, but %+v", i+1, l.Stats.Emitted, l.Stats)
		}
		var sum stats
		for _, t := range l.Errors {
			if counts := counted[t.Reason]; counts == nil {
				c.add("step %d: there is no reason %q", i+1, t.Reason)
			} else {
				*counts(&sum) += t.Spans
			}
		}
		if sum.Dropped != l.Stats.Dropped || sum.Rejected != l.Stats.Rejected {
			c.add("step %d: onExportError heard of %d dropped and %d rejected, but %+v", i+1, sum.Dropped, sum.Rejected, l.Stats)
		}
		if final >= 0 && bytes.Contains(s.Do[i], []byte(`"wait"`)) && l.Stats != lines[final].Stats {
			c.add("step %d: %+v after the shutdown, and %+v later", i+1, lines[final].Stats, l.Stats)
		}
		if bytes.Contains(s.Do[i], []byte(`"shutdown"`)) {
			final = i
			if l.Stats.Waiting != 0 {
				c.add("step %d: %d spans wait after the shutdown", i+1, l.Stats.Waiting)
			}
		}
	}
}

func (s *scenario) checkTimes(lines []line, c *complaints) {
	for i, l := range lines {
		want := (*bounds)(nil)
		switch {
		case l.Each != nil:
			for _, one := range l.Each {
				if !s.Expect.EachMS.holds(one.MS) {
					c.add("step %d took %d ms, want %d to %d", i+1, one.MS, s.Expect.EachMS[0], s.Expect.EachMS[1])
				}
			}
			continue
		case bytes.Contains(s.Do[i], []byte(`"flush"`)):
			want = s.Expect.FlushMS
		case bytes.Contains(s.Do[i], []byte(`"shutdown"`)):
			want = s.Expect.ShutdownMS
		}
		if !want.holds(l.MS) {
			c.add("step %d took %d ms, want %d to %d", i+1, l.MS, want[0], want[1])
		}
	}
}

func (s *scenario) checkReceived(r *receiver, c *complaints) {
	got, requests, err := r.received()
	if err != nil {
		c.add("%v", err)
	}
	e := &s.Expect
	c.count("received", got.spans, e.Received)
	c.count("received again", got.copies, e.Copies)
	c.count("requests", len(requests), e.Requests)
	c.count("links", got.links, e.Links)
	c.count("dropped links", got.droppedLinks, e.DroppedLinks)
	if e.Largest > 0 && got.largest > e.Largest {
		c.add("a request has %d bytes, want at most %d", got.largest, e.Largest)
	}
	for i, one := range requests {
		if e.SameBody && !bytes.Equal(one.body, requests[0].body) {
			c.add("request %d has another body than the first", i+1)
		}
		if e.Encoding != one.encoding && e.Encoding != "" {
			c.add("request %d is encoded as %q, want %s", i+1, one.encoding, e.Encoding)
		}
		if i < len(e.Authorizations) && one.authorization != e.Authorizations[i] {
			c.add("request %d has the authorization %q, want %s", i+1, one.authorization, e.Authorizations[i])
		}
	}
}
