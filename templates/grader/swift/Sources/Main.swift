import GraderProgram

@main
enum Main {
  // Every grader of the package.
  static func main() { GraderProgram.run([{{TYPE}}.self]) }
}
