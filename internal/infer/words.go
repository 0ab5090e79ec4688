package infer

import (
	"regexp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// reservedTags are the names that a tag cannot have, since every record has something else of the name.
var reservedTags = []string{
	"trace_id", "span_id", "parent_id", "parent_trace_id", "name", "service_name", "timestamp", "duration", "error", "flow", "flow_version",
	"tags", "links", "service.name",
}

func reserved(name string) bool {
	return slices.Contains(reservedTags, name) || strings.HasPrefix(name, "specgen.")
}

// sdkTags are what SDKs and collectors add by themselves.
var sdkTags = []string{
	"telemetry.", "process.", "host.", "container.", "k8s.", "cloud.", "faas.", "otel.", "thread.", "code.", "service.instance.", "internal.", "sampler.",
}

// isOfSDK reports whether an SDK added a tag, and nobody who describes a flow.
func isOfSDK(name string) bool {
	return slices.ContainsFunc(sdkTags, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) ||
		slices.Contains([]string{"os.type", "os.description", "ip", "net.host.ip", "jaeger.version"}, name)
}

// serviceWords are words in the names of tags that say something about who emits, and not about what happens.
var serviceWords = []string{
	"version", "os", "browser", "build", "env", "environment", "deployment", "region", "zone", "cluster", "sdk", "runtime", "model", "locale",
	"manufacturer", "release", "datacenter",
}

func soundsLikeService(name string) bool {
	return slices.ContainsFunc(codegen.Words(name), func(word string) bool { return slices.Contains(serviceWords, word) })
}

// usualTag is how OpenTelemetry names attributes; check warns of other names unless the policy says any.
var usualTag = regexp.MustCompile(`^[a-z][a-z0-9]*([._][a-z0-9]+)*$`)

func isUsualTag(name string) bool { return usualTag.MatchString(name) }

// units are last words of names that say the unit, in UCUM.
var units = map[string]string{
	"ms": "ms", "millis": "ms", "milliseconds": "ms", "seconds": "s", "secs": "s", "us": "us", "micros": "us", "microseconds": "us", "ns": "ns",
	"nanos": "ns", "nanoseconds": "ns", "minutes": "min", "hours": "h", "bytes": "By", "kb": "kBy", "kib": "KiBy", "mb": "MBy", "mib": "MiBy",
	"percent": "%", "pct": "%", "celsius": "Cel", "meters": "m", "metres": "m",
}

// unitOf returns the unit that the name of a tag says, or "".
func unitOf(name string) string {
	words := codegen.Words(name)
	if len(words) < 2 {
		return ""
	}
	return units[words[len(words)-1]]
}
