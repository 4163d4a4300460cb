/// The kinds of archive that intake knows, told by their first bytes and never by a name.
public enum ArchiveFormat: String, Sendable, Codable, CaseIterable {
  case zip
  case tar
  case tarGzip = "tar.gz"

  /// What a file is by its first bytes.
  enum Detection: Sendable, Equatable {
    case archive(ArchiveFormat)
    /// An archive of a kind that is not taken.
    case unsupported(String)
    case none
  }

  /// How much of a file ``detect(_:)`` looks at, in bytes.
  static let blockBytes = 512

  private static let signatures: [(bytes: [UInt8], detection: Detection)] = [
    ([0x50, 0x4b, 3, 4], .archive(.zip)),
    ([0x50, 0x4b, 5, 6], .archive(.zip)),
    ([0x1f, 0x8b], .archive(.tarGzip)),
    ([0x50, 0x4b, 7, 8], .unsupported("zip, in parts")),
    (Array("7z".utf8) + [0xbc, 0xaf], .unsupported("7z")),
    (Array("Rar!".utf8), .unsupported("rar")),
    ([0xfd] + Array("7zXZ".utf8), .unsupported("xz")),
    (Array("BZh".utf8), .unsupported("bzip2")),
    ([0x28, 0xb5, 0x2f, 0xfd], .unsupported("zstd")),
    (Array("!<arch>".utf8), .unsupported("ar")),
    (Array("070701".utf8), .unsupported("cpio")),
  ]

  /// What `bytes` begin.
  static func detect(_ bytes: [UInt8]) -> Detection {
    if let known = signatures.first(where: { bytes.starts(with: $0.bytes) }) { return known.detection }
    return isTarHeader(bytes) ? .archive(.tar) : .none
  }

  /// A tar header has no signature in its oldest form, but always the sum of its own bytes.
  private static func isTarHeader(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= blockBytes, bytes[0] != 0 else { return false }
    let field = bytes[148..<156]
    let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    guard let stated = Int(String(decoding: digits, as: UTF8.self), radix: 8) else { return false }
    let sum = bytes[..<blockBytes].reduce(0) { $0 + Int($1) }
    return sum - field.reduce(0) { $0 + Int($1) } + 8 * 0x20 == stated
  }
}
