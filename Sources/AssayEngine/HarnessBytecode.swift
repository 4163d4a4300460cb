import AssayModel
import Foundation

/// The harness compiled for one interpreter.
///
/// Compiling it anew costs every run some milliseconds of CPU, so it is done once per interpreter and harness
/// and kept in a folder. A file for another interpreter version is ignored by Python, never an error.
public struct HarnessBytecode: Sendable, Equatable {
  let fileName: String
  let bytes: [UInt8]

  /// The interpreter's arguments to run the harness so that it looks for the compiled form.
  ///
  /// The folders are arguments of their own, because without a sandbox they lie elsewhere.
  static let startArguments = [
    "-I", "-S", "-B", "-c",
    "import sys;sys.path.insert(0,sys.argv[1]);import assay_harness;assay_harness.main()", "/lab",
    "/submission",
  ]

  /// The source of the harness, from which a cache's file name can be derived.
  public static var source: [UInt8] { PackageResources.assay_harness_py }

  /// Takes a compiled harness.
  ///
  /// - Parameters:
  ///   - bytes: the content of the compiled file.
  ///   - version: the interpreter's version, for example `3.11`.
  public init(_ bytes: [UInt8], version: String) {
    fileName = "assay_harness.cpython-\(version.filter { $0 != "." }).pyc"
    self.bytes = bytes
  }

  /// The program, for the interpreter's `-c`, that compiles the file named by its first argument into the one
  /// named by its second, to be used without a look at the source's date.
  public static let compileCommand = """
    import py_compile, sys
    py_compile.compile(sys.argv[1], sys.argv[2], "/lab/assay_harness.py", True,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    """
}
