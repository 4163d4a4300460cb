import AssayModel

/// Holds the parts of a manifest against each other.
///
/// What the shapes refused already is passed over.
struct CrossChecks {
  let manifest: LabManifest
  let root: YAMLNode
  let problems: ProblemCollector

  /// Notes every contradiction.
  func run() {
    checkIdentity()
    checkFiles()
    checkRubric()
    checkWrongSubmissions()
    ScenarioChecks(manifest: manifest, root: root, problems: problems).run()
    ExpectationChecks(manifest: manifest, root: root, problems: problems).run()
  }

  private func checkIdentity() {
    guard !problems.concerns(["id"]), !problems.concerns(["module"]) else { return }
    if !manifest.id.hasPrefix("0\(manifest.module)-") {
      problems.add(
        ["module"], found: String(manifest.module),
        allowed: "\(manifest.id.prefix(2).dropFirst()), the number with which the id begins")
    }
  }

  private func checkFiles() {
    noteRepeated(manifest.files.given, "file") { ["files", "given", .index($0)] }
    let submitted = manifest.files.submit.map(\.path)
    noteRepeated(submitted, "file") { ["files", "submit", .index($0), "path"] }
    for (index, path) in submitted.enumerated() where manifest.files.given.contains(path) {
      problems.add(
        ["files", "submit", .index(index), "path"], found: "'\(path)', which is given as well",
        allowed: "a file that is not given")
    }
  }

  private func checkRubric() {
    let checkIDs = checkIDs
    noteRepeated(manifest.checks.map(\.id), "id") { ["checks", .index($0), "id"] }
    let hasAllPoints = manifest.checks.allSatisfy { $0.points > 0 }
    let sum = manifest.checks.reduce(0) { $0 + $1.points }
    if hasAllPoints, sum != 100, !manifest.checks.isEmpty {
      problems.add(
        ["checks"], found: "points that add up to \(sum)", allowed: "points that add up to 100")
    }
    for (index, check) in manifest.checks.enumerated() {
      let path: NodePath = ["checks", .index(index)]
      noteUnknown(check.scenarios, "scenario", among: manifest.scenarios.map(\.name), path + "from")
      noteUnknown(check.requires, "check", among: checkIDs, path + "needs")
      if root["checks"]?.elements[index]["with"] != nil, root["checks"]?.elements[index]["grader"] == nil {
        problems.add(path + "with", found: "options without a grader", allowed: "'grader' beside 'with'")
      }
      checkExternalGrader(root["checks"]?.elements[index]["grader"], path + "grader")
    }
    noteCycles()
  }

  private func checkExternalGrader(_ node: YAMLNode?, _ path: NodePath) {
    guard let node, node["package"] != nil || node["run"] != nil, !problems.concerns(path) else { return }
    if node["package"] != nil, node["name"] == nil {
      problems.add(path, found: "'package' without 'name'", allowed: "the name of one of its graders as well")
    }
  }

  /// The ids of all checks, each once.
  private var checkIDs: [String] {
    var seen: Set<String> = []
    return manifest.checks.map(\.id).filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  private func checkWrongSubmissions() {
    let checkIDs = checkIDs
    noteRepeated(manifest.wrong.map(\.id), "id") { ["wrong", .index($0), "id"] }
    for (index, wrong) in manifest.wrong.enumerated() {
      let path: NodePath = ["wrong", .index(index)]
      noteUnknown(wrong.lose, "check", among: checkIDs, path + "lose")
      noteUnknown(wrong.also, "check", among: checkIDs, path + "also")
      if wrong.lose.isEmpty, !wrong.isCheat, !problems.concerns(path) {
        problems.add(path + "lose", found: "nothing", allowed: "the checks that it must lose")
      }
    }
  }

  private func noteRepeated(_ names: [String], _ thing: String, path: (Int) -> NodePath) {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() where !name.isEmpty && !seen.insert(name).inserted {
      problems.add(path(index), found: "the \(thing) '\(name)' a second time", allowed: "every \(thing) once")
    }
  }

  private func noteUnknown(_ names: [String], _ thing: String, among known: [String], _ path: NodePath) {
    // A check whose id cannot be read may well be the one that is named.
    guard thing != "check" || manifest.checks.allSatisfy({ !$0.id.isEmpty }) else { return }
    for (index, name) in names.enumerated() where !known.contains(name) {
      let isList = root.isList(at: path)
      problems.add(
        isList ? path + .index(index) : path, found: "the unknown \(thing) '\(name)'",
        allowed: known.isEmpty ? "a \(thing) of this lab" : "one of \(known.joined(separator: ", "))",
        suggestion: suggestion(for: name, among: known))
    }
  }

  /// Notes each circle of `needs` once, at the first check of it.
  private func noteCycles() {
    var remaining = manifest.checks.filter { !$0.id.isEmpty }
    while true {
      let ids = Set(remaining.map(\.id))
      let stuck = remaining.filter { check in check.requires.contains { ids.contains($0) } }
      if stuck.count < remaining.count {
        remaining = stuck
        continue
      }
      guard let circle = circle(in: remaining) else { return }
      let first = manifest.checks.firstIndex { circle.contains($0.id) } ?? 0
      problems.add(
        ["checks", .index(first), "needs"],
        found: "a circle (\((circle + circle.prefix(1)).joined(separator: " needs ")))",
        allowed: "needs that end somewhere")
      remaining.removeAll { circle.contains($0.id) }
    }
  }

  /// The checks of one circle among checks of which each needs another of them.
  private func circle(in checks: [Criterion]) -> [String]? {
    var trail: [String] = []
    var current = checks.first
    while let check = current {
      if let start = trail.firstIndex(of: check.id) { return Array(trail[start...]) }
      trail.append(check.id)
      current = checks.first { check.requires.contains($0.id) }
    }
    return nil
  }
}

extension YAMLNode {
  /// Whether the value at `path` is a list.
  func isList(at path: NodePath) -> Bool {
    var node: YAMLNode? = self
    for step in path.steps {
      switch step {
      case .key(let key): node = node?[key]
      case .index(let index):
        let elements = node?.elements ?? []
        node = elements.indices.contains(index) ? elements[index] : nil
      }
    }
    if case .sequence? = node?.content { return true }
    return false
  }
}
