// swift-tools-version:6.0
import PackageDescription

let package = Package(
  name: "Bench",
  platforms: [.macOS(.v10_15)],
  dependencies: [
    .package(name: "Flows", path: "../../../gen/swift"),
    .package(name: "Flowtrace", path: "../flowtrace"),
  ],
  targets: [
    .executableTarget(
      name: "Bench",
      dependencies: [
        .product(name: "NotificationFlow", package: "Flows"),
        .product(name: "Flowtrace", package: "Flowtrace"),
        .product(name: "FlowtraceExporters", package: "Flowtrace"),
      ]
    )
  ],
  swiftLanguageModes: [.v6]
)
