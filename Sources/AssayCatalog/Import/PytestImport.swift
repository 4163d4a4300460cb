import AssayModel

/// What a pytest suite did to the code that it tests.
public struct PytestRecording: Sendable {
  /// One module of the code.
  struct Module {
    var name: String
    var source: String
    var stub: String
  }

  /// One call with what came of it.
  struct Call: Equatable {
    var function: String
    var entries: [Value.Entry]
  }

  let modules: [Module]
  let calls: [Call]
  let notes: [ImportNote]
  let title: String

  /// Takes in what the recorder wrote about two runs of the suite in `folder`.
  ///
  /// A call that did something else the second time is left out and noted.
  ///
  /// - Throws: ``ImportError`` where nothing was recorded.
  public init(_ first: Value, again second: Value, folder: String) throws(ImportError) {
    title = folder.split(separator: "/").last.map(String.init) ?? folder
    modules = (first["found"]?["modules"]?.elements ?? []).map { item in
      Module(
        name: item["name"]?.text ?? "", source: item["source"]?.text ?? "", stub: item["stub"]?.text ?? "")
    }
    var notes = (first["found"]?["notes"]?.elements ?? []).map(Self.note)
    let repeated = (second["calls"]?.elements ?? []).map(Self.call)
    var calls: [Call] = []
    for item in first["calls"]?.elements ?? [] {
      let call = Self.call(item)
      if !repeated.contains(call) {
        notes.append(
          ImportNote(
            item["test"]?.text ?? "", call.function, en: "does something else each time; left out",
            ko: "실행할 때마다 결과가 달라 제외했습니다"))
      } else if !calls.contains(call) {
        calls.append(call)
      }
    }
    guard !calls.isEmpty else {
      let list = { (language: Language) in notes.map { "\n  \($0.text[language])" }.joined() }
      throw ImportError(
        LocalizedText(
          en: "No call could be recorded, so there is no case for a lab.\(list(.en))\n"
            + "Write a test that calls a function of the module with plain values.",
          ko: "기록할 수 있는 호출이 없어 랩을 만들 수 없습니다.\(list(.ko))\n"
            + "모듈의 함수를 단순한 값으로 호출하는 테스트를 작성하십시오."))
    }
    (self.calls, self.notes) = (calls, notes)
  }

  private static func call(_ item: Value) -> Call {
    let keys = ["args", "kwargs", "returns", "raises", "prints"]
    let function = "\(item["module"]?.text ?? "").\(item["function"]?.text ?? "")"
    return Call(
      function: function, entries: (item.entries ?? []).filter { keys.contains($0.key.text ?? "") })
  }

  private static func note(_ item: Value) -> ImportNote {
    let reason = item[2]?.text ?? ""
    return ImportNote(item[0]?.text ?? "", item[1]?.text, en: reason, ko: korean(reason))
  }

  private static func korean(_ reason: String) -> String {
    let known = [
      "an argument is no plain value": "인자가 단순한 값이 아닙니다",
      "the result is no plain value": "결과가 단순한 값이 아닙니다",
      "it changes an argument, which no case can look at": "인자를 바꾸는 호출은 케이스로 확인할 수 없습니다",
      "it ended with what is no Exception": "Exception이 아닌 것으로 끝났습니다",
      "the test replaces something with a mock": "테스트가 모의 객체를 사용합니다",
      "the test fails on the reference": "참조 구현에서 테스트가 실패합니다",
      "the test is skipped": "건너뛴 테스트입니다",
      "no call of a module's function was seen": "모듈 함수를 호출하지 않았습니다",
      "coroutines and generators are not recorded": "코루틴과 제너레이터는 기록하지 않습니다",
      "methods of classes are not recorded": "클래스의 메서드는 기록하지 않습니다",
      "it cannot be collected": "테스트를 수집할 수 없습니다",
    ]
    let fixture = "the test uses the fixture "
    if reason.hasPrefix(fixture) { return "테스트가 사용하는 픽스처: \(reason.dropFirst(fixture.count))" }
    return known[reason] ?? reason
  }
}

/// Makes a lab of kind call from the calls that a pytest suite makes.
public enum PytestImport {
  /// The lab whose hidden cases are the recorded calls; floats may be off by `tolerance`.
  ///
  /// - Throws: ``ImportError`` where there are more functions than points.
  public static func lab(
    from recording: PytestRecording, as identity: ImportedIdentity, tolerance: Double
  ) throws(ImportError) -> ImportedLab {
    var functions: [String] = []
    for call in recording.calls where !functions.contains(call.function) { functions.append(call.function) }
    guard functions.count <= 100 else {
      throw ImportError(
        LocalizedText(
          en: "There are \(functions.count) functions and 100 points; split the suite.",
          ko: "함수가 \(functions.count)개로 배점 100점을 나눌 수 없습니다. 테스트 모음을 나누십시오."))
    }
    var lab = ImportedLab(id: identity.id, notes: recording.notes)
    for module in recording.modules {
      lab.add("reference/\(module.name).py", module.source)
      lab.add("starter/\(module.name).py", module.stub)
    }
    for function in functions { lab.add("hidden/\(name(function)).json", table(of: function, recording)) }
    lab.add("lab.yaml", manifest(recording, functions, identity, tolerance))
    let list = functions.map { "1. `\($0)`\n" }.enumerated().map { "\($0 + 1)\($1.dropFirst())" }.joined()
    lab.add("README.md", "# \(recording.title)\n\nWrite these functions.\n\n## Contract\n\n\(list)")
    lab.add("README.ko.md", "# \(recording.title)\n\n다음 함수를 작성하십시오.\n\n## 계약\n\n\(list)")
    return lab
  }

  private static func name(_ function: String) -> String {
    String(function.map { $0 == "." ? "-" : $0 }.drop { $0 == "_" })
  }

  private static func table(of function: String, _ recording: PytestRecording) -> String {
    let rows = recording.calls.filter { $0.function == function }.map {
      "  " + WireFormat.text(.map($0.entries))
    }
    return "[\n" + rows.joined(separator: ",\n") + "\n]\n"
  }

  private static func manifest(
    _ recording: PytestRecording, _ functions: [String], _ identity: ImportedIdentity, _ tolerance: Double
  ) -> String {
    let counts = functions.map { function in Double(recording.calls.count { $0.function == function }) }
    let title = LocalizedText(verbatim: recording.title)
    let origin = LocalizedText(en: "Calls of a pytest suite", ko: "pytest 테스트의 호출")
    let files = recording.modules.map { "{path: \($0.name).py}" }.joined(separator: ", ")
    let scenarios = functions.map { "  \(name($0)): {function: \($0), table: hidden/\(name($0)).json}" }
    let checks = zip(functions, Shares.of(100, by: counts)).enumerated().map { index, item in
      let rule = "from: \(name(item.0)), rules: [\(index + 1)], grader: cases"
      let options = "{award: each, tolerance: \(tolerance.manifestText)}"
      return "  - {id: \(name(item.0)), points: \(item.1), \(rule), with: \(options),\n"
        + "     title: \(LocalizedText(verbatim: item.0).manifestText)}"
    }
    return identity.head(kind: .call, title: title, origin: origin) + """
      files: {submit: [\(files)]}
      defaults: {driver: call}
      scenarios:
      \(scenarios.joined(separator: "\n"))
      checks:
      \(checks.joined(separator: "\n"))
      wrong: []

      """
  }
}
