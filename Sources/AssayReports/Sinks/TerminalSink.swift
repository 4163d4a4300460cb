/// A line of a terminal, and of the log of a CI service.
enum TerminalSink: Sink {
  /// `text` as one line without anything that a terminal obeys or hides; see ``Sanitiser`` and ``CILog``.
  ///
  /// What is safe already stays as it is, so that no harm is done where it is escaped again.
  static func escaped(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "[") }
    return isPlain ? text : Sanitiser.line(text)
  }
}
