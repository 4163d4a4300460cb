import AssayModel

/// Turns a ``SeccompPolicy`` into the classic BPF program that the kernel runs before each system call.
///
/// The program first ends processes of a foreign architecture, and on x86-64 those that use the x32 numbers,
/// for which the same call has another number. Then it compares the number with each rule in turn and allows
/// what is left. Rules with a condition follow those without, because they overwrite the loaded number.
struct SeccompCompiler {
  private enum Code {
    static let loadWord: UInt16 = 0x20
    static let jumpIfEqual: UInt16 = 0x15
    static let jumpIfGreaterOrEqual: UInt16 = 0x35
    static let jumpIfBits: UInt16 = 0x45
    static let keepBits: UInt16 = 0x54
    static let answer: UInt16 = 0x06
  }

  private enum Answer {
    static let allow: UInt32 = 0x7fff_0000
    static let error: UInt32 = 0x0005_0000
    static let killProcess: UInt32 = 0x8000_0000
  }

  /// Offsets into `struct seccomp_data`.
  private enum Offset {
    static let number: UInt32 = 0
    static let architecture: UInt32 = 4
    static func argument(_ index: Int) -> UInt32 { UInt32(16 + 8 * index) }
  }

  private static let x32Bit: UInt32 = 0x4000_0000
  private var instructions: [UInt8] = []

  /// The program for `policy`, as the bytes of an array of `struct sock_filter`.
  ///
  /// - Parameter situations: what is missing around the run.
  static func compile(
    _ policy: SeccompPolicy, table: SyscallTable, situations: Set<SeccompPolicy.Situation>
  ) throws(Fault) -> [UInt8] {
    var compiler = Self()
    compiler.refuseForeignCode(table.architecture)
    let rules = policy.rules.filter { $0.situation.map(situations.contains) ?? true }
    for rule in rules where rule.condition == .always { try compiler.add(rule, table) }
    for rule in rules where rule.condition != .always { try compiler.add(rule, table) }
    compiler.emit(Code.answer, Answer.allow)
    return compiler.instructions
  }

  /// The built-in list for this machine.
  static func builtIn(_ situations: Set<SeccompPolicy.Situation>) throws(Fault) -> [UInt8] {
    guard let architecture = SyscallTable.Architecture.current else {
      throw Fault(.sandbox, detail: "no system call table for this processor; use x86-64 or 64-bit ARM")
    }
    let policy = try SeccompPolicy(
      parsing: String(decoding: PackageResources.seccomp_txt, as: UTF8.self))
    let table = try SyscallTable(
      parsing: String(decoding: PackageResources.syscalls_txt, as: UTF8.self), architecture: architecture)
    return try compile(policy, table: table, situations: situations)
  }

  private mutating func emit(_ code: UInt16, _ value: UInt32, ifTrue: Int = 0, ifFalse: Int = 0) {
    instructions += [UInt8(truncatingIfNeeded: code), UInt8(truncatingIfNeeded: code >> 8)]
    instructions += [UInt8(truncatingIfNeeded: ifTrue), UInt8(truncatingIfNeeded: ifFalse)]
    for shift in stride(from: 0, to: 32, by: 8) {
      instructions.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
    }
  }

  private mutating func refuseForeignCode(_ architecture: SyscallTable.Architecture) {
    emit(Code.loadWord, Offset.architecture)
    emit(Code.jumpIfEqual, architecture.auditValue, ifTrue: 1)
    emit(Code.answer, Answer.killProcess)
    emit(Code.loadWord, Offset.number)
    guard architecture == .x8664 else { return }
    emit(Code.jumpIfGreaterOrEqual, Self.x32Bit, ifFalse: 1)
    emit(Code.answer, Answer.killProcess)
  }

  private mutating func add(_ rule: SeccompPolicy.Rule, _ table: SyscallTable) throws(Fault) {
    guard let entry = table[rule.call] else {
      throw Fault(.sandbox, detail: "the table of system calls lacks '\(rule.call)'")
    }
    guard case .number(let number) = entry else { return }
    let error = Answer.error | rule.errorNumber
    switch rule.condition {
    case .always:
      emit(Code.jumpIfEqual, number, ifFalse: 1)
      emit(Code.answer, error)
    case .hasBits(let argument, let bits):
      emit(Code.loadWord, Offset.number)
      emit(Code.jumpIfEqual, number, ifFalse: 3)
      emit(Code.loadWord, Offset.argument(argument))
      emit(Code.jumpIfBits, bits, ifFalse: 1)
      emit(Code.answer, error)
    case .isEqual(let argument, let value):
      emit(Code.loadWord, Offset.number)
      emit(Code.jumpIfEqual, number, ifFalse: 3)
      emit(Code.loadWord, Offset.argument(argument))
      emit(Code.jumpIfEqual, value, ifFalse: 1)
      emit(Code.answer, error)
    case .isNotIn(let argument, let mask, let values):
      emit(Code.loadWord, Offset.number)
      emit(Code.jumpIfEqual, number, ifFalse: values.count + 3)
      emit(Code.loadWord, Offset.argument(argument))
      emit(Code.keepBits, mask)
      for (index, value) in values.enumerated() {
        emit(Code.jumpIfEqual, value, ifTrue: values.count - index)
      }
      emit(Code.answer, error)
    }
  }
}
