package live

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Content types of requests, and so of the answers to them.
const (
	typeJSON     = "application/json"
	typeProtobuf = "application/x-protobuf"
	typeLines    = "application/x-ndjson"
	typeText     = "text/plain"
)

// accepted answers that all was taken: an empty Export…ServiceResponse, which is no byte as protobuf and {} as JSON (OTLP 1.9, OTLP/HTTP
// response).
func accepted(w http.ResponseWriter, contentType string) {
	if contentType == typeProtobuf {
		w.Header().Set("Content-Type", typeProtobuf)
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Content-Type", typeJSON)
	_, _ = io.WriteString(w, "{}") // who has gone needs no answer
}

// refused answers that nothing more is taken of a request: a google.rpc.Status in the encoding of the request, as OTLP 1.9 asks for.
// JSON where the encoding is none that is known.
func refused(w http.ResponseWriter, contentType string, status int, message string) {
	message = bounded(message, 400)
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if contentType == typeProtobuf {
		w.Header().Set("Content-Type", typeProtobuf)
		w.WriteHeader(status)
		_, _ = w.Write(protoStatus(codeOf(status), message))
		return
	}
	w.Header().Set("Content-Type", typeJSON)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{codeOf(status), message})
}

// codeOf returns the google.rpc.Code of an HTTP status.
func codeOf(status int) int {
	const invalidArgument, permissionDenied, resourceExhausted = 3, 7, 8
	switch status {
	case http.StatusForbidden:
		return permissionDenied
	case http.StatusTooManyRequests, http.StatusRequestEntityTooLarge:
		return resourceExhausted
	}
	return invalidArgument
}

// protoStatus is a google.rpc.Status: code (1) and message (2). The message has less than 16,384 bytes.
func protoStatus(code int, message string) []byte {
	const codeKey, messageKey = 1 << 3, 2<<3 | 2 // the number of a field and its wire type
	out := []byte{codeKey, byte(code), messageKey}
	if n := len(message); n < 128 {
		out = append(out, byte(n))
	} else {
		out = append(out, byte(n)|0x80, byte(n>>7))
	}
	return append(out, message...)
}

// bounded returns at most the first n bytes of a text, and says where it was cut.
func bounded(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return strings.TrimRight(text[:n], " ") + "…"
}
