import GraderProgram

@main
enum Main {
  static func main() { GraderProgram.run([SumGrader.self]) }
}
