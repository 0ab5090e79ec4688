// swift-tools-version:6.0
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

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
    .target(name: "Flowtrace", swiftSettings: strict),
    .target(
      name: "FlowtraceExporters",
      dependencies: ["Flowtrace"],
      resources: [.copy("PrivacyInfo.xcprivacy")],
      swiftSettings: strict
    ),
    .target(name: "FlowtraceGenerated", dependencies: ["Flowtrace"], swiftSettings: strict),
    .target(name: "FlowtraceTesting", dependencies: ["Flowtrace"], swiftSettings: strict),
    .testTarget(
      name: "FlowtraceTests",
      dependencies: ["Flowtrace", "FlowtraceExporters", "FlowtraceGenerated", "FlowtraceTesting"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
