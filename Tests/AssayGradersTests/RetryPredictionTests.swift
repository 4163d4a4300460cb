import AssayModel
import Testing

@testable import AssayGraders

@Suite("The model of the retry rules")
struct RetryPredictionTests {
  typealias Step = ScriptedRequest.Step

  struct Row: Sendable, CustomTestStringConvertible {
    var method: String
    var steps: [Step]
    var key: String?
    var tries: Int
    var outcome: String
    var testDescription: String { "\(method) \(steps.count) steps → \(tries) × \(outcome)" }
  }

  static let rows = [
    Row(method: "GET", steps: [.status(503), .status(200)], tries: 2, outcome: "200"),
    Row(method: "delete", steps: [.failure(.read), .status(200)], tries: 2, outcome: "200"),
    Row(method: "GET", steps: [.status(404), .status(200)], tries: 1, outcome: "404"),
    Row(method: "GET", steps: [.status(501), .status(200)], tries: 1, outcome: "501"),
    Row(method: "GET", steps: [.failure(.bug), .status(200)], tries: 1, outcome: "ValueError"),
    Row(method: "GET", steps: [.status(200, latency: 5), .status(204)], tries: 2, outcome: "204"),
    Row(method: "POST", steps: [.status(503), .status(200)], tries: 1, outcome: "503"),
    Row(method: "POST", steps: [.status(200, latency: 5), .status(200)], tries: 1, outcome: "TimeoutError"),
    Row(method: "POST", steps: [.failure(.connect), .status(201)], tries: 2, outcome: "201"),
    Row(method: "POST", steps: [.failure(.connect), .failure(.read)], tries: 2, outcome: "ReadError"),
    Row(
      method: "PATCH", steps: [.status(502), .status(200)], key: "idempotency-KEY", tries: 2, outcome: "200"),
    Row(
      method: "POST", steps: [.status(409), .status(200)], key: "Idempotency-Key", tries: 1, outcome: "409"),
    Row(method: "GET", steps: [.status(503)], tries: 4, outcome: "503"),
    Row(method: "GET", steps: [.failure(.read)], tries: 4, outcome: "ReadError"),
  ]

  @Test("predicts tries and outcome", arguments: rows)
  func predictions(row: Row) {
    let headers = row.key.map { [FixtureScript.Header(name: $0, value: "k")] } ?? []
    let request = ScriptedRequest(method: row.method, headers: headers, steps: row.steps)
    #expect(request.prediction.tries == row.tries)
    #expect(request.prediction.outcome == row.outcome)
  }

  @Test("doubles the window up to the cap", arguments: [(0, 0.1), (1, 0.2), (4, 1.6), (5, 2.0), (80, 2.0)])
  func windows(attempt: Int, window: Double) {
    #expect(abs(ScriptedRequest.Policy().window(after: attempt) - window) < 1e-12)
  }
}
