import AssayModel
import GraderKit

/// A world of orders and customers behind the fixture server, and the report of it.
struct OrdersWorkload: Workload {
  static let description = WorkloadDescription(
    name: "profiling.orders",
    summary: LocalizedText(
      en: "Orders and customers with random identifiers behind the fixture server.",
      ko: "무작위 식별자를 가진 주문과 고객을 픽스처 서버로 제공합니다."),
    options: [
      OptionSpec("orders", .integer, summary: "How many orders; 60."),
      OptionSpec("customers", .integer, summary: "How many customers, at most as many as orders; 12."),
      OptionSpec("lines", .integer, summary: "How many lines an order has; 200."),
      OptionSpec("delay_ms", .integer, summary: "Milliseconds before each answer; 25."),
    ])

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    let orders = try Self.option("orders", 60, 1...1000, in: options)
    let customers = try Self.option("customers", 12, 1...orders, in: options)
    let lines = try Self.option("lines", 200, 1...1000, in: options)
    let delay = try Self.option("delay_ms", 25, 0...1000, in: options)
    var generator = SeededGenerator(seed: seed)
    let world = OrderWorld(orders: orders, customers: customers, lines: lines, generator: &generator)
    return WorkloadContent(
      cases: [
        .record([
          "base": "http://${fixture:1}", "order_ids": .list(world.orders.map { .string($0.id) }),
        ])
      ],
      fixture: FixtureScript(routes: world.routes(delay: Double(delay))),
      answerKey: world.report)
  }

  private static func option(
    _ name: String, _ standard: Int, _ range: ClosedRange<Int>, in options: Value
  ) throws -> Int {
    guard let given = options[name] else { return standard }
    guard let value = given.integer, range.contains(value) else {
      throw GraderError(
        "profiling.orders: \(name) must be an integer from \(range.lowerBound) to \(range.upperBound).")
    }
    return value
  }
}
