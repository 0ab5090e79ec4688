package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// scenario is one of testdata/delivery/scenarios.json, whose README describes the members.
type scenario struct {
	Name   string
	What   string
	Client json.RawMessage
	Server []answer
	Do     []json.RawMessage
	Expect expectation
}

// answer is what the receiver does with one request. The last of a scenario's is that of all further ones.
type answer struct {
	Status     int
	WaitMS     int    `json:"wait_ms"` // before the answer
	DripMS     int    `json:"drip_ms"` // before each byte of the answer
	RetryAfter string `json:"retry_after"`
	Location   string
	Partial    int  // spans that partial success refuses
	Cut        bool // the connection is closed in the middle of the answer's body
	Flood      bool // the answer's body has no end
	Hang       bool // nothing is answered
	Read       *int // bytes that are read; absent for all
	Reset      bool // the connection is reset once the request was read
	Refuse     bool // nobody listens
}

// expectation is what must have come out in the end. Absent members are not checked.
type expectation struct {
	Exported, Rejected *int64
	Dropped            *bounds
	Lost               *int64 // dropped and rejected
	Settled            *int64 // exported, dropped and rejected: nothing waits
	Reasons            []string
	Texts              []string // patterns
	Received           *int     // distinct spans that came in whole requests
	Copies             *int     // spans that came again
	Requests           *int
	SameBody           bool `json:"same_body"`
	Largest            int  // bytes of a request's body at most, unpacked
	Encoding           string
	Authorizations     []string
	Links              *int
	DroppedLinks       *int `json:"dropped_links"`
	Violations         []string
	FlushMS            *bounds `json:"flush_ms"`
	ShutdownMS         *bounds `json:"shutdown_ms"`
	EachMS             *bounds `json:"each_ms"`
}

// bounds are the least and the greatest that is allowed.
type bounds [2]int64

func (s *bounds) holds(n int64) bool { return s == nil || s[0] <= n && n <= s[1] }

// line is what a driver prints after each step.
type line struct {
	OK         *bool
	MS         int64
	Each       []struct{ MS int64 }
	Stats      stats
	Errors     []told
	Violations []string
}

// stats is what became of the spans so far.
type stats struct{ Emitted, Exported, Dropped, Rejected, Waiting int64 }

// told is one call of onExportError.
type told struct {
	Spans        int64
	Reason, Text string
}

// counted says in which of the counts a reason's spans stand.
var counted = map[string]func(*stats) *int64{
	"queue-full": func(s *stats) *int64 { return &s.Dropped },
	"shut-down":  func(s *stats) *int64 { return &s.Dropped },
	"too-large":  func(s *stats) *int64 { return &s.Rejected },
	"refused":    func(s *stats) *int64 { return &s.Rejected },
	"failed":     func(s *stats) *int64 { return &s.Rejected },
}

func readScenarios(path string) ([]scenario, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the scenarios: %w; give the path of scenarios.json", err)
	}
	var all []scenario
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	return all, nil
}
