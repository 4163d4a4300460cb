import AssayModel

/// Orders and customers as the fixture serves them, and the report that is right for them.
struct OrderWorld {
  /// One line of an order, its article number as somebody typed it.
  struct Line: Equatable {
    var sku: String
    var quantity: Int
    var cents: Int
  }

  /// One order; `customer` is an index into the world's customers.
  struct Order: Equatable {
    var id: String
    var customer: Int
    var lines: [Line]
  }

  /// One customer.
  struct Customer: Equatable {
    var id: String
    var tier: String
  }

  var customers: [Customer]
  var orders: [Order]

  /// States a world.
  init(customers: [Customer], orders: [Order]) {
    self.customers = customers
    self.orders = orders
  }

  /// Draws a world in which every customer has an order and many lines repeat an article.
  init(orders: Int, customers: Int, lines: Int, generator: inout SeededGenerator) {
    self.customers = (0..<customers).map { index in
      Customer(id: generator.token(), tier: ["A", "B", "C"][index % 3])
    }
    var owners = (0..<orders).map { $0 < customers ? $0 : Int.random(in: 0..<customers, using: &generator) }
    owners.shuffle(using: &generator)
    self.orders = owners.map { owner in
      Order(
        id: generator.token(), customer: owner,
        lines: (0..<lines).map { _ in Self.line(from: &generator) })
    }
  }

  private static func line(from generator: inout SeededGenerator) -> Line {
    let number = Int.random(in: 0..<400, using: &generator)
    let typed = ["ab \(number) x", "AB-\(number)-x", " ab/\(number)_X", "Ab  \(number)  x "]
    return Line(
      sku: typed[Int.random(in: 0..<typed.count, using: &generator)],
      quantity: Int.random(in: 1..<9, using: &generator),
      cents: Int.random(in: 100..<100_000, using: &generator))
  }

  /// The article number in its one written form: upper case, a hyphen for each run of other characters.
  static func normalized(_ sku: String) -> String {
    sku.uppercased()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }

  /// The report that a right solution makes, tuples written as lists.
  var report: Value {
    var totals: [String: Int] = [:]
    var ranked: [(amount: Int, order: String, sku: String)] = []
    for order in orders {
      var seen: Set<String> = []
      for line in order.lines {
        let sku = Self.normalized(line.sku)
        guard seen.insert(sku).inserted else { continue }
        let amount = line.quantity * line.cents
        totals[customers[order.customer].tier, default: 0] += amount
        ranked.append((amount, order.id, sku))
      }
    }
    ranked.sort { (-$0.amount, $0.order, $0.sku) < (-$1.amount, $1.order, $1.sku) }
    return .record([
      "totals": .map(totals.sorted { $0.key < $1.key }.map { Value.Entry($0.key, .int($0.value)) }),
      "top": .list(ranked.prefix(10).map { [.int($0.amount), .string($0.order), .string($0.sku)] }),
      "lines": .int(ranked.count),
    ])
  }

  /// The documents as routes, each answered after `delay` milliseconds.
  func routes(delay: Double) -> [FixtureScript.Route] {
    let orderRoutes = orders.map { ("/o/\($0.id)", "order", document(of: $0)) }
    let customerRoutes = customers.map { customer in
      ("/c/\(customer.id)", "customer", Value.record(["tier": .string(customer.tier)]))
    }
    return (orderRoutes + customerRoutes).map { path, label, document in
      FixtureScript.Route(
        path: path, label: label,
        steps: [
          FixtureScript.Step(
            delayMilliseconds: delay,
            headers: [FixtureScript.Header(name: "Content-Type", value: "application/json")],
            body: FixtureScript.Body(text: WireFormat.text(document)))
        ])
    }
  }

  private func document(of order: Order) -> Value {
    .record([
      "id": .string(order.id), "customer": .string(customers[order.customer].id),
      "lines": .list(
        order.lines.map { line in
          .record([
            "sku": .string(line.sku), "qty": .int(line.quantity), "cents": .int(line.cents),
          ])
        }),
    ])
  }
}
