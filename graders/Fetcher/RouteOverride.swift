import AssayModel
import GraderKit

/// How some URLs of a workload differ from the rest of their group.
struct RouteOverride {
  /// The positions of the URLs, from 0.
  let positions: [Int]
  private let failure: String
  private let status: Int?
  private let delay: Double?
  private let bodyBytes: Int?
  private let chunk: (bytes: Int, interval: Double)?
  private let fault: FixtureScript.Fault
  private let isRefused: Bool

  private static let failures = ["status", "timeout", "connect", "protocol", "too_large"]

  /// Reads one entry of `overrides:`.
  ///
  /// - Throws: ``GraderError`` when it lacks `at` or `expect`, or has a word that means nothing.
  init(_ value: Value) throws {
    positions = value["at"]?.elements?.compactMap(\.integer) ?? []
    guard !positions.isEmpty, let failure = value["expect"]?.text, Self.failures.contains(failure) else {
      throw GraderError(
        "Workload 'fetch.urls': an override needs `at: [positions]` and `expect:` one of "
          + "\(Self.failures.joined(separator: ", ")).")
    }
    let action = value["action"]?.text ?? "none"
    guard let fault = FixtureScript.Fault(rawValue: action) else {
      throw GraderError("Workload 'fetch.urls': `action: \(action)` is none of hang, truncate, reset.")
    }
    self.failure = failure
    self.fault = fault
    status = value["status"]?.integer
    delay = value["delay_ms"]?.number
    bodyBytes = value["body"]?.integer
    isRefused = value["refused"]?.boolean ?? false
    if let bytes = value["chunk"]?[0]?.integer, let interval = value["chunk"]?[1]?.number {
      chunk = (bytes, interval)
    } else {
      chunk = nil
    }
  }

  /// Changes one URL.
  func apply(to route: inout FetchRoute) {
    if let status { route.step.status = status }
    if let delay { route.step.delayMilliseconds = delay }
    if let bodyBytes { route.step.body.length = bodyBytes }
    if let chunk {
      route.step.body.chunkBytes = chunk.bytes
      route.step.body.chunkIntervalMilliseconds = chunk.interval
    }
    route.step.fault = fault
    route.isRefused = isRefused
    route.failure = failure
    route.kind = kind
  }

  private var kind: LocalizedText {
    if isRefused { return LocalizedText(en: "a port on which nobody listens", ko: "아무도 듣지 않는 포트") }
    switch fault {
    case .hang: return LocalizedText(en: "an answer that never comes", ko: "오지 않는 응답")
    case .truncate: return LocalizedText(en: "a body that is cut short", ko: "중간에 끊긴 본문")
    case .reset: return LocalizedText(en: "a connection that is reset", ko: "재설정(RST)된 연결")
    case .none: break
    }
    if let status { return LocalizedText(en: "an answer with status \(status)", ko: "상태 \(status) 응답") }
    if chunk != nil { return LocalizedText(en: "a body that trickles in", ko: "조금씩 흘러오는 본문") }
    if let bodyBytes {
      return LocalizedText(en: "a body of \(bodyBytes >> 20) MiB", ko: "\(bodyBytes >> 20) MiB 본문")
    }
    return LocalizedText(en: "an answer after the time-out", ko: "제한 시간 뒤에 오는 응답")
  }
}
