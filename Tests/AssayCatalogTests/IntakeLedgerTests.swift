import AssayModel
import Testing

@testable import AssayCatalog

/// What may be in an archive, decided without any archive.
struct IntakeLedgerTests {
  private func reason(
    _ names: [[UInt8]], kind: ArchiveEntry.Kind = .file, size: Int = 0, limits: IntakeLimits = IntakeLimits()
  ) -> String? {
    var ledger = IntakeLedger(limits: limits, archiveBytes: 1000)
    for name in names {
      let entry = ArchiveEntry(name: name, kind: name.last == 0x2f ? .folder : kind, statedBytes: size)
      do {
        _ = try ledger.admit(entry)
        try ledger.count(size, of: entry)
      } catch { return error.kind.id }
    }
    return nil
  }

  private func reason(_ names: String..., kind: ArchiveEntry.Kind = .file) -> String? {
    reason(names.map { Array($0.utf8) }, kind: kind)
  }

  @Test(arguments: [
    "work.py", "./work.py", "pkg/mod.py", "한글/과제.py", "café.py", "-rf", "note:1", ".hidden", "a..b",
    "...x", "~", "$(x)", "%2e%2e/x", "con", String(repeating: "n", count: 255),
  ])
  func ordinaryNamesAreTaken(name: String) { #expect(reason(name) == nil) }

  @Test(arguments: [
    ("..", "entry-outside"), ("../x", "entry-outside"), ("a/../../x", "entry-outside"),
    ("a/..", "entry-outside"), ("./../x", "entry-outside"), ("/etc/passwd", "entry-outside"),
    ("//x", "entry-outside"), ("C:/x", "entry-outside"), ("c:x", "entry-outside"),
    ("../\u{301}x", "entry-outside"), ("a/\u{301}/../x", "entry-outside"),
    ("a\\b", "entry-name-backslash"), ("", "entry-name-empty"), (".", "entry-name-empty"),
    ("a//b", "entry-name-empty"), ("a/./b", "entry-name-empty"), ("a\0b", "entry-name-nul"),
    ("a\u{1b}[31m", "entry-name-invisible"), ("a\u{7f}", "entry-name-invisible"),
    ("a\u{9b}m", "entry-name-invisible"), ("a\u{202e}b", "entry-name-invisible"),
    ("a\u{200b}b", "entry-name-invisible"), ("\u{feff}a", "entry-name-invisible"),
    ("a\u{2028}b", "entry-name-invisible"), ("a ", "entry-name-trailing"), ("a.", "entry-name-trailing"),
    ("a./b", "entry-name-trailing"), ("a\u{a0}", "entry-name-trailing"),
    (String(repeating: "n", count: 256), "entry-name-too-long"),
    (String(repeating: "ab/", count: 33), "entry-too-deep"),
    (String(repeating: String(repeating: "n", count: 200) + "/", count: 6), "entry-name-too-long"),
  ])
  func hostileNamesAreRefused(name: String, expected: String) { #expect(reason(name) == expected) }

  @Test(
    arguments: [[0x61, 0xff], [0xc0, 0xae, 0xc0, 0xae], [0xed, 0xa0, 0x80], [0xf5, 0x80]] as [[UInt8]])
  func namesAreUTF8(name: [UInt8]) { #expect(reason([name]) == "entry-name-encoding") }

  @Test func aNameStandsForOneThing() {
    #expect(reason("a", "a") == "entry-duplicate")
    #expect(reason("a", "a/b") == "entry-duplicate")
    #expect(reason("a/b", "a") == "entry-duplicate")
    #expect(reason("a/", "a/") == nil)
    #expect(reason("a/b", "a/", "a/c") == nil)
    #expect(reason("./a", "a") == "entry-duplicate")
    #expect(reason("Work.py", "work.py") == "entry-collision")
    #expect(reason("A/x", "a/y") == "entry-collision")
    #expect(reason("caf\u{e9}", "cafe\u{301}") == "entry-collision")
    #expect(reason("\u{212a}", "k") == "entry-collision")
  }

  @Test func onlyFilesAndFolders() {
    #expect(reason("a", kind: .symbolicLink) == "entry-link")
    #expect(reason("a", kind: .hardLink) == "entry-link")
    #expect(reason("a", kind: .special) == "entry-special")
    #expect(reason("a", kind: .sparse) == "entry-sparse")
    #expect(reason("a", kind: .encrypted) == "entry-encrypted")
  }

  @Test func amounts() {
    var limits = IntakeLimits()
    (limits.entries, limits.fileBytes, limits.totalBytes) = (3, 100, 250)
    func names(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("f\($0)".utf8) } }
    #expect(reason(names(3), limits: limits) == nil)
    #expect(reason(names(4), limits: limits) == "too-many-entries")
    #expect(reason(names(1), size: 100, limits: limits) == nil)
    #expect(reason(names(1), size: 101, limits: limits) == "entry-too-large")
    #expect(reason(names(2), size: 100, limits: limits) == nil)
    #expect(reason(names(3), size: 100, limits: limits) == "total-too-large")
    (limits.ratio, limits.ratioFreeBytes, limits.fileBytes, limits.totalBytes) = (2, 50, 9000, 9000)
    #expect(reason(names(1), size: 2001, limits: limits) == nil)
    #expect(reason(names(1), size: 2002, limits: limits) == "compression-ratio")
    #expect(reason(names(1), size: -1) == "entry-too-large")
  }

  @Test func realBytesMustBeTheStatedOnes() {
    var ledger = IntakeLedger(archiveBytes: 100)
    let entry = ArchiveEntry(name: [0x61], kind: .file, statedBytes: 5)
    #expect(throws: ArchiveProblem(.sizeMismatch(stated: 5, real: 6), entry: [0x61])) {
      try ledger.count(6, of: entry)
    }
  }

  @Test func namesAreShownWithEscapes() {
    #expect(EscapedName.text("한글.py") == "한글.py")
    #expect(EscapedName.text([0x61, 0x1b, 0xff, 0x0a, 0x5c]) == "a\\x1b\\xff\\x0a\\\\")
    #expect(EscapedName.text("\u{202e}x\u{85}") == "\\u{202e}x\\u{85}")
    #expect(EscapedName.text(String(repeating: "n", count: 200)).hasSuffix("…"))
    #expect(EscapedName.text([0xed, 0x95]) == "\\xed\\x95")
  }
}
