import AssayModel
import Foundation
import Testing

@Suite("Values cross the border and keep their types")
struct WireFormatTests {
  static let values: [Value] = [
    nil, true, 0, -7, 1.5, 1e-9, .float(.infinity), .float(-.infinity), "", "a\"\\\n\t\u{1}é한", [], [1, 1.0],
    .tuple([1, "a"]), .set([1, 2]), .bytes([0, 255]), .bigInt("123456789012345678901234567890"), .map([]),
    .record(["a": 1, "b": [nil]]), .map([Value.Entry(key: 1, value: "one")]), .record(["$float": "no tag"]),
    .object(type: "Point", fields: [Value.Entry("x", 1)]), .opaque(type: "socket", text: "<socket>"),
    .exception(
      ExceptionRecord(
        type: "ValueError", message: "no", frames: [.init(file: "m.py", line: 3, function: "f", source: "x")],
        members: [ExceptionRecord(type: "E")], attributes: .record(["retry_in": 1.5]))),
  ]

  @Test("what is written is read again", arguments: values)
  func roundTrip(value: Value) throws {
    #expect(try WireFormat.read(WireFormat.write(value)) == value)
  }

  @Test("evidence keeps types through Codable", arguments: values)
  func codable(value: Value) throws {
    let data = try JSONEncoder().encode([value])
    #expect(try JSONDecoder().decode([Value].self, from: data) == [value])
  }

  @Test("not-a-number survives")
  func notANumber() throws {
    guard case .float(let number) = try WireFormat.read(WireFormat.write(.float(.nan))) else {
      Issue.record("no float")
      return
    }
    #expect(number.isNaN)
  }

  @Test(
    "hostile bytes are refused, not believed",
    arguments: [
      "", "nul", "{\"a\":1,\"a\":2}", "1e400", "[1,]", "[1 2]", "\"\\x\"", "\"open", "{\"$tuple\":1}",
      "{\"$what\":1}",
      "1 2", "NaN", "{\"$bytes\":\"0g\"}", "--", "-", "{\"$exception\":{}}", "{1:2}",
      String(repeating: "[", count: 100_000), "[" + String(repeating: "{\"a\":", count: 70) + "1",
    ])
  func refused(text: String) {
    #expect(throws: WireFormatError.self) { try WireFormat.read(Array(text.utf8)) }
  }

  @Test("int and float, tuple and list differ")
  func typesDiffer() throws {
    #expect(try WireFormat.read(Array("1".utf8)) == 1)
    #expect(try WireFormat.read(Array("1.0".utf8)) == 1.0)
    #expect(Value.int(1) != .float(1))
    #expect(Value.tuple([1]) != [1])
    #expect(Value.bool(true) != 1)
  }

  @Test("a value shows as Python would print it")
  func display() {
    #expect(Value.record(["a": .tuple([1]), "b": nil]).display() == "{'a': (1,), 'b': None}")
    #expect(Value.string(String(repeating: "x", count: 300)).display(limit: 10).hasSuffix("… (+292)"))
  }
}
