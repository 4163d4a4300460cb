// swift-tools-version: 6.2
import PackageDescription

// `assay` says where GraderKit is. By hand it is the checkout that this example is a part of.
let kit = Context.environment["ASSAY_GRADERKIT"] ?? "../../../../../Sources"

let package = Package(
  name: "fair-share-graders",
  dependencies: [.package(name: "assay", path: kit)],
  targets: [
    // `assay` runs the product of this name.
    .executableTarget(
      name: "grader", dependencies: [.product(name: "GraderKit", package: "assay")], path: "Sources")
  ]
)
