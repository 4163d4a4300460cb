import AssayModel

/// One test case of a package.
struct KattisCase {
  /// The path below `data`, without an ending.
  var name: String
  var hasInput: Bool
  var arguments: [String] = []
}

/// Test cases that are judged together, in the same way.
struct KattisGroup {
  var name: String
  var flags: KattisFlags
  var score: Double?
  var cases: [KattisCase]
}

/// Reads the test cases below `data`.
struct KattisData {
  let root: String
  private(set) var notes: [ImportNote] = []
  private static let groupFiles = ["testdata.yaml", "test_group.yaml"]

  /// Reads packages in the folder `root`.
  init(root: String) { self.root = root }

  /// The groups in the folder `path`, a group for each folder with cases, and their cases in the format's order.
  mutating func groups(in path: String, flags inherited: [String]) -> [KattisGroup] {
    guard let entries = try? FolderListing.entries(of: "\(root)/\(path)") else { return [] }
    var flags = inherited
    var score: Double?
    for name in Self.groupFiles where entries.contains(where: { $0.name == name }) {
      readGroup("\(path)/\(name)", &flags, &score)
    }
    let (read, unknown) = KattisFlags.read(flags)
    for word in unknown {
      note(path, word, en: "the default validator has no such flag; left out", ko: "기본 검증기에 없는 플래그라 제외했습니다")
    }
    let cases = cases(entries, in: path)
    var groups: [KattisGroup] = []
    if !cases.isEmpty {
      groups.append(
        KattisGroup(name: String(path.dropFirst("data/".count)), flags: read, score: score, cases: cases))
    }
    for entry in entries where entry.kind == .folder && !entry.name.hasSuffix(".files") {
      groups += self.groups(in: "\(path)/\(entry.name)", flags: flags)
    }
    return groups
  }

  private mutating func readGroup(_ file: String, _ flags: inout [String], _ score: inout Double?) {
    guard let node = KattisYAML.read("\(root)/\(file)") else {
      return note(file, nil, en: "no YAML that can be read; left out", ko: "YAML로 읽을 수 없어 제외했습니다")
    }
    for pair in node.pairs {
      switch pair.key {
      case "output_validator_flags", "output_validator_args": flags = pair.value.kattisWords
      case "max_score": score = pair.value.scalar.flatMap { Double($0.text) }
      case "range": score = pair.value.kattisWords.last.flatMap(Double.init)
      default:
        note(file, pair.key, en: "has no counterpart in a lab; left out", ko: "랩에 대응하는 기능이 없어 제외했습니다")
      }
    }
  }

  private mutating func cases(_ entries: [FolderListing.Entry], in path: String) -> [KattisCase] {
    let names = Set(entries.filter { $0.kind == .file }.map(\.name))
    var used = Set(Self.groupFiles)
    var cases: [KattisCase] = []
    for answer in names.sorted() where answer.hasSuffix(".ans") {
      let base = String(answer.dropLast(4))
      var item = KattisCase(
        name: "\(path.dropFirst("data/".count))/\(base)", hasInput: names.contains("\(base).in"))
      used.formUnion([answer, "\(base).in"])
      if names.contains("\(base).args") {
        used.insert("\(base).args")
        item.arguments = text("\(path)/\(base).args").split(whereSeparator: \.isWhitespace).map(String.init)
      }
      if names.contains("\(base).yaml") {
        used.insert("\(base).yaml")
        readCase("\(path)/\(base).yaml", &item)
      }
      cases.append(item)
    }
    for entry in entries
    where !used.contains(entry.name) && (entry.kind != .folder || entry.name.hasSuffix(".files")) {
      let isInput = entry.name.hasSuffix(".in")
      note(
        "\(path)/\(entry.name)", nil,
        en: isInput ? "there is no .ans beside it; the case is left out" : "not needed to judge; left out",
        ko: isInput ? "짝이 되는 .ans 파일이 없어 제외했습니다" : "판정에 필요하지 않아 제외했습니다")
    }
    return cases
  }

  private mutating func readCase(_ file: String, _ item: inout KattisCase) {
    for pair in KattisYAML.read("\(root)/\(file)")?.pairs ?? [] {
      if pair.key == "args" {
        item.arguments = pair.value.kattisWords
      } else {
        note(file, pair.key, en: "has no counterpart for one case; left out", ko: "케이스별로 지원하지 않아 제외했습니다")
      }
    }
  }

  private func text(_ path: String) -> String {
    String(decoding: (try? FileBytes.read("\(root)/\(path)", atMost: 1 << 20)) ?? [], as: UTF8.self)
  }

  private mutating func note(_ file: String, _ key: String?, en: String, ko: String) {
    notes.append(ImportNote(file, key, en: en, ko: ko))
  }
}

/// YAML of a package.
enum KattisYAML {
  /// The document in a file; nil where it cannot be read.
  static func read(_ path: String) -> YAMLNode? {
    guard let bytes = try? FileBytes.read(path, atMost: 1 << 20), TextBytes.firstInvalidUTF8(bytes) == nil
    else {
      return nil
    }
    return try? YAMLComposer.compose(bytes).root
  }
}
