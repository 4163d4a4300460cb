// swift-tools-version: 6.2
import PackageDescription

// `assay` says where GraderKit is. To build by hand, set ASSAY_GRADERKIT to the folder Sources of its checkout.
let kit = Context.environment["ASSAY_GRADERKIT"] ?? "../../../Sources"

let package = Package(
  name: "lab-graders",
  dependencies: [.package(name: "assay", path: kit)],
  targets: [
    // `assay` runs the product of this name.
    .executableTarget(
      name: "grader", dependencies: [.product(name: "GraderKit", package: "assay")], path: "Sources")
  ]
)
