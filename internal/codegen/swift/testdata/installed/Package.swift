// swift-tools-version:6.0
import PackageDescription

// An app that takes two generated packages and the runtime from git repositories beside its folder, as it would from URLs.
let beside = "file://" + Context.packageDirectory + "/../"

let package = Package(
  name: "App",
  platforms: [.macOS(.v10_15)],
  dependencies: [
    .package(url: beside + "one", from: "1.0.0"),
    .package(url: beside + "two", from: "1.0.0"),
    .package(url: beside + "specgen.git", from: "0.1.0"),
  ],
  targets: [
    .executableTarget(
      name: "App",
      dependencies: [
        .product(name: "UploadFlow", package: "one"),
        .product(name: "JobFlow", package: "two"),
        .product(name: "Flowtrace", package: "specgen"),
        .product(name: "FlowtraceExporters", package: "specgen"),
      ]
    )
  ],
  swiftLanguageModes: [.v6]
)
