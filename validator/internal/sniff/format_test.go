package sniff

import "testing"

func TestDetect(t *testing.T) {
	const event = `"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d4352a99fcf6c2a3","flow":"notification"}`
	tests := []struct {
		data string
		want Format
	}{
		{`{` + event, SpanEvent},
		{`[{` + event, SpanEvent},
		{`{"resource":"x",` + event, SpanEvent},
		{`{"resource":{"attributes":[]},` + event, SpanEvent},
		{`{"data":{"x":[1,{}]},` + event, SpanEvent},
		{`{"shared":true,"annotations":[],` + event, SpanEvent},
		{`{"operationName":"x","processes":{},` + event, SpanEvent},
		{`{"batches":3,` + event, SpanEvent},
		{`{"trace_id":"1","name":"n","annotations":[]}`, SpanEvent},
		{`{"traceId":"1","spanId":"2","name":"n","shared":true}`, SpanEvent},
		{`{"trace_id":"1"}`, SpanEvent},
		{`{"resource":{"attributes":[]},"scopeSpans":[]}`, OTLPJSON},
		{`{"resource":{"attributes":[]}`, OTLPJSON},
		{`{"batches":[{`, OTLPJSON},
		{`{"resourceSpans":[{"resource":{`, OTLPJSON},
		{`{"data":[{"traceID":"1"}]}`, Jaeger},
		{`{"traceID":"1","spanID":"2","operationName":"x"}`, Jaeger},
		{`[{"traceId":"1","id":"2","name":"get","localEndpoint":{}}]`, Zipkin},
		{`[[{"traceId":"1","id":"2","name":"get"}]]`, Zipkin},
		{`{"x":1}`, OTLPJSON},
		{" \n", Nothing},
		{`hello`, Unknown},
	}
	for _, test := range tests {
		if got, looks := Detect([]byte(test.data)); got != test.want {
			t.Errorf("%s is %s (%s), want %s", test.data, got, looks, test.want)
		}
	}
}
