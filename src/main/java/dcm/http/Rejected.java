package dcm.http;

/** Carries a problem out of wherever it was found; nobody looks at its stack. */
final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Rejected(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
