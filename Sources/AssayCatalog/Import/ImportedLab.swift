import AssayModel

/// A lab made from something that authors already have.
public struct ImportedLab: Sendable, Equatable {
  /// The lab's id: the name of its folder.
  public var id: String
  /// Every file of the lab, by its path inside it.
  public var files: [SourceFile]
  /// What could not be carried over, in the order in which it was met.
  public var notes: [ImportNote]

  /// Collects a lab's files.
  public init(id: String, files: [SourceFile] = [], notes: [ImportNote] = []) {
    self.id = id
    self.files = files
    self.notes = notes
  }

  /// Adds a file of text.
  public mutating func add(_ path: String, _ text: String) {
    files.append(SourceFile(path: path, bytes: Array(text.utf8)))
  }
}

/// Something of an imported package that the lab does not have.
public struct ImportNote: Sendable, Equatable {
  /// The file, relative to the package.
  public var file: String
  /// The key in the file, or the name of what is meant; nil for the whole file.
  public var key: String?
  /// Why it is not carried over, or what becomes of it.
  public var reason: LocalizedText

  /// Notes something.
  public init(_ file: String, _ key: String? = nil, en: String, ko: String) {
    self.file = file
    self.key = key
    reason = LocalizedText(en: en, ko: ko)
  }

  /// The note as one line.
  public var text: LocalizedText {
    let place = key.map { "\(file): \($0)" } ?? file
    return LocalizedText(en: "\(place): \(reason.en)", ko: "\(place): \(reason.ko)")
  }
}

/// What the author says of a lab that is imported.
public struct ImportedIdentity: Sendable, Equatable {
  /// The lab's id.
  public var id: String
  /// The row in its module.
  public var row: Int
  /// The month of the roadmap.
  public var month: Int

  /// Gives an id that a lab can have.
  ///
  /// - Throws: ``ImportError`` when it cannot.
  public init(id: String, row: Int = 1, month: Int = 1) throws(ImportError) {
    guard TextRule.labID.accepts(id) else {
      throw ImportError(
        LocalizedText(
          en: "'\(id)' is no lab's id; write the module, a dash and a name, such as 02-two-sums.",
          ko: "'\(id)'는 랩 ID로 쓸 수 없습니다. 02-two-sums처럼 모듈 번호, 붙임표, 이름 순서로 쓰십시오."))
    }
    (self.id, self.row, self.month) = (id, row, month)
  }

  /// An id for a package called `name`, in the first module.
  public static func id(for name: String) -> String {
    let letters = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let words = String(letters).split(separator: "-")
    return "01-" + (words.isEmpty ? "imported" : words.joined(separator: "-"))
  }

  /// The first lines of a manifest.
  func head(kind: LabKind, title: LocalizedText, origin: LocalizedText) -> String {
    """
    schema: lab/1
    id: \(id)
    module: \(id.dropFirst().prefix(1))
    row: \(row)
    month: \(month)
    kind: [\(kind.rawValue)]
    minutes: 60
    title: \(title.manifestText)
    row_text: \(origin.manifestText)

    """
  }
}

/// Why a package cannot be made into a lab at all.
public struct ImportError: Error, Sendable, Equatable {
  /// What is wrong and what to do.
  public var text: LocalizedText

  /// States what is wrong.
  public init(_ text: LocalizedText) { self.text = text }
}

extension LocalizedText {
  /// The text as a manifest writes it.
  var manifestText: String { "{ko: \(ko.manifestText), en: \(en.manifestText)}" }
}

extension String {
  /// The text in quotes, as JSON and YAML both read it.
  var manifestText: String { WireFormat.text(.string(self)) }
}

extension Double {
  /// The number as YAML 1.1 and 1.2 both read it.
  var manifestText: String {
    let text = "\(self)"
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}
