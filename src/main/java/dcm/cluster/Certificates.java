package dcm.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A private authority in a directory, and certificates of nodes that it vouches for. The work is
 * done by the {@code keytool} of the Java runtime, for Java itself has no public way to make a
 * certificate.
 */
public final class Certificates {
  private static final String AUTHORITY_DAYS = "3650";
  private static final String NODE_DAYS = "825";
  private static final int PATIENCE_SECONDS = 60;
  private static final String PASSWORD = "DCM_KEYTOOL_PASSWORD";

  private final Path authority;
  private final String password;

  private Certificates(Path authority, String password) {
    this.authority = authority;
    this.password = password;
  }

  /**
   * Opens the authority in the directory, and makes one when there is none. Its key stays in {@code
   * authority.p12}; nodes must not have it.
   */
  public static Certificates in(Path directory) throws IOException {
    Files.createDirectories(directory);
    var kept = directory.resolve("authority.password");
    if (!Files.exists(kept)) {
      var bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      secret(kept, HexFormat.of().formatHex(bytes));
    }
    var certificates =
        new Certificates(directory.resolve("authority.p12"), Files.readString(kept).strip());
    if (!Files.exists(certificates.authority)) {
      certificates.found();
    }
    return certificates;
  }

  private void found() throws IOException {
    var half = authority.resolveSibling("authority.half");
    Files.deleteIfExists(half);
    pair(
        half,
        "CN=DCM cluster authority",
        AUTHORITY_DAYS,
        "bc:c=ca:true,pathlen:0",
        "ku:c=keyCertSign,cRLSign");
    forOwner(half);
    Files.move(half, authority, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes {@code ca.crt}, {@code tls.crt} and {@code tls.key} for a node, replacing what is there.
   *
   * @param hosts names and addresses at which others reach it; the first is its name
   */
  public void node(Path directory, List<String> hosts) throws IOException {
    Files.createDirectories(directory);
    var work = Files.createTempDirectory("dcm-node");
    try {
      var store = work.resolve("node.p12");
      var request = work.resolve("node.csr");
      var certificate = work.resolve("tls.crt");
      pair(store, "CN=" + hosts.getFirst(), NODE_DAYS);
      keytool(store, "-certreq", "-alias", "key", "-file", request.toString());
      keytool(
          authority,
          "-gencert",
          "-alias",
          "key",
          "-rfc",
          "-infile",
          request.toString(),
          "-outfile",
          certificate.toString(),
          "-validity",
          NODE_DAYS,
          "-ext",
          "san=" + names(hosts),
          "-ext",
          "ku:c=digitalSignature",
          "-ext",
          "eku=serverAuth,clientAuth");
      var vouching = work.resolve("ca.crt");
      keytool(authority, "-exportcert", "-alias", "key", "-rfc", "-file", vouching.toString());
      secret(directory.resolve("tls.key"), key(store));
      move(certificate, directory);
      move(vouching, directory);
    } finally {
      for (var file : List.of("node.p12", "node.csr", "tls.crt", "ca.crt")) {
        Files.deleteIfExists(work.resolve(file));
      }
      Files.delete(work);
    }
  }

  private static void move(Path file, Path directory) throws IOException {
    Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String names(List<String> hosts) {
    return String.join(
        ",", hosts.stream().map(host -> (isAddress(host) ? "ip:" : "dns:") + host).toList());
  }

  private static boolean isAddress(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private void pair(Path store, String name, String days, String... extensions) throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                name,
                "-validity",
                days));
    for (var extension : extensions) {
      words.add("-ext");
      words.add(extension);
    }
    keytool(store, words.toArray(String[]::new));
  }

  private void keytool(Path store, String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    // by its environment: every user of the machine sees a process's words
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass:env", PASSWORD));
    var output = Files.createTempFile("dcm-keytool", ".log");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put(PASSWORD, password);
      var process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("keytool does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException("keytool failed: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool worked", e);
    } finally {
      Files.delete(output);
    }
  }

  private String key(Path store) throws IOException {
    try {
      var opened = KeyStore.getInstance(store.toFile(), password.toCharArray());
      var key = opened.getKey("key", password.toCharArray());
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IOException("The key that keytool made cannot be read", e);
    }
  }

  private static void secret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    forOwner(file);
    Files.writeString(file, text);
  }

  private static void forOwner(Path file) throws IOException {
    if (File.separatorChar == '/') {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
