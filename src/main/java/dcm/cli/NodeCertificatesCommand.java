package dcm.cli;

import dcm.cluster.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dcm node certificates}: creates the certificates for TLS between nodes. */
@Command(
    name = "certificates",
    description = {
      "Creates a private certificate authority in DIRECTORY, unless there is one, and for each"
          + " node a subdirectory for DCM_CLUSTER_TLS_DIRECTORY.",
      "Keep ca.key on this machine; nodes must not have it."
    },
    mixinStandardHelpOptions = true)
final class NodeCertificatesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIRECTORY", description = "Directory of the certificate authority.")
  private Path directory;

  @Option(
      names = "--host",
      required = true,
      paramLabel = "NAME[,NAME…]",
      description =
          "Names and addresses at which the other nodes reach a node (its DCM_CLUSTER_HOST)."
              + " Repeat it for each node.")
  private List<String> nodes;

  @Override
  public Integer call() {
    try {
      var authority = CertificateAuthority.openOrCreate(directory);
      for (var node : nodes) {
        var hosts = List.of(node.split(",", -1));
        var nodeDirectory = directory.resolve(hosts.getFirst().replaceAll("[^A-Za-z0-9.-]", "_"));
        authority.issueNodeCertificate(nodeDirectory, hosts);
        System.out.println(nodeDirectory);
      }
      return 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }
}
