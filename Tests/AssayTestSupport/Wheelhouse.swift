import Foundation

/// A folder with one small package, so that environments can be built without a network.
///
/// The package `tinypkg` 1.0 has a module, a program `tiny`, and a module `colorsys`, which the standard library has
/// too.
public struct Wheelhouse: Sendable {
  /// The folder.
  public let folder: TemporaryDirectory
  /// SHA-256 of the wheel, 64 hexadecimal digits.
  public let hash: String

  /// Makes the package as a wheel for `tag`; a tag that no interpreter here has makes it impossible to install.
  ///
  /// - Throws: ``TestSupportError`` when Python cannot write it.
  public init(tag: String = "py3-none-any") throws {
    folder = try TemporaryDirectory()
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-I", "-c", Self.program, folder.path, tag]
    process.standardOutput = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    hash = String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard process.terminationStatus == 0, hash.count == 64 else {
      throw TestSupportError("no wheel: \(hash)")
    }
  }

  /// The content of a requirements.txt; a `mark` makes it another lock of the same packages.
  public func lock(hash other: String? = nil, mark: String = "") -> String {
    "tinypkg==1.0 --hash=sha256:\(other ?? hash)\n" + (mark.isEmpty ? "" : "# \(mark)\n")
  }

  /// The variables that make uv find this folder and nothing else.
  public var variables: [String: String] {
    [
      "UV_NO_INDEX": "1", "UV_FIND_LINKS": folder.path, "UV_CACHE_DIR": "\(folder.path)/cache",
      "UV_OFFLINE": "1",
    ]
  }

  private static let program = """
    import base64, hashlib, sys, zipfile
    folder, tag = sys.argv[1:]
    files = {
        "tinypkg/__init__.py": "VALUE = 42\\n\\ndef main():\\n    print('tiny', VALUE)\\n",
        "tinypkg/__main__.py": "from tinypkg import main\\nmain()\\n",
        "colorsys.py": "raise ImportError('not the one of the standard library')\\n",
        "tinypkg-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: tinypkg\\nVersion: 1.0\\n",
        "tinypkg-1.0.dist-info/WHEEL":
            "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: " + tag + "\\n",
        "tinypkg-1.0.dist-info/entry_points.txt": "[console_scripts]\\ntiny = tinypkg:main\\n",
    }
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(text)}\\n"
    files["tinypkg-1.0.dist-info/RECORD"] = record + "tinypkg-1.0.dist-info/RECORD,,\\n"
    path = f"{folder}/tinypkg-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    with open(path, "rb") as file:
        print(hashlib.sha256(file.read()).hexdigest())
    """
}
