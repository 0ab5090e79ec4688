package otlphttp

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// ConfigFromEnv reads the variables of the OTLP exporter's specification (protocol/exporter.md), each first with TRACES in
// its name: OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS, _TIMEOUT, _COMPRESSION and _PROTOCOL. getenv is os.Getenv, or a replacement in
// tests. Variables that are not set leave the defaults. Certificates are configured in Config.Transport.
func ConfigFromEnv(getenv func(string) string) (Config, error) {
	get := func(what string) (value, name string) {
		name = "OTEL_EXPORTER_OTLP_TRACES_" + what
		if value = strings.TrimSpace(getenv(name)); value == "" {
			name = "OTEL_EXPORTER_OTLP_" + what
			value = strings.TrimSpace(getenv(name))
		}
		return value, name
	}
	var config Config
	config.TracesEndpoint = strings.TrimSpace(getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"))
	config.Endpoint = strings.TrimSpace(getenv("OTEL_EXPORTER_OTLP_ENDPOINT"))
	var err error
	if text, name := get("HEADERS"); text != "" {
		if config.Headers, err = headers(name, text); err != nil {
			return Config{}, err
		}
	}
	if text, name := get("TIMEOUT"); text != "" {
		milliseconds, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return Config{}, fmt.Errorf("cannot read %s: %q is no number of milliseconds; write one such as 10000", name, text)
		}
		config.AttemptTimeout = time.Duration(milliseconds) * time.Millisecond
	}
	switch text, name := get("COMPRESSION"); text {
	case "", "none":
	case "gzip":
		config.Gzip = true
	default:
		return Config{}, fmt.Errorf("cannot read %s: there is no compression %q; write gzip or none", name, text)
	}
	switch text, name := get("PROTOCOL"); text {
	case "", "http/protobuf":
	case "http/json":
		config.JSON = true
	default:
		return Config{}, fmt.Errorf("cannot read %s: %q is not supported; write http/protobuf or http/json", name, text)
	}
	return config, nil
}

// headers reads name=value pairs with commas between, values percent-encoded (W3C Baggage without properties). Their
// values stay out of the errors, as they may be secrets.
func headers(variable, text string) (map[string]string, error) {
	out := map[string]string{}
	for _, pair := range strings.Split(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		if !found || !isToken(name) {
			return nil, fmt.Errorf("cannot read %s: the header %q has no name or no value; write name=value,name=value", variable, name)
		}
		decoded, err := url.PathUnescape(strings.TrimSpace(value))
		if err != nil || strings.ContainsAny(decoded, "\r\n\x00") {
			return nil, fmt.Errorf("cannot read %s: the value of %s is not percent-encoded text; encode it", variable, name)
		}
		out[name] = decoded
	}
	return out, nil
}

// isToken reports whether name is a valid name of a header (RFC 9110 section 5.6.2).
func isToken(name string) bool {
	const marks = "!#$%&'*+-.^_`|~"
	for _, c := range []byte(name) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && strings.IndexByte(marks, c) < 0 {
			return false
		}
	}
	return name != ""
}
