package samples

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// batch is how many spans a request of Protobuf has.
const batch = 100

// Protobuf returns the sample that keeps the spec as the Collector's file exporter writes protobuf: requests, each behind its length in
// four bytes, big-endian (opentelemetry-collector-contrib, exporter/fileexporter).
func Protobuf() ([]byte, error) {
	return writeProtobuf(func(out, request []byte) []byte {
		return append(binary.BigEndian.AppendUint32(out, uint32(len(request))), request...)
	})
}

// Recorded returns the sample that keeps the spec as a program may record what it receives: a line for each request, with its body in
// base64.
func Recorded() ([]byte, error) {
	return writeProtobuf(func(out, request []byte) []byte {
		out = append(out, `{"method":"POST","path":"/v1/traces","content_type":"application/x-protobuf","body":"`...)
		return append(base64.StdEncoding.AppendEncode(out, request), "\"}\n"...)
	})
}

// writeProtobuf adds the requests of the sample that keeps the spec, each as add says.
func writeProtobuf(add func(out, request []byte) []byte) (out []byte, err error) {
	e := newEmitters()
	emitAll(e)
	if violations := e.spans.Violations(); len(violations) > 0 {
		return nil, fmt.Errorf("cannot emit a sample that keeps the spec: %s", violations[0])
	}
	for spans := range slices.Chunk(e.spans.Spans(), batch) {
		out = add(out, otlphttp.AppendProto(nil, spans))
	}
	return out, nil
}
