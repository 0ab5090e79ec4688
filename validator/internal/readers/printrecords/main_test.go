package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "traces.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRecords(t *testing.T) {
	path := file(t, `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}],"droppedAttributesCount":6},`+
		`"scopeSpans":[{"scope":{"name":"f","version":"1"},"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",`+
		`"spanId":"0102030405060708","name":"n","kind":3,"status":{"code":2,"message":"x"},"startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[`+
		`{"key":"a","value":{"arrayValue":{"values":[{"intValue":"-1"},{"doubleValue":1.5},{"boolValue":true}]}}},`+
		`{"key":"b","value":{"bytesValue":"AQ=="}}],"links":[{"traceId":"2102030405060708090a0b0c0d0e0f10",`+
		`"spanId":"2102030405060708"}],"droppedAttributesCount":4,"droppedEventsCount":9,"droppedLinksCount":5},{"name":"m"}]}]}]}`)
	want := `{"trace_id":"0102030405060708090a0b0c0d0e0f10","span_id":"0102030405060708","parent_id":"0000000000000000",` +
		`"parent_trace_id":"00000000000000000000000000000000","name":"n","service":"s","flow":"f","flow_version":"1",` +
		`"start":1,"end":2,"kind":3,"failed":true,"status_message":"x","defects":0,"tags":[{"key":"a","value":{"kind":"list","items":[{"kind":"int","text":"-1"},` +
		`{"kind":"double","text":"1.5"},{"kind":"bool","text":"true"}]}},{"key":"b","value":{"kind":"bytes"}}],` +
		`"resource":[{"key":"service.name","value":{"kind":"string","text":"s"}}],` +
		`"links":[["2102030405060708090a0b0c0d0e0f10","2102030405060708"]],"dropped":[4,5,6]}` + "\n"
	var out bytes.Buffer
	if err := run([]string{path, path}, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	if len(lines) != 5 || lines[0] != want || lines[2] != want || !strings.Contains(lines[1], `"defects":51`) {
		t.Errorf("got %s\nwant %s", out.String(), want)
	}
}

func TestMistakes(t *testing.T) {
	for want, path := range map[string]string{
		"cannot read the records: open nowhere.json": "nowhere.json",
		"cannot read all records of":                 file(t, `{"resourceSpans":[`),
		"an object without resourceSpans":            file(t, `{"spans":[]}`),
	} {
		if err := run([]string{path}, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", path, err, want)
		}
	}
}
