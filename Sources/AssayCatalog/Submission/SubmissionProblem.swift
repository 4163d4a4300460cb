import AssayModel

/// One reason why a submission cannot be graded.
public struct SubmissionProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Sendable, Equatable {
    /// There is nothing at the path of the submission.
    case noSuchDirectory
    /// The submission is no folder.
    case notADirectory
    /// The folder is empty.
    case empty
    /// A required file is missing; the nearest name that is there.
    case missing(nearest: String?)
    /// The file, or a folder on the way to it, is a symbolic link.
    case symbolicLink
    /// The name stands for a folder, a pipe or a device.
    case notAFile
    /// The file is larger than it may be, in bytes.
    case tooLarge(bytes: Int, limit: Int)
    /// A Python file holds NUL bytes or no UTF-8.
    case notPythonText
    /// The system refused to read it, for this reason in the system's words.
    case unreadable(String)
    /// Somebody wrote the file while it was read.
    case changed
    /// The submission is an archive that is refused, for this reason.
    case archive(ArchiveProblem)
  }

  /// The path inside the submission; for the submission as a whole, its own path.
  public var path: String
  /// What is wrong.
  public var kind: Kind

  /// States a reason.
  public init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// The reason as a sentence that says what to do.
  public var text: LocalizedText {
    let path = EscapedName.text(path)
    return switch kind {
    case .noSuchDirectory:
      LocalizedText(
        en: "\(path): there is no such folder or archive; name the one that holds your files.",
        ko: "\(path): 폴더나 압축 파일이 없습니다. 제출 파일이 있는 것을 지정하십시오.")
    case .notADirectory:
      LocalizedText(
        en: "\(path): this is neither a folder nor an archive; name the one that holds your files.",
        ko: "\(path): 폴더도 압축 파일도 아닙니다. 제출 파일이 있는 것을 지정하십시오.")
    case .empty:
      LocalizedText(
        en: "\(path): the folder is empty; `assay start` fills one with the starter.",
        ko: "\(path): 폴더가 비어 있습니다. `assay start`로 시작 파일을 받을 수 있습니다.")
    case .missing(let nearest?):
      LocalizedText(
        en: "\(path): this file is missing; is '\(EscapedName.text(nearest))' meant to be it?",
        ko: "\(path): 파일이 없습니다. 혹시 '\(EscapedName.text(nearest))' 파일입니까? 이름을 맞추어 주십시오.")
    case .missing(nil):
      LocalizedText(
        en: "\(path): this file is missing; the lab asks for it by this name.",
        ko: "\(path): 파일이 없습니다. 이 이름으로 제출하십시오.")
    case .symbolicLink:
      LocalizedText(
        en: "\(path): this is a symbolic link, or lies behind one; hand in the file itself.",
        ko: "\(path): 심볼릭 링크이거나 그 경로에 링크가 있습니다. 파일 자체를 제출하십시오.")
    case .notAFile:
      LocalizedText(
        en: "\(path): this is a folder, a pipe or a device; hand in a regular file.",
        ko: "\(path): 폴더, 파이프 또는 장치입니다. 일반 파일을 제출하십시오.")
    case .tooLarge(let bytes, let limit):
      LocalizedText(
        en: "\(path): the file has \(Self.size(bytes)), but at most \(Self.size(limit)) are allowed.",
        ko: "\(path): 파일 크기가 \(Self.size(bytes))입니다. 최대 \(Self.size(limit))까지 제출할 수 있습니다.")
    case .notPythonText:
      LocalizedText(
        en: "\(path): this is not Python source text; save it as plain text in UTF-8.",
        ko: "\(path): 파이썬 소스 텍스트가 아닙니다. UTF-8 텍스트로 저장하십시오.")
    case .unreadable(let reason):
      LocalizedText(
        en: "\(path): it cannot be read (\(reason)); check its permissions.",
        ko: "\(path): 읽을 수 없습니다(\(reason)). 권한을 확인하십시오.")
    case .changed:
      LocalizedText(
        en: "\(path): the file changed while it was read; save it and try again.",
        ko: "\(path): 읽는 동안 파일이 바뀌었습니다. 저장을 마친 뒤 다시 시도하십시오.")
    case .archive(let problem): problem.text(archive: self.path)
    }
  }

  /// The English sentence.
  public var description: String { text.en }

  /// The size, rounded up so that what is over a limit never looks like the limit.
  static func size(_ bytes: Int) -> String {
    bytes < 10 << 20 ? "\((bytes + 1023) >> 10) KiB" : "\((bytes + (1 << 20) - 1) >> 20) MiB"
  }
}

extension SubmissionProblem.Kind {
  /// The reason's fixed name.
  public var id: String {
    switch self {
    case .noSuchDirectory: "no-such-folder"
    case .notADirectory: "not-a-folder"
    case .empty: "empty"
    case .missing: "missing"
    case .symbolicLink: "symbolic-link"
    case .notAFile: "not-a-file"
    case .tooLarge: "too-large"
    case .notPythonText: "not-python-text"
    case .unreadable: "unreadable"
    case .changed: "changed"
    case .archive(let problem): problem.kind.id
    }
  }
}

/// Everything that keeps a submission from being graded.
public struct SubmissionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The reasons; at least one.
  public var problems: [SubmissionProblem]

  /// Collects reasons.
  public init(problems: [SubmissionProblem]) { self.problems = problems }

  /// One line per reason, in English.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
