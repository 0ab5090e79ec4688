package otlp

import (
	"strings"
	"testing"
)

// TestKindsAndStatuses reads them in the general way, and in the place where exporters write them.
func TestKindsAndStatuses(t *testing.T) {
	const times = `"startTimeUnixNano":"1712345678000000000","endTimeUnixNano":"1712345678000001000"`
	const tags = `"attributes":[{"key":"k","value":{"stringValue":"v"}}]`
	const before, plain = `"s" scope="f"@"1.0.0" 1712345678000000000-1712345678000001000 k=string("v")`, ``
	tests := []struct{ kind, status, want string }{
		{``, ``, plain},
		{`0`, `{}`, plain},
		{`1`, `{"code":0}`, plain},
		{`2`, `{"code":1}`, ` kind=server`},
		{`5`, `null`, ` kind=consumer`},
		{`"3"`, ``, ` kind=client`},
		{`4.0`, ``, ` kind=producer`},
		{`2e0`, ``, ` kind=server`},
		{`"SPAN_KIND_CLIENT"`, `{"code":"STATUS_CODE_ERROR"}`, ` kind=client failed=true ""`},
		{`"SPAN_KIND_UNSPECIFIED"`, `{"code":"STATUS_CODE_OK"}`, plain},
		{`null`, `{"code":2,"message":"DECLINED"}`, ` failed=true "DECLINED"`},
		{`1`, `{"message":"DECLINED","code":2}`, ` failed=true "DECLINED"`},
		{`1`, `{"message":"it went well"}`, ` failed=false "it went well"`},
		{`1`, `{"message":null,"x":[1],"code":null}`, plain},
		{`1`, `{"message":7}`, plain},
		{`6`, ``, ` defects=10000000 bad=["" "6" ""]`},
		{`12`, ``, ` defects=10000000 bad=["" "12" ""]`},
		{`-1`, ``, ` defects=10000000 bad=["" "-1" ""]`},
		{`1.5`, ``, ` defects=10000000 bad=["" "1.5" ""]`},
		{`true`, ``, ` defects=10000000 bad=["" "true" ""]`},
		{`[2]`, ``, ` defects=10000000 bad=["" "[2]" ""]`},
		{`"SERVER"`, ``, ` defects=10000000 bad=["" "SERVER" ""]`},
		{`"SPAN_KIND_X"`, ``, ` defects=10000000 bad=["" "SPAN_KIND_X" ""]`},
		{`1`, `{"code":3}`, ` defects=100000000 bad=["" "" "3"]`},
		{`1`, `{"code":"2x"}`, ` defects=100000000 bad=["" "" "2x"]`},
		{`1`, `{"code":{}}`, ` defects=100000000 bad=["" "" "{}"]`},
		{`1`, `"ERROR"`, ` defects=100000000 bad=["" "" "\"ERROR\""]`},
		{`9`, `2`, ` defects=110000000 bad=["" "9" "2"]`},
	}
	for _, test := range tests {
		kind, status := "", ""
		if test.kind != "" {
			kind = `,"kind":` + test.kind
		}
		if test.status != "" {
			status = `,"status":` + test.status
		}
		for form, span := range map[string]string{
			"as exporters write it": `{` + ids + `,"name":"n"` + kind + `,` + times + `,` + tags + status + `}`,
			"in another order":      `{"name":"n"` + status + `,` + tags + kind + `,` + times + `,` + ids + `}`,
			"twice":                 `{"flags":1.0,"kind":7,"status":{"code":9,"message":"x"},"name":"n",` + ids + kind + `,` + times + `,` + tags + status + `}`,
		} {
			if form == "twice" && (test.kind == "" || test.status == "" || test.status == "null") {
				continue
			}
			k := read(t, request(span))
			if len(k.broken) > 0 || len(k.records) != 1 || !strings.HasSuffix(k.records[0], before+test.want) {
				t.Errorf("kind %s, status %s, %s: got %q, %q\nwant %s", test.kind, test.status, form, k.records, k.broken, before+test.want)
			}
		}
	}
}

// TestFlagsWithAFraction has a number of another form where exporters write a plain one.
func TestFlagsWithAFraction(t *testing.T) {
	k := read(t, request(`{`+ids+`,"flags":1.0,"name":"n","kind":2,"startTimeUnixNano":"5","endTimeUnixNano":"6"}`))
	if len(k.records) != 1 || !strings.Contains(k.records[0], ` 5-6 kind=server`) {
		t.Errorf("got %q, %q", k.records, k.broken)
	}
}
