package samples

import (
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
	e := newEmitters()
	emitAll(e)
	if violations := e.spans.Violations(); len(violations) > 0 {
		return nil, fmt.Errorf("cannot emit a sample that keeps the spec: %s", violations[0])
	}
	var out []byte
	for spans := range slices.Chunk(e.spans.Spans(), batch) {
		request := otlphttp.AppendProto(nil, spans)
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(request))), request...)
	}
	return out, nil
}
