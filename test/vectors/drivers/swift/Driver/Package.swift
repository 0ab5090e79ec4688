// swift-tools-version:6.0
import PackageDescription

// Drives the generated client through testdata/vectors/calls.json; a Go runner compares.
let package = Package(
  name: "Driver",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Flows", path: "../../../../../gen/swift"),
    .package(name: "Flowtrace", path: "../../../../../runtime/swift/flowtrace"),
  ],
  targets: [
    .executableTarget(
      name: "Driver",
      dependencies: [
        .product(name: "NotificationFlow", package: "Flows"),
        .product(name: "Flowtrace", package: "Flowtrace"),
        .product(name: "FlowtraceExporters", package: "Flowtrace"),
        .product(name: "FlowtraceTesting", package: "Flowtrace"),
      ]
    )
  ],
  swiftLanguageModes: [.v6]
)
