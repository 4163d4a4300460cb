import AssayModel
import Testing

@testable import AssayFixtures

@Suite("What is kept") struct LedgerTests {
  @Test func requestsBeyondTheMostAreCountersOnly() {
    var ledger = Ledger(hosts: 1, keepsRequests: true)
    let extra = 5
    for _ in 0..<Ledger.maximumRequests + extra { arrive(ArrivedRequest(method: "GET", path: "/r"), &ledger) }
    let trace = ledger.snapshot()
    #expect(trace.total == Ledger.maximumRequests + extra)
    #expect(trace.requests.count == Ledger.maximumRequests)
    #expect(trace.unrecorded == extra)
    #expect(trace.inFlight == 0)
  }

  @Test func fieldsBeyondTheMostAreCountersOnly() {
    var ledger = Ledger(hosts: 1, keepsRequests: true)
    let value = String(repeating: "x", count: 1 << 20)
    let request = ArrivedRequest(method: "GET", path: "/", headers: [.init(name: "a", value: value)])
    for _ in 0..<70 { arrive(request, &ledger) }
    let trace = ledger.snapshot()
    #expect(trace.requests.count == 63)
    #expect(trace.unrecorded == 7)
  }

  private func arrive(_ request: ArrivedRequest, _ ledger: inout Ledger) {
    let ticket = ledger.arrived(request, label: "r", arrivals: 1, connection: 1, host: 1, at: 1000)
    ledger.ended(ticket, .answered(status: 200), at: 2000)
  }
}
