import AssayModel

/// The system calls that a sandboxed process does not get, as `seccomp.txt` lists them.
struct SeccompPolicy: Sendable, Equatable {
  /// When a rule holds, beyond the call's name.
  ///
  /// Arguments are compared by their low 32 bits: those that we
  /// filter by are of that width in the kernel.
  enum Condition: Sendable, Equatable {
    case always
    case hasBits(argument: Int, bits: UInt32)
    case isEqual(argument: Int, value: UInt32)
    case isNotIn(argument: Int, values: [UInt32])
  }

  /// One line of the list.
  struct Rule: Sendable, Equatable {
    var call: String
    var errorNumber: UInt32
    var condition: Condition
    var onlyUncharged: Bool
  }

  var rules: [Rule]

  /// Reads a list.
  ///
  /// A malformed line is an error with its number: a rule must never be lost in silence.
  init(parsing text: String) throws(Fault) {
    rules = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
        .split(separator: " ").map(String.init)
      guard !words.isEmpty else { continue }
      guard let rule = Self.rule(words) else {
        throw Fault(
          .sandbox, detail: "the list of denied system calls is malformed in line \(index + 1): \(line)")
      }
      rules.append(rule)
    }
  }

  private static let errors: [String: UInt32] = ["EPERM": 1, "ENOSYS": 38, "EAFNOSUPPORT": 97]

  private static func rule(_ words: [String]) -> Rule? {
    var words = words[...]
    var onlyUncharged = false
    if words.suffix(2) == ["when", "uncharged"] {
      onlyUncharged = true
      words = words.dropLast(2)
    }
    guard let action = words.popFirst(), let errorNumber = errors[action], let call = words.popFirst(),
      let condition = condition(words)
    else { return nil }
    return Rule(call: call, errorNumber: errorNumber, condition: condition, onlyUncharged: onlyUncharged)
  }

  private static func condition(_ words: ArraySlice<String>) -> Condition? {
    guard !words.isEmpty else { return .always }
    let words = Array(words)
    guard words.count >= 4, words[0] == "if", words[1].hasPrefix("arg"),
      let argument = Int(words[1].dropFirst(3)), (0...5).contains(argument)
    else { return nil }
    let values = words[3...].compactMap(number)
    guard values.count == words.count - 3 else { return nil }
    switch (words[2], values.count) {
    case ("has", 1): return .hasBits(argument: argument, bits: values[0])
    case ("is", 1): return .isEqual(argument: argument, value: values[0])
    case ("not-in", _): return .isNotIn(argument: argument, values: values)
    default: return nil
    }
  }

  private static func number(_ word: String) -> UInt32? {
    word.hasPrefix("0x") ? UInt32(word.dropFirst(2), radix: 16) : UInt32(word)
  }
}

/// Numbers of system calls on one architecture.
struct SyscallTable: Sendable {
  /// The architectures that we have numbers for.
  enum Architecture: String, Sendable, CaseIterable {
    case x8664 = "x86_64"
    case aarch64

    /// The architecture that this program was built for.
    static var current: Self? {
      #if arch(x86_64)
        .x8664
      #elseif arch(arm64)
        .aarch64
      #else
        nil
      #endif
    }

    /// What the kernel calls it (`AUDIT_ARCH_…`).
    var auditValue: UInt32 {
      switch self {
      case .x8664: 0xc000_003e
      case .aarch64: 0xc000_00b7
      }
    }
  }

  /// How a name stands in the table.
  enum Entry: Sendable, Equatable {
    case number(UInt32)
    /// This architecture never had the call.
    case absent
  }

  let architecture: Architecture
  private let entries: [String: Entry]

  /// Reads the table's column for `architecture`.
  init(parsing text: String, architecture: Architecture) throws(Fault) {
    self.architecture = architecture
    var entries: [String: Entry] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard words.count == 3 else {
        throw Fault(.sandbox, detail: "the table of system calls has a bad line: \(line)")
      }
      let word = words[architecture == .x8664 ? 1 : 2]
      if word == "-" {
        entries[String(words[0])] = .absent
      } else if let number = UInt32(word) {
        entries[String(words[0])] = .number(number)
      } else {
        throw Fault(.sandbox, detail: "the table of system calls has a bad line: \(line)")
      }
    }
    self.entries = entries
  }

  /// The entry for a call; nil for a name that the table does not know.
  subscript(_ call: String) -> Entry? { entries[call] }
}
