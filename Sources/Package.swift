// swift-tools-version: 6.2
import PackageDescription

// GraderKit alone: what `assay` builds a lab's own graders against. It depends on nothing, so that such a build
// needs no network and takes seconds. The package at the root has the same product for whoever names it by its URL.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "assay",
  products: [.library(name: "GraderKit", targets: ["AssayModel", "GraderKit", "GraderProgram"])],
  targets: [
    .target(name: "AssayModel", path: "AssayModel", swiftSettings: strict),
    .target(name: "GraderKit", dependencies: ["AssayModel"], path: "GraderKit", swiftSettings: strict),
    .target(
      name: "GraderProgram", dependencies: ["AssayModel", "GraderKit"], path: "GraderProgram",
      swiftSettings: strict),
  ]
)
