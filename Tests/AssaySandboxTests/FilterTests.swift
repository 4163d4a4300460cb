import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

/// The compiled filter on every architecture, run by an interpreter of the instructions that it uses.
@Suite struct FilterTests {
  typealias Situation = SeccompPolicy.Situation

  private static func policy() throws -> SeccompPolicy {
    try SeccompPolicy(parsing: String(decoding: PackageResources.seccomp_txt, as: UTF8.self))
  }

  private static func table(_ architecture: SyscallTable.Architecture) throws -> SyscallTable {
    try SyscallTable(
      parsing: String(decoding: PackageResources.syscalls_txt, as: UTF8.self), architecture: architecture)
  }

  private static func program(
    _ architecture: SyscallTable.Architecture, _ situations: Set<Situation> = Set(Situation.allCases)
  ) throws -> FilterProgram {
    try FilterProgram(SeccompCompiler.compile(policy(), table: table(architecture), situations: situations))
  }

  private static let allow: UInt32 = 0x7fff_0000
  private static let kill: UInt32 = 0x8000_0000
  private static func error(_ number: UInt32) -> UInt32 { 0x0005_0000 | number }

  @Test(arguments: SyscallTable.Architecture.allCases)
  func everyRuleDoesWhatItSays(_ architecture: SyscallTable.Architecture) throws {
    let table = try Self.table(architecture)
    let program = try Self.program(architecture)
    for rule in try Self.policy().rules {
      guard case .number(let number) = try #require(table[rule.call]) else { continue }
      let answer = Self.error(rule.errorNumber)
      func verdict(_ argument: Int, _ value: UInt32) throws -> UInt32 {
        var arguments = [UInt64](repeating: 0, count: 6)
        // A socket that no other rule is about.
        if rule.call == "socket" { arguments = [2, 1, 0, 0, 0, 0] }
        // The upper half is none of the filter's business.
        arguments[argument] = UInt64(value) | 0xdead_beef << 32
        return try program.run(architecture.auditValue, number, arguments)
      }
      switch rule.condition {
      case .always:
        #expect(try verdict(0, 0) == answer, "\(rule.call)")
        #expect(try verdict(1, .max) == answer, "\(rule.call)")
      case .hasBits(let argument, let bits):
        #expect(try verdict(argument, bits) == answer, "\(rule.call)")
        #expect(try verdict(argument, .max) == answer, "\(rule.call)")
        #expect(try verdict(argument, ~bits) == Self.allow, "\(rule.call)")
      case .isEqual(let argument, let value):
        #expect(try verdict(argument, value) == answer, "\(rule.call)")
        #expect(try verdict(argument, value ^ 0x100) == Self.allow, "\(rule.call)")
      case .isNotIn(let argument, let mask, let values):
        for value in values {
          #expect(try verdict(argument, value) == Self.allow, "\(rule.call) \(value)")
          if mask != .max {
            #expect(try verdict(argument, value | ~mask) == Self.allow, "\(rule.call) \(value)")
          }
        }
        for value in UInt32(0)..<50 where !values.contains(value & mask) {
          #expect(try verdict(argument, value) == answer, "\(rule.call) \(value)")
        }
      }
    }
  }

  @Test(arguments: SyscallTable.Architecture.allCases)
  func whatIsNotListedIsAllowed(_ architecture: SyscallTable.Architecture) throws {
    let table = try Self.table(architecture)
    let program = try Self.program(architecture)
    let listed = Set(
      try Self.policy().rules.compactMap { rule -> UInt32? in
        if case .number(let number) = table[rule.call] { number } else { nil }
      })
    for number in UInt32(0)..<600 where !listed.contains(number) {
      #expect(try program.run(architecture.auditValue, number) == Self.allow, "\(number)")
    }
  }

  @Test func foreignArchitecturesAndABIsAreKilled() throws {
    // i386, ARM, and each of ours on the other.
    for foreign: UInt32 in [0x4000_0003, 0x4000_0028, 0xc000_00b7, 0] {
      #expect(try Self.program(.x8664).run(foreign, 0) == Self.kill)
    }
    for foreign: UInt32 in [0x4000_0003, 0x4000_0028, 0xc000_003e, 0] {
      #expect(try Self.program(.aarch64).run(foreign, 0) == Self.kill)
    }
    for number: UInt32 in [0x4000_0000, 0x4000_0000 + 520, 0xffff_ffff] {
      #expect(try Self.program(.x8664).run(SyscallTable.Architecture.x8664.auditValue, number) == Self.kill)
    }
  }

  @Test(arguments: SyscallTable.Architecture.allCases)
  func rulesOfASituationHoldOnlyInIt(_ architecture: SyscallTable.Architecture) throws {
    let table = try Self.table(architecture)
    for situation in Situation.allCases {
      let without = try Self.program(architecture, Set(Situation.allCases).subtracting([situation]))
      let with = try Self.program(architecture, [situation])
      for rule in try Self.policy().rules where rule.situation == situation && rule.condition == .always {
        guard case .number(let number) = try #require(table[rule.call]) else { continue }
        #expect(try with.run(architecture.auditValue, number) == Self.error(rule.errorNumber))
        let others = try Self.policy().rules.contains { $0.call == rule.call && $0.situation != situation }
        if !others { #expect(try without.run(architecture.auditValue, number) == Self.allow, "\(rule.call)") }
      }
    }
    let unknown = try SeccompPolicy(parsing: "EPERM no_such_call")
    #expect(throws: Fault.self) { try SeccompCompiler.compile(unknown, table: table, situations: []) }
  }

  /// The kernel's own headers, and libseccomp's tables through its command, where they are installed.
  @Test(.enabled(if: Executables.isExecutable("/usr/bin/scmp_sys_resolver"), "needs the package seccomp"))
  func theNumbersAreThoseOfAnIndependentTable() throws {
    var compared = 0
    for architecture in SyscallTable.Architecture.allCases {
      let table = try Self.table(architecture)
      for call in Set(try Self.policy().rules.map(\.call)) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/scmp_sys_resolver")
        process.arguments = ["-a", architecture.rawValue, call]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let theirs = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(call)")
        // Negative: a pseudo number of libseccomp's, for a call that the architecture lacks, or, -1, that it is
        // too old to know.
        switch try #require(table[call]) {
        case .number(let ours):
          if theirs == -1 { continue }
          #expect(Int(ours) == theirs, "\(call) on \(architecture)")
          compared += 1
        case .absent: #expect(theirs < 0, "\(call) on \(architecture)")
        }
      }
    }
    #expect(compared > 120)
  }

  /// Newer calls than libseccomp's have the same number everywhere.
  @Test func newCallsHaveOneNumberOnAllArchitectures() throws {
    let (left, right) = (try Self.table(.x8664), try Self.table(.aarch64))
    for call in Set(try Self.policy().rules.map(\.call)) {
      guard case .number(let number) = try #require(left[call]), number >= 424 else { continue }
      #expect(right[call] == .number(number), "\(call)")
    }
  }
}

/// A classic BPF program of the kind that seccomp takes, and what the kernel would make of it.
struct FilterProgram {
  struct Failure: Error { var reason: String }

  private var instructions: [(code: UInt16, ifTrue: Int, ifFalse: Int, value: UInt32)] = []

  init(_ bytes: [UInt8]) throws {
    guard bytes.count.isMultiple(of: 8), bytes.count / 8 <= 4096 else { throw Failure(reason: "length") }
    for start in stride(from: 0, to: bytes.count, by: 8) {
      let value = (4..<8).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + $1]) }
      instructions.append(
        (
          UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8, Int(bytes[start + 2]), Int(bytes[start + 3]),
          value
        ))
    }
  }

  /// The answer to one call.
  ///
  /// - Throws: for what the kernel would refuse to load.
  func run(
    _ architecture: UInt32, _ number: UInt32, _ arguments: [UInt64] = [0, 0, 0, 0, 0, 0]
  ) throws -> UInt32 {
    // struct seccomp_data: number, architecture, instruction pointer, six arguments.
    var data: [UInt32] = [number, architecture, 0, 0]
    for argument in arguments {
      data += [UInt32(truncatingIfNeeded: argument), UInt32(truncatingIfNeeded: argument >> 32)]
    }
    var (position, accumulator) = (0, UInt32(0))
    while instructions.indices.contains(position) {
      let (code, ifTrue, ifFalse, value) = instructions[position]
      position += 1
      switch code {
      case 0x20:
        guard value.isMultiple(of: 4), data.indices.contains(Int(value / 4)) else {
          throw Failure(reason: "load from \(value)")
        }
        accumulator = data[Int(value / 4)]
      case 0x54: accumulator &= value
      case 0x15: position += accumulator == value ? ifTrue : ifFalse
      case 0x35: position += accumulator >= value ? ifTrue : ifFalse
      case 0x45: position += accumulator & value != 0 ? ifTrue : ifFalse
      case 0x06: return value
      default: throw Failure(reason: "instruction \(code)")
      }
    }
    throw Failure(reason: "the program runs off its end")
  }
}
