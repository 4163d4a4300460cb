/// What progress and live views consume.
public enum RunEvent: Sendable, Equatable {
  /// A package of graders is being built, because it is new or has changed.
  case building(package: String)
  /// This many runs are about to be carried out.
  case planned(runs: Int)
  /// A run began.
  case started(scenario: String, repetition: Int)
  /// A run ended after this many seconds.
  case finished(scenario: String, repetition: Int, wallSeconds: Double)
  /// A run was left out because a check that it builds on had failed.
  case skipped(scenario: String)
  /// A run is carried out again, because the machine was too noisy or a failure of ours may pass.
  case retried(scenario: String, because: LocalizedText)
}
