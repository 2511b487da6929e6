package dcm.bench;

import com.typesafe.config.ConfigFactory;
import dcm.embedded.EmbeddedRedis;
import dcm.redis.RateLimiter;
import dcm.redis.RedisClient;
import dcm.redis.RedisSettings;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the three rate limits of a request cost, and how often Redis is called for them. */
@Command(
    name = "rate-limits",
    description = "rate limits of requests",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RateLimitBench implements Callable<Integer> {
  private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z|]+):calls=(\\d+)");
  private static final Pattern PROCESSOR = Pattern.compile("used_cpu_(?:user|sys):([0-9.]+)");

  @Option(names = "--requests", description = "default ${DEFAULT-VALUE}", defaultValue = "200000")
  private int requests;

  @Option(names = "--members", description = "default ${DEFAULT-VALUE}", defaultValue = "2000")
  private int members;

  @Option(names = "--clients", description = "default ${DEFAULT-VALUE}", defaultValue = "8")
  private int clients;

  @Option(
      names = "--share",
      description = "dcm.redis.limits.unreported-share; default ${DEFAULT-VALUE}",
      defaultValue = "0.02")
  private double share;

  @Option(
      names = "--data",
      description = "Redis' directory; default ${DEFAULT-VALUE}",
      defaultValue = "target/bench-redis")
  private Path data;

  @Override
  public Integer call() throws Exception {
    try (var server = EmbeddedRedis.start(data);
        var redis = RedisClient.open(settings(server.url()))) {
      var limits = new RateLimiter(redis);
      measure(redis, limits, "warm-up");
      measure(redis, limits, "measured");
    }
    return 0;
  }

  private RedisSettings settings(String url) {
    var problems = new ArrayList<String>();
    var settings =
        RedisSettings.from(
            ConfigFactory.parseString(
                    "dcm.redis { url = \"%s\", limits.unreported-share = %s }"
                        .formatted(url, share))
                .withFallback(ConfigFactory.defaultReference())
                .resolve(),
            problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return settings;
  }

  private void measure(RedisClient redis, RateLimiter limits, String name) throws Exception {
    var before = info(redis);
    var processorBefore = processNanos();
    var startedAt = System.nanoTime();
    var durations = new long[requests];
    var allowed = 0;
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var work = new ArrayList<Callable<Integer>>();
      for (var client = 0; client < clients; client++) {
        var first = client;
        work.add(() -> send(limits, first, durations));
      }
      for (var done : threads.invokeAll(work)) {
        allowed += done.get();
      }
    }
    var wallNanos = System.nanoTime() - startedAt;
    var processorNanos = processNanos() - processorBefore;
    var after = info(redis);
    Arrays.sort(durations);
    System.out.printf(
        "%s: %,d requests of %,d members, %d clients, %,d allowed%n"
            + "  %.1f µs each, median %.1f, p99 %.1f; processor: node %.1f µs, Redis %.1f µs%n"
            + "  Redis commands per request: %s%n",
        name,
        requests,
        members,
        clients,
        allowed,
        wallNanos / 1e3 * clients / requests,
        durations[requests / 2] / 1e3,
        durations[requests / 100 * 99] / 1e3,
        processorNanos / 1e3 / requests,
        (processorSeconds(after) - processorSeconds(before)) * 1e6 / requests,
        commands(before, after));
  }

  private int send(RateLimiter limits, int first, long[] durations) throws Exception {
    var allowed = 0;
    for (var i = first; i < requests; i += clients) {
      var member = i % members;
      var address =
          InetAddress.getByAddress(new byte[] {10, 0, (byte) (member >> 8), (byte) member});
      var startedAt = System.nanoTime();
      var decision = limits.tryAcquire(address, member / 10, member).toCompletableFuture().join();
      durations[i] = System.nanoTime() - startedAt;
      allowed += decision.allowed() ? 1 : 0;
    }
    return allowed;
  }

  private String commands(String before, String after) {
    var text = new StringBuilder();
    var calls = CALLS.matcher(after);
    while (calls.find()) {
      var earlier = Pattern.compile("cmdstat_" + Pattern.quote(calls.group(1)) + ":calls=(\\d+)");
      var found = earlier.matcher(before);
      var count =
          Long.parseLong(calls.group(2)) - (found.find() ? Long.parseLong(found.group(1)) : 0);
      text.append("%s %.3f  ".formatted(calls.group(1), (double) count / requests));
    }
    return text.toString();
  }

  private static double processorSeconds(String info) {
    return PROCESSOR.matcher(info).results().mapToDouble(r -> Double.parseDouble(r.group(1))).sum();
  }

  private static String info(RedisClient redis) {
    return Awaitility.await().ignoreExceptions().until(() -> readInfo(redis), _ -> true);
  }

  private static String readInfo(RedisClient redis) {
    return redis
        .call(c ->
            c.getScript(StringCodec.INSTANCE)
                .<String>evalAsync(
                    RScript.Mode.READ_ONLY,
                    "return redis.call('info', 'commandstats') .. redis.call('info', 'cpu')",
                    RScript.ReturnType.VALUE))
        .join();
  }

  private static long processNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
