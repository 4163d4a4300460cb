import AssayModel

extension Verification {
  /// What came of one attack of the corpus on a lab.
  public struct AttackResult: Sendable, Equatable {
    /// How an attack can come out.
    public enum Outcome: String, Sendable, Codable {
      /// It gained nothing and got nothing.
      case contained
      /// It has points that the same code has not without it.
      case forged
      /// It got what it must not get.
      case escaped
      /// There is no grade.
      case withheld
      /// It got what it wanted, which its description says, and no points.
      case documented
    }

    /// Its name in the corpus, `area/name`.
    public var id: String
    /// How it came out.
    public var outcome: Outcome
    /// Its points; nil where the grade was withheld.
    public var points: Double?

    /// States what came of an attack.
    public init(id: String, outcome: Outcome, points: Double?) {
      self.id = id
      self.outcome = outcome
      self.points = points
    }
  }

  /// The attacks of a corpus, beside the points of the code that they were laid over.
  public struct Attacks: Sendable, Equatable {
    /// The points of the unattacked code, under the same limits.
    public var base: Double?
    /// What came of each.
    public var results: [AttackResult]

    /// Collects what came of attacks.
    public init(base: Double?, results: [AttackResult]) {
      self.base = base
      self.results = results
    }

    /// How many came out so.
    public func count(_ outcome: AttackResult.Outcome) -> Int { results.count { $0.outcome == outcome } }

    /// One sentence for each that gained, got out, or has no grade.
    var violations: [LocalizedText] {
      results.compactMap { VerificationWords.violation(of: $0, base: base) }
    }
  }
}

extension VerificationWords {
  static let attacks = LocalizedText(en: "attacks", ko: "공격")

  static func attackSummary(_ attacks: Verification.Attacks) -> LocalizedText {
    let (all, forged, escaped) = (attacks.results.count, attacks.count(.forged), attacks.count(.escaped))
    let documented = attacks.count(.documented)
    return LocalizedText(
      en: "\(all) tried: \(forged) gained points, \(escaped) got out"
        + (documented > 0 ? "; \(documented) are known to work and gain none" : ""),
      ko: "\(all)개 시도: 점수를 얻은 공격 \(forged)개, 빠져나간 공격 \(escaped)개"
        + (documented > 0 ? ". 알려진 \(documented)개는 통하지만 점수를 얻지 못합니다" : ""))
  }

  static func violation(of result: Verification.AttackResult, base: Double?) -> LocalizedText? {
    let name = "attacks/" + result.id
    switch result.outcome {
    case .contained, .documented: return nil
    case .forged:
      let (points, own) = (
        result.points.map { Figures.short($0) } ?? "–", base.map { Figures.short($0) } ?? "–"
      )
      return LocalizedText(
        en: "\(name) has \(points) points, and \(own) without the attack.",
        ko: "\(name): 점수가 \(points)점이며, 공격이 없으면 \(own)점입니다.")
    case .escaped:
      return LocalizedText(en: "\(name) got what it must not get.", ko: "\(name): 얻어서는 안 되는 것을 얻었습니다.")
    case .withheld:
      return LocalizedText(en: "\(name) was not graded.", ko: "\(name): 채점하지 못했습니다.")
    }
  }
}
