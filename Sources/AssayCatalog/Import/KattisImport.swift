import AssayModel

/// Makes a lab of kind program from a Kattis problem package (formats legacy, 2023-07-draft and 2025-09).
public struct KattisImport {
  private let root: String
  private let identity: ImportedIdentity
  private let settings: KattisSettings
  private let samples: [KattisGroup]
  private let groups: [KattisGroup]
  private let submissions: KattisSubmissions
  private let reference: [UInt8]
  private var lab: ImportedLab

  /// The learner's file.
  private static let solution = "solution.py"
  private static let known: Set<String> = [
    "problem.yaml", "data", "submissions", "problem_statement", "statement",
  ]

  /// The lab made from the package in the folder `root`.
  ///
  /// - Throws: ``ImportError`` where the package lacks what a lab needs, or is judged in a way that a lab cannot.
  public static func lab(at root: String, as identity: ImportedIdentity) throws(ImportError) -> ImportedLab {
    var package = try Self(root, identity)
    return package.made()
  }

  private init(_ root: String, _ identity: ImportedIdentity) throws(ImportError) {
    guard let node = KattisYAML.read("\(root)/problem.yaml") else {
      throw Self.missing(
        "problem.yaml", en: "a Kattis problem package has this file", ko: "Kattis 문제 패키지에는 이 파일이 있어야 합니다")
    }
    var notes: [ImportNote] = []
    settings = try KattisSettings(node, notes: &notes)
    for folder in ["output_validators", "output_validator", "graders", "include"]
    where (try? FolderListing.entries(of: "\(root)/\(folder)"))?.isEmpty == false {
      throw Self.missing(
        folder, en: "a package with programs or files of its own to judge by cannot be imported",
        ko: "자체 판정 프로그램이나 포함 파일이 있는 패키지는 가져올 수 없습니다")
    }
    var data = KattisData(root: root)
    samples = data.groups(in: "data/sample", flags: settings.flags)
    groups = data.groups(in: "data/secret", flags: settings.flags)
    submissions = KattisSubmissions(root: root)
    guard !groups.isEmpty else {
      throw Self.missing(
        "data/secret", en: "there is no case with an .ans file", ko: ".ans 파일이 있는 테스트 케이스가 없습니다")
    }
    guard let accepted = submissions.reference else {
      throw Self.missing(
        "submissions/accepted", en: "there is no solution in a single file of Python",
        ko: "파이썬 파일 하나로 된 정답 제출물이 없습니다")
    }
    reference = accepted
    (self.root, self.identity) = (root, identity)
    lab = ImportedLab(id: identity.id, notes: notes + data.notes + submissions.notes)
    for entry in (try? FolderListing.entries(of: root)) ?? [] where !Self.known.contains(entry.name) {
      lab.notes.append(ImportNote(entry.name, en: "not needed to judge; left out", ko: "판정에 필요하지 않아 제외했습니다"))
    }
  }

  private static func missing(_ file: String, en: String, ko: String) -> ImportError {
    ImportError(LocalizedText(en: "\(file): \(en).", ko: "\(file): \(ko)."))
  }

  private mutating func made() -> ImportedLab {
    let statement = KattisStatement(root: root, settings: settings, title: title)
    lab.notes += statement.notes
    lab.add("README.md", statement.english)
    lab.add("README.ko.md", statement.korean)
    lab.add("starter/\(Self.solution)", "# Read the input from stdin and write the answer to stdout.\n")
    lab.files.append(SourceFile(path: "reference/\(Self.solution)", bytes: reference))
    for wrong in submissions.wrong {
      lab.files.append(SourceFile(path: "wrong/\(wrong.id)/\(Self.solution)", bytes: wrong.code))
    }
    let tables = tables
    for (name, cases) in tables { lab.add("hidden/\(name).json", table(cases)) }
    for item in (samples + groups).flatMap(\.cases) { copy(item) }
    lab.add("lab.yaml", manifest(tables.map(\.name)))
    return lab
  }

  private var title: LocalizedText {
    let folder = root.split(separator: "/").last.map(String.init) ?? identity.id
    let english = settings.names["en"] ?? settings.names.sorted { $0.key < $1.key }.first?.value ?? folder
    return LocalizedText(en: english, ko: settings.names["ko"] ?? english)
  }

  /// True where all groups are judged alike, so that they are one.
  private var isUniform: Bool {
    groups.allSatisfy { $0.flags == groups[0].flags } && groups.compactMap(\.score).isEmpty
  }

  private var secrets: [(name: String, flags: KattisFlags, score: Double?, cases: [KattisCase])] {
    guard !isUniform else { return [("secret", groups[0].flags, nil, groups.flatMap(\.cases))] }
    return groups.enumerated().map { ("secret-\($0 + 1)", $1.flags, $1.score, $1.cases) }
  }

  private var tables: [(name: String, cases: [KattisCase])] {
    let sample = samples.isEmpty ? [] : [("sample", samples.flatMap(\.cases))]
    let all = isUniform ? [] : [("all", groups.flatMap(\.cases))]
    return sample + secrets.map { ($0.name, $0.cases) } + all
  }

  private func table(_ cases: [KattisCase]) -> String {
    let rows = cases.map { item -> String in
      var entries: [Value.Entry] = [Value.Entry("name", .string(item.name))]
      let file = { (ending: String) in Value.record(["file": .string("hidden/\(item.name).\(ending)")]) }
      if item.hasInput { entries.append(Value.Entry("stdin", file("in"))) }
      if !item.arguments.isEmpty {
        entries.append(Value.Entry("argv", .list((Self.command + item.arguments).map { .string($0) })))
      }
      entries.append(Value.Entry("prints", file("ans")))
      return "  " + WireFormat.text(.map(entries))
    }
    return "[\n" + rows.joined(separator: ",\n") + "\n]\n"
  }

  private static let command = ["{python}", "-I", "{submission}/\(solution)"]

  private mutating func copy(_ item: KattisCase) {
    for ending in item.hasInput ? ["in", "ans"] : ["ans"] {
      let path = "\(item.name).\(ending)"
      guard let bytes = try? FileBytes.read("\(root)/data/\(path)", atMost: 64 << 20) else {
        lab.notes.append(ImportNote("data/\(path)", en: "cannot be read", ko: "읽을 수 없습니다"))
        continue
      }
      lab.files.append(SourceFile(path: "hidden/\(path)", bytes: bytes))
    }
  }
}

extension KattisImport {
  private func manifest(_ tables: [String]) -> String {
    let origin = LocalizedText(en: "A Kattis problem package", ko: "Kattis 문제 패키지")
    let limit = settings.timeLimit.map { max(1, $0 * settings.timeFactor) + 1 } ?? 8
    let cases = 2 * groups.reduce(0) { $0 + $1.cases.count }
    let total = min(3600, Int(20 + limit * 1.25 * Double(max(cases, 4))))
    let memory = settings.memoryMebibytes.map { ", memory_mb: \($0)" } ?? ""
    let kept = min(4096, (settings.outputMebibytes ?? 1) * 1024)
    let argv = Self.command.map(\.manifestText).joined(separator: ", ")
    let code = settings.codeKibibytes.map { ", max_kb: \($0)" } ?? ""
    let scenarios = tables.filter { $0 != "all" }.map { "  \($0): {table: hidden/\($0).json}" }
    let yardstick = isUniform ? "secret" : "all"
    return identity.head(kind: .program, title: title, origin: origin) + """
      limits: {wall_s: \(total), cpu_s: \(total)\(memory), output_kb: \(kept * 4)}
      files: {submit: [{path: \(Self.solution)\(code)}]}
      defaults:
        driver: program
        call_limit_s: \((limit * 1.25).manifestText)
        args: {argv: [\(argv)], limit_s: \(limit.manifestText), keep_kb: \(kept)}
      scenarios:
      \(scenarios.joined(separator: "\n"))
        reference: {subject: reference, table: hidden/\(yardstick).json}
      checks:
      \(checks.joined(separator: "\n"))
      gates: {starter_max: 0}
      \(wrong)
      """
  }

  private var checks: [String] {
    let secrets = secrets
    let room = samples.isEmpty ? 90 : 80
    let points = Shares.of(room, by: secrets.map { $0.score ?? 1 })
    var checks: [String] = []
    if let first = samples.first {
      checks.append(
        check(
          "sample", 10, "from: sample, visible: true, grader: cases, with: \(first.flags.options)",
          LocalizedText(en: "the samples", ko: "예제")))
    }
    for (secret, share) in zip(secrets, points) {
      checks.append(
        check(
          secret.name, share, "from: \(secret.name), grader: cases, with: \(secret.flags.options)",
          LocalizedText(en: "hidden cases", ko: "비공개 케이스")))
    }
    let names = secrets.map(\.name).joined(separator: ", ")
    let bound =
      "against: reference, at_most: \(settings.timeFactor.manifestText), per: case, "
      + "at_least_s: \(settings.timeFloor.manifestText)"
    checks.append(
      check(
        "time", 10, "from: [\(names), reference], needs: [\(names)], grader: cpu-ratio, with: {\(bound)}",
        LocalizedText(en: "fast enough", ko: "실행 시간")))
    return checks
  }

  private func check(_ id: String, _ points: Int, _ rest: String, _ title: LocalizedText) -> String {
    "  - {id: \(id), points: \(points), \(rest),\n     title: \(title.manifestText)}"
  }

  private var wrong: String {
    guard !submissions.wrong.isEmpty else { return "wrong: []" }
    let names = secrets.map(\.name)
    let others = (samples.isEmpty ? [] : ["sample"]) + names
    let lines = submissions.wrong.map { item in
      if item.isSlow {
        return "  - {id: \(item.id), lose: [time], also: [\(others.joined(separator: ", "))]}"
      }
      if names.count > 1 {
        // Which of the groups it loses, the package does not say: it must lose some point.
        let all = (others + ["time"]).joined(separator: ", ")
        return "  - {id: \(item.id), cheat: true, max_score: 99, also: [\(all)]}"
      }
      let also = samples.isEmpty ? "time" : "sample, time"
      return "  - {id: \(item.id), lose: [secret], also: [\(also)]}"
    }
    return "wrong:\n" + lines.joined(separator: "\n") + "\n"
  }
}

/// Shares points out.
enum Shares {
  /// Whole points in proportion to `weights`, at least 1 each, that add up to `total`.
  static func of(_ total: Int, by weights: [Double]) -> [Int] {
    let sum = weights.reduce(0, +)
    var shares = weights.map { max(1, Int(Double(total) * (sum > 0 ? $0 / sum : 1 / Double(weights.count)))) }
    var rest = total - shares.reduce(0, +)
    while rest != 0,
      let index = rest > 0
        ? shares.indices.min(by: { shares[$0] < shares[$1] })
        : shares.indices.max(by: { shares[$0] < shares[$1] })
    {
      shares[index] += rest > 0 ? 1 : -1
      rest += rest > 0 ? -1 : 1
    }
    return shares
  }
}
