import AssayCatalog
import AssayModel
import AssayTestSupport
import Foundation

/// One attack graded by the real program in a workspace of its own.
struct AttackRun {
  let attack: Attack
  /// The grade of the bench's reference, without times and ids, that a neighbour must get again.
  let neighbour: String

  /// Grades the attack, with an honest submission beside it.
  func record() async throws -> (record: AttackRecord, document: String) {
    let workspace = try Workspace()
    for file in try AttackLab.files(of: attack) {
      try workspace.folder.write(file.bytes, to: "work/\(file.path)")
    }
    AttackTier.give(workspace)
    async let beside = Honest.grade()
    let outcome = try await Self.grade("work", attack.bench, in: workspace, evidence: "work/evidence.json")
    var record = AttackRecord(attack: attack)
    try judge(outcome, in: workspace, &record)
    try await look(for: workspace, &record)
    let grade = try await beside
    if grade != neighbour {
      record.hasDisturbed = true
      let lines = grade.split(separator: "\n").difference(from: neighbour.split(separator: "\n")).insertions
      record.problems.append("a neighbour's grade has changed: \(lines)")
    }
    return (record, outcome.output)
  }

  /// Runs `assay grade` on a folder of the workspace.
  static func grade(
    _ folder: String, _ bench: Attack.Bench, in workspace: Workspace, labs: String = AttackLab.benches,
    evidence: String? = nil
  ) async throws -> Outcome {
    var words =
      AttackTier.prefix + [
        Program.path, "grade", folder, "--lab", AttackLab.id(of: bench), "--labs", labs, "--json",
        "--seed", "1",
      ]
    words += AttackTier.options + (evidence.map { ["--evidence", $0] } ?? [])
    let environment = workspace.environment(["ASSAY_SECRET": HostScene.canary, "ASSAY_LABS": ""])
    return try await Program.run(
      words[0], Array(words.dropFirst()), environment: environment, in: workspace.path)
  }

  private func judge(_ outcome: Outcome, in workspace: Workspace, _ record: inout AttackRecord) throws {
    guard !outcome.wasKilled, outcome.status == 1, let grade = try? outcome.json(), grade["score"].isThere,
      let data = FileManager.default.contents(atPath: "\(workspace.path)/work/evidence.json"),
      let evidence = try? JSONDecoder().decode(Evidence.self, from: data)
    else {
      record.isLost = outcome.status != 0
      record.hasForged = outcome.status == 0
      record.problems.append("status \(outcome.status): \(outcome.errors.suffix(600))")
      return
    }
    if grade["score"]["earned"].number != 0 {
      record.hasForged = true
      record.problems.append("points: \(outcome.output)")
    }
    if outcome.output.contains("SECRET") { record.problems.append("hidden inputs are in the report") }
    let observation = AttackObservation(evidence)
    record.isolation = evidence.isolation
    record.gap = observation.gap(of: attack)
    if record.gap == nil { contained(observation, &record) } else { documented(observation, &record) }
  }

  private func contained(_ observation: AttackObservation, _ record: inout AttackRecord) {
    let missed = attack.expectations.filter { !$0.contains { observation.holds($0) } }
    if observation.hasBreached {
      record.hasEscaped = true
      record.problems.append("a breach: \(observation.summary)")
    } else if !missed.isEmpty {
      record.problems.append("expected \(missed): \(observation.summary)")
    }
  }

  /// A gap that has closed is to be taken out of the header.
  private func documented(_ observation: AttackObservation, _ record: inout AttackRecord) {
    if [.everywhere, .mounts].contains(record.gap?.place), !observation.hasBreached {
      record.problems.append("it is contained, but its header says otherwise: \(observation.summary)")
    }
  }

  private func look(for workspace: Workspace, _ record: inout AttackRecord) async throws {
    let left = try await Leftovers.all(of: workspace.path)
    record.survivors = left.count
    if !left.isEmpty { record.problems.append("left over: \(left)") }
    let files = try workspace.leftovers()
    if !files.isEmpty { record.problems.append("files left over: \(files)") }
  }
}

/// An honest submission: the reference of the bench of calls.
enum Honest {
  /// The bench with limits of time that no load reaches: what is asked is whether an attack changes the grade.
  private static func writePatientBench(to workspace: Workspace) throws {
    let source = URL(fileURLWithPath: "\(AttackLab.benches)/01-attack-call")
    let target = URL(fileURLWithPath: "\(workspace.path)/labs/01-attack-call")
    try FileManager.default.copyItem(at: source, to: target)
    let manifest = target.appendingPathComponent("lab.yaml")
    let text = try String(contentsOf: manifest, encoding: .utf8)
      .replacing("wall_s: 6", with: "wall_s: 120").replacing("call_limit_s: 2", with: "call_limit_s: 60")
    try text.write(to: manifest, atomically: false, encoding: .utf8)
  }

  /// Its grade without times and ids.
  static func grade() async throws -> String {
    let workspace = try Workspace()
    let source = URL(fileURLWithPath: "\(AttackLab.benches)/01-attack-call/reference/work.py")
    try workspace.folder.write(Array(try Data(contentsOf: source)), to: "work/work.py")
    try writePatientBench(to: workspace)
    AttackTier.give(workspace)
    let outcome = try await AttackRun.grade("work", .call, in: workspace, labs: "\(workspace.path)/labs")
    guard outcome.status == 0 else { return "status \(outcome.status): \(outcome.errors) \(outcome.output)" }
    return withoutTimes(outcome.output)
  }

  private static func withoutTimes(_ document: String) -> String {
    let keys = ["wall_seconds", "cpu_seconds", "peak_memory_bytes", "time", "evidence"]
    let lines = document.split(separator: "\n").filter { line in
      !keys.contains { line.contains("\"\($0)\":") }
    }
    return lines.joined(separator: "\n")
  }
}
