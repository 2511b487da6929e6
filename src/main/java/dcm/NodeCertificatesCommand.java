package dcm;

import dcm.cluster.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dcm node certificates}: what nodes on several machines need to trust each other. */
@Command(
    name = "certificates",
    description = {
      "Makes a private authority in DIRECTORY, unless there is one, and for each node a directory"
          + " beneath it for DCM_CLUSTER_TLS_DIRECTORY.",
      "ca.key stays where you run this command; nodes must not have it."
    },
    mixinStandardHelpOptions = true)
final class NodeCertificatesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIRECTORY", description = "Where the authority is kept.")
  private Path directory;

  @Option(
      names = "--host",
      required = true,
      paramLabel = "NAME[,NAME…]",
      description =
          "A node: the names and addresses at which others reach it (its DCM_CLUSTER_HOST)."
              + " Once for each node.")
  private List<String> nodes;

  @Override
  public Integer call() {
    try {
      var certificates = Certificates.in(directory);
      for (var node : nodes) {
        var hosts = List.of(node.split(",", -1));
        var made = directory.resolve(hosts.getFirst().replaceAll("[^A-Za-z0-9.-]", "_"));
        certificates.node(made, hosts);
        System.out.println(made);
      }
      return 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }
}
