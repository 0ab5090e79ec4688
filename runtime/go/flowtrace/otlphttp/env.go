package otlphttp

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// ConfigFromEnv reads the variables of the OTLP exporter's specification (protocol/exporter.md), each first with TRACES in
// its name: OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS, _TIMEOUT, _COMPRESSION and _PROTOCOL. getenv is os.Getenv, or a replacement in
// tests. Variables that are not set leave the defaults. Certificates are configured in Config.Transport.
//
// The Config can always be used. If variables are wrong, the error names each of them (errors.Join), and the Config is what it
// would be without them: report the error and go on.
func ConfigFromEnv(getenv func(string) string) (Config, error) {
	var config Config
	e := environment{getenv: getenv}
	e.use(tracesVariable+"ENDPOINT", func(text string) error {
		_, err := endpointURL(text)
		if err == nil {
			config.TracesEndpoint = text
		}
		return err
	})
	e.use(variable+"ENDPOINT", func(text string) error {
		_, err := endpointURL(text)
		if err == nil {
			config.Endpoint = text
		}
		return err
	})
	e.useFirst("HEADERS", func(text string) (err error) {
		config.Headers, err = headers(text)
		return err
	})
	e.useFirst("TIMEOUT", func(text string) error {
		milliseconds, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return fmt.Errorf("%q is no number of milliseconds; write one such as 10000", text)
		}
		config.AttemptTimeout = time.Duration(milliseconds) * time.Millisecond
		return nil
	})
	e.useFirst("COMPRESSION", func(text string) error {
		if text != "gzip" && text != "none" {
			return fmt.Errorf("there is no compression %q; write gzip or none", text)
		}
		config.Gzip = text == "gzip"
		return nil
	})
	e.useFirst("PROTOCOL", func(text string) error {
		if text != "http/protobuf" && text != "http/json" {
			return fmt.Errorf("%q is not supported; write http/protobuf or http/json", text)
		}
		config.JSON = text == "http/json"
		return nil
	})
	return config, errors.Join(e.wrong...)
}

// What the names of the variables begin with: those for all signals, and those for traces alone.
const (
	variable       = "OTEL_EXPORTER_OTLP_"
	tracesVariable = variable + "TRACES_"
)

// environment reads variables and keeps what is wrong with them.
type environment struct {
	getenv func(string) string
	wrong  []error
}

// use gives a variable that is set to take, and keeps its error. It reports whether it was set and taken.
func (e *environment) use(name string, take func(text string) error) bool {
	text := strings.TrimSpace(e.getenv(name))
	if text == "" {
		return false
	}
	if err := take(text); err != nil {
		e.wrong = append(e.wrong, fmt.Errorf("cannot read %s: %w", name, err))
		return false
	}
	return true
}

// useFirst uses the variable for traces, or the one for all signals where that is not set or wrong.
func (e *environment) useFirst(what string, take func(text string) error) {
	if !e.use(tracesVariable+what, take) {
		e.use(variable+what, take)
	}
}

// headers reads name=value pairs with commas between, values percent-encoded (W3C Baggage without properties). Their
// values stay out of the errors, as they may be secrets.
func headers(text string) (map[string]string, error) {
	out := map[string]string{}
	for _, pair := range strings.Split(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		if !found || !isToken(name) {
			return nil, fmt.Errorf("the header %q has no name or no value; write name=value,name=value", name)
		}
		decoded, err := url.PathUnescape(strings.TrimSpace(value))
		if err != nil || strings.ContainsAny(decoded, "\r\n\x00") {
			return nil, fmt.Errorf("the value of %s is not percent-encoded text; encode it", name)
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
