import AssayModel
import GraderKit
import Testing

@Suite("Paths into values")
struct EvidencePathTests {
  private let root: Value = [
    ["kind": "cpu", "t": ["a": 1]], ["kind": "io", "t": ["a": 2]], ["kind": "mixed", "t": ["a": 3]],
  ]

  @Test(
    "lead where they say",
    arguments: [
      ("[*].kind", ["cpu", "io", "mixed"]), ("[1:].t.a", [2, 3]), ("[0:2].kind", ["cpu", "io"]),
      ("[-1].kind", "mixed"),
      ("[1].t.a", 2), ("[0].$name", "cpu"),
    ] as [(String, Value)])
  func values(path: String, expected: Value) throws {
    #expect(try EvidencePath(path, drawn: ["name": "kind"]).value(in: root).get() == expected)
  }

  @Test("that lead nowhere say where")
  func missing() throws {
    let result = try EvidencePath("[1].nothing").value(in: root)
    let missing = #expect(throws: EvidencePath.Missing.self) { try result.get() }
    #expect(missing?.step == "nothing")
  }

  @Test("that make no sense are refused", arguments: ["[1", "[a]", "a.$unknown", "[1:2:3]"])
  func refused(path: String) {
    #expect(throws: GraderError.self) { try EvidencePath(path) }
  }
}
