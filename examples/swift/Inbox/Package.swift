// swift-tools-version:6.0
import PackageDescription

let package = Package(
  name: "Inbox",
  platforms: [.iOS(.v13), .macOS(.v10_15)],
  dependencies: [
    .package(name: "Flows", path: "../../../gen/swift"),
    .package(name: "Flowtrace", path: "../../../runtime/swift/flowtrace"),
  ],
  targets: [
    .target(
      name: "Inbox",
      dependencies: [
        .product(name: "NotificationFlow", package: "Flows"),
        .product(name: "Flowtrace", package: "Flowtrace"),
      ]
    ),
    .executableTarget(
      name: "InboxDemo",
      dependencies: ["Inbox", .product(name: "FlowtraceExporters", package: "Flowtrace")]
    ),
    .testTarget(
      name: "InboxTests",
      dependencies: ["Inbox", .product(name: "FlowtraceTesting", package: "Flowtrace")]
    ),
  ],
  swiftLanguageModes: [.v6]
)
