// swift-tools-version:6.0
// The Swift runtime for packages that take it by this repository's URL; runtime/swift/flowtrace has it with its tests.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
let sources = "runtime/swift/flowtrace/Sources/"

let package = Package(
  name: "Flowtrace",
  platforms: [.iOS(.v13), .macOS(.v10_15), .tvOS(.v13), .watchOS(.v6)],
  products: [
    .library(name: "Flowtrace", targets: ["Flowtrace"]),
    .library(name: "FlowtraceExporters", targets: ["FlowtraceExporters"]),
    .library(name: "FlowtraceGenerated", targets: ["FlowtraceGenerated"]),
    .library(name: "FlowtraceTesting", targets: ["FlowtraceTesting"]),
  ],
  targets: [
    .target(name: "Flowtrace", path: sources + "Flowtrace", swiftSettings: strict),
    .target(
      name: "FlowtraceExporters",
      dependencies: ["Flowtrace"],
      path: sources + "FlowtraceExporters",
      resources: [.copy("PrivacyInfo.xcprivacy")],
      swiftSettings: strict
    ),
    .target(
      name: "FlowtraceGenerated",
      dependencies: ["Flowtrace"],
      path: sources + "FlowtraceGenerated",
      swiftSettings: strict
    ),
    .target(
      name: "FlowtraceTesting",
      dependencies: ["Flowtrace"],
      path: sources + "FlowtraceTesting",
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
