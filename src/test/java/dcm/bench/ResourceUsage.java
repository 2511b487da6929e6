package dcm.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Resources used up to one instant.
 *
 * @param jvmMicros processor time of this JVM
 * @param serverMicros processor time of PostgreSQL
 * @param gcMillis duration of garbage collections
 */
record ResourceUsage(
    long nanos, double jvmMicros, double serverMicros, double gcMillis, double allocated) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static ResourceUsage now(PostgresProcessUsage server) {
    return new ResourceUsage(
        System.nanoTime(),
        SYSTEM.getProcessCpuTime() / 1e3,
        server.cpuMicros(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum(),
        THREADS.getTotalThreadAllocatedBytes());
  }

  ResourceUsage since(ResourceUsage before) {
    return new ResourceUsage(
        nanos - before.nanos,
        jvmMicros - before.jvmMicros,
        serverMicros - before.serverMicros,
        gcMillis - before.gcMillis,
        allocated - before.allocated);
  }

  double seconds() {
    return nanos / 1e9;
  }
}
