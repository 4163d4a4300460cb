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
    case isNotIn(argument: Int, mask: UInt32, values: [UInt32])
  }

  /// What is missing around a run, so that a rule is needed.
  enum Situation: String, Sendable, CaseIterable {
    /// No control group charges memory to the run.
    case uncharged
    /// The run has no namespaces.
    case shared
    /// The run has no namespaces and no user id of its own.
    case borrowed
  }

  /// One line of the list.
  struct Rule: Sendable, Equatable {
    var call: String
    var errorNumber: UInt32
    var condition: Condition
    /// The only situation in which it is in force; nil for always.
    var situation: Situation?
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
    var situation: Situation?
    if words.dropLast().last == "when", let name = words.last {
      situation = Situation(rawValue: name)
      if situation == nil { return nil }
      words = words.dropLast(2)
    }
    guard let action = words.popFirst(), let errorNumber = errors[action], let call = words.popFirst(),
      let condition = condition(words)
    else { return nil }
    return Rule(call: call, errorNumber: errorNumber, condition: condition, situation: situation)
  }

  private static func condition(_ words: ArraySlice<String>) -> Condition? {
    guard !words.isEmpty else { return .always }
    var words = Array(words)
    var mask = UInt32.max
    if words.count >= 4, words[2] == "&", let bits = number(words[3]) {
      mask = bits
      words.removeSubrange(2...3)
    }
    guard words.count >= 4, words[0] == "if", words[1].hasPrefix("arg"),
      let argument = Int(words[1].dropFirst(3)), (0...5).contains(argument)
    else { return nil }
    let values = words[3...].compactMap(number)
    guard values.count == words.count - 3 else { return nil }
    switch (words[2], values.count) {
    case ("has", 1) where mask == .max: return .hasBits(argument: argument, bits: values[0])
    case ("is", 1) where mask == .max: return .isEqual(argument: argument, value: values[0])
    case ("not-in", _): return .isNotIn(argument: argument, mask: mask, values: values)
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
