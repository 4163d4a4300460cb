import AssayModel

/// Reads a table of cases: CSV (RFC 4180), JSON in the form of ``WireFormat``, or YAML, by the file's ending.
enum CaseTable {
  /// Columns of a CSV whose cells are texts as they stand; the others are read as JSON where they are JSON.
  private static let textColumns: Set<String> = ["prints", "stdin", "raises", "message", "name"]

  /// The cases in `bytes`.
  ///
  /// - Parameters:
  ///   - keys: what a case may hold; a CSV has them for columns.
  ///   - otherColumnsAreKeywords: whether any other column of a CSV is a keyword argument of its name.
  static func rows(
    _ bytes: [UInt8], name: String, keys: [String], otherColumnsAreKeywords: Bool
  ) throws(CaseTableMistake) -> [Value] {
    guard TextBytes.firstInvalidUTF8(bytes) == nil else {
      throw CaseTableMistake(found: "bytes that are not UTF-8", allowed: "a text in UTF-8")
    }
    switch name.split(separator: ".").last?.lowercased() {
    case "csv": return try csv(bytes, keys: keys, otherColumnsAreKeywords)
    case "json": return try list(json(bytes))
    case "yaml", "yml": return try list(yaml(bytes))
    default:
      throw CaseTableMistake(found: "an unknown kind of file", allowed: "a name ending in csv, json or yaml")
    }
  }

  private static func list(_ value: Value) throws(CaseTableMistake) -> [Value] {
    guard case .list(let rows) = value else {
      throw CaseTableMistake(found: "no list", allowed: "a list of cases")
    }
    return rows
  }

  private static func json(_ bytes: [UInt8]) throws(CaseTableMistake) -> Value {
    do {
      return try WireFormat.read(bytes)
    } catch {
      throw CaseTableMistake(found: "no JSON (\(error))", allowed: "a list of cases in JSON")
    }
  }

  private static func yaml(_ bytes: [UInt8]) throws(CaseTableMistake) -> Value {
    do throws(YAMLFailure) {
      let (root, mistakes) = try YAMLComposer.compose(bytes)
      if let mistake = mistakes.first { throw mistake.failure }
      return root?.value ?? .null
    } catch {
      throw CaseTableMistake(found: "\(error.found) on line \(error.mark.line)", allowed: error.allowed)
    }
  }

  private static func csv(
    _ bytes: [UInt8], keys: [String], _ otherColumnsAreKeywords: Bool
  ) throws(CaseTableMistake) -> [Value] {
    var records = try CSVRecords.read(bytes)
    guard !records.isEmpty else {
      throw CaseTableMistake(found: "an empty file", allowed: "a line of column names")
    }
    let header = records.removeFirst()
    var rows: [Value] = []
    for (number, record) in records.enumerated() {
      guard record.count == header.count else {
        throw CaseTableMistake(
          found: "\(record.count) cells in case \(number + 1)",
          allowed: "\(header.count), as in the first line")
      }
      var entries: [Value.Entry] = []
      var keywords: [Value.Entry] = []
      for (column, cell) in zip(header, record) where !cell.isEmpty {
        let value = textColumns.contains(column) ? .string(cell) : value(of: cell)
        if keys.contains(column) || !otherColumnsAreKeywords {
          entries.append(Value.Entry(column, value))
        } else {
          keywords.append(Value.Entry(column, value))
        }
      }
      if !keywords.isEmpty { entries.append(Value.Entry("kwargs", .map(keywords))) }
      rows.append(.map(entries))
    }
    return rows
  }

  /// What a cell means: JSON, but for numbers that begin with a zero, such as 007; else a text.
  private static func value(of cell: String) -> Value {
    let digits = Array(cell.utf8.drop { $0 == UInt8(ascii: "-") }.prefix(2))
    let isCode = digits.count == 2 && digits[0] == UInt8(ascii: "0") && (0x30...0x39).contains(digits[1])
    return isCode ? .string(cell) : (try? WireFormat.read(Array(cell.utf8))) ?? .string(cell)
  }
}

/// The records of a CSV file: cells between commas, in double quotes where they hold commas, quotes or lines.
enum CSVRecords {
  /// The records; lines without a single character are left out.
  static func read(_ bytes: [UInt8]) throws(CaseTableMistake) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    func endCell() {
      record.append(String(decoding: cell, as: UTF8.self))
      cell = []
    }
    func endRecord() {
      endCell()
      if record != [""] { records.append(record) }
      record = []
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
        cell.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: endCell()
      case UInt8(ascii: "\r") where !isQuoted: continue
      case UInt8(ascii: "\n") where !isQuoted: endRecord()
      default: cell.append(byte)
      }
    }
    guard !isQuoted else {
      throw CaseTableMistake(found: "a quotation mark without its second", allowed: "cells in pairs of them")
    }
    if !cell.isEmpty || !record.isEmpty { endRecord() }
    return records
  }
}
