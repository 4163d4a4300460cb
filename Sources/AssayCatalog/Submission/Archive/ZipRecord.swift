/// One entry of a zip archive as its central directory tells it (APPNOTE 6.3.10, 4.3.12).
struct ZipRecord: Sendable, Equatable {
  /// The greatest value of a four-byte field, by which zip64 is announced.
  static let unknown = 0xffff_ffff
  static let signature = 0x0201_4b50
  private static let widths = [4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4]
  private static let fixedBytes = 46
  private static let unixSystems = [3, 19]

  var name: [UInt8]
  var flags: Int
  var method: Int
  var checkSum: Int
  var packed: Int
  var size: Int
  var offset: Int
  var kind: ArchiveEntry.Kind
  var firstDisk: Int
  /// Bytes that the record itself takes.
  var length: Int

  /// The record at `offset`; nil where there is none.
  init?(_ archive: LittleEndian, at offset: Int) {
    guard let fields = archive.numbers(at: offset, widths: Self.widths), fields[0] == Self.signature,
      let name = archive.slice(at: offset + Self.fixedBytes, count: fields[10])
    else { return nil }
    self.name = Array(name)
    (flags, method, checkSum) = (fields[3], fields[4], fields[7])
    (packed, size) = (fields[8], fields[9])
    length = Self.fixedBytes + fields[10] + fields[11] + fields[12]
    firstDisk = fields[13]
    self.offset = fields[16]
    kind = Self.kind(system: fields[1] >> 8, mode: fields[15] >> 16, name: name)
  }

  private static func kind(system: Int, mode: Int, name: ArraySlice<UInt8>) -> ArchiveEntry.Kind {
    let isFolder = name.last == UInt8(ascii: "/")
    guard unixSystems.contains(system), mode & 0o170000 != 0 else { return isFolder ? .folder : .file }
    return switch mode & 0o170000 {
    case 0o100000: isFolder ? .folder : .file
    case 0o040000: .folder
    case 0o120000: .symbolicLink
    default: .special
    }
  }

  /// True where sizes and check sum follow behind the content, as streams are written.
  var hasDescriptor: Bool { flags & 8 != 0 }

  /// What intake is told of it.
  var entry: ArchiveEntry { ArchiveEntry(name: name, kind: kind, statedBytes: size) }
}
