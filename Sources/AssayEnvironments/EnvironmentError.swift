import AssayModel

/// Why there is no environment.
public enum EnvironmentError: Error, Sendable, Equatable {
  /// No profile has this name.
  case noSuchProfile(name: String, known: [String])
  /// A run needs an environment that was never built here.
  case notBuilt(profile: String, python: String, option: String?)
  /// An interpreter does not answer.
  case interpreter(path: String, reason: String)
  /// A program could not be started.
  case notStarted(program: String, reason: String)
  /// uv is not on this machine, or not where `ASSAY_UV` says.
  case noUv(named: String?)
  /// A downloaded file is not the one that was locked.
  case hashMismatch(profile: String, reason: String)
  /// The package index cannot be reached.
  case offline(profile: String, reason: String)
  /// A package has no wheel for this interpreter.
  case noWheel(profile: String, python: String, reason: String)
  /// No space is left.
  case diskFull(path: String)
  /// The store cannot be written.
  case disk(path: String, reason: String)
  /// uv failed in another way.
  case failed(profile: String, reason: String)

  /// What uv's failure means for a profile.
  init(_ failure: UvFailure, profile: String, python: String, root: String) {
    switch failure {
    case .hashMismatch(let reason): self = .hashMismatch(profile: profile, reason: reason)
    case .offline(let reason): self = .offline(profile: profile, reason: reason)
    case .noWheel(let reason): self = .noWheel(profile: profile, python: python, reason: reason)
    case .diskFull: self = .diskFull(path: root)
    case .other(let reason): self = .failed(profile: profile, reason: reason)
    }
  }

  /// The error as a sentence that says what to do.
  public var text: LocalizedText {
    switch self {
    case .noSuchProfile(let name, let known): Self.noSuchProfile(name, known)
    case .notBuilt(let profile, let python, let option): Self.notBuilt(profile, python, option)
    case .interpreter(let path, let reason):
      LocalizedText(
        en: "The interpreter '\(path)' does not answer (\(reason)); name another with --python.",
        ko: "인터프리터 '\(path)'이(가) 응답하지 않습니다(\(reason)). --python으로 다른 것을 지정하십시오.")
    case .notStarted(let program, let reason):
      LocalizedText(
        en: "'\(program)' could not be started: \(reason).",
        ko: "'\(program)' 프로그램을 시작할 수 없습니다: \(reason).")
    case .noUv(let named): Self.noUv(named)
    case .diskFull(let path):
      LocalizedText(
        en: "No space is left for environments at '\(path)'; free some, remove old ones with "
          + "`assay env prune`, or set ASSAY_ENVIRONMENTS to another folder.",
        ko: "'\(path)'에 환경을 저장할 공간이 없습니다. 공간을 확보하거나 `assay env prune`으로 오래된 환경을 지우거나 "
          + "ASSAY_ENVIRONMENTS로 다른 폴더를 지정하십시오.")
    case .disk(let path, let reason):
      LocalizedText(
        en: "'\(path)' cannot be used for environments (\(reason)); "
          + "set ASSAY_ENVIRONMENTS to another folder.",
        ko: "'\(path)'을(를) 환경 폴더로 쓸 수 없습니다(\(reason)). ASSAY_ENVIRONMENTS로 다른 폴더를 지정하십시오.")
    case .hashMismatch(let profile, let reason): Self.hashMismatch(profile, reason)
    case .offline(let profile, let reason): Self.offline(profile, reason)
    case .noWheel(let profile, let python, let reason):
      LocalizedText(
        en: "A package for '\(profile)' has no wheel for Python \(python) on this machine (\(reason)); "
          + "name another interpreter with --python.",
        ko: "'\(profile)' 프로필에 이 컴퓨터의 파이썬 \(python)용 wheel이 없는 패키지가 있습니다(\(reason)). "
          + "--python으로 다른 인터프리터를 지정하십시오.")
    case .failed(let profile, let reason):
      LocalizedText(
        en: "The environment '\(profile)' could not be built: \(reason).",
        ko: "'\(profile)' 환경을 만들지 못했습니다: \(reason).")
    }
  }

  private static func hashMismatch(_ profile: String, _ reason: String) -> LocalizedText {
    LocalizedText(
      en: "A package for '\(profile)' is not the file that was locked, and nothing was built (\(reason)); "
        + "check the package index, and lock the profile anew only if the change is meant.",
      ko: "'\(profile)' 프로필의 패키지가 잠금 파일에 기록된 파일과 달라 환경을 만들지 않았습니다(\(reason)). "
        + "패키지 인덱스를 확인하고, 의도한 변경일 때만 프로필을 다시 잠그십시오.")
  }

  private static func offline(_ profile: String, _ reason: String) -> LocalizedText {
    LocalizedText(
      en: "The packages for '\(profile)' could not be fetched (\(reason)); connect to the network, or set "
        + "UV_FIND_LINKS to a folder of wheels, and build again.",
      ko: "'\(profile)' 프로필의 패키지를 내려받지 못했습니다(\(reason)). 네트워크에 연결하거나 UV_FIND_LINKS를 "
        + "wheel 폴더로 지정한 뒤 다시 실행하십시오.")
  }

  private static func noSuchProfile(_ name: String, _ known: [String]) -> LocalizedText {
    let names = known.joined(separator: ", ")
    return LocalizedText(
      en: "There is no profile '\(name)'; "
        + (known.isEmpty ? "there are none beside these labs." : "there are \(names)."),
      ko: "'\(name)' 프로필이 없습니다. "
        + (known.isEmpty ? "이 랩 폴더에는 프로필이 없습니다." : "사용할 수 있는 프로필: \(names)."))
  }

  private static func notBuilt(_ profile: String, _ python: String, _ option: String?) -> LocalizedText {
    let command = "assay env build \(profile)" + (option.map { " --python \($0)" } ?? "")
    return LocalizedText(
      en: "The environment '\(profile)' is not built for Python \(python); build it once with `\(command)`.",
      ko: "'\(profile)' 환경이 파이썬 \(python)용으로 만들어지지 않았습니다. `\(command)`로 한 번 만드십시오.")
  }

  private static func noUv(_ named: String?) -> LocalizedText {
    let remedy = "run scripts/setup, or install uv (https://docs.astral.sh/uv/) and put it on the PATH"
    if let named {
      return LocalizedText(
        en: "ASSAY_UV names '\(named)', which is no program; set it to the path of uv.",
        ko: "ASSAY_UV가 가리키는 '\(named)'은(는) 실행할 수 있는 파일이 아닙니다. uv의 경로로 지정하십시오.")
    }
    return LocalizedText(
      en: "uv, which builds environments, is not on this machine; \(remedy).",
      ko: "환경을 만드는 uv가 이 컴퓨터에 없습니다. scripts/setup을 실행하거나 uv(https://docs.astral.sh/uv/)를 "
        + "설치하여 PATH에 두십시오.")
  }
}
