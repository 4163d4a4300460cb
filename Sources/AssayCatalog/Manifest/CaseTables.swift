import AssayModel

/// Reads the tables that scenarios name with `table:` and puts their cases into the manifest.
struct CaseTables {
  let folder: String
  let root: YAMLNode
  let problems: ProblemCollector

  /// The greatest table that is read, in bytes.
  static let maximumBytes = 16 << 20

  /// Fills the cases of every scenario that names a table; notes what is wrong with a table.
  func fill(_ manifest: inout LabManifest) {
    for index in manifest.scenarios.indices {
      let scenario = manifest.scenarios[index]
      let path: NodePath = ["scenarios", .key(scenario.name), "table"]
      guard let node = root["scenarios"]?[scenario.name] else { continue }
      let merged = ScenarioSection.merged(node, over: root["defaults"])
      guard let name = merged["table"]?.text, !problems.concerns(path) else { continue }
      do throws(CaseTableMistake) {
        let rows = try rows(name, of: scenario)
        let parts = CaseSection.parted(.listed(rows), of: scenario.target)
        (manifest.scenarios[index].cases, manifest.scenarios[index].answers) = parts
      } catch {
        problems.add(path, found: "\(name): \(error.found)", allowed: error.allowed)
      }
    }
  }

  private func rows(_ name: String, of scenario: Scenario) throws(CaseTableMistake) -> [Value] {
    guard let allowed = CaseSection.names(of: scenario.target) else {
      throw CaseTableMistake(
        found: "a table for calls that take no cases of their own",
        allowed: "'function', or the driver program")
    }
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try FileBytes.read("\(folder)/\(name)", atMost: Self.maximumBytes)
    } catch {
      throw CaseTableMistake(found: error.reason, allowed: error.expectation("a table of cases"))
    }
    let isFunction = if case .function = scenario.target { true } else { false }
    let rows = try CaseTable.rows(
      bytes, name: name, keys: allowed, otherColumnsAreKeywords: isFunction)
    guard !rows.isEmpty else { throw CaseTableMistake(found: "no case", allowed: "at least one") }
    for (index, row) in rows.enumerated() { try check(row, number: index + 1, allowed) }
    return rows
  }

  private func check(_ row: Value, number: Int, _ allowed: [String]) throws(CaseTableMistake) {
    guard case .map(let entries) = row else {
      throw CaseTableMistake(found: "case \(number), which is no mapping", allowed: "a mapping for each case")
    }
    for entry in entries where !allowed.contains(entry.key.text ?? "") {
      throw CaseTableMistake(
        found: "case \(number) with the unknown key '\(entry.key.text ?? entry.key.display())'",
        allowed: "keys among \(allowed.joined(separator: ", "))")
    }
    if let args = row["args"], args.elements == nil {
      throw CaseTableMistake(found: "case \(number), whose args are no list", allowed: "a list of arguments")
    }
    for key in ["raises", "message", "name"] {
      if let value = row[key], value.text == nil {
        throw CaseTableMistake(found: "case \(number), whose '\(key)' is no text", allowed: "a text")
      }
    }
  }
}

/// What is wrong with a table of cases.
struct CaseTableMistake: Error, Equatable {
  var found: String
  var allowed: String
}
