import AssayCatalog
import AssayEnvironments
import AssayModel
import Foundation

/// What this machine lacks for labs; every thing is looked for once, however many labs need it.
struct Inventory: Sendable {
  /// What is missing, by lab; a lab that can be run has an empty list.
  let obstacles: [String: [LabObstacle]]

  /// Looks for all that `labs` need.
  init(of labs: [LabManifest], in environments: Environments) async throws {
    var missing: [EnvironmentSpec: LabObstacle] = [:]
    for spec in Set(labs.map(\.environment)) {
      missing[spec] = try await Self.obstacle(spec, in: environments)
    }
    let services = try await Self.obstacles(Set(labs.flatMap(\.services)))
    obstacles = Dictionary(
      uniqueKeysWithValues: labs.map { lab in
        (lab.id, [missing[lab.environment]].compactMap { $0 } + lab.services.compactMap { services[$0] })
      })
  }

  private static func obstacle(
    _ spec: EnvironmentSpec, in environments: Environments
  ) async throws -> LabObstacle? {
    guard (try? Machine.interpreter(nil, version: spec.python)) != nil else {
      return LabObstacle(
        kind: .python, name: spec.python,
        text: LocalizedText(en: "Python \(spec.python) is not installed", ko: "파이썬 \(spec.python) 미설치"),
        remedy: "sudo apt-get install -y python\(spec.python)")
    }
    guard spec.profile != EnvironmentSpec.standardLibrary else { return nil }
    guard try await environments.state(spec, []).built == nil else { return nil }
    return LabObstacle(
      kind: .environment, name: spec.profile,
      text: LocalizedText(
        en: "environment '\(spec.profile)' is not built", ko: "'\(spec.profile)' 환경이 만들어지지 않음"),
      remedy: "assay env build \(spec.profile)")
  }

  /// Programs are asked for their versions at the same time: some take a while to start.
  private static func obstacles(_ services: Set<Service>) async throws -> [Service: LabObstacle] {
    try await withThrowingTaskGroup(of: (Service, LabObstacle?).self) { group in
      for service in services {
        guard let program = service.program else { continue }
        group.addTask { (service, obstacle(service, program, try await finding(of: program))) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  /// Looks for a program where a sandbox would find it, then wherever we would.
  static func finding(of program: ServiceProgram) async throws -> ServiceCheck.Finding {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return try await ServiceCheck.find(program, path: "/usr/bin:/bin:\(path)")
  }

  /// What a finding means; nil where nothing is missing.
  static func obstacle(
    _ service: Service, _ program: ServiceProgram, _ finding: ServiceCheck.Finding
  ) -> LabObstacle? {
    let minimum = program.minimumVersion.map(String.init).joined(separator: ".")
    let text: LocalizedText
    switch finding {
    case .ready: return nil
    case .tooOld(let path, let version):
      text = LocalizedText(
        en: "\(path) is version \(version), \(minimum) is needed",
        ko: "\(path) 버전 \(version), \(minimum) 이상 필요")
    case .silent(let path, let reason):
      text = LocalizedText(
        en: "\(path) does not say its version (\(reason))", ko: "\(path)의 버전을 알 수 없음(\(reason))")
    case .missing:
      text = LocalizedText(en: "\(program.name) is not installed", ko: "\(program.name) 미설치")
    }
    return LabObstacle(kind: .service, name: service.rawValue, text: text, remedy: program.remedy)
  }
}
