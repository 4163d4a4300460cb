import AssayModel
import GraderKit

/// Objects of named types that hold one another: a graph as an input describes it.
struct ObjectGraph: Sendable {
  /// The type of each object.
  var types: [String]
  /// For each object those that it holds.
  var held: [[Int]]
  /// The objects from which the search begins.
  var roots: [Int]

  /// Reads the graph that a case of the operation cycles spells out.
  init?(spelledOut input: Value) {
    guard let types = input["objects"]?.elements?.compactMap(\.text),
      let edges = input["edges"]?.elements, let roots = input["roots"]?.elements?.compactMap(\.integer)
    else { return nil }
    self.types = types
    held = Array(repeating: [], count: types.count)
    self.roots = roots.filter(types.indices.contains)
    for edge in edges {
      guard let source = edge[0]?.integer, let target = edge[1]?.integer, types.indices.contains(source),
        types.indices.contains(target)
      else { return nil }
      held[source].append(target)
    }
  }

  /// Draws the graph that a case of the operation graph draws from the same seed.
  init?(drawnFrom input: Value) {
    guard let names = input["names"]?.elements?.compactMap(\.text), let count = input["count"]?.integer,
      let style = input["style"]?.text, let stride = input["stride"]?.integer,
      let seed = input["seed"]?.integer, count > 0, stride > 0
    else { return nil }
    var draws = GraphDraws(seed: seed)
    let choice = names + ["list", "dict"]
    types = (0..<count).map { _ in choice[draws.below(choice.count)] }
    held = Array(repeating: [], count: count)
    roots = Array(Swift.stride(from: 0, to: count, by: stride))
    switch style {
    case "clusters": drawClusters(&draws)
    case "scattered": drawScattered(&draws)
    default: return nil
    }
  }

  /// Rings, paths and meshes; between them edges lead only forward.
  private mutating func drawClusters(_ draws: inout GraphDraws) {
    var start = 0
    while start < types.count {
      let end = min(start + 1 + draws.below(12), types.count)
      let style = draws.below(3)
      for node in start..<end {
        if node + 1 < end {
          held[node].append(node + 1)
        } else if style != 1 {
          held[node].append(start)
        }
        if style == 2 { held[node].append(start + draws.below(end - start)) }
        if draws.below(2) == 1, end < types.count {
          held[node].append(end + draws.below(types.count - end))
        }
      }
      start = end
    }
  }

  /// Edges from anywhere to anywhere.
  private mutating func drawScattered(_ draws: inout GraphDraws) {
    for node in types.indices {
      for _ in 0..<(1 + draws.below(2)) { held[node].append(draws.below(types.count)) }
    }
  }

  /// The strongly connected components that hold a cycle and are reached from the roots.
  ///
  /// Tarjan's algorithm (R. Tarjan, Depth-first search and linear graph algorithms, 1972), without recursion.
  var cycles: [[Int]] {
    var search = CycleSearch(held: held)
    for root in roots { search.visit(from: root) }
    return search.found
  }
}

/// The state of Tarjan's algorithm.
private struct CycleSearch {
  let held: [[Int]]
  private(set) var found: [[Int]] = []
  private var order: [Int?]
  private var low: [Int]
  private var isOpen: [Bool]
  private var members: [Int] = []
  private var path: [(node: Int, next: Int)] = []
  private var count = 0

  init(held: [[Int]]) {
    self.held = held
    order = Array(repeating: nil, count: held.count)
    low = Array(repeating: 0, count: held.count)
    isOpen = Array(repeating: false, count: held.count)
  }

  mutating func visit(from root: Int) {
    guard order[root] == nil else { return }
    enter(root)
    while let (node, next) = path.last {
      guard next < held[node].count else {
        leave(node)
        continue
      }
      path[path.count - 1].next += 1
      let target = held[node][next]
      if let seen = order[target] {
        if isOpen[target] { low[node] = min(low[node], seen) }
      } else {
        enter(target)
      }
    }
  }

  private mutating func enter(_ node: Int) {
    order[node] = count
    low[node] = count
    isOpen[node] = true
    count += 1
    members.append(node)
    path.append((node, 0))
  }

  private mutating func leave(_ node: Int) {
    path.removeLast()
    if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
    guard low[node] == order[node] else { return }
    var component: [Int] = []
    while let last = members.popLast() {
      isOpen[last] = false
      component.append(last)
      if last == node { break }
    }
    if component.count > 1 || held[node].contains(node) { found.append(component) }
  }
}

/// Numbers from a seed, the same that the exercise draws: Knuth's MMIX generator, its upper 31 bits.
struct GraphDraws: Sendable {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  /// A number from 0 to `limit` - 1.
  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
