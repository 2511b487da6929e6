package dcm.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A node's credentials, in the layout of Kubernetes and cert-manager: {@code ca.crt} (trusted
 * authorities), {@code tls.crt} (the node's certificate with intermediate ones) and {@code tls.key}
 * (elliptic curve or RSA; not encrypted).
 */
record PemFiles(Path directory) {
  /** Creates a TLS context that trusts only these authorities. Reads three small files. */
  SSLContext context() throws IOException, GeneralSecurityException {
    var noPassword = new char[0];
    var identity = emptyKeyStore();
    identity.setKeyEntry("node", key("tls.key"), noPassword, certificates("tls.crt"));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, noPassword);
    var trusted = emptyKeyStore();
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

  X509Certificate[] certificates(String name) throws IOException, GeneralSecurityException {
    var bytes = Files.readAllBytes(directory.resolve(name));
    var found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes));
    if (found.isEmpty()) {
      throw new IOException(directory.resolve(name) + " contains no certificate");
    }
    return found.toArray(X509Certificate[]::new);
  }

  PrivateKey key(String name) throws IOException {
    try (var reader = Files.newBufferedReader(directory.resolve(name), StandardCharsets.US_ASCII);
        var pem = new PEMParser(reader)) {
      // OpenSSL writes the curve's parameters as an object of their own before the key
      for (var found = pem.readObject(); found != null; found = pem.readObject()) {
        if (found instanceof PrivateKeyInfo key) {
          return new JcaPEMKeyConverter().getPrivateKey(key);
        }
        if (found instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
      throw new IOException(directory.resolve(name) + " contains no readable private key");
    }
  }

  private static KeyStore emptyKeyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
