import AssayTestSupport
import Foundation
import Testing

/// What learners' code can do: it is graded, whatever it does, and never becomes our failure.
@Suite("Learners' code")
struct LearnerCodeTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Grades `code` and expects these outcomes of the three checks, with exit code 1.
  @discardableResult
  private func judge(
    _ code: String, _ expected: [String], lab: SmallLab = SmallLab(), ko: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Outcome {
    let machine = try await workspace.grade(code, lab: lab, "--json")
    #expect(machine.status == 1, "\(machine.errors)", sourceLocation: sourceLocation)
    #expect(machine.errors.isEmpty, sourceLocation: sourceLocation)
    #expect(try outcomes(machine) == expected, "\(machine.output)", sourceLocation: sourceLocation)
    #expect(try workspace.leftovers().isEmpty, sourceLocation: sourceLocation)
    let person = try await workspace.grade(code, lab: lab, "--verbose", "--lang", ko ? "ko" : "en")
    #expect(person.status == 1, sourceLocation: sourceLocation)
    expectHarmless(person.stdout, sourceLocation: sourceLocation)
    return person
  }

  private let noneMet = ["unmet", "unmet", "unmet"]
  private let firstFails = ["unmet", "met", "met"]

  /// Nothing that a terminal or a CI service would obey.
  private func expectHarmless(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let unsafe = bytes.filter { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }
    #expect(unsafe.isEmpty, sourceLocation: sourceLocation)
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)", sourceLocation: sourceLocation)
    }
  }

  @Test("a syntax error is told once, with its line")
  func syntaxError() async throws {
    let code = "x = 1\n\ndef double(n)\n    return 2 * n\n"
    let report = try await judge(code, noneMet)
    #expect(report.output.components(separatedBy: "SyntaxError").count == 2, "\(report.output)")
    #expect(report.output.contains("line 3"), "\(report.output)")
    let korean = try await judge(code, noneMet, ko: true)
    #expect(korean.output.contains("SyntaxError"))
  }

  @Test("an import error is told once")
  func importError() async throws {
    let report = try await judge("import numpyy\n" + SmallLab.solution, noneMet)
    #expect(report.output.components(separatedBy: "No module named 'numpyy'").count == 2, "\(report.output)")
  }

  @Test("a missing function and wrong parameters are told against the interface")
  func interface() async throws {
    var lab = SmallLab()
    lab.api = ["work.double(n) -> int"]
    let missing = try await judge("def dubble(n):\n    return 2 * n\n", noneMet, lab: lab)
    #expect(missing.output.contains("work.double is missing"), "\(missing.output)")
    let korean = try await judge("def dubble(n):\n    return 2 * n\n", noneMet, lab: lab, ko: true)
    #expect(korean.output.contains("work.double"))
    let wrong = try await judge("def double(m, k):\n    return 2 * m\n", noneMet, lab: lab)
    #expect(wrong.output.contains("n"), "\(wrong.output)")
    #expect(wrong.output.contains("parameters"), "\(wrong.output)")
  }

  @Test("an endless loop costs its own call, and later ones are still judged")
  func endlessLoop() async throws {
    var lab = SmallLab()
    lab.callLimit = 0.5
    let code = "def double(n):\n    while n == 1:\n        pass\n    return 2 * n\n"
    let report = try await judge(code, firstFails, lab: lab)
    #expect(report.output.contains("0.5 s"), "\(report.output)")
  }

  @Test(
    "leaving the process in the middle of a call costs that call",
    arguments: [
      "import os\ndef double(n):\n    if n == 1: os._exit(0)\n    return 2 * n\n",
      "import sys\ndef double(n):\n    if n == 1: sys.exit(0)\n    return 2 * n\n",
      "import os, signal\ndef double(n):\n    if n == 1: os.kill(os.getpid(), 9)\n    return 2 * n\n",
      "def double(n):\n    return double(n) if n == 1 else 2 * n\n",
      "def double(n):\n    if n == 1: raise ValueError('no')\n    return 2 * n\n",
      "def double(n):\n    if n == 1: raise KeyboardInterrupt\n    return 2 * n\n",
      "import os\ndef double(n):\n    if n == 1: os.closerange(0, 256)\n    return 2 * n\n",
      "import os\ndef double(n):\n    if n == 1: os.abort()\n    return 2 * n\n",
    ])
  func leaving(_ code: String) async throws {
    try await judge(code, firstFails)
  }

  @Test("leaving while the module is loaded costs everything")
  func leavingAtLoad() async throws {
    try await judge("import os\nos._exit(0)\n", noneMet)
    try await judge("raise SystemExit(0)\n", noneMet)
    try await judge("import os\nos.closerange(0, 256)\n" + SmallLab.solution, noneMet)
  }

  @Test("what a call raised is told with the learner's own line")
  func raising() async throws {
    let report = try await judge("def double(n):\n    return n + 'x'\n", noneMet)
    #expect(report.output.contains("TypeError"))
    #expect(report.output.contains("work.py"), "\(report.output)")
    #expect(!report.output.contains("assay_harness"), "\(report.output)")
  }

  @Test("a tuple is no list, and 1.0 is no 1")
  func types() async throws {
    var lab = SmallLab()
    lab.expected = ["[2]", "[4]", "[6]"]
    let report = try await judge("def double(n):\n    return (2 * n,)\n", noneMet, lab: lab)
    #expect(report.output.contains("(2,)"), "\(report.output)")
    try await judge("def double(n):\n    return 2.0 * n if n == 1 else 2 * n\n", firstFails)
    try await judge("class Liar:\n    __eq__ = lambda *_: True\ndef double(n):\n    return Liar()\n", noneMet)
  }

  @Test("endless output is cut, and told as the limit that it is")
  func hugeOutput() async throws {
    var lab = SmallLab()
    lab.limits = "{output_kb: 64}"
    let code = "def double(n):\n    while n == 1:\n        print('x' * 1000)\n    return 2 * n\n"
    let report = try await judge(code, firstFails, lab: lab)
    #expect(report.output.contains("output"), "\(report.output)")
    let short = try await workspace.grade(code, lab: lab)
    #expect(short.output.utf8.count < 20_000)
    #expect(report.output.utf8.count < 100_000)
  }

  @Test("too much memory is told as the limit that it is")
  func memory() async throws {
    var lab = SmallLab()
    lab.limits = "{memory_mb: 64}"
    let code = "def double(n):\n    if n == 1: hog = b'x' * (1 << 30)\n    return 2 * n\n"
    let report = try await judge(code, firstFails, lab: lab)
    #expect(report.output.contains("memory") || report.output.contains("MemoryError"), "\(report.output)")
  }

  @Test("a fork bomb ends with its run")
  func forkBomb() async throws {
    var lab = SmallLab()
    lab.limits = "{processes: 16, wall_s: 3, cpu_s: 2}"
    lab.callLimit = 1
    let code = "import os\ndef double(n):\n    while n == 1:\n        os.fork()\n    return 2 * n\n"
    let machine = try await workspace.grade(code, lab: lab, "--json")
    #expect(machine.status == 1, "\(machine.errors)")
    #expect(try outcomes(machine)[0] == "unmet")
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test("escapes, commands for a CI service and bytes that are no UTF-8 never reach the terminal")
  func hostileOutput() async throws {
    let code = """
      import sys
      sys.stdout.buffer.write(b"\\x1b]0;owned\\x07\\x1b[2J\\r\\x08\\n::error::owned\\n##[error]owned\\n\\xff\\xfe\\x9b31m\\n")
      sys.stdout.flush()
      def double(n):
          raise ValueError("\\x1b[31m\\n::set-output name=x::y\\n\\x9b2J")
      """
    let report = try await judge(code, noneMet)
    #expect(report.output.contains("owned"), "\(report.output)")
    let junit = try await workspace.grade(code, "--format", "junit")
    expectHarmless(junit.stdout)
  }

  @Test("a thread that is left running holds nothing up")
  func thread() async throws {
    let code = """
      import threading
      def double(n):
          threading.Thread(target=threading.Event().wait).start()
          return 2 * n
      """
    #expect(try await workspace.grade(code).status == 0)
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test("a process that is left running dies with its run")
  func daemon() async throws {
    let code = """
      import os
      def double(n):
          if os.fork() == 0:
              os.setsid()
              if os.fork() == 0:
                  os.execv("/bin/sleep", ["sleep-of-a-learner", "1000"])
              os._exit(0)
          return 2 * n
      """
    #expect(try await workspace.grade(code).status == 0)
    #expect(try ProcessTable().named("sleep-of-a-learner").isEmpty)
  }

  @Test("forged answers on every descriptor gain nothing")
  func forgery() async throws {
    let answers = """
      import os, json
      line = (json.dumps({"token": "0", "returned": 2, "cpu": 0.0}) + "\\n").encode()
      line += (json.dumps({"token": "0", "loaded": True}) + "\\n").encode()
      for fd in range(256):
          try:
              os.set_blocking(fd, False)
              os.write(fd, line * 3)
          except OSError:
              pass

      """
    try await judge(answers + "def double(n):\n    return 0\n", noneMet)
    try await judge("def double(n):\n" + answers.indented + "    os._exit(0)\n", noneMet)
  }

  @Test("reading the lab, the harness or the grader's side finds no expected value")
  func nothingToRead() async throws {
    let code = """
      import os
      def double(n):
          seen = []
          for top in ("/lab", "/submission", "/tmp", "/proc/self", "/proc/1"):
              for folder, _, names in os.walk(top):
                  for name in names:
                      try:
                          with open(os.path.join(folder, name), "rb") as file:
                              if b"expect: [{path" in file.read(1 << 20):
                                  seen.append(name)
                      except OSError:
                          pass
          return seen
      """
    let report = try await judge(code, noneMet)
    #expect(!report.output.contains("lab.yaml"))
  }
}

extension String {
  /// Every line four spaces further in.
  fileprivate var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
      .joined(separator: "\n")
  }
}
