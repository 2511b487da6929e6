package dcm.bench;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The domain and its serializer under JMH. */
@Command(name = "jmh", description = "decide, apply, serialize", mixinStandardHelpOptions = true)
final class JmhBench implements Callable<Integer> {
  @Parameters(description = "which benchmarks, a regular expression", defaultValue = "^dcm\\.")
  private String pattern;

  @Override
  public Integer call() throws Exception {
    new Runner(new OptionsBuilder().include(pattern).build()).run();
    return 0;
  }
}
