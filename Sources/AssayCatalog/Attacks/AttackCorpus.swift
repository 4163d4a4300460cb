/// The attacks in a folder, `<area>/<name>.py` each.
public struct AttackCorpus: Sendable, Equatable {
  /// The attacks by area, in the order of ``Attack/Area``, then by name.
  public var attacks: [Attack]

  private static let largestFile = 64 << 10

  /// Reads every attack in the folder at `root`.
  ///
  /// - Throws: ``AttackCorpusError`` with every mistake of every file.
  public init(folder root: String) throws(AttackCorpusError) {
    attacks = []
    var problems: [AttackProblem] = []
    for entry in try Self.entries(root, "") where entry.kind == .folder {
      if Attack.Area(rawValue: entry.name) == nil { problems.append(Self.unknownArea(entry.name)) }
    }
    for area in Attack.Area.allCases where EntryKind.at("\(root)/\(area.rawValue)") == .folder {
      for entry in try Self.entries(root, area.rawValue) where entry.name.hasSuffix(".py") {
        do throws(AttackCorpusError) {
          attacks.append(try Self.attack(entry.name, area, root))
        } catch {
          problems += error.problems
        }
      }
    }
    guard problems.isEmpty else { throw AttackCorpusError(problems: problems) }
  }

  /// The attack with this id.
  public func attack(_ id: String) -> Attack? { attacks.first { $0.id == id } }

  /// Reads the attack in `code`, which stands at `path` (`area/name.py`) in the corpus.
  ///
  /// - Throws: ``AttackCorpusError``.
  public static func attack(_ code: String, path: String) throws(AttackCorpusError) -> Attack {
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count == 2, parts[1].hasSuffix(".py"), let area = Attack.Area(rawValue: parts[0]) else {
      throw AttackCorpusError(problems: [unknownArea(parts.first ?? "")])
    }
    var reader = AttackReader(code, file: path)
    return try reader.attack(area: area, name: String(parts[1].dropLast(3)), code: code)
  }

  private static func attack(
    _ name: String, _ area: Attack.Area, _ root: String
  ) throws(AttackCorpusError) -> Attack {
    let path = "\(area.rawValue)/\(name)"
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read("\(root)/\(path)", atMost: largestFile)
    } catch {
      throw unreadable(path, error)
    }
    return try attack(String(decoding: bytes, as: UTF8.self), path: path)
  }

  private static func entries(
    _ root: String, _ folder: String
  ) throws(AttackCorpusError) -> [FolderListing.Entry] {
    do {
      return try FolderListing.entries(of: folder.isEmpty ? root : "\(root)/\(folder)")
    } catch {
      throw unreadable(folder.isEmpty ? root : folder, error)
    }
  }

  private static func unreadable(_ path: String, _ failure: FileFailure) -> AttackCorpusError {
    AttackCorpusError(problems: [
      AttackProblem(
        file: path, line: 1, found: failure.reason, allowed: failure.expectation("a file of an attack"))
    ])
  }

  private static func unknownArea(_ name: String) -> AttackProblem {
    let areas = Attack.Area.allCases.map(\.rawValue)
    return AttackProblem(
      file: name, line: 1, found: "the folder '\(name)'", allowed: "one of \(areas.joined(separator: ", "))",
      suggestion: suggestion(for: name, among: areas))
  }
}
