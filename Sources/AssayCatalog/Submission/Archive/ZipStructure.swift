/// Checks that a zip archive says the same thing wherever it says it.
///
/// A zip archive names its entries twice, in a directory at its end and in a header before each. Readers differ
/// in which they believe, and in what they make of entries that overlap, of gaps between them, and of a directory
/// with something before or behind it. So an archive is taken only where all of this leaves no choice.
/// Offsets are those of APPNOTE 6.3.10. Nothing is decompressed here.
struct ZipStructure {
  private static let endSignature: [UInt8] = [0x50, 0x4b, 5, 6]
  private static let endBytes = 22
  private static let endWidths = [4, 2, 2, 2, 2, 4, 4, 2]
  private static let localSignature = 0x0403_4b50
  private static let localWidths = [4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2]
  private static let localBytes = 30
  /// A data descriptor with and without a signature, for sizes of four and of eight bytes.
  private static let descriptorBytes: Set<Int> = [12, 16, 20, 24]
  private static let longestComment = 0xffff
  private static let encryptionFlags = 0x1 | 0x40 | 0x2000
  private static let aesMethod = 99

  private let archive: LittleEndian
  private let limits: IntakeLimits

  /// The entries of the archive `bytes`, in the order of its directory.
  ///
  /// - Throws: ``ArchiveProblem``.
  static func records(
    of bytes: [UInt8], limits: IntakeLimits = IntakeLimits()
  ) throws(ArchiveProblem) -> [ZipRecord] {
    let structure = Self(archive: LittleEndian(bytes: bytes), limits: limits)
    let (records, directory) = try structure.directory()
    try structure.checkSpans(records, upTo: directory)
    return records
  }

  /// The records, and where the directory begins.
  private func directory() throws(ArchiveProblem) -> ([ZipRecord], Int) {
    let position = try endPosition()
    guard let end = archive.numbers(at: position, widths: Self.endWidths) else {
      throw ArchiveProblem(.truncated)
    }
    let (count, length, start) = (end[4], end[5], end[6])
    guard count != 0xffff, length != ZipRecord.unknown, start != ZipRecord.unknown else {
      throw ArchiveProblem(.zip64)
    }
    guard end[1] == 0, end[2] == 0, end[3] == count else { throw ArchiveProblem(.multiDisk) }
    guard count <= limits.entries else { throw ArchiveProblem(.tooManyEntries(limit: limits.entries)) }
    guard count > 0 else { throw ArchiveProblem(.empty) }
    guard start + length == position else { throw ArchiveProblem(.inconsistent) }
    var records: [ZipRecord] = []
    var offset = start
    for _ in 0..<count {
      guard let record = ZipRecord(archive, at: offset) else { throw ArchiveProblem(.inconsistent) }
      try check(record)
      records.append(record)
      offset += record.length
    }
    guard offset == position else { throw ArchiveProblem(.inconsistent) }
    return (records, start)
  }

  /// Where the end record is: the one place from which it reaches exactly to the end of the file.
  private func endPosition() throws(ArchiveProblem) -> Int {
    let last = archive.bytes.count - Self.endBytes
    guard last >= 0 else { throw ArchiveProblem(.truncated) }
    var isSomewhere = false
    var found: [Int] = []
    for position in stride(from: last, through: max(0, last - Self.longestComment), by: -1) {
      guard archive.bytes[position] == Self.endSignature[0],
        archive.slice(at: position, count: 4)?.elementsEqual(Self.endSignature) == true
      else { continue }
      isSomewhere = true
      if archive.number(at: position + 20, width: 2) == last - position { found.append(position) }
    }
    guard let position = found.first else { throw ArchiveProblem(isSomewhere ? .trailingData : .truncated) }
    guard found.count == 1 else { throw ArchiveProblem(.inconsistent) }
    return position
  }

  private func check(_ record: ZipRecord) throws(ArchiveProblem) {
    func refuse(_ kind: ArchiveProblem.Kind) -> ArchiveProblem { ArchiveProblem(kind, entry: record.name) }
    guard record.flags & Self.encryptionFlags == 0, record.method != Self.aesMethod else {
      throw refuse(.encrypted)
    }
    guard record.method == 0 || record.method == 8 else { throw refuse(.unsupportedMethod(record.method)) }
    guard record.firstDisk == 0 else { throw refuse(.multiDisk) }
    guard ![record.packed, record.size, record.offset].contains(ZipRecord.unknown) else {
      throw refuse(.zip64)
    }
    let isStored = record.method == 0
    guard !isStored || record.packed == record.size, record.kind != .folder || record.size == 0 else {
      throw refuse(.inconsistent)
    }
  }

  /// The entries lie one behind the other, from the first byte to the directory.
  private func checkSpans(_ records: [ZipRecord], upTo directory: Int) throws(ArchiveProblem) {
    var end = 0
    var previous: ZipRecord?
    for record in records.sorted(by: { $0.offset < $1.offset }) {
      try checkGap(from: end, to: record.offset, behind: previous, before: record)
      end = try contentEnd(record)
      previous = record
    }
    try checkGap(from: end, to: directory, behind: previous, before: nil)
  }

  private func checkGap(
    from end: Int, to next: Int, behind previous: ZipRecord?, before record: ZipRecord?
  ) throws(ArchiveProblem) {
    guard next >= end else { throw ArchiveProblem(.overlapping, entry: record?.name ?? previous?.name) }
    if next == end, previous?.hasDescriptor != true { return }
    guard previous?.hasDescriptor == true, Self.descriptorBytes.contains(next - end) else {
      throw ArchiveProblem(.inconsistent, entry: record?.name ?? previous?.name)
    }
  }

  /// Where the content of an entry ends, once its own header agrees with the directory.
  private func contentEnd(_ record: ZipRecord) throws(ArchiveProblem) -> Int {
    let inconsistent = ArchiveProblem(.inconsistent, entry: record.name)
    guard let local = archive.numbers(at: record.offset, widths: Self.localWidths),
      local[0] == Self.localSignature, local[2] == record.flags, local[3] == record.method,
      let name = archive.slice(at: record.offset + Self.localBytes, count: local[9]),
      name.elementsEqual(record.name), agrees(local, with: record)
    else { throw inconsistent }
    return record.offset + Self.localBytes + local[9] + local[10] + record.packed
  }

  /// A stream's header does not know its check sum and sizes yet, but never says other ones.
  private func agrees(_ local: [Int], with record: ZipRecord) -> Bool {
    let stated = [local[6], local[7], local[8]]
    let known = [record.checkSum, record.packed, record.size]
    return zip(stated, known).allSatisfy { pair in
      pair.0 == pair.1 || (record.hasDescriptor && (pair.0 == 0 || pair.0 == ZipRecord.unknown))
    }
  }
}
