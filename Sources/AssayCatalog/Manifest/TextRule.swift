import AssayModel

/// What a text in a manifest must look like: once as a pattern for the schema, once as code.
///
/// The code is written by hand because a manifest has hundreds of texts and is read at every start.
struct TextRule: Sendable {
  /// An ECMA 262 regular expression, for the JSON Schema.
  var pattern: String
  /// What is allowed, to follow "expected".
  var allowed: String
  /// Whether a text is allowed.
  var accepts: @Sendable (String) -> Bool

  /// Anything that is not blank.
  static let sentence = Self(pattern: #"\S"#, allowed: "a text that is not blank") { text in
    text.contains { !$0.isWhitespace }
  }

  /// Any text at all.
  static let any = Self(pattern: "", allowed: "a text") { _ in true }

  /// The id of a lab.
  static let labID = Self(
    pattern: "^0[1-8]-[a-z0-9-]+$", allowed: "the folder's name, such as 06-retry-backoff-breaker"
  ) { text in
    let bytes = Array(text.utf8)
    return bytes.count > 3 && bytes[0] == UInt8(ascii: "0")
      && (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(bytes[1])
      && bytes[2] == UInt8(ascii: "-")
      && bytes.dropFirst(3).allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// The name of a check, a scenario or a wrong submission.
  static let name = Self(
    pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$", allowed: "a name of letters, digits, '-' and '_'"
  ) { text in
    guard let first = text.utf8.first, isLetter(first) || isDigit(first) else { return false }
    return text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") }
  }

  /// The name of something in Python.
  static let pythonName = Self(pattern: "^[A-Za-z_][A-Za-z0-9_]*$", allowed: "a Python name") {
    isPythonName($0[...])
  }

  /// The name of a function with its module.
  static let pythonPath = Self(
    pattern: #"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$"#, allowed: "module.function"
  ) { text in
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.allSatisfy(isPythonName)
  }

  /// The name of a grader or a workload.
  static let registered = Self(
    pattern: #"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$"#, allowed: "a registered name such as retry.matrix"
  ) { text in
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.utf8.first, isLower(first) else { return false }
      return part.utf8.allSatisfy { isLower($0) || isDigit($0) || "_-".utf8.contains($0) }
    }
  }

  /// The version of Python.
  static let pythonVersion = Self(pattern: #"^3\.[0-9]+$"#, allowed: "a version such as \"3.11\"") { text in
    text.hasPrefix("3.") && text.utf8.count > 2 && text.utf8.dropFirst(2).allSatisfy(isDigit)
  }

  /// A path inside a folder of the lab or of the submission.
  static let relativePath = Self(
    pattern: #"^(?!\.{1,2}(/|$))[^/\\\s]+(/(?!\.{1,2}(/|$))[^/\\\s]+)*$"#,
    allowed: "a path inside its folder: no '..', no leading or trailing '/', no blanks"
  ) { text in
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part != "." && part != ".." && !part.contains { $0 == "\\" || $0.isWhitespace }
    }
  }

  /// The path of a route.
  static let routePath = Self(
    pattern: #"^/[^?#\s]*$"#, allowed: "an exact path such as \"/items\", without a query"
  ) { text in text.hasPrefix("/") && !text.contains { $0 == "?" || $0 == "#" || $0.isWhitespace } }

  /// The name of a header field.
  static let headerName = Self(
    pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", allowed: "the name of a header field"
  ) { text in !text.isEmpty && text.utf8.allSatisfy { isWord($0) || "!#$%&'*+.^`|~-".utf8.contains($0) } }
}

/// Whether `byte` is a digit.
func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Whether `byte` is a lower-case letter.
func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

/// Whether `byte` is a letter.
func isLetter(_ byte: UInt8) -> Bool {
  isLower(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
}

/// Whether `byte` is a letter, a digit or `_`.
func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }

/// Whether `text` is an ASCII name of Python.
func isPythonName(_ text: Substring) -> Bool {
  guard let first = text.utf8.first, !isDigit(first) else { return false }
  return text.utf8.allSatisfy(isWord)
}

extension TextRule {
  /// A line of `api`.
  static let signature = Self(
    pattern: #"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+(\(.*\)(\s*->.*)?)?\s*$"#,
    allowed: "a signature such as \"module.name(a, b, *, c=1) -> Type\""
  ) { text in (try? InterfaceEntry(parsing: text)) != nil }
}
