package dcm.cluster;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A private certificate authority, stored in a directory as {@code ca.crt} and {@code ca.key}. It
 * issues the certificates of nodes.
 */
public final class CertificateAuthority {
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3_650);
  private static final Duration NODE_VALIDITY = Duration.ofDays(825);

  private final X509Certificate authority;
  private final PrivateKey key;

  private CertificateAuthority(X509Certificate authority, PrivateKey key) {
    this.authority = authority;
    this.key = key;
  }

  /** Opens the authority in the directory, or creates it. */
  public static CertificateAuthority openOrCreate(Path directory) throws IOException {
    try {
      if (!Files.exists(directory.resolve("ca.crt"))) {
        create(directory);
      }
      var files = new PemFiles(directory);
      return new CertificateAuthority(files.certificates("ca.crt")[0], files.key("ca.key"));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("The certificate authority in " + directory + " cannot be read", e);
    }
  }

  private static void create(Path directory)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Files.createDirectories(directory);
    var pair = newKeyPair();
    var name = name("DCM cluster authority");
    var certificate =
        new CertificateBuilder(name, pair.getPublic(), AUTHORITY_VALIDITY, Instant.now())
            .asAuthority()
            .sign(name, pair.getPrivate());
    // the certificate is written last: its presence marks the authority as complete
    writeSecret(directory.resolve("ca.key"), pem(pair.getPrivate()));
    Files.writeString(directory.resolve("ca.crt"), pem(certificate));
  }

  /**
   * Writes {@code ca.crt}, {@code tls.crt} and {@code tls.key} for a node, replacing existing
   * files.
   *
   * @param hosts names and addresses at which the other nodes reach it; the first is the subject
   */
  public void issueNodeCertificate(Path directory, List<String> hosts) throws IOException {
    try {
      var pair = newKeyPair();
      var certificate =
          new CertificateBuilder(
                  name(hosts.getFirst()), pair.getPublic(), NODE_VALIDITY, Instant.now())
              .asNode(hosts.stream().map(CertificateAuthority::host).toList())
              .sign(X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()), key);
      Files.createDirectories(directory);
      writeSecret(directory.resolve("tls.key"), pem(pair.getPrivate()));
      Files.writeString(directory.resolve("tls.crt"), pem(certificate));
      Files.writeString(directory.resolve("ca.crt"), pem(authority));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("Cannot issue a certificate for " + hosts, e);
    }
  }

  private static KeyPair newKeyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static GeneralName host(String host) {
    try {
      InetAddress.ofLiteral(host);
      return new GeneralName(GeneralName.iPAddress, host);
    } catch (IllegalArgumentException noAddress) {
      return new GeneralName(GeneralName.dNSName, host);
    }
  }

  private static String pem(X509Certificate certificate) throws IOException {
    return pem(new JcaMiscPEMGenerator(certificate));
  }

  /** PKCS #8, which all common tools read. */
  private static String pem(PrivateKey key) throws IOException {
    return pem(new PKCS8Generator(PrivateKeyInfo.getInstance(key.getEncoded()), null));
  }

  private static String pem(PemObjectGenerator object) throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    if (File.separatorChar == '/') {
      var owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    }
    Files.writeString(file, text);
  }
}
