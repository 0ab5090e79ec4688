package jaeger

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/internal/readers/scan"
)

// asWritten is an answer as the query service writes it, with values of every type.
const asWritten = `{"data":[{"traceID":"0123456789abcdef0123456789abcdef","spans":[{"traceID":"0123456789abcdef0123456789abcdef",` +
	`"spanID":"0123456789abcdef","flags":1,"operationName":"n","references":[{"refType":"CHILD_OF","traceID":` +
	`"0123456789abcdef0123456789abcdef","spanID":"1123456789ABCDEF"},{"refType":"FOLLOWS_FROM","traceID":"1123456789abcdef0123456789abcdef",` +
	`"spanID":"0123456789abcdef"}],"startTime":1772442000000001,"duration":5,"tags":[{"key":"a","type":"string","value":"b"},` +
	`{"key":"b","type":"int64","value":-7},{"key":"c","type":"int64","value":"12345678901234567"},{"key":"d","type":"float64","value":0.5e1},` +
	`{"key":"e","type":"bool","value":true},{"key":"f","type":"string","value":"x[1]"},{"key":"g","type":"string","value":"\u00e9"}],` +
	`"logs":[{"timestamp":1,"fields":[]}],"processID":"p1","warnings":null}],"processes":{"p1":{"serviceName":"s","tags":[]}},` +
	`"warnings":null}],"total":0,"limit":0,"offset":0,"errors":null}`

// TestAsWritten reads the answer with each part of it left out or twice, and in the general way: the records are the same.
func TestAsWritten(t *testing.T) {
	quick := 0
	for from := range len(asWritten) {
		for _, size := range []int{0, 1, 2, 9} {
			in := []byte(asWritten[:from] + asWritten[min(from+size, len(asWritten)):])
			if size == 9 {
				in = []byte(asWritten[:from] + asWritten[max(from-9, 0):])
			}
			k, general := &kept{}, &kept{}
			r := newReader(bytes.NewReader(in), general, "")
			r.general = true
			if err := errors.Join(Read(bytes.NewReader(in), k, ""), r.readAll()); err != nil || fmt.Sprint(k) != fmt.Sprint(general) {
				t.Fatalf("%s: another result in the general way: %v\n%v\n%v", in, err, k, general)
			}
			c := scan.NewCursor(in[min(len(in), strings.Index(asWritten, `{"traceID":"0123456789abcdef0123456789abcdef","spanID"`)):])
			r = newReader(nil, general, "")
			if r.begin(); r.quickSpan(&c) {
				quick++
			}
		}
	}
	if quick < len(asWritten)/10 {
		t.Errorf("%d spans were read in the quick way", quick)
	}
}
