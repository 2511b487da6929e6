package dcm.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.apache.pekko.pki.pem.PEMLoadingException;

/**
 * A node's credentials as Kubernetes and cert-manager mount them: {@code ca.crt} (whom it trusts),
 * {@code tls.crt} (who it is, with intermediate certificates) and {@code tls.key} (PKCS #8, or PKCS
 * #1 for RSA; not encrypted).
 */
record PemFiles(Path directory) {
  /** TLS with nobody but those whom our authority vouches for. Reads three small files. */
  SSLContext context() throws IOException, GeneralSecurityException {
    var none = new char[0];
    var identity = empty();
    identity.setKeyEntry("node", key(), none, certificates("tls.crt"));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, none);
    var trusted = empty();
    var authorities = certificates("ca.crt");
    for (int i = 0; i < authorities.length; i++) {
      trusted.setCertificateEntry("ca" + i, authorities[i]);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private Certificate[] certificates(String name) throws IOException, GeneralSecurityException {
    var bytes = Files.readAllBytes(directory.resolve(name));
    var found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes));
    if (found.isEmpty()) {
      throw new IOException(directory.resolve(name) + " holds no certificate");
    }
    return found.toArray(Certificate[]::new);
  }

  private PrivateKey key() throws IOException, GeneralSecurityException {
    var pem = Files.readString(directory.resolve("tls.key"), StandardCharsets.US_ASCII);
    if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
      return other(pem);
    }
    var base64 = pem.replaceAll("-----[A-Z ]+-----", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (InvalidKeySpecException notElliptic) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }

  private PrivateKey other(String pem) throws IOException {
    try {
      return DERPrivateKeyLoader.load(PEMDecoder.decode(pem));
    } catch (PEMLoadingException e) {
      throw new IOException(directory.resolve("tls.key") + " holds no key that can be read", e);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
