import AssayModel

/// The ways in which a check can come out, without what belongs to each.
enum OutcomeKind: String, Sendable, Codable, CaseIterable {
  case met
  case partial
  case unmet
  case blocked
  case inconclusive
  case ungraded

  init(_ outcome: Verdict.Outcome) {
    self =
      switch outcome {
      case .met: .met
      case .partial: .partial
      case .unmet: .unmet
      case .blocked: .blocked
      case .inconclusive: .inconclusive
      case .ungraded: .ungraded
      }
  }

  /// The mark before a check; a page in ASCII turns it into an ASCII one.
  var mark: StyledText {
    switch self {
    case .met: StyledText("✓", .good)
    case .partial: StyledText("◐", .caution)
    case .unmet: StyledText("✗", .badStrong)
    case .blocked: StyledText("–", .quiet)
    case .inconclusive: StyledText("?", .caution)
    case .ungraded: StyledText("!", .ours)
    }
  }

  /// The tone of a check's points.
  var pointsTone: Tone {
    switch self {
    case .met, .blocked: .quiet
    case .partial, .inconclusive: .caution
    case .unmet: .bad
    case .ungraded: .ours
    }
  }

  /// The tone of a count of such checks.
  var countTone: Tone {
    switch self {
    case .met: .good
    case .unmet: .bad
    case .partial, .inconclusive: .caution
    case .blocked: .quiet
    case .ungraded: .ours
    }
  }
}

extension CriterionResult {
  var kind: OutcomeKind { OutcomeKind(verdict.outcome) }

  /// The share of the points: 1 when met, 0 when not.
  var fraction: Double {
    switch verdict.outcome {
    case .met: 1
    case .partial(let fraction): min(max(fraction, 0), 1)
    case .unmet, .blocked, .inconclusive, .ungraded: 0
    }
  }
}
