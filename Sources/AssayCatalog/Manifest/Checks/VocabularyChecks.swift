import AssayModel

/// Holds names of graders and workloads, and their options, against those there are.
struct VocabularyChecks {
  let vocabulary: GraderVocabulary
  let manifest: LabManifest
  let root: YAMLNode
  let problems: ProblemCollector

  /// Notes every name and option that does not exist.
  func run() {
    for (index, node) in (root["checks"]?.elements ?? []).enumerated() {
      checkGrader(node, ["checks", .index(index)])
    }
    for pair in root["scenarios"]?.pairs ?? [] {
      let merged = ScenarioSection.merged(pair.value, over: root["defaults"])
      if let workload = merged["workload"] {
        checkWorkload(workload, ["scenarios", .key(pair.key), "workload"])
      }
    }
  }

  private func checkGrader(_ node: YAMLNode, _ path: NodePath) {
    guard let name = node["grader"], let text = name.text, !problems.concerns(path + "grader") else { return }
    guard let options = vocabulary.graders[text] else {
      return noteUnknown(name, "grader", among: vocabulary.graders.keys.sorted(), path + "grader")
    }
    let given = node["with"] ?? YAMLNode(content: .mapping([]), mark: name.mark)
    check(given, options, [], path + "with")
  }

  private func checkWorkload(_ node: YAMLNode, _ path: NodePath) {
    guard let name = node["generate"], let text = name.text, !problems.concerns(path + "generate") else {
      return
    }
    guard let options = vocabulary.workloads[text] else {
      return noteUnknown(name, "workload", among: vocabulary.workloads.keys.sorted(), path + "generate")
    }
    check(node, options, ScenarioSection.workloadTable.keys, path)
  }

  private func check(
    _ node: YAMLNode, _ options: [GraderVocabulary.Option], _ fixed: [KeyTable.Key], _ path: NodePath
  ) {
    let table = KeyTable(name: "options", summary: "", keys: fixed + options.map(\.key))
    ShapeChecker(problems: problems).check(node, .mapping(table), path)
  }

  private func noteUnknown(_ node: YAMLNode, _ thing: String, among known: [String], _ path: NodePath) {
    problems.add(
      path, at: node.mark, found: "the unknown \(thing) \(node.described)",
      allowed: Self.allowed(thing, nearest: node.text ?? "", among: known),
      suggestion: suggestion(for: node.text ?? "", among: known))
  }

  /// All names where they are few, else the nearest: dozens of them hide the sentence they stand in.
  private static func allowed(_ thing: String, nearest name: String, among known: [String]) -> String {
    guard !known.isEmpty else { return "a registered \(thing)" }
    guard known.count > 5 else { return "one of \(known.joined(separator: ", "))" }
    let wanted = Array(name.unicodeScalars.prefix(64))
    let near = known.map { ($0, distance(wanted, Array($0.unicodeScalars))) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(5).map(\.0)
    return "one of \(near.joined(separator: ", ")), … (`assay explain` lists all)"
  }
}
