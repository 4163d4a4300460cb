import AssayModel

/// Holds a manifest against the files in the lab's folder.
struct FolderChecks {
  let manifest: LabManifest
  let folder: String
  let problems: ProblemCollector

  private static let handouts = ["README.md", "README.ko.md"]

  /// Notes every file that is missing and every folder that is not declared.
  func run() {
    checkName()
    for name in Self.handouts { demand(.file, name, [], "the handout") }
    if let exercise = manifest.exercise { demand(.file, exercise, ["exercise"], "the exercise file") }
    for (index, path) in manifest.files.given.enumerated() {
      demand(.file, "given/\(path)", ["files", "given", .index(index)], "the given file")
    }
    checkProfile()
    checkInputs()
    checkGraders()
    checkSolutions()
    checkWrongFolders()
    checkRules()
  }

  private func checkProfile() {
    let profile = manifest.environment.profile
    guard profile != EnvironmentSpec.standardLibrary, !problems.concerns(["environment", "profile"]) else {
      return
    }
    let root = LabCatalog.environmentsFolder(besideLab: folder)
    let known = ((try? FolderListing.entries(of: root)) ?? []).map(\.name)
      .filter { EntryKind.at("\(root)/\($0)/requirements.txt") == .file }
    guard !known.contains(profile) else { return }
    let all = [EnvironmentSpec.standardLibrary] + known
    problems.add(
      ["environment", "profile"],
      found: "'\(profile)', which has no environments/\(profile)/requirements.txt",
      allowed: "one of \(all.joined(separator: ", "))", suggestion: suggestion(for: profile, among: all))
  }

  /// The files that inputs name, and the folders of builds.
  private func checkInputs() {
    for scenario in manifest.scenarios {
      let path: NodePath = ["scenarios", .key(scenario.name)]
      var inputs = scenario.arguments.map(\.value)
      if case .listed(let cases) = scenario.cases { inputs += cases + scenario.answers }
      for name in Set(inputs.flatMap(\.namedFiles)).sorted() { demand(.file, name, path, "the input file") }
      for (key, folders) in [("good", scenario.builds?.good), ("mutants", scenario.builds?.mutants)] {
        for (index, name) in (folders ?? []).enumerated() {
          demand(.folder, name, path + "builds" + .key(key) + .index(index), "the build")
        }
      }
    }
  }

  /// The packages of graders, and the files of grading programs.
  private func checkGraders() {
    for (index, check) in manifest.checks.enumerated() {
      let path: NodePath = ["checks", .index(index), "grader"]
      switch check.external?.source {
      case nil: continue
      case .package(let folder, _):
        demand(.file, "\(folder)/Package.swift", path + "package", "the package's manifest")
      case .program(_, let files):
        for file in files { demand(.file, file, path, "the grader's file") }
      }
    }
  }

  private func checkName() {
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    guard !problems.concerns(["id"]), name != manifest.id else { return }
    problems.add(["id"], found: "'\(manifest.id)'", allowed: "'\(name)', the name of its folder")
  }

  private func checkSolutions() {
    for (root, path) in [(manifest.files.starter, ["files", "starter"] as NodePath), ("reference", [])]
    where demand(.folder, root, path, "the \(path.steps.isEmpty ? "reference" : "starter")") {
      for (index, file) in manifest.files.submit.enumerated() where !file.isOptional && !file.path.isEmpty {
        demand(
          .file, "\(root)/\(file.path)", ["files", "submit", .index(index), "path"], "the submitted file")
      }
    }
  }

  private func checkWrongFolders() {
    for (index, wrong) in manifest.wrong.enumerated() where !wrong.id.isEmpty {
      demand(.folder, "wrong/\(wrong.id)", ["wrong", .index(index), "id"], "the wrong submission")
    }
    guard !problems.concerns(["wrong"]) else { return }
    let declared = Set(manifest.wrong.map(\.id))
    for entry in (try? FolderListing.entries(of: folder + "/wrong")) ?? []
    where entry.kind == .folder && !entry.name.hasPrefix(".") && entry.name != "__pycache__" {
      guard !declared.contains(entry.name) else { continue }
      problems.add(
        ["wrong"], found: "the folder wrong/\(entry.name), which is not declared",
        allowed: "'- {id: \(entry.name), lose: […]}'")
    }
  }

  private func checkRules() {
    guard manifest.checks.contains(where: { !$0.rules.isEmpty }) else { return }
    for name in Self.handouts {
      guard let bytes = try? FileBytes.read("\(folder)/\(name)", atMost: 1 << 20) else { continue }
      let rules = HandoutRules.numbers(in: String(decoding: bytes, as: UTF8.self))
      for (index, check) in manifest.checks.enumerated() {
        for (position, rule) in check.rules.enumerated() where !rules.contains(rule) {
          problems.add(
            ["checks", .index(index), "rules", .index(position)],
            found: "rule \(rule), which \(name) does not have",
            allowed: rules.isEmpty
              ? "numbered rules under '## Contract' or '## 계약'"
              : "one of \(rules.sorted().map(String.init).joined(separator: ", "))")
        }
      }
    }
  }

  /// Whether `name` is there as `kind`; notes it when it is not.
  @discardableResult
  private func demand(_ kind: EntryKind, _ name: String, _ path: NodePath, _ thing: String) -> Bool {
    guard !name.isEmpty, EntryKind.at("\(folder)/\(name)") != kind else { return true }
    problems.add(
      path, found: "no \(kind == .folder ? "folder" : "file") \(name)", allowed: "\(thing) \(name) in the lab"
    )
    return false
  }
}

extension Value {
  /// The lab's files that the value names.
  fileprivate var namedFiles: [String] {
    if let namedFile { return [namedFile] }
    if let elements { return elements.flatMap(\.namedFiles) }
    return entries?.flatMap(\.value.namedFiles) ?? []
  }
}

/// The numbered rules of a handout, which failed checks cite.
enum HandoutRules {
  /// The numbers of the lines `N. …` under the heading Contract (계약), outside of code.
  static func numbers(in markdown: String) -> Set<Int> {
    var numbers: Set<Int> = []
    var isInside = false
    var isCode = false
    for line in markdown.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode else { continue }
      if line.hasPrefix("## ") || line.hasPrefix("# ") {
        isInside = ["## Contract", "## 계약"].contains { heading in
          line.hasPrefix(heading) && line.dropFirst(heading.count).allSatisfy(\.isWhitespace)
        }
      } else if isInside, let number = ruleNumber(line) {
        numbers.insert(number)
      }
    }
    return numbers
  }

  private static func ruleNumber(_ line: Substring) -> Int? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    return line.dropFirst(digits.count).hasPrefix(". ") ? Int(digits) : nil
  }
}
