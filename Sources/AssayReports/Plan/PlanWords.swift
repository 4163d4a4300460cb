import AssayModel

/// The words of a plan's report.
enum PlanWords {
  static func summary(_ plan: Plan) -> LocalizedText {
    let (runs, calls) = (plan.runs.count, plan.runs.reduce(0) { $0 + $1.inputs.count })
    return LocalizedText(
      en:
        "\(runs) run\(runs == 1 ? "" : "s"), \(Figures.grouped(calls)) call\(calls == 1 ? "" : "s") · seed \(plan.seed.value)",
      ko: "실행 \(runs)회, 호출 \(Figures.grouped(calls))회 · 시드 \(plan.seed.value)")
  }

  static let code = LocalizedText(en: "code", ko: "코드")
  static let calls = LocalizedText(en: "calls", ko: "호출")
  static let fixture = LocalizedText(en: "fixture", ko: "픽스처")
  static let limits = LocalizedText(en: "limits", ko: "제한")
  static let skipped = LocalizedText(en: "skipped", ko: "생략 조건")
  static let input = LocalizedText(en: "input", ko: "입력")
  static let drawn = LocalizedText(en: "drawn", ko: "무작위 값")
  static let answers = LocalizedText(en: "answers", ko: "정답")

  static func subject(_ subject: Subject) -> LocalizedText {
    switch subject {
    case .submission: LocalizedText(en: "the submission", ko: "제출물")
    case .starter: LocalizedText(en: "the lab's starter", ko: "랩의 시작 코드")
    case .reference: LocalizedText(en: "the lab's reference", ko: "랩의 모범 답안")
    }
  }

  static func calls(_ count: Int, of target: String, limit: Double) -> LocalizedText {
    let seconds = Figures.short(limit)
    return LocalizedText(
      en: "\(Figures.grouped(count)) × \(target), each given up after \(seconds) s",
      ko: "\(target) \(Figures.grouped(count))회, 호출마다 \(seconds)초까지")
  }

  static func fixture(_ script: FixtureScript) -> LocalizedText {
    let (hosts, routes) = (script.hosts, script.routes.count)
    let labels = script.routes.map(\.label).filter { !$0.isEmpty }
    let groups = Dictionary(grouping: labels, by: \.self).map { ($0.key, $0.value.count) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    let names = groups.prefix(8).map { $0.1 > 1 ? "\($0.0) × \(Figures.grouped($0.1))" : $0.0 }
    let list = names.isEmpty ? "" : ": " + names.joined(separator: ", ") + (groups.count > 8 ? ", …" : "")
    return LocalizedText(
      en:
        "\(hosts) host\(hosts == 1 ? "" : "s"), \(Figures.grouped(routes)) route\(routes == 1 ? "" : "s")\(list)",
      ko: "호스트 \(hosts)개, 경로 \(Figures.grouped(routes))개\(list)")
  }

  static func skippedWhenFailed(_ checks: String) -> LocalizedText {
    LocalizedText(en: "where one of these failed: \(checks)", ko: "다음 검사 중 하나라도 실패하면 생략: \(checks)")
  }

  static func moreInputs(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "… \(Figures.grouped(count)) more input\(count == 1 ? "" : "s")",
      ko: "… 입력 \(Figures.grouped(count))개 더 있음")
  }
}
