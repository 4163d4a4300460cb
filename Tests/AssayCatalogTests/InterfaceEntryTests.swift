import AssayModel
import Testing

struct InterfaceEntryTests {
  @Test(arguments: [
    ("m.f()", "m", "f", []), ("m.Error", "m", "Error", []), ("m.f(a, b)", "m", "f", ["a", "b"]),
    ("m.f( a ) -> dict[str, int]", "m", "f", ["a"]),
    ("m.C.run(url, *, headers=None, body=b'')", "m", "C.run", ["url", "*", "headers", "body"]),
    ("m.f(a: list[tuple[int, int]] = [(1, 2)], /, *args, **kw)", "m", "f", ["a", "/", "*args", "**kw"]),
    ("m.f(sep=',)', b={'x': 1})", "m", "f", ["sep", "b"]),
  ]) func signature(text: String, module: String, name: String, parameters: [String]) throws {
    #expect(
      try InterfaceEntry(parsing: text)
        == InterfaceEntry(module: module, qualifiedName: name, parameters: parameters))
  }

  @Test(arguments: [
    "", "f", "f(a)", "m.(a)", "m..f()", "m.f(a", "m.f(a,)", "m.f(1)", "m.f(a) b", "m.f(***a)", "m f(a)",
    "m.f(a b)",
    "m.f(a=']", "2m.f()",
  ]) func noSignature(text: String) {
    #expect(throws: InterfaceEntryError.self) { try InterfaceEntry(parsing: text) }
  }
}
