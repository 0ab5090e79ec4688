#!/bin/sh
# snippets.sh README OUT MODULES: the code of the runtime's README that is no whole file, from "To a collector" on, must compile in an app
# that has what the text takes for granted. OSLog, which only Apple has, is stood in for. It runs where swiftc is.
set -eu
readme=$1 out=$2 modules=$3
rm -rf "$out" && mkdir "$out"
cat >"$out/App.swift" <<'END'
import Flowtrace
import FlowtraceExporters
import Foundation

struct Session: Sendable { func token() async -> String { "token" } }
struct Flags: Sendable { var telemetry = true }
enum Privacy { case `public` }
struct LogMessage: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ text: String) {}
    mutating func appendInterpolation(_ value: some CustomStringConvertible, privacy: Privacy? = nil) {}
  }
  init(stringLiteral: String) {}
  init(stringInterpolation: StringInterpolation) {}
}
struct Logger: Sendable {
  init(subsystem: String, category: String) {}
  func error(_ message: LogMessage) {}
  func warning(_ message: LogMessage) {}
}

let logger = Logger(subsystem: "", category: "")
let (session, flags) = (Session(), Flags())
let collector = URL(fileURLWithPath: "/")
let container = URL(fileURLWithPath: "/")
@MainActor var sending = OTLPHTTPExporter.Options()
@MainActor var batching = BatchSpanProcessor.Options()
let processor = BatchSpanProcessor(SpanEventFileExporter(path: ""))
END
awk -v out="$out" '
	/^## To a collector$/ { on = 1 }
	on && /^```swift$/ { n++; file = out "/" n ".swift"; print "import Flowtrace\nimport FlowtraceExporters\nimport Foundation\n\n@MainActor func snippet" n "() async {" >file; next }
	file && /^```$/ { print "}" >file; file = ""; next }
	file { print "  " $0 >file }' "$readme"
swiftc -typecheck -swift-version 6 -parse-as-library -suppress-warnings -I "$modules" "$out"/*.swift
count=$(ls "$out" | grep -c '^[0-9]*\.swift$')
echo "snippets: $count"
[ "$count" = 4 ]
