import AssayModel

extension ArchiveProblem {
  /// The reason as a sentence that says what to do; `archive` is the archive's path.
  func text(archive: String) -> LocalizedText {
    let name = EscapedName.text(archive)
    let words = kind.sentence
    guard let entry else { return LocalizedText(en: "\(name): \(words.en)", ko: "\(name): \(words.ko)") }
    return LocalizedText(
      en: "\(name): entry '\(entry)': \(words.en)", ko: "\(name): 항목 '\(entry)': \(words.ko)")
  }
}

extension ArchiveProblem.Kind {
  /// What is wrong and what to do.
  fileprivate var sentence: LocalizedText { formSentence ?? amountSentence ?? entrySentence }

  private static let packAgain = LocalizedText(
    en: "pack your files again and hand in the new archive.", ko: "파일을 다시 압축하여 새 파일을 제출하십시오.")

  /// About the archive as such.
  private var formSentence: LocalizedText? {
    let again = Self.packAgain
    switch self {
    case .notAnArchive:
      return LocalizedText(
        en: "this is neither a folder nor an archive; hand in a folder, .zip, .tar or .tar.gz.",
        ko: "폴더도 압축 파일도 아닙니다. 폴더, .zip, .tar, .tar.gz 가운데 하나로 제출하십시오.")
    case .unsupportedFormat(let format):
      return LocalizedText(
        en: "archives of this kind (\(format)) are not taken; hand in .zip, .tar or .tar.gz.",
        ko: "이 형식(\(format))은 받지 않습니다. .zip, .tar, .tar.gz로 제출하십시오.")
    case .empty:
      return LocalizedText(
        en: "no file is in this archive; pack the files of the lab.",
        ko: "압축 파일 안에 파일이 없습니다. 랩의 파일을 넣어 다시 압축하십시오.")
    case .truncated:
      return LocalizedText(
        en: "the archive ends too early; \(again.en)", ko: "압축 파일이 중간에 끊겼습니다. \(again.ko)")
    case .corrupt:
      return LocalizedText(en: "the archive is damaged; \(again.en)", ko: "압축 파일이 손상되었습니다. \(again.ko)")
    case .trailingData:
      return LocalizedText(
        en: "something follows behind the end of the archive; \(again.en)",
        ko: "압축 파일의 끝 뒤에 다른 내용이 있습니다. \(again.ko)")
    case .multiDisk:
      return LocalizedText(
        en: "this is one part of a split archive; hand in one whole archive.",
        ko: "분할 압축 파일의 일부입니다. 하나의 압축 파일로 제출하십시오.")
    case .zip64:
      return LocalizedText(
        en: "the archive is written for sizes over 4 GiB (zip64); \(again.en)",
        ko: "4GiB를 넘는 크기를 위한 형식(zip64)입니다. \(again.ko)")
    case .inconsistent:
      return LocalizedText(
        en: "the archive's directory does not agree with its content; \(again.en)",
        ko: "압축 파일의 목록과 내용이 서로 다릅니다. \(again.ko)")
    case .crashed:
      return LocalizedText(
        en: "the archive cannot be read; \(again.en)", ko: "압축 파일을 읽을 수 없습니다. \(again.ko)")
    default: return nil
    }
  }

  /// About how much there is.
  private var amountSentence: LocalizedText? {
    let leaveOut = LocalizedText(
      en: "leave out what the lab does not ask for.", ko: "랩이 요구하지 않는 파일은 빼고 제출하십시오.")
    func limited(_ en: String, _ ko: String) -> LocalizedText {
      LocalizedText(en: "\(en); \(leaveOut.en)", ko: "\(ko) \(leaveOut.ko)")
    }
    let size = SubmissionProblem.size
    switch self {
    case .archiveTooLarge(let limit):
      return limited("the archive has more than \(size(limit))", "압축 파일이 \(size(limit))를 넘습니다.")
    case .tooManyEntries(let limit):
      return limited("the archive has more than \(limit) entries", "항목이 \(limit)개를 넘습니다.")
    case .entryTooLarge(let limit):
      return limited("a file has more than \(size(limit))", "파일 하나가 \(size(limit))를 넘습니다.")
    case .totalTooLarge(let limit):
      return limited("the files have more than \(size(limit)) together", "파일 크기의 합이 \(size(limit))를 넘습니다.")
    case .ratio(let limit):
      return limited(
        "the content is more than \(limit) times larger than the archive", "내용이 압축 파일보다 \(limit)배 넘게 큽니다.")
    case .tooDeep(let limit):
      return limited("it lies more than \(limit) folders deep", "폴더가 \(limit)단계를 넘습니다.")
    case .tooSlow(let limit):
      return limited("reading it took more than \(Int(limit)) s", "읽는 데 \(Int(limit))초가 넘게 걸렸습니다.")
    case .tooMuchMemory(let limit):
      return limited(
        "reading it took more than \(size(limit)) of memory", "읽는 데 메모리를 \(size(limit)) 넘게 썼습니다.")
    case .headerTooLarge:
      return limited("the header of an entry is too large", "항목의 헤더가 너무 큽니다.")
    default: return nil
    }
  }

  /// About one entry.
  private var entrySentence: LocalizedText {
    switch self {
    case .encrypted:
      LocalizedText(
        en: "this is encrypted; pack it again without a password.", ko: "암호화되어 있습니다. 암호 없이 다시 압축하십시오.")
    case .unsupportedMethod(let method):
      LocalizedText(
        en: "this is compressed by method \(method), which is not taken; pack it again as an ordinary zip.",
        ko: "받지 않는 압축 방식(\(method))입니다. 일반 zip으로 다시 압축하십시오.")
    case .overlapping:
      LocalizedText(
        en: "this shares its bytes with another entry; \(Self.packAgain.en)",
        ko: "다른 항목과 데이터가 겹칩니다. \(Self.packAgain.ko)")
    case .sizeMismatch(let stated, let real):
      LocalizedText(
        en: "this states \(stated) bytes and has \(real); \(Self.packAgain.en)",
        ko: "표시된 크기는 \(stated)바이트인데 실제로는 \(real)바이트입니다. \(Self.packAgain.ko)")
    case .nameTooLong(let limit):
      LocalizedText(
        en: "the name has more than \(limit) bytes; shorten it.", ko: "이름이 \(limit)바이트를 넘습니다. 이름을 줄이십시오.")
    case .outside:
      LocalizedText(
        en: "the name leads out of the submission; pack the folder with your files itself.",
        ko: "제출 폴더 밖을 가리키는 이름입니다. 파일이 있는 폴더 자체를 압축하십시오.")
    case .badName(let name): name.sentence
    case .link:
      LocalizedText(en: "this is a link; pack the file itself.", ko: "링크입니다. 파일 자체를 넣어 압축하십시오.")
    case .special:
      LocalizedText(
        en: "this is a device, a pipe or a socket; pack regular files only.",
        ko: "장치, 파이프 또는 소켓입니다. 일반 파일만 압축하십시오.")
    case .sparse:
      LocalizedText(
        en: "this is a file with holes; leave it out, or pack without --sparse.",
        ko: "빈 구간이 있는 희소 파일입니다. 빼거나 --sparse 없이 압축하십시오.")
    case .collision(let other):
      LocalizedText(
        en: "the name differs from '\(other)' only in how it is written; rename one of them.",
        ko: "'\(other)'와 표기만 다른 이름입니다. 하나의 이름을 바꾸십시오.")
    default:
      LocalizedText(
        en: "this name is in the archive twice; \(Self.packAgain.en)",
        ko: "같은 이름이 두 번 들어 있습니다. \(Self.packAgain.ko)")
    }
  }
}

extension ArchiveProblem.BadName {
  fileprivate var sentence: LocalizedText {
    switch self {
    case .empty:
      LocalizedText(
        en: "a part of the name is empty or a dot; rename it.", ko: "이름의 일부가 비어 있거나 점뿐입니다. 이름을 바꾸십시오.")
    case .nul:
      LocalizedText(
        en: "the name holds a NUL byte; pack your files again with an ordinary program.",
        ko: "이름에 NUL 바이트가 있습니다. 일반 압축 프로그램으로 다시 압축하십시오.")
    case .encoding:
      LocalizedText(
        en: "the name is not UTF-8; rename it in ASCII, or pack with a program that writes UTF-8 names.",
        ko: "이름이 UTF-8이 아닙니다. 영문 이름으로 바꾸거나 UTF-8 이름을 쓰는 프로그램으로 압축하십시오.")
    case .backslash:
      LocalizedText(
        en: "the name holds a backslash; pack with a program that separates folders by '/'.",
        ko: "이름에 역슬래시가 있습니다. 폴더를 '/'로 구분하는 프로그램으로 압축하십시오.")
    case .invisible:
      LocalizedText(
        en: "the name holds characters that cannot be seen; rename it.",
        ko: "이름에 보이지 않는 문자가 있습니다. 이름을 바꾸십시오.")
    case .trailing:
      LocalizedText(
        en: "a part of the name ends with a dot or a space; rename it.",
        ko: "이름의 일부가 점이나 공백으로 끝납니다. 이름을 바꾸십시오.")
    }
  }
}
