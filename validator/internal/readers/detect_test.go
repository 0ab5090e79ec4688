package readers

import "testing"

func TestDetect(t *testing.T) {
	const event = `"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d4352a99fcf6c2a3","flow":"notification"}`
	tests := []struct {
		data string
		want string
	}{
		{`{` + event, "spanevent"},
		{`[{` + event, "spanevent"},
		{`{"resource":"x",` + event, "spanevent"},
		{`{"resource":{"attributes":[]},` + event, "spanevent"},
		{`{"data":{"x":[1,{}]},` + event, "spanevent"},
		{`{"shared":true,"annotations":[],` + event, "spanevent"},
		{`{"operationName":"x","processes":{},` + event, "spanevent"},
		{`{"batches":3,` + event, "spanevent"},
		{`{"trace_id":"1","name":"n","annotations":[]}`, "spanevent"},
		{`{"traceId":"1","spanId":"2","name":"n","shared":true}`, "spanevent"},
		{`{"trace_id":"1"}`, "spanevent"},
		{`{"resource":{"attributes":[]},"scopeSpans":[]}`, "otlp-json"},
		{`{"resource":{"attributes":[]}`, "otlp-json"},
		{`{"batches":[{`, "otlp-json"},
		{`{"resourceSpans":[{"resource":{`, "otlp-json"},
		{`{"data":[{"traceID":"1"}]}`, "jaeger"},
		{`{"traceID":"1","spanID":"2","operationName":"x"}`, "jaeger"},
		{`[{"traceId":"1","id":"2","name":"get","localEndpoint":{}}]`, "zipkin"},
		{`[[{"traceId":"1","id":"2","name":"get"}]]`, "zipkin"},
		{`{"x":1}`, "otlp-json"},
		{" \n", "empty"},
		{`hello`, "unknown"},
	}
	for _, test := range tests {
		if got, looks := detect([]byte(test.data)); got.Name != test.want {
			t.Errorf("%s is %s (%s), want %s", test.data, got.Name, looks, test.want)
		}
	}
}
