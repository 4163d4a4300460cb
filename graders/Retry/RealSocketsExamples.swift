import AssayModel
import GraderKit

let realSocketsExamples: [GraderExample] = [
  example("All four rules are kept", .met) { _ in },
  example("Retry-After was cut", .unmet) { $0.move("retry-after", secondTo: 0.5) },
  example("The POST was sent twice", .unmet) { $0.append("post", at: 0.2) },
  example("The second try has a key of its own", .unmet) { trace in
    trace.requests[trace.requests.count - 1].headers[0].value = "k2"
  },
  example("One of the crowd never comes back", .unmet) { trace in
    trace.requests.removeAll { $0.path == "/7" && $0.arrived > 0.002 }
  },
  example("One of the crowd goes on after its success", .unmet) { $0.append("herd", at: 0.9, path: "/7") },
]

private func example(
  _ title: String, _ outcome: Verdict.Outcome, _ change: (inout FixtureTrace) -> Void
) -> GraderExample {
  var trace = FixtureTrace()
  for client in 0..<20 {
    trace.append("herd", at: 0.001, path: "/\(client)")
    trace.append("herd", at: 0.01 + Double(client) / 50, path: "/\(client)")
  }
  trace.append("retry-after", at: 0)
  trace.append("retry-after", at: 1.2)
  trace.append("post", at: 0)
  trace.append("keyed", at: 0, key: "k1")
  trace.append("keyed", at: 0.1, key: "k1")
  change(&trace)
  return GraderExample(
    title, criterion: .example(),
    evidence: .example([.returned([])], answerKey: ["key": "k1", "herd": 20], trace: trace), outcome: outcome)
}

extension FixtureTrace {
  fileprivate mutating func append(_ label: String, at time: Double, path: String = "/", key: String? = nil) {
    requests.append(
      Request(
        arrived: time, connection: requests.count + 1, label: label, path: path,
        headers: key.map { [FixtureScript.Header(name: "idempotency-key", value: $0)] } ?? []))
  }

  fileprivate mutating func move(_ label: String, secondTo time: Double) {
    guard let index = requests.lastIndex(where: { $0.label == label }) else { return }
    requests[index].arrived = time
  }
}
