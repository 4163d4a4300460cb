// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same settings: Swift 6 mode (from the tools version), no warnings.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What has readers of strangers' bytes.
let fuzzed: [Target.Dependency] = [
  "AssayCatalog", "AssayEngine", "AssayFixtures", "AssayModel", "AssayReports", "AssaySandbox",
  .product(name: "NIOCore", package: "swift-nio"),
]

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .executable(name: "assay-launcher", targets: ["assay-launcher"]),
    .executable(name: "assay-unpack", targets: ["assay-unpack"]),
    .executable(name: "assay-fixture-http", targets: ["assay-fixture-http"]),
    .library(name: "GraderKit", targets: ["AssayModel", "GraderKit", "GraderProgram"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // Values and pure rules; imports nothing of ours.
    .target(name: "AssayModel", swiftSettings: strict),

    // Engines: each imports the model only.
    .systemLibrary(name: "CAssayCrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "AssayCatalog",
      dependencies: ["AssayModel", "CAssayCrypto", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .executableTarget(
      name: "assay-launcher",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-std=gnu11"])],
      // Static and without Swift's runtime: it starts in a millisecond, inside the sandbox too.
      linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"])]),
    .executableTarget(
      name: "assay-unpack",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-std=gnu11"])],
      // Without Swift's runtime, which is not in the sandbox.
      linkerSettings: [
        .unsafeFlags(["-nostartfiles", "-static-stdlib"]), .linkedLibrary("archive"),
        .linkedLibrary("z"),
      ]),
    .target(
      name: "AssaySandbox", dependencies: ["AssayModel"],
      resources: [.embedInCode("Resources/seccomp.txt"), .embedInCode("Resources/syscalls.txt")],
      swiftSettings: strict),
    .target(
      name: "AssayEngine", dependencies: ["AssayModel"],
      resources: [
        .embedInCode("Resources/assay_harness.py"), .embedInCode("Resources/assay_kit.py"),
        .embedInCode("Resources/assay_kit_formats.py"), .embedInCode("Resources/assay_kit_service.py"),
        .embedInCode("Resources/assay_test_runner.py"),
      ],
      swiftSettings: strict),
    .target(name: "AssayEnvironments", dependencies: ["AssayModel"], swiftSettings: strict),
    .target(name: "AssayReports", dependencies: ["AssayModel"], swiftSettings: strict),

    // Graders: the kit is the public door, `graders/` the compiled-in ones.
    .target(name: "GraderKit", dependencies: ["AssayModel"], swiftSettings: strict),
    .target(
      name: "GraderProgram", dependencies: ["AssayModel", "GraderKit"], swiftSettings: strict),
    .target(
      name: "AssayGraders", dependencies: ["GraderKit"], path: "graders",
      swiftSettings: strict),

    // Fixture servers that a lab's client code talks to.
    .target(
      name: "AssayFixtures",
      dependencies: [
        "AssayModel",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "fixtures/HTTPFixture", swiftSettings: strict),
    .executableTarget(
      name: "assay-fixture-http", dependencies: ["AssayFixtures"],
      path: "fixtures/assay-fixture-http", swiftSettings: strict),

    // The command line: the composition root.
    .executableTarget(
      name: "assay",
      dependencies: [
        "AssayModel", "AssayCatalog", "AssayEnvironments", "AssaySandbox", "AssayEngine", "AssayReports",
        "GraderKit", "AssayGraders",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("Resources/assay_record_calls.py")],
      swiftSettings: strict),

    // Tests.
    .target(
      name: "AssayTestSupport", dependencies: ["AssayModel"], path: "Tests/AssayTestSupport",
      swiftSettings: strict),
    .testTarget(name: "AssayModelTests", dependencies: ["AssayModel"], swiftSettings: strict),
    .testTarget(
      name: "GraderKitTests",
      dependencies: ["AssayModel", "AssayTestSupport", "GraderKit", "GraderProgram"],
      swiftSettings: strict),
    .testTarget(
      name: "AssayGradersTests", dependencies: ["AssayModel", "AssayGraders", "GraderKit"],
      swiftSettings: strict),
    .testTarget(
      name: "AssayFixturesTests",
      dependencies: [
        "AssayFixtures", "AssayModel", "assay-fixture-http",
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AssayReportsTests", dependencies: ["AssayModel", "AssayReports", "AssayTestSupport"],
      exclude: ["Golden", "Schemas"], swiftSettings: strict),
    .testTarget(
      name: "AssayCatalogTests", dependencies: ["AssayCatalog", "AssayModel", "AssayTestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "AssayEngineTests", dependencies: ["AssayModel", "AssayEngine"], swiftSettings: strict),
    .testTarget(
      name: "AssaySandboxTests", dependencies: ["AssayModel", "AssaySandbox", "assay-launcher"],
      swiftSettings: strict),
    .testTarget(
      name: "AssayEnvironmentsTests", dependencies: ["AssayEnvironments", "AssayModel", "AssayTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "AssayFuzzTests", dependencies: fuzzed + ["AssayTestSupport"],
      exclude: ["LibFuzzer", "Launcher"], swiftSettings: strict),
    // These run the programs themselves.
    .testTarget(
      name: "AssayCLITests",
      dependencies: [
        "AssayCatalog", "AssayEnvironments", "AssayModel", "AssaySandbox", "AssayTestSupport", "GraderKit",
        "assay", "assay-launcher", "assay-unpack", "assay-fixture-http",
      ],
      exclude: [
        "Attacks/Golden", "Attacks/Naive", "Checkers", "DriverLabs", "Intake/naive_unpack.py",
        "Support/confine.py",
      ],
      swiftSettings: strict),
  ]
)

// scripts/fuzz builds the same properties as a program for libFuzzer, in place of the test.
if Context.environment["ASSAY_FUZZ"] != nil {
  package.targets.removeAll { $0.name == "AssayFuzzTests" }
  package.targets.append(
    .executableTarget(
      name: "assay-fuzz", dependencies: fuzzed, path: "Tests/AssayFuzzTests",
      exclude: ["FuzzTests.swift", "Launcher", "Mutator.swift"], swiftSettings: strict))
}
