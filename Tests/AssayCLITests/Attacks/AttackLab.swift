import AssayCatalog
import AssayModel
import AssayTestSupport
import Foundation

/// The corpus, and the small labs on which its attacks are tried.
enum AttackLab {
  static let benches = Program.repository.appendingPathComponent("fixtures/benches").path
  static let corpusFolder = Program.repository.appendingPathComponent("fixtures/attacks").path

  /// The attacks that run as a learner's code; `ASSAY_ATTACKS` names some of them, or parts of their names.
  static let attacks: [Attack] = {
    let all = (try? AttackCorpus(folder: corpusFolder).attacks) ?? []
    let asked = environment["ASSAY_ATTACKS"].map { $0.split(separator: ",").map(String.init) } ?? [""]
    return all.filter { attack in
      attack.area != .intake && attack.area != .report
        && asked.contains { $0.isEmpty || attack.id.contains($0) }
    }
  }()

  static let isWhole = environment["ASSAY_ATTACKS"] == nil
  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The bench's folder name, which is its id.
  static func id(of bench: Attack.Bench) -> String {
    switch bench {
    case .call: "01-attack-call"
    case .virtual: "02-attack-virtual"
    case .client: "03-attack-client"
    }
  }

  /// The bench's starter with the attack laid over it.
  static func files(of attack: Attack, bench: Attack.Bench? = nil) throws -> [SourceFile] {
    let id = id(of: bench ?? attack.bench)
    let url = URL(fileURLWithPath: "\(benches)/\(id)/starter/work.py")
    let lab = try String(contentsOfFile: "\(benches)/\(id)/lab.yaml", encoding: .utf8)
    let line = lab.split(separator: "\n").first { $0.hasPrefix("api: ") } ?? ""
    let interface = try line.split(separator: "\"").filter { $0.hasPrefix("work.") }
      .map { try InterfaceEntry(parsing: String($0)) }
    let starter = SourceFile(path: "work.py", bytes: Array(try Data(contentsOf: url)))
    return attack.laid(over: [starter], interface: interface)
  }
}

/// The tier under test: the strongest of this user, or the one that `ASSAY_TEST_TIER` names.
///
/// `rootless` as root runs everything as the user 65534, who must be able to read the build.
enum AttackTier: String {
  case root
  case rootless
  case process
  /// Root in a container that was started with no option.
  case container
  case none

  static let asked = AttackLab.environment["ASSAY_TEST_TIER"].flatMap(AttackTier.init(rawValue:))

  /// The program and arguments in front of `assay` and its own.
  static var prefix: [String] {
    switch asked {
    case .some(.rootless) where geteuid() == 0:
      ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    case .some(.container) where Place.canBeMade: [Place.interpreter] + Place.container.arguments([])
    default: []
    }
  }

  /// The options of `assay grade`.
  static var options: [String] {
    switch asked {
    case .some(.process), .some(.none): ["--isolation", asked?.rawValue ?? ""]
    default: []
    }
  }

  /// Lets the tier's user write in a workspace.
  static func give(_ workspace: Workspace) {
    guard asked == .rootless, !prefix.isEmpty else { return }
    let folders = ["home", "tmp", "work", "labs", "state", ""].map { "\(workspace.path)/\($0)" }
    for path in folders { chown(path, 65534, 65534) }
  }
}
